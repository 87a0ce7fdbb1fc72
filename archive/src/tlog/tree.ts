import { consistencyPath, inclusionPath, merkleRoot, nodeHash, type MerkleHash } from '@renxin/network/proof';
import { TlogError } from './error.js';
import { TILE_WIDTH, tileOf, tilePath, type Tile } from './tile.js';

/** Reads a tile, full or partial, by its path; undefined when there is none. */
export type ReadTile = (path: string) => Promise<Uint8Array | undefined>;

/** Some megabytes of tiles. */
const KEPT = 128;

/** Proofs from tiles, wherever these lie. The tiles are not believed: check what comes out against a signed checkpoint. */
export class TiledTree {
  readonly #hash: MerkleHash;
  readonly #read: ReadTile;
  readonly #kept = new Map<string, Promise<OpenTile>>();

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
    if (index < 0 || index >= size) throw new RangeError('index');
    return this.#compute(size, (hash, nodes) => inclusionPath(hash, index, size, nodes));
  }

  /** PROOF(earlier, D[0:later]) of RFC 6962; empty from the empty tree. @throws TlogError TILE_FORMAT, RangeError */
  async consistency(earlier: number, later: number): Promise<Uint8Array[]> {
    if (earlier === 0) return [];
    return this.#compute(later, (hash, nodes) => consistencyPath(hash, earlier, later, nodes));
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

  /** The latest ones are kept: proofs under one checkpoint share most of them. */
  async #tile(tile: Tile): Promise<OpenTile> {
    const path = tilePath(tile);
    const kept = this.#kept.get(path);
    if (kept !== undefined) return kept;
    const opening = this.#open(tile, path);
    this.#kept.set(path, opening);
    opening.catch(() => this.#kept.delete(path));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return opening;
  }

  /** A partial tile may be gone once the full one is there. */
  async #open(tile: Tile, path: string): Promise<OpenTile> {
    const bytes = (await this.#read(path)) ?? (await this.#read(tilePath({ ...tile, width: TILE_WIDTH })));
    const isWhole = bytes?.length === tile.width * 32 || bytes?.length === TILE_WIDTH * 32;
    if (bytes === undefined || !isWhole) throw new TlogError('TILE_FORMAT');
    return new OpenTile(this.#hash, bytes);
  }
}

/** A tile with the nodes above its hashes, each computed once. */
export class OpenTile {
  readonly #hash: MerkleHash;
  readonly #bytes: Uint8Array;
  readonly #above = new Map<number, Uint8Array>();

  constructor(hash: MerkleHash, bytes: Uint8Array) {
    this.#hash = hash;
    this.#bytes = bytes;
  }

  /** The hash over 2^level of the tile's hashes from index * 2^level on. @throws TlogError TILE_FORMAT beyond its end */
  node(level: number, index: number): Uint8Array {
    if ((index + 1) * 2 ** level * 32 > this.#bytes.length) throw new TlogError('TILE_FORMAT');
    if (level === 0) return this.#bytes.subarray(index * 32, (index + 1) * 32);
    const name = level * TILE_WIDTH + index;
    const known = this.#above.get(name);
    if (known !== undefined) return known;
    const made = nodeHash(this.#hash, this.node(level - 1, 2 * index), this.node(level - 1, 2 * index + 1));
    this.#above.set(name, made);
    return made;
  }
}
