import { sameBytes } from '../proof/merkle.js';

const KEPT_BYTES = 16 * 1024 * 1024;

interface Kept {
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * The records that were read or written last: a contract's commands come one soon after another. A record is given out
 * only for the hash that the map proves, so what was kept before a write, or of a block that was never stored, is not.
 */
export class RecentRecords {
  #current = new Map<string, Kept>();
  #before = new Map<string, Kept>();
  #size = 0;

  get(key: string, hash: Uint8Array): Uint8Array | undefined {
    const kept = this.#current.get(key) ?? this.#before.get(key);
    return kept !== undefined && sameBytes(kept.hash, hash) ? kept.bytes : undefined;
  }

  /** Two generations: when the younger is full, the older is let go. */
  keep(key: string, hash: Uint8Array, bytes: Uint8Array): void {
    this.#current.set(key, { hash: new Uint8Array(hash), bytes });
    this.#size += bytes.length + 200;
    if (this.#size < KEPT_BYTES / 2) return;
    this.#before = this.#current;
    this.#current = new Map();
    this.#size = 0;
  }
}
