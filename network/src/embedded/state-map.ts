import {
  BRANCH,
  branchSlot,
  EMPTY_PAGE,
  isPage,
  LEAF,
  leafSlot,
  nibble,
  pageOf,
  slotOf,
  slotsOf,
} from '../proof/page.js';
import { sameBytes, type MerkleHash } from '../proof/merkle.js';
import { LedgerError } from '../ledger.js';
import { pageKey } from './keys.js';
import type { StoreView } from './store.js';

export interface Change {
  readonly keyHash: Uint8Array;
  readonly valueHash: Uint8Array;
}

/** What an update makes: the new root and the changed pages by their place. */
export interface Update {
  readonly root: Uint8Array;
  readonly pages: ReadonlyMap<string, Page>;
}

interface Page {
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

const CACHED_PAGES = 8192;

/**
 * The authenticated map. Pages are stored in place; the latest used are kept in memory. Each page that is read is
 * checked against the hash in the page above it, up to the root that the caller names, so a page or record that was
 * altered on the disk is never believed.
 */
export class StateMap {
  readonly #hash: MerkleHash;
  readonly #empty: Page;
  readonly #cache = new Map<string, Page>();

  constructor(hash: MerkleHash) {
    this.#hash = hash;
    this.#empty = { hash: hash(EMPTY_PAGE), bytes: EMPTY_PAGE };
  }

  /** The root of the map without records. */
  get emptyRoot(): Uint8Array {
    return this.#empty.hash;
  }

  /** The hash of a key's value, or undefined. @throws LedgerError LEDGER_CORRUPT */
  lookup(view: StoreView, root: Uint8Array, keyHash: Uint8Array): Uint8Array | undefined {
    let path = '';
    let expected = root;
    for (let depth = 0; ; depth++) {
      const slot = slotOf(this.#page(view, path, expected), nibble(keyHash, depth));
      if (slot[0] === LEAF) return sameBytes(slot.subarray(1, 33), keyHash) ? slot.subarray(33) : undefined;
      if (slot[0] !== BRANCH) return undefined;
      path += nibble(keyHash, depth).toString(16);
      expected = slot.subarray(1);
    }
  }

  /** The pages from the root to a key's slot. @throws LedgerError LEDGER_CORRUPT */
  pagesTo(view: StoreView, root: Uint8Array, keyHash: Uint8Array): Uint8Array[] {
    const pages: Uint8Array[] = [];
    let path = '';
    let expected = root;
    for (let depth = 0; ; depth++) {
      const page = this.#page(view, path, expected);
      pages.push(page);
      const slot = slotOf(page, nibble(keyHash, depth));
      if (slot[0] !== BRANCH) return pages;
      path += nibble(keyHash, depth).toString(16);
      expected = slot.subarray(1);
    }
  }

  /** The map after the changes, one for each key. Nothing is kept until {@link adopt}. @throws LedgerError LEDGER_CORRUPT */
  update(view: StoreView, root: Uint8Array, changes: readonly Change[]): Update {
    const pages = new Map<string, Page>();
    if (changes.length === 0) return { root, pages };
    const sorted = [...changes].sort((a, b) => compareBytes(a.keyHash, b.keyHash));
    return { root: this.#updatePage(view, pages, '', root, sorted), pages };
  }

  /** Keeps the pages of an update that is now stored. */
  adopt({ pages }: Update): void {
    for (const [path, page] of pages) this.#keep(path, page);
  }

  #updatePage(
    view: StoreView,
    pages: Map<string, Page>,
    path: string,
    expected: Uint8Array | undefined,
    changes: readonly Change[],
  ): Uint8Array {
    const slots = slotsOf(expected === undefined ? EMPTY_PAGE : this.#page(view, path, expected));
    const depth = path.length;
    for (let from = 0; from < changes.length;) {
      const n = nibble(changes[from]!.keyHash, depth);
      let to = from + 1;
      while (to < changes.length && nibble(changes[to]!.keyHash, depth) === n) to++;
      slots[n] = this.#updateSlot(view, pages, path + n.toString(16), slots[n]!, changes.slice(from, to));
      from = to;
    }
    const bytes = pageOf(slots);
    const hash = this.#hash(bytes);
    pages.set(path, { hash, bytes });
    return hash;
  }

  #updateSlot(
    view: StoreView,
    pages: Map<string, Page>,
    path: string,
    slot: Uint8Array,
    changes: readonly Change[],
  ): Uint8Array {
    if (slot[0] === BRANCH) {
      return branchSlot(this.#updatePage(view, pages, path, slot.subarray(1), changes));
    }
    const all = slot[0] === LEAF ? withLeaf(changes, slot) : changes;
    const [only] = all;
    if (all.length === 1 && only !== undefined) return leafSlot(only.keyHash, only.valueHash);
    return branchSlot(this.#updatePage(view, pages, path, undefined, all));
  }

  #page(view: StoreView, path: string, expected: Uint8Array): Uint8Array {
    const kept = this.#cache.get(path);
    if (kept !== undefined && sameBytes(kept.hash, expected)) {
      this.#cache.delete(path);
      this.#cache.set(path, kept);
      return kept.bytes;
    }
    if (path === '' && sameBytes(expected, this.#empty.hash)) return EMPTY_PAGE;
    const bytes = view.get(pageKey(path));
    if (bytes === undefined || !sameBytes(this.#hash(bytes), expected) || !isPage(bytes)) {
      throw new LedgerError('LEDGER_CORRUPT');
    }
    if (kept === undefined) this.#keep(path, { hash: expected.slice(), bytes });
    return bytes;
  }

  #keep(path: string, page: Page): void {
    this.#cache.delete(path);
    this.#cache.set(path, page);
    if (this.#cache.size > CACHED_PAGES) this.#cache.delete(this.#cache.keys().next().value ?? '');
  }
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
