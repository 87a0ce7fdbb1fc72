import { sameBytes } from '../asn1/index.js';
import type { Certificate } from './certificate.js';
import type { RevocationList } from './revocation-list.js';

/** False only when both name a key and the keys differ. */
export function keysMatch(issuer: Certificate, issued: Certificate | RevocationList): boolean {
  const [own, named] = [issuer.subjectKeyIdentifier, issued.authorityKeyIdentifier];
  return own === undefined || named === undefined || sameBytes(own, named);
}
