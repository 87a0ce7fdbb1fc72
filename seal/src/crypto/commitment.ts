import { toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from './provider.js';

const LABEL = new TextEncoder().encode('renxin-commitment-v1');

/**
 * A salted commitment to a digest: base64url of SM3("renxin-commitment-v1" || salt || digest). The salt (32 random
 * bytes) stays with the document; who has no salt learns nothing. docs/formats/commitment.md
 * @throws RangeError when salt or digest is not 32 bytes
 */
export function commitment(provider: CryptoProvider, salt: Uint8Array, digest: Uint8Array): string {
  if (salt.length !== 32 || digest.length !== 32) throw new RangeError('salt and digest are 32 bytes each');
  return toBase64url(provider.hash('SM3', LABEL, salt, digest));
}
