import type { CryptoProvider } from '@renxin/seal/crypto';

const ROUNDS = 10;

/**
 * A permutation of 0 … size - 1 that nobody can follow without its key of 32 bytes: a Feistel network over SM3, walked
 * until it falls into the range. So indexes that were given one after another have nothing to do with each other.
 */
export class Permutation {
  readonly #provider: CryptoProvider;
  readonly #key: Uint8Array;
  readonly #size: number;
  /** Values of half the width: a round has so many inputs. */
  readonly #base: number;
  /** What each round makes of each of its inputs, -1 before it was asked for: at most 40,960 numbers. */
  readonly #masks: Int32Array;

  constructor(provider: CryptoProvider, key: Uint8Array, size: number) {
    this.#provider = provider;
    this.#key = key;
    this.#size = size;
    this.#base = 2 ** Math.ceil(Math.log2(size) / 2);
    this.#masks = new Int32Array(ROUNDS * this.#base).fill(-1);
  }

  at(position: number): number {
    let value = position;
    do value = this.#feistel(value);
    while (value >= this.#size);
    return value;
  }

  #feistel(value: number): number {
    const base = this.#base;
    let [left, right] = [Math.floor(value / base), value % base];
    for (let round = 0; round < ROUNDS; round++) [left, right] = [right, left ^ this.#mask(round, right)];
    return left * base + right;
  }

  #mask(round: number, right: number): number {
    const place = round * this.#base + right;
    const known = this.#masks[place] ?? -1;
    if (known >= 0) return known;
    const input = Uint8Array.of(round, right >> 16, (right >> 8) & 255, right & 255);
    const digest = this.#provider.hash('SM3', this.#key, input);
    const mask = (((digest[0] ?? 0) << 16) | ((digest[1] ?? 0) << 8) | (digest[2] ?? 0)) % this.#base;
    this.#masks[place] = mask;
    return mask;
  }
}
