import type { CryptoProvider } from '@renxin/seal/crypto';
import { respondOcsp, type CertificateStatus } from '@renxin/seal/ocsp';
import { issueCertificate, POLICY_TEST, type Issuer } from '@renxin/seal/pki';
import type { CertificateSigner } from '@renxin/seal/signer';
import { readCertificate } from '@renxin/seal/verify';
import { unattended } from '../keys/key-ring.js';

const DAY = 86_400_000;
const CERTIFICATE_PERIOD = 30 * DAY;
const CERTIFICATE_RENEWAL = 10 * DAY;
/** How long an answer holds. */
const ANSWER_PERIOD = 3_600_000;

export interface ResponderOptions {
  readonly name: string;
  readonly issuer: Issuer;
  readonly signer: () => Promise<CertificateSigner>;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
  /** Told of each certificate that is issued for the responder's key. */
  readonly issued: (certificate: Uint8Array) => Promise<void>;
}

/**
 * Answers OCSP requests for one authority with a key of its own: the authority's certificate for it lives 30 days, is not
 * looked up itself (id-pkix-ocsp-nocheck) and is renewed when 10 days are left.
 */
export class StatusResponder {
  readonly #options: ResponderOptions;
  #certificate: Promise<Uint8Array> | undefined;

  constructor(options: ResponderOptions) {
    this.#options = options;
  }

  /** Its present certificate; undefined before the first answer. */
  get certificate(): Promise<Uint8Array> | undefined {
    return this.#certificate;
  }

  /** OCSPResponse (DER) to OCSPRequest (DER). */
  async respond(
    request: Uint8Array,
    statusOf: (serial: string) => Promise<CertificateStatus>,
  ): Promise<Uint8Array> {
    const { issuer, signer, provider, clock } = this.#options;
    const now = clock();
    return respondOcsp(request, {
      issuer: issuer.certificate,
      signer: await signer(),
      certificate: await this.#current(now),
      statusOf,
      now,
      validFor: ANSWER_PERIOD,
      activation: unattended('ocsp', now),
      provider,
    });
  }

  async #current(now: Date): Promise<Uint8Array> {
    const kept = await this.#certificate;
    if (kept !== undefined && readCertificate(kept).notAfter > now.getTime() + CERTIFICATE_RENEWAL)
      return kept;
    const made = this.#issue(now);
    this.#certificate = made;
    made.catch(() => (this.#certificate = undefined));
    return made;
  }

  async #issue(now: Date): Promise<Uint8Array> {
    const { name, issuer, signer, provider, random, issued } = this.#options;
    const certificate = await issueCertificate({
      profile: 'ocsp-responder',
      issuer,
      key: (await signer()).key,
      subject: { country: 'CN', commonName: `人信演示 OCSP（${name}）` },
      notBefore: new Date(now.getTime() - 60_000),
      notAfter: new Date(now.getTime() + CERTIFICATE_PERIOD),
      policies: [POLICY_TEST],
      random,
      activation: unattended('certificate', now),
      provider,
    });
    await issued(certificate);
    return certificate;
  }
}
