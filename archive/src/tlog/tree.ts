import { consistencyPath, merkleRoot, nodeHash, type MerkleHash } from '@renxin/network/proof';
import { TlogError } from './error.js';
import { TILE_WIDTH, tileOf, tilePath, type Tile } from './tile.js';

/** Reads a tile, full or partial, by its path; undefined when there is none. */
export type ReadTile = (path: string) => Promise<Uint8Array | undefined>;

/** Some megabytes of tiles. */
const KEPT = 128;
/** Levels of tiles: eight levels of the tree each. */
const TILE_LEVELS = 8;

interface Kept {
  readonly width: number;
  opened: OpenTile | Promise<OpenTile>;
}

/** Proofs from tiles, wherever these lie. The tiles are not believed: check what comes out against a signed checkpoint. */
export class TiledTree {
  readonly #hash: MerkleHash;
  readonly #read: ReadTile;
  /** The latest ones, by index and level. */
  readonly #kept = new Map<number, Kept>();

  constructor(hash: MerkleHash, read: ReadTile) {
    this.#hash = hash;
    this.#read = read;
  }

  /** @throws TlogError TILE_FORMAT when a tile is missing or of another width */
  async root(size: number): Promise<Uint8Array> {
    return this.#compute(size, (hash, nodes) => merkleRoot(hash, size, nodes));
  }

  /** PATH(index, D[0:size]) of RFC 6962. @throws TlogError TILE_FORMAT, RangeError */
  async inclusion(index: number, size: number): Promise<Uint8Array[]> {
    const [path] = await this.inclusions([index], size);
    return path!;
  }

  /**
   * The paths of many leaves under one size: what is common to them is read and hashed once. Cheapest in ascending order.
   * @throws TlogError TILE_FORMAT, RangeError
   */
  async inclusions(indices: readonly number[], size: number): Promise<Uint8Array[][]> {
    if (indices.some((index) => index < 0 || index >= size)) throw new RangeError('index');
    const edge = await this.#edge(size);
    const edges = Array.from({ length: Math.ceil(edge.length / 8) }, (_, i) => edge.slice(8 * i));
    const paths: Uint8Array[][] = [];
    for (const index of indices) {
      const path: Uint8Array[] = [];
      let at = index;
      for (const [level, above] of edges.entries()) {
        const within = at % TILE_WIDTH;
        at = Math.floor(at / TILE_WIDTH);
        const tile = tileOf(level, at, size);
        if (tile === undefined) continue; // all to the right of what is complete: nothing is beside it here
        const opened = this.#tile(tile);
        // Nothing is waited for when the tile is kept: a path is then made in one go.
        climb(path, opened instanceof Promise ? await opened : opened, tile, within, above);
      }
      paths.push(path);
    }
    return paths;
  }

  /** PROOF(earlier, D[0:later]) of RFC 6962; empty from the empty tree. @throws TlogError TILE_FORMAT, RangeError */
  async consistency(earlier: number, later: number): Promise<Uint8Array[]> {
    if (earlier === 0) return [];
    return this.#compute(later, (hash, nodes) => consistencyPath(hash, earlier, later, nodes));
  }

  /**
   * For each level the hash over the leaves behind the last complete node, if there are any: the part of a tree that is
   * not a power of two. One longer than a path can be.
   */
  async #edge(size: number): Promise<(Uint8Array | undefined)[]> {
    const edge: (Uint8Array | undefined)[] = [undefined];
    for (let level = 0; 2 ** level < size; level++) {
      const complete = Math.floor(size / 2 ** level);
      const below = edge[level];
      if (complete % 2 === 0) {
        edge.push(below);
        continue;
      }
      const last = await this.#node(level, complete - 1, size);
      edge.push(below === undefined ? last : nodeHash(this.#hash, last, below));
    }
    return edge;
  }

  /** Runs once to learn which nodes are asked for, reads their tiles, and runs again with them. */
  async #compute<T>(
    size: number,
    run: (hash: MerkleHash, nodes: (level: number, index: number) => Uint8Array) => T,
  ): Promise<T> {
    const wanted = new Map<string, { level: number; index: number }>();
    const nothing = new Uint8Array(32);
    run(
      () => nothing,
      (level, index) => {
        wanted.set(`${level}/${index}`, { level, index });
        return nothing;
      },
    );
    const nodes = new Map<string, Uint8Array>();
    for (const [name, { level, index }] of wanted) nodes.set(name, await this.#node(level, index, size));
    return run(this.#hash, (level, index) => nodes.get(`${level}/${index}`)!);
  }

  async #node(level: number, index: number, size: number): Promise<Uint8Array> {
    const within = level % 8;
    const perTile = TILE_WIDTH / 2 ** within;
    const tile = tileOf(Math.floor(level / 8), Math.floor(index / perTile), size);
    if (tile === undefined) throw new TlogError('TILE_FORMAT');
    return (await this.#tile(tile)).node(within, index % perTile);
  }

  /** The latest ones are kept: proofs under one checkpoint share most of them. A tile that has grown since is read again. */
  #tile(tile: Tile): OpenTile | Promise<OpenTile> {
    const key = tile.index * TILE_LEVELS + Number(tile.level);
    const known = this.#kept.get(key);
    if (known !== undefined && known.width >= tile.width) return known.opened;
    const opening = this.#open(tile);
    const kept: Kept = { width: tile.width, opened: opening };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    opening.then(
      (opened) => (kept.opened = opened),
      () => this.#kept.get(key) === kept && this.#kept.delete(key),
    );
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return opening;
  }

  /** A partial tile may be gone once the full one is there. */
  async #open(tile: Tile): Promise<OpenTile> {
    const bytes =
      (await this.#read(tilePath(tile))) ?? (await this.#read(tilePath({ ...tile, width: TILE_WIDTH })));
    const isWhole = bytes?.length === tile.width * 32 || bytes?.length === TILE_WIDTH * 32;
    if (bytes === undefined || !isWhole) throw new TlogError('TILE_FORMAT');
    return new OpenTile(this.#hash, bytes);
  }
}

/**
 * Adds to a path what a tile gives of it, up to eight hashes: the sibling of its hash `at` and those of the nodes above.
 * @param tile as it is in the tree of the path; it may have grown since @param edge from the tile's lowest level on
 */
function climb(
  path: Uint8Array[],
  opened: OpenTile,
  { width }: Tile,
  at: number,
  edge: readonly (Uint8Array | undefined)[],
): void {
  for (let level = 0; level < 8 && level + 1 < edge.length; level++) {
    const sibling = (at >> level) ^ 1;
    const complete = width >> level;
    const beyond = edge[level];
    if (sibling < complete) path.push(opened.node(level, sibling));
    else if (sibling === complete && beyond !== undefined) path.push(beyond);
  }
}

/** A tile with the nodes above its hashes, each computed once. */
export class OpenTile {
  readonly #hash: MerkleHash;
  readonly #bytes: Uint8Array;
  /** By level and index. */
  readonly #nodes: (Uint8Array | undefined)[] = [];

  constructor(hash: MerkleHash, bytes: Uint8Array) {
    this.#hash = hash;
    this.#bytes = bytes;
  }

  /** The hash over 2^level of the tile's hashes from index * 2^level on. @throws TlogError TILE_FORMAT beyond its end */
  node(level: number, index: number): Uint8Array {
    const name = level * TILE_WIDTH + index;
    const known = this.#nodes[name];
    if (known !== undefined) return known;
    if ((index + 1) * 2 ** level * 32 > this.#bytes.length) throw new TlogError('TILE_FORMAT');
    const node =
      level === 0
        ? this.#bytes.slice(index * 32, (index + 1) * 32)
        : nodeHash(this.#hash, this.node(level - 1, 2 * index), this.node(level - 1, 2 * index + 1));
    this.#nodes[name] = node;
    return node;
  }
}
