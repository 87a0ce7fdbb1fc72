import type { CertificateKey } from '../crypto/certificate-key.js';
import { nameText, type Certificate } from '../x509/index.js';

/** What a report says about one certificate. */
export interface CertificateEvidence {
  /** RFC 4514. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal. */
  readonly serial: string;
  readonly key: CertificateKey | undefined;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly policies: readonly string[];
  readonly der: Uint8Array;
}

export function certificateEvidence(certificate: Certificate): CertificateEvidence {
  const known = said.get(certificate) ?? evidenceOf(certificate);
  said.set(certificate, known);
  return known;
}

/** Certificates come back in every document; one that was read is never altered. */
const said = new WeakMap<Certificate, CertificateEvidence>();

function evidenceOf(certificate: Certificate): CertificateEvidence {
  return {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    serial: certificate.serial,
    key: certificate.key,
    notBefore: instantText(certificate.notBefore),
    notAfter: instantText(certificate.notAfter),
    policies: certificate.policies,
    der: certificate.der,
  };
}

/** ISO 8601 in UTC with milliseconds. */
export function instantText(time: number): string {
  return new Date(time).toISOString();
}
