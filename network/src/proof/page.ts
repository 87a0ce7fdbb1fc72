/**
 * Pages of the authenticated map, a 16-ary radix trie over SM3 of the record keys. The letter is in
 * docs/formats/ledger.md. A page is the byte 0x02 and 16 slots: 0x00 (empty), 0x01 || key hash || value hash (a leaf), or
 * 0x02 || page hash (a branch). A page's hash is SM3 of its bytes.
 */
export const PAGE = 2;
export const EMPTY = 0;
export const LEAF = 1;
export const BRANCH = 2;

const SLOT_LENGTH = [1, 65, 33] as const;

/** The map without records. */
export const EMPTY_PAGE: Uint8Array = Uint8Array.of(PAGE, ...new Array<number>(16).fill(EMPTY));

/** Where slot `n` of a well-formed page stands. */
export function slotOf(page: Uint8Array, n: number): Uint8Array {
  let at = 1;
  for (let i = 0; i < n; i++) at += SLOT_LENGTH[page[at] as 0 | 1 | 2];
  return page.subarray(at, at + SLOT_LENGTH[page[at] as 0 | 1 | 2]);
}

/** The page with some of its slots replaced. */
export function withSlots(page: Uint8Array, replaced: ReadonlyMap<number, Uint8Array>): Uint8Array {
  let length = page.length;
  for (const [n, slot] of replaced) length += slot.length - slotOf(page, n).length;
  const made = new Uint8Array(length);
  let [kept, from, to] = [0, 1, 1]; // page[kept..from] is not copied yet
  for (let n = 0; n < 16; n++) {
    const next = from + SLOT_LENGTH[page[from] as 0 | 1 | 2];
    const slot = replaced.get(n);
    if (slot !== undefined) {
      made.set(page.subarray(kept, from), to - (from - kept));
      made.set(slot, to);
      to += slot.length;
      kept = next;
    } else {
      to += next - from;
    }
    from = next;
  }
  made.set(page.subarray(kept), to - (from - kept));
  return made;
}

export function leafSlot(keyHash: Uint8Array, valueHash: Uint8Array): Uint8Array {
  const slot = new Uint8Array(65);
  slot[0] = LEAF;
  slot.set(keyHash, 1);
  slot.set(valueHash, 33);
  return slot;
}

export function branchSlot(pageHash: Uint8Array): Uint8Array {
  const slot = new Uint8Array(33);
  slot[0] = BRANCH;
  slot.set(pageHash, 1);
  return slot;
}

/** The four bits of a key hash that choose the slot at a depth (0 is the root). */
export function nibble(keyHash: Uint8Array, depth: number): number {
  const byte = keyHash[depth >> 1]!;
  return depth % 2 === 0 ? byte >> 4 : byte & 15;
}

/** True for 0x02 and exactly 16 slots: what comes from outside is checked before it is read as a page. */
export function isPage(bytes: Uint8Array): boolean {
  if (bytes[0] !== PAGE) return false;
  let at = 1;
  for (let i = 0; i < 16; i++) {
    const tag = bytes[at];
    if (tag !== EMPTY && tag !== LEAF && tag !== BRANCH) return false;
    at += SLOT_LENGTH[tag];
  }
  return at === bytes.length;
}
