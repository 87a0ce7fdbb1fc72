import type { CryptoProvider, HashAlgorithm } from './provider.js';

/** HMAC (RFC 2104; GB/T 15852.2) with SM3 or SHA-256 of the data parts, one after another. 32 bytes. */
export function hmac(
  provider: CryptoProvider,
  algorithm: HashAlgorithm,
  key: Uint8Array,
  ...data: readonly Uint8Array[]
): Uint8Array {
  return hmacWith((...parts) => provider.hash(algorithm, ...parts), key, ...data);
}

/** HMAC over a hash function whose block is 64 bytes, as those of SM3 and SHA-256 are. */
export function hmacWith(
  hash: (...parts: readonly Uint8Array[]) => Uint8Array,
  key: Uint8Array,
  ...data: readonly Uint8Array[]
): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? hash(key) : key);
  const inner = hash(padded(block, 0x36), ...data);
  return hash(padded(block, 0x5c), inner);
}

function padded(block: Uint8Array, pad: number): Uint8Array {
  return block.map((byte) => byte ^ pad);
}
