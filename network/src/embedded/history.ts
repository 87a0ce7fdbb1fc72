import { appendLeaf, leafHash, merkleRoot, type MerkleHash, type MerkleNodes } from '../proof/merkle.js';
import type { Head } from './head.js';
import { historyKey } from './keys.js';
import type { Put, Reader } from './store.js';

const KEPT_NODES = 256;

/**
 * The tree over the hashes of all headers. Only perfect subtrees are stored; those on its right edge are kept in memory.
 * A node of a block that was never stored is replaced, by the block in its place, before it is read.
 */
export class History {
  readonly #hash: MerkleHash;
  readonly #kept = new Map<string, Uint8Array>();

  constructor(hash: MerkleHash) {
    this.#hash = hash;
  }

  /** The root for the block after `head`; what the tree gains is added to the puts. */
  extend(reader: Reader, head: Head | undefined, puts: Put[]): Uint8Array {
    const nodes: MerkleNodes = (level, index) => this.#node(reader, historyKey(level, index));
    if (head === undefined) return merkleRoot(this.#hash, 0, nodes);
    const size = head.signed.header.height;
    for (const node of appendLeaf(this.#hash, size, leafHash(this.#hash, head.hash), nodes)) {
      const key = historyKey(node.level, node.index);
      puts.push([key, node.hash]);
      this.#keep(key, node.hash);
    }
    return merkleRoot(this.#hash, size + 1, nodes);
  }

  #node(reader: Reader, key: string): Uint8Array {
    const node = this.#kept.get(key) ?? stored(reader, key);
    this.#keep(key, node);
    return node;
  }

  #keep(key: string, node: Uint8Array): void {
    this.#kept.delete(key);
    this.#kept.set(key, node);
    if (this.#kept.size > KEPT_NODES) this.#kept.delete(this.#kept.keys().next().value ?? '');
  }
}

/** The stored hashes of the history's perfect subtrees. */
export function historyNodes(reader: Reader): MerkleNodes {
  return (level, index) => stored(reader, historyKey(level, index));
}

/** A node that is missing gives a root that fits nothing. */
function stored(reader: Reader, key: string): Uint8Array {
  return reader.get(key) ?? new Uint8Array(32);
}
