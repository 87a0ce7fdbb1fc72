import { sameBytes } from '../asn1/index.js';
import type { Certificate } from './certificate.js';
import type { RevocationList } from './revocation-list.js';

/** True when the name and, where both name one, the key are the issuer's; no signature is verified. */
export function isIssuedBy(issued: Certificate | RevocationList, issuer: Certificate): boolean {
  return sameBytes(issued.issuer, issuer.subject) && keysMatch(issuer, issued);
}

/** False only when both name a key and the keys differ. */
export function keysMatch(issuer: Certificate, issued: Certificate | RevocationList): boolean {
  const [own, named] = [issuer.subjectKeyIdentifier, issued.authorityKeyIdentifier];
  return own === undefined || named === undefined || sameBytes(own, named);
}
