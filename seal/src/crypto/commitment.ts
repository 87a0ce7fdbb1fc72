import { toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider, HashAlgorithm } from './provider.js';

const LABEL = new TextEncoder().encode('renxin-commitment-v1');

/**
 * A salted commitment to a digest: base64url of SM3("renxin-commitment-v1" || salt || digest). The salt (32 random
 * bytes) stays with the document; who has no salt learns nothing. docs/formats/commitment.md
 * @param algorithm SM3 unless the format that carries the commitment names the other
 * @throws RangeError when salt or digest is not 32 bytes
 */
export function commitment(
  provider: CryptoProvider,
  salt: Uint8Array,
  digest: Uint8Array,
  algorithm: HashAlgorithm = 'SM3',
): string {
  if (salt.length !== 32 || digest.length !== 32) throw new RangeError('salt and digest are 32 bytes each');
  return toBase64url(provider.hash(algorithm, LABEL, salt, digest));
}
