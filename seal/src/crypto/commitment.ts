import { toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider, HashAlgorithm } from './provider.js';

const LABEL = new TextEncoder().encode('renxin-commitment-v1');

/**
 * A salted commitment to a digest: base64url of SM3("renxin-commitment-v1" || salt || digest). The salt (32 random
 * bytes) stays with the document; who has no salt learns nothing. docs/formats/commitment.md
 */
export function commitment(provider: CryptoProvider, salt: Uint8Array, digest: Uint8Array): string {
  if (salt.length !== 32 || digest.length !== 32) throw new RangeError('salt and digest are 32 bytes each');
  return toBase64url(provider.hash('SM3', LABEL, salt, digest));
}

/** HMAC (RFC 2104; GB/T 15852.2) with SM3 or SHA-256, whose block is 64 bytes. */
export function hmac(
  provider: CryptoProvider,
  algorithm: HashAlgorithm,
  key: Uint8Array,
  ...data: readonly Uint8Array[]
): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? provider.hash(algorithm, key) : key);
  const inner = provider.hash(
    algorithm,
    block.map((byte) => byte ^ 0x36),
    ...data,
  );
  return provider.hash(
    algorithm,
    block.map((byte) => byte ^ 0x5c),
    inner,
  );
}
