import { ocspRequest } from '@renxin/seal/ocsp';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { isIssuedBy, readCertificate, type Certificate } from '@renxin/seal/verify';
import type { CertificateAuthorities } from './authorities.js';
import type { CertificateAuthority } from './certificate-authority.js';

/** What a reader needs in later years to verify a signature: to be kept with the document (in a PDF, its DSS). DER each. */
export interface ValidationData {
  /** Issuers up to and with the root; not the signers' own, which the signature carries. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** OCSP responses about the certificates below an authority; each carries its responder's certificate. */
  readonly responses: readonly Uint8Array[];
}

/**
 * Collects the validation data of certificates (a signer's, a time-stamp authority's) that this platform's authorities
 * issued: their issuers, the list of each and an answer about each certificate, as of now. Ask after the signature exists,
 * so that the answers are from later. What another authority issued is passed over.
 */
export async function validationDataOf(
  certificates: readonly Uint8Array[],
  authorities: CertificateAuthorities,
  provider: CryptoProvider,
): Promise<ValidationData> {
  const known = await authorities.all();
  const found = { certificates: new Kept(), crls: new Kept(), responses: new Kept() };
  for (const der of certificates) {
    for (let below = readCertificate(der); ;) {
      const authority = known.find((each) => isIssuedBy(below, readCertificate(each.certificate)));
      if (authority === undefined || isRoot(below)) break;
      found.crls.add(await authority.revocationList());
      if (!found.certificates.has(below.der))
        found.responses.add(await answerAbout(below, authority, provider));
      found.certificates.add(authority.certificate);
      below = readCertificate(authority.certificate);
    }
  }
  return {
    certificates: found.certificates.all,
    crls: found.crls.all,
    responses: found.responses.all,
  };
}

function isRoot(certificate: Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

function answerAbout(
  { serial }: Certificate,
  authority: CertificateAuthority,
  provider: CryptoProvider,
): Promise<Uint8Array> {
  const issuer = readCertificate(authority.certificate);
  const hash = issuer.key?.algorithm === 'SM2' ? 'SM3' : 'SHA-256';
  return authority.respondOcsp(ocspRequest({ issuer, serials: [serial], hash, provider }));
}

/** Bytes, each once, in the order in which they came. */
class Kept {
  readonly #known = new Map<string, Uint8Array>();

  add(der: Uint8Array): void {
    this.#known.set(Buffer.from(der).toString('base64'), der);
  }

  has(der: Uint8Array): boolean {
    return this.#known.has(Buffer.from(der).toString('base64'));
  }

  get all(): Uint8Array[] {
    return [...this.#known.values()];
  }
}
