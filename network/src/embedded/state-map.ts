import { toHex } from '@renxin/chaincode/canonical';
import {
  BRANCH,
  branchSlot,
  EMPTY_PAGE,
  isPage,
  LEAF,
  leafSlot,
  nibble,
  slotOf,
  withSlots,
} from '../proof/page.js';
import { sameBytes, type MerkleHash } from '../proof/merkle.js';
import { LedgerError } from '../ledger.js';
import { pageKey, recordStoreKey } from './keys.js';
import { RecentRecords } from './recent-records.js';
import type { Reader } from './store.js';

export interface Change {
  readonly keyHash: Uint8Array;
  readonly valueHash: Uint8Array;
}

/** What an update makes: the new root and the changed pages by their path. */
export interface Update {
  readonly root: Uint8Array;
  readonly pages: ReadonlyMap<string, Uint8Array>;
}

interface Page {
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

interface KeptPage extends Page {
  /** Since it was last considered for being dropped. */
  used: boolean;
}

/** Pages of the first four levels stay in memory, 4,369 at most; of those below, as many as were used last. */
const PINNED_DEPTH = 3;
const KEPT_PAGES = 8192;
const KEPT_KEYS = 8192;
/** Pages below are not kept: their places do not fit into a number. Hashes that meet so far down are made on purpose. */
const KEPT_DEPTH = 12;

/**
 * The authenticated map. Pages are stored in place; the latest used are kept in memory. Each page that is read is
 * checked against the hash in the page above it, up to the root that the caller names, so a page or record that was
 * altered on the disk is never believed.
 */
export class StateMap {
  readonly #hash: MerkleHash;
  readonly #empty: Page;
  /** By place: 1 for the root, place * 16 + slot below. */
  readonly #pinned = new Map<number, Page>();
  readonly #kept = new Map<number, KeptPage>();
  readonly #keyHashes = new Map<string, Uint8Array>();
  readonly #records = new RecentRecords();

  constructor(hash: MerkleHash) {
    this.#hash = hash;
    this.#empty = { hash: hash(EMPTY_PAGE), bytes: EMPTY_PAGE };
  }

  /** Where a record stands in the map: SM3 of its key. */
  keyHash(key: string): Uint8Array {
    const known = this.#keyHashes.get(key);
    if (known !== undefined) return known;
    const made = this.#hash(new TextEncoder().encode(key));
    if (this.#keyHashes.size >= KEPT_KEYS) this.#keyHashes.clear();
    this.#keyHashes.set(key, made);
    return made;
  }

  /** The root of the map without records. */
  get emptyRoot(): Uint8Array {
    return this.#empty.hash;
  }

  /** A record's bytes, or undefined when the map has none. @throws LedgerError LEDGER_CORRUPT when they do not fit the map */
  record(reader: Reader, root: Uint8Array, key: string): Uint8Array | undefined {
    const proven = this.lookup(reader, root, this.keyHash(key));
    const kept = proven === undefined ? undefined : this.#records.get(key, proven);
    if (kept !== undefined) return kept;
    const bytes = reader.get(recordStoreKey(key));
    if (bytes === undefined && proven === undefined) return undefined;
    if (bytes === undefined || proven === undefined || !sameBytes(proven, this.#hash(bytes))) {
      throw new LedgerError('LEDGER_CORRUPT');
    }
    this.#records.keep(key, proven, bytes);
    return bytes;
  }

  /** The change that a written record makes in the map. */
  changeOf(key: string, value: Uint8Array): Change {
    const valueHash = this.#hash(value);
    this.#records.keep(key, valueHash, value);
    return { keyHash: this.keyHash(key), valueHash };
  }

  /** The hash of a key's value, or undefined. @throws LedgerError LEDGER_CORRUPT */
  lookup(reader: Reader, root: Uint8Array, keyHash: Uint8Array): Uint8Array | undefined {
    const slot = this.#descend(reader, root, keyHash);
    return slot[0] === LEAF && sameBytes(slot.subarray(1, 33), keyHash) ? slot.subarray(33) : undefined;
  }

  /** The pages from the root to a key's slot. @throws LedgerError LEDGER_CORRUPT */
  pagesTo(reader: Reader, root: Uint8Array, keyHash: Uint8Array): Uint8Array[] {
    const pages: Uint8Array[] = [];
    this.#descend(reader, root, keyHash, pages);
    return pages;
  }

  /** The map after the changes, one for each key. @throws LedgerError LEDGER_CORRUPT */
  update(reader: Reader, root: Uint8Array, changes: readonly Change[]): Update {
    if (changes.length === 0) return { root, pages: new Map() };
    const updating: Updating = { reader, pages: new Map() };
    const sorted = [...changes].sort((a, b) => compareBytes(a.keyHash, b.keyHash));
    return { root: this.#updatePage(updating, { place: 1, depth: 0 }, root, sorted), pages: updating.pages };
  }

  #descend(reader: Reader, root: Uint8Array, keyHash: Uint8Array, pages?: Uint8Array[]): Uint8Array {
    let expected = root;
    for (let place = 1, depth = 0; ; depth++) {
      const page = this.#page(reader, { place, depth }, keyHash, expected);
      pages?.push(page);
      const n = nibble(keyHash, depth);
      const slot = slotOf(page, n);
      if (slot[0] !== BRANCH) return slot;
      expected = slot.subarray(1);
      place = place * 16 + n;
    }
  }

  #updatePage(
    updating: Updating,
    at: Place,
    expected: Uint8Array | undefined,
    changes: readonly Change[],
  ): Uint8Array {
    const keyHash = changes[0]!.keyHash;
    const page = expected === undefined ? EMPTY_PAGE : this.#page(updating.reader, at, keyHash, expected);
    const slots = new Map<number, Uint8Array>();
    for (let from = 0; from < changes.length;) {
      const n = nibble(changes[from]!.keyHash, at.depth);
      let to = from + 1;
      while (to < changes.length && nibble(changes[to]!.keyHash, at.depth) === n) to++;
      const below = { place: at.place * 16 + n, depth: at.depth + 1 };
      slots.set(n, this.#updateSlot(updating, below, slotOf(page, n), changes.slice(from, to)));
      from = to;
    }
    const bytes = withSlots(page, slots);
    const hash = this.#hash(bytes);
    updating.pages.set(pathOf(keyHash, at.depth), bytes);
    this.#keep(at, { hash, bytes });
    return hash;
  }

  #updateSlot(updating: Updating, at: Place, slot: Uint8Array, changes: readonly Change[]): Uint8Array {
    if (slot[0] === BRANCH) return branchSlot(this.#updatePage(updating, at, slot.subarray(1), changes));
    const all = slot[0] === LEAF ? withLeaf(changes, slot) : changes;
    const [only] = all;
    if (all.length === 1 && only !== undefined) return leafSlot(only.keyHash, only.valueHash);
    return branchSlot(this.#updatePage(updating, at, undefined, all));
  }

  /** The page on the way of a key hash; `expected` is its hash. */
  #page(reader: Reader, at: Place, keyHash: Uint8Array, expected: Uint8Array): Uint8Array {
    const kept = this.#keptPage(at);
    if (kept !== undefined && sameBytes(kept.hash, expected)) return kept.bytes;
    if (at.depth === 0 && sameBytes(expected, this.#empty.hash)) return EMPTY_PAGE;
    const bytes = reader.get(pageKey(pathOf(keyHash, at.depth)));
    if (bytes === undefined || !sameBytes(this.#hash(bytes), expected) || !isPage(bytes)) {
      throw new LedgerError('LEDGER_CORRUPT');
    }
    if (kept === undefined) this.#keep(at, { hash: new Uint8Array(expected), bytes });
    return bytes;
  }

  #keptPage({ place, depth }: Place): Page | undefined {
    if (depth <= PINNED_DEPTH) return this.#pinned.get(place);
    const kept = depth <= KEPT_DEPTH ? this.#kept.get(place) : undefined;
    if (kept !== undefined) kept.used = true;
    return kept;
  }

  /** A kept page is never more than a copy: whoever reads it names the hash that it must have. */
  #keep({ place, depth }: Place, { hash, bytes }: Page): void {
    if (depth <= PINNED_DEPTH) this.#pinned.set(place, { hash, bytes });
    else if (depth <= KEPT_DEPTH) this.#kept.set(place, { hash, bytes, used: true });
    while (this.#kept.size > KEPT_PAGES) this.#dropOne();
  }

  /** The oldest page that was not used since it was last looked at. */
  #dropOne(): void {
    for (const [place, page] of this.#kept) {
      this.#kept.delete(place);
      if (!page.used) return;
      page.used = false;
      this.#kept.set(place, page);
    }
  }
}

interface Place {
  readonly place: number;
  readonly depth: number;
}

interface Updating {
  readonly reader: Reader;
  readonly pages: Map<string, Uint8Array>;
}

/** A page's path: the first digits of every key hash below it. */
function pathOf(keyHash: Uint8Array, depth: number): string {
  return toHex(keyHash.subarray(0, (depth + 1) >> 1)).slice(0, depth);
}

/** The changes, and the leaf that stood in the slot unless one of them replaces it; in order. */
function withLeaf(changes: readonly Change[], slot: Uint8Array): readonly Change[] {
  const leaf = { keyHash: slot.subarray(1, 33), valueHash: slot.subarray(33) };
  const at = changes.findIndex(({ keyHash }) => compareBytes(keyHash, leaf.keyHash) >= 0);
  const same = at >= 0 && sameBytes(changes[at]!.keyHash, leaf.keyHash);
  if (same) return changes;
  return at < 0 ? [...changes, leaf] : [...changes.slice(0, at), leaf, ...changes.slice(at)];
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
