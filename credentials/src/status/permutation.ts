import type { CryptoProvider } from '@renxin/seal/crypto';

const ROUNDS = 10;

/**
 * A permutation of 0 … size - 1 that nobody can follow without its key of 32 bytes: a Feistel network over SM3, walked
 * until it falls into the range. So indexes that were given one after another have nothing to do with each other.
 */
export function permuted(provider: CryptoProvider, key: Uint8Array, size: number, position: number): number {
  const half = Math.ceil(Math.log2(size) / 2);
  let value = position;
  do value = feistel(provider, key, half, value);
  while (value >= size);
  return value;
}

/** Over numbers of `2 * half` bits. */
function feistel(provider: CryptoProvider, key: Uint8Array, half: number, value: number): number {
  const base = 2 ** half;
  let [left, right] = [Math.floor(value / base), value % base];
  for (let round = 0; round < ROUNDS; round++) {
    const input = Uint8Array.of(round, right >> 16, (right >> 8) & 255, right & 255);
    const digest = provider.hash('SM3', key, input);
    const mask = (((digest[0] ?? 0) << 16) | ((digest[1] ?? 0) << 8) | (digest[2] ?? 0)) % base;
    [left, right] = [right, left ^ mask];
  }
  return left * base + right;
}
