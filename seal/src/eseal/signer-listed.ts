import { sameBytes } from '../asn1/index.js';
import { SM3 } from '../asn1/oids.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { SealSigners } from './seal.js';

/** Whether a seal's certList names this certificate, itself or by its SM3 digest (GB/T 38540-2020, certListType 1 and 2). */
export function isListed(signers: SealSigners, certificate: Uint8Array, provider: CryptoProvider): boolean {
  if (signers.kind === 'certificates')
    return signers.certificates.some((each) => sameBytes(each, certificate));
  const digest = provider.hash('SM3', certificate);
  return signers.digests.some(({ type, value }) => isSm3(type) && sameBytes(value, digest));
}

/** `type` names the hash function: by its OID (401.2 is seen as well), or by its name. */
function isSm3(type: string): boolean {
  return type === SM3 || type === `${SM3}.2` || type.toUpperCase() === 'SM3';
}
