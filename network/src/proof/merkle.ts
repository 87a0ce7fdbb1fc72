/**
 * Merkle trees by RFC 9162 section 2.1, the hash function handed in: SM3 for the ledger, SHA-256 where a format asks
 * for it. Browser-safe. Sizes and indices up to 2^53 - 1.
 */
export type MerkleHash = (bytes: Uint8Array) => Uint8Array;

/** The hash of a perfect subtree of 2^level leaves whose first leaf is index * 2^level. */
export type MerkleNodes = (level: number, index: number) => Uint8Array;

export interface MerkleNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** HASH(0x00 || data) */
export function leafHash(hash: MerkleHash, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 1);
  bytes.set(data, 1);
  return hash(bytes);
}

/** HASH(0x01 || left || right) */
export function nodeHash(hash: MerkleHash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(left.length + right.length + 1);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, left.length + 1);
  return hash(bytes);
}

/** The nodes that become known when a leaf is appended to a tree of `size` leaves: the leaf and what it completes. */
export function appendLeaf(
  hash: MerkleHash,
  size: number,
  leaf: Uint8Array,
  nodes: MerkleNodes,
): MerkleNode[] {
  const added: MerkleNode[] = [{ level: 0, index: size, hash: leaf }];
  let [level, index, current] = [0, size, leaf];
  while (index % 2 === 1) {
    current = nodeHash(hash, nodes(level, index - 1), current);
    index = (index - 1) / 2;
    level++;
    added.push({ level, index, hash: current });
  }
  return added;
}

/** MTH(D[0:size]): the root of the first `size` leaves. The empty tree's root is HASH(). */
export function merkleRoot(hash: MerkleHash, size: number, nodes: MerkleNodes): Uint8Array {
  return size === 0 ? hash(new Uint8Array()) : subtree(hash, 0, size, nodes);
}

/** PATH(index, D[0:size]), section 2.1.3.1: sibling hashes, lowest first. */
export function inclusionPath(
  hash: MerkleHash,
  index: number,
  size: number,
  nodes: MerkleNodes,
): Uint8Array[] {
  const path: Uint8Array[] = [];
  let [start, length] = [0, size];
  while (length > 1) {
    const left = largestPowerBelow(length);
    if (index - start < left) {
      path.push(subtree(hash, start + left, length - left, nodes));
      length = left;
    } else {
      path.push(subtree(hash, start, left, nodes));
      start += left;
      length -= left;
    }
  }
  return path.reverse();
}

/** The root that a leaf and its path lead to, section 2.1.3.2, or undefined when the path does not fit the size. */
export function rootFromInclusion(
  hash: MerkleHash,
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (index < 0 || index >= size) return undefined;
  let [fn, sn, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(hash, sibling, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      root = nodeHash(hash, root, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? root : undefined;
}

/** PROOF(earlier, D[0:later]), section 2.1.4.1: shows that the first `earlier` leaves of the later tree are the earlier one. */
export function consistencyPath(
  hash: MerkleHash,
  earlier: number,
  later: number,
  nodes: MerkleNodes,
): Uint8Array[] {
  if (earlier < 1 || earlier > later) throw new RangeError('sizes');
  const path: Uint8Array[] = [];
  let [start, length, whole] = [0, later, true];
  while (earlier - start !== length) {
    const left = largestPowerBelow(length);
    if (earlier - start <= left) {
      path.push(subtree(hash, start + left, length - left, nodes));
      length = left;
    } else {
      path.push(subtree(hash, start, left, nodes));
      start += left;
      length -= left;
      whole = false;
    }
  }
  if (!whole) path.push(subtree(hash, start, length, nodes));
  return path.reverse();
}

/** Section 2.1.4.2. An empty earlier tree is part of every tree. */
export function isConsistent(
  hash: MerkleHash,
  earlier: { readonly size: number; readonly root: Uint8Array },
  later: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return path.length === 0 && sameBytes(earlier.root, later.root);
  if (earlier.size === 0) return path.length === 0;
  const hashes = isPowerOfTwo(earlier.size) ? [earlier.root, ...path] : path;
  const [first, ...rest] = hashes;
  if (first === undefined || path.length === 0) return false;
  let [fn, sn] = [earlier.size - 1, later.size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [first, first];
  for (const sibling of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, sibling, fr);
      sr = nodeHash(hash, sibling, sr);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(hash, sr, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameBytes(fr, earlier.root) && sameBytes(sr, later.root);
}

/** A whole tree in memory, for a block's worth of leaves; all hashes of one level stand in one piece. */
export class MerkleTree {
  readonly size: number;
  readonly #hash: MerkleHash;
  readonly #width: number;
  readonly #levels: Uint8Array[];

  constructor(hash: MerkleHash, leaves: readonly Uint8Array[]) {
    this.#hash = hash;
    this.size = leaves.length;
    this.#width = leaves[0]?.length ?? 0;
    this.#levels = [concat(leaves, this.#width)];
    for (let n = leaves.length; n > 1; n = half(n)) {
      const below = this.#levels.length - 1;
      const parents = Array.from({ length: half(n) }, (_, i) =>
        nodeHash(hash, this.#nodes(below, 2 * i), this.#nodes(below, 2 * i + 1)),
      );
      this.#levels.push(concat(parents, this.#width));
    }
  }

  get root(): Uint8Array {
    return merkleRoot(this.#hash, this.size, this.#nodes);
  }

  leaf(index: number): Uint8Array {
    return this.#nodes(0, index);
  }

  path(index: number): Uint8Array[] {
    return inclusionPath(this.#hash, index, this.size, this.#nodes);
  }

  readonly #nodes: MerkleNodes = (level, index) =>
    this.#levels[level]!.subarray(index * this.#width, (index + 1) * this.#width);
}

function concat(hashes: readonly Uint8Array[], width: number): Uint8Array {
  const bytes = new Uint8Array(hashes.length * width);
  for (const [i, hash] of hashes.entries()) bytes.set(hash, i * width);
  return bytes;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** MTH(D[start:start+size]) for a start that the splits of a tree lead to. */
function subtree(hash: MerkleHash, start: number, size: number, nodes: MerkleNodes): Uint8Array {
  if (isPowerOfTwo(size)) return nodes(Math.log2(size), start / size);
  const left = largestPowerBelow(size);
  return nodeHash(
    hash,
    nodes(Math.log2(left), start / left),
    subtree(hash, start + left, size - left, nodes),
  );
}

function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n)) && 2 ** Math.log2(n) === n;
}

function half(n: number): number {
  return Math.floor(n / 2);
}
