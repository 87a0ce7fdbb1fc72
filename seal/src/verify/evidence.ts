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
  const known = texts.get(time);
  if (known !== undefined) return known;
  const text = new Date(time).toISOString();
  if (texts.size >= TEXTS) texts.clear();
  texts.set(time, text);
  return text;
}

/** The periods of the same certificates and seals are named in every report. */
const TEXTS = 512;
const texts = new Map<number, string>();
