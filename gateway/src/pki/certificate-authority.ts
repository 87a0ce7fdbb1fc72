import { toBase64url } from '@renxin/chaincode/canonical';
import { sameKey, type CertificateKey, type CryptoProvider } from '@renxin/seal/crypto';
import {
  issueCertificate,
  issueCrl,
  openRequest,
  PkiError,
  type Addresses,
  type Issuer,
  type RevocationReason,
} from '@renxin/seal/pki';
import type { CertificateSigner } from '@renxin/seal/signer';
import { POLICY_TEST, readCertificate } from '@renxin/seal/verify';
import { z } from 'zod';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';
import { JsonRecords, StoreError, type RecordStore } from '../store/index.js';
import { StatusResponder } from './status-responder.js';

const issued = z.strictObject({
  serial: z.string(),
  subject: z.string(),
  certificate: z.base64url(),
  issuedAt: z.iso.datetime(),
  revoked: z.exactOptional(z.strictObject({ at: z.iso.datetime(), reason: z.string() })),
});
const list = z.strictObject({ number: z.int(), crl: z.base64url(), thisUpdate: z.iso.datetime() });

const YEAR = 365 * 86_400_000;
const CRL_RENEWAL = 86_400_000;
const CRL_PERIOD = 7 * 86_400_000;

/** Certificates and revocation lists under one issuer; what was issued and revoked is kept, the lists are renewed daily. */
export class CertificateAuthority {
  /** The organisation whose authority it is. */
  readonly organisation: string;
  readonly #name: string;
  readonly #issuer: Issuer;
  readonly #addresses: () => Addresses;
  readonly #store: RecordStore;
  readonly #issued: JsonRecords<typeof issued>;
  readonly #lists: JsonRecords<typeof list>;
  readonly #provider: CryptoProvider;
  readonly #clock: () => Date;
  readonly #random: (length: number) => Uint8Array;
  readonly #responder: StatusResponder;
  readonly #adopted: readonly Uint8Array[];
  #adopting: Promise<void> | undefined;
  #current: { crl: Uint8Array; until: number } | undefined;

  constructor(options: {
    name: string;
    organisation: string;
    issuer: Issuer;
    /** What it writes into certificates: where their status is asked for. */
    addresses: () => Addresses;
    /** The key of its OCSP responder. */
    responder: () => Promise<CertificateSigner>;
    /** DER of certificates that its key issued when the hierarchy was made. */
    adopted: readonly Uint8Array[];
    store: RecordStore;
    provider: CryptoProvider;
    clock: () => Date;
    random: (length: number) => Uint8Array;
  }) {
    this.#name = options.name;
    this.#issuer = options.issuer;
    this.#addresses = options.addresses;
    this.#adopted = options.adopted;
    this.organisation = options.organisation;
    this.#responder = new StatusResponder({
      ...options,
      signer: options.responder,
      issued: (certificate) => this.#keep(certificate, 'ocsp-responder'),
    });
    this.#store = options.store;
    this.#issued = new JsonRecords(options.store, `${options.organisation}/certificate`, issued);
    this.#lists = new JsonRecords(options.store, `${options.organisation}/revocation-list`, list);
    this.#provider = options.provider;
    this.#clock = options.clock;
    this.#random = options.random;
  }

  get certificate(): Uint8Array {
    return this.#issuer.certificate;
  }

  /**
   * A certificate for the key of a PKCS#10 request. The subject is what was proven, never what the request says.
   * @throws Refusal CERTIFICATE_REQUEST_INVALID when the request does not hold or is for another key than the registered one
   */
  async issue(
    request: Uint8Array,
    registered: CertificateKey,
    subject: { commonName: string; identifier: string },
    profile: 'person' | 'organisation',
  ): Promise<Uint8Array> {
    const { key } = this.#open(request);
    if (!sameKey(key, registered)) throw new Refusal('CERTIFICATE_REQUEST_INVALID');
    return this.#certify(key, subject, profile);
  }

  /**
   * A certificate for a further key, P-256, of somebody whose registered key was proven otherwise.
   * @throws Refusal CERTIFICATE_REQUEST_INVALID
   */
  async issueFurther(
    request: Uint8Array,
    subject: { commonName: string; identifier: string },
    profile: 'person' | 'organisation',
  ): Promise<Uint8Array> {
    const { key } = this.#open(request);
    if (key.algorithm !== 'P-256') throw new Refusal('CERTIFICATE_REQUEST_INVALID');
    return this.#certify(key, subject, profile);
  }

  async #certify(
    key: CertificateKey,
    subject: { commonName: string; identifier: string },
    profile: 'person' | 'organisation',
  ): Promise<Uint8Array> {
    const now = this.#clock();
    const { certificate: issuerCertificate } = this.#issuer;
    const last = readCertificate(issuerCertificate).notAfter;
    const certificate = await issueCertificate({
      profile,
      issuer: this.#issuer,
      key,
      ...this.#addresses(),
      subject: { country: 'CN', commonName: subject.commonName, serialNumber: subject.identifier },
      notBefore: new Date(now.getTime() - 60_000),
      notAfter: new Date(Math.min(now.getTime() + 2 * YEAR, last)),
      policies: [POLICY_TEST],
      random: this.#random,
      activation: unattended('certificate', now),
      provider: this.#provider,
    });
    await this.#keep(certificate, subject.identifier);
    return certificate;
  }

  /** What it issued under this serial number, and whether it was revoked since. */
  async issuedUnder(serial: string): Promise<
    | {
        readonly certificate: Uint8Array;
        readonly subject: string;
        readonly revoked?: { readonly at: string; readonly reason: string };
      }
    | undefined
  > {
    await this.#adopt();
    const known = (await this.#issued.get(`${this.#name}:${serial}`))?.value;
    if (known === undefined) return undefined;
    const { certificate, subject, revoked } = known;
    return {
      certificate: new Uint8Array(Buffer.from(certificate, 'base64url')),
      subject,
      ...(revoked !== undefined && { revoked }),
    };
  }

  /** The certificate of its OCSP responder, once it has answered. */
  responderCertificate(): Promise<Uint8Array> | undefined {
    return this.#responder.certificate;
  }

  /** Revokes a certificate; the next list, made at once, says so. */
  async revoke(serial: string, reason: RevocationReason): Promise<void> {
    await this.#adopt();
    const known = await this.#issued.get(`${this.#name}:${serial}`);
    if (known === undefined) throw new Refusal('NOT_FOUND');
    if (known.value.revoked === undefined) {
      const revoked = { at: this.#clock().toISOString(), reason };
      await this.#store.write([this.#issued.put(known.key, { ...known.value, revoked }, known.version)]);
    }
    await this.#renew();
  }

  /** Answers an OCSPRequest (DER) about what it issued: docs/formats/ocsp.md. */
  async respondOcsp(request: Uint8Array): Promise<Uint8Array> {
    await this.#adopt();
    return this.#responder.respond(request, async (serial) => {
      const known = await this.#issued.get(`${this.#name}:${serial}`);
      if (known === undefined) return { status: 'unknown' };
      const { revoked } = known.value;
      if (revoked === undefined) return { status: 'good' };
      return { status: 'revoked', at: new Date(revoked.at), reason: revoked.reason as RevocationReason };
    });
  }

  /** The list in force (DER), renewed when it is a day old. */
  async revocationList(): Promise<Uint8Array> {
    const now = this.#clock().getTime();
    if (this.#current !== undefined && now < this.#current.until) return this.#current.crl;
    const kept = await this.#lists.get(this.#name);
    if (kept !== undefined && now < Date.parse(kept.value.thisUpdate) + CRL_RENEWAL) {
      return this.#remember(Buffer.from(kept.value.crl, 'base64url'), Date.parse(kept.value.thisUpdate));
    }
    return this.#renew();
  }

  async #keep(certificate: Uint8Array, subject: string): Promise<void> {
    const { serial } = readCertificate(certificate);
    const record = {
      serial,
      subject,
      certificate: toBase64url(certificate),
      issuedAt: this.#clock().toISOString(),
    };
    await this.#store.write([this.#issued.put(`${this.#name}:${serial}`, record, 0)]);
  }

  /** Puts what the hierarchy began with among what was issued, once. */
  #adopt(): Promise<void> {
    this.#adopting ??= (async () => {
      for (const certificate of this.#adopted) {
        const { serial } = readCertificate(certificate);
        if ((await this.#issued.get(`${this.#name}:${serial}`)) === undefined)
          await this.#keep(certificate, 'hierarchy');
      }
    })();
    this.#adopting.catch(() => (this.#adopting = undefined));
    return this.#adopting;
  }

  async #renew(): Promise<Uint8Array> {
    const kept = await this.#lists.get(this.#name);
    const now = this.#clock();
    const number = (kept?.value.number ?? 0) + 1;
    const crl = await issueCrl({
      issuer: this.#issuer,
      number,
      thisUpdate: now,
      nextUpdate: new Date(now.getTime() + CRL_PERIOD),
      revoked: await this.#revoked(),
      activation: unattended('revocation-list', now),
      provider: this.#provider,
    });
    const record = { number, crl: toBase64url(crl), thisUpdate: now.toISOString() };
    try {
      await this.#store.write([this.#lists.put(this.#name, record, kept?.version ?? 0)]);
    } catch (error) {
      // Another list was made meanwhile; whether it has what this one was made for is not known.
      if (error instanceof StoreError && error.code === 'STORE_CONFLICT') return this.#renew();
      throw error;
    }
    return this.#remember(crl, now.getTime());
  }

  #remember(crl: Uint8Array, thisUpdate: number): Uint8Array {
    this.#current = { crl, until: thisUpdate + CRL_RENEWAL };
    return crl;
  }

  async #revoked(): Promise<{ serial: string; at: Date; reason: RevocationReason }[]> {
    const revoked: { serial: string; at: Date; reason: RevocationReason }[] = [];
    let after: string | undefined;
    do {
      const page = await this.#issued.list({
        prefix: `${this.#name}:`,
        limit: 1000,
        ...(after !== undefined && { after }),
      });
      for (const { value } of page.records) {
        if (value.revoked === undefined) continue;
        revoked.push({
          serial: value.serial,
          at: new Date(value.revoked.at),
          reason: value.revoked.reason as RevocationReason,
        });
      }
      after = page.next;
    } while (after !== undefined);
    return revoked;
  }

  #open(request: Uint8Array): { key: CertificateKey } {
    try {
      return openRequest(request, this.#provider);
    } catch (error) {
      if (error instanceof PkiError || (error as { code?: unknown }).code !== undefined)
        throw new Refusal('CERTIFICATE_REQUEST_INVALID', {}, { cause: error });
      throw error;
    }
  }
}
