import { canonicalBytes, fromBase64url, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import { digest } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { LEAST_BITS } from './bits.js';
import { Permutation } from './permutation.js';

/** Where the allocator keeps its one record. A record store of a gateway fits behind it. */
export interface IndexStore {
  get(): Promise<{ readonly value: Uint8Array; readonly version: number } | undefined>;
  /**
   * Writes durably when the record has the version `expect` (0: when there is none), and resolves to whether it did. When
   * it rejects, it may have written or not.
   */
  put(value: Uint8Array, expect: number): Promise<boolean>;
}

/** A place in a status list: the number of the list, from 1, and the index in it. */
export interface StatusPlace {
  readonly list: number;
  readonly index: number;
}

const record = z.strictObject({
  schema: z.literal(1),
  list: z.int().min(1),
  /** How many positions of the list were given away. */
  next: z.int().min(0),
  /** Orders the list's indexes; a secret, and new for every list. */
  key: digest,
});
type IndexRecord = z.infer<typeof record>;

export interface IndexAllocatorOptions {
  readonly store: IndexStore;
  readonly provider: CryptoProvider;
  /** Cryptographically strong. */
  readonly random: (length: number) => Uint8Array;
  /** Places in a list. */
  readonly size?: number;
  /** How many positions are reserved by one write; those that are left when a process ends are never used. */
  readonly block?: number;
}

/**
 * Gives places in status lists, each once for ever, to any number of issuers over one store: positions are reserved
 * durably before any of them is used, so neither a crash nor another process makes two share one. The order of the indexes
 * tells nothing about the order of issue.
 */
export class IndexAllocator {
  readonly #options: Required<IndexAllocatorOptions>;
  #reserved: StatusPlace[] = [];
  #reserving: Promise<void> | undefined;
  #permutation: { readonly key: string; readonly of: Permutation } | undefined;

  constructor(options: IndexAllocatorOptions) {
    this.#options = { size: LEAST_BITS, block: 32, ...options };
  }

  /** Rejects as the store does; then no place was lost but those of the block. */
  async next(): Promise<StatusPlace> {
    const [place] = await this.take(1);
    return place!;
  }

  /** So many at once, for which one write is enough. Rejects as {@link next} does. */
  async take(count: number): Promise<StatusPlace[]> {
    const places: StatusPlace[] = [];
    for (;;) {
      places.push(...this.#reserved.splice(0, count - places.length));
      const missing = count - places.length;
      if (missing === 0) return places;
      this.#reserving ??= this.#reserve(missing).finally(() => (this.#reserving = undefined));
      await this.#reserving;
    }
  }

  async #reserve(missing: number): Promise<void> {
    const { store, size } = this.#options;
    const block = Math.max(this.#options.block, missing);
    for (;;) {
      const stored = await store.get();
      const before = stored === undefined ? this.#fresh(1) : readRecord(stored.value);
      const from = before.next < size ? before : this.#fresh(before.list + 1);
      const until = Math.min(from.next + block, size);
      // The positions are ours when this write stands, and not before.
      if (!(await store.put(canonicalBytes({ ...from, next: until }), stored?.version ?? 0))) continue;
      const permutation = this.#permutationOf(from.key);
      for (let position = from.next; position < until; position++) {
        this.#reserved.push({ list: from.list, index: permutation.at(position) });
      }
      return;
    }
  }

  /** Of the list that is being filled: what it worked out is good for every place of the list. */
  #permutationOf(key: string): Permutation {
    if (this.#permutation?.key !== key) {
      const { provider, size } = this.#options;
      this.#permutation = {
        key,
        of: new Permutation(provider, fromBase64url(key) ?? new Uint8Array(), size),
      };
    }
    return this.#permutation.of;
  }

  #fresh(list: number): IndexRecord {
    return { schema: 1, list, next: 0, key: toBase64url(this.#options.random(32)) };
  }
}

function readRecord(value: Uint8Array): IndexRecord {
  return record.parse(parseCanonical(value));
}
