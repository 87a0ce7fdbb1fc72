import { merkleRoot } from '@renxin/network/proof';
import { OpenTile, parseTilePath, TILE_WIDTH, tilePath, type Tile } from '../tlog/index.js';
import type { CommitFile } from './commit.js';
import { LogError } from './error.js';
import { bytesOf, type FastHash } from './hashing.js';

const TILE_BYTES = TILE_WIDTH * 32;

interface Level {
  tile: Buffer;
  /** Hashes in the tile, below 256: a full tile is handed on at once. */
  count: number;
  /** Index of the tile. */
  index: number;
}

/**
 * The right edge of the tree: the one partial tile of each level and the partial bundle. All that a log needs in memory,
 * whatever its size.
 */
export class RightEdge {
  readonly #hash: FastHash;
  readonly #levels: Level[] = [];
  #bundle = Buffer.alloc(TILE_WIDTH * 256);
  #bundleLength = 0;
  #size = 0;
  #full: CommitFile[] = [];
  readonly #pair = Buffer.alloc(65, 1);
  readonly #row = Buffer.alloc(TILE_BYTES);

  constructor(hash: FastHash) {
    this.#hash = hash;
  }

  /** From the partial tiles of a tree of this size. @throws LogError LOG_CORRUPT when they are not those */
  static from(hash: FastHash, size: number, partials: readonly CommitFile[]): RightEdge {
    const edge = new RightEdge(hash);
    edge.#size = size;
    for (const { path, bytes } of partials) {
      const tile = parseTilePath(path);
      if (tile === undefined) throw new LogError('LOG_CORRUPT');
      edge.#restore(tile, bytes);
    }
    return edge;
  }

  get size(): number {
    return this.#size;
  }

  /** @param leaf hash of the entry @returns its index */
  append(entry: Uint8Array, leaf: string): number {
    this.#put(entry);
    const index = this.#size++;
    if (this.#size % TILE_WIDTH === 0) this.#handOnBundle();
    this.#push(0, leaf);
    return index;
  }

  root(): Uint8Array {
    const hash = (bytes: Uint8Array): Uint8Array => bytesOf(this.#hash(bytes));
    const open = this.#levels.map(({ tile, count }) => new OpenTile(hash, tile.subarray(0, count * 32)));
    const root = merkleRoot(hash, this.#size, (level, index) => {
      const within = level % 8;
      return open[Math.floor(level / 8)]!.node(within, index % (TILE_WIDTH / 2 ** within));
    });
    return new Uint8Array(root); // a copy: it may be a piece of a tile
  }

  /** Full tiles since the last call, then every partial one. */
  take(): { full: CommitFile[]; partial: CommitFile[] } {
    const full = this.#full;
    this.#full = [];
    return { full, partial: this.#partials() };
  }

  #partials(): CommitFile[] {
    const files: CommitFile[] = [];
    const width = this.#size % TILE_WIDTH;
    if (width > 0) {
      const path = tilePath({ level: 'entries', index: Math.floor(this.#size / TILE_WIDTH), width });
      files.push({ path, bytes: Buffer.from(this.#bundle.subarray(0, this.#bundleLength)) });
    }
    for (const [level, { tile, count, index }] of this.#levels.entries()) {
      if (count === 0) continue;
      const path = tilePath({ level, index, width: count });
      files.push({ path, bytes: Buffer.from(tile.subarray(0, count * 32)) });
    }
    return files;
  }

  #put(entry: Uint8Array): void {
    const end = this.#bundleLength + entry.length + 2;
    if (end > this.#bundle.length) {
      const larger = Buffer.alloc(2 * end);
      larger.set(this.#bundle.subarray(0, this.#bundleLength));
      this.#bundle = larger;
    }
    this.#bundle.writeUInt16BE(entry.length, this.#bundleLength);
    this.#bundle.set(entry, this.#bundleLength + 2);
    this.#bundleLength = end;
  }

  #handOnBundle(): void {
    const path = tilePath({ level: 'entries', index: this.#size / TILE_WIDTH - 1, width: TILE_WIDTH });
    this.#full.push({ path, bytes: Buffer.from(this.#bundle.subarray(0, this.#bundleLength)) });
    this.#bundleLength = 0;
  }

  #push(level: number, hash: string): void {
    const at = (this.#levels[level] ??= { tile: Buffer.alloc(TILE_BYTES), count: 0, index: 0 });
    at.tile.write(hash, at.count * 32, 'latin1');
    at.count++;
    if (at.count < TILE_WIDTH) return;
    this.#full.push({ path: tilePath({ level, index: at.index, width: TILE_WIDTH }), bytes: at.tile });
    const root = this.#rootOf(at.tile);
    this.#levels[level] = { tile: Buffer.alloc(TILE_BYTES), count: 0, index: at.index + 1 };
    this.#push(level + 1, root);
  }

  /** The root over a full tile, with no memory of its own: half of all hashing happens here. */
  #rootOf(tile: Buffer): string {
    const [row, pair] = [this.#row, this.#pair];
    row.set(tile);
    let root = '';
    for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
      for (let i = 0; i < width; i++) {
        row.copy(pair, 1, i * 64, i * 64 + 64);
        root = this.#hash(pair);
        row.write(root, i * 32, 'latin1');
      }
    }
    return root;
  }

  #restore({ level, index, width }: Tile, bytes: Uint8Array): void {
    if (level === 'entries') {
      this.#bundle = Buffer.alloc(Math.max(2 * bytes.length, this.#bundle.length));
      this.#bundle.set(bytes);
      this.#bundleLength = bytes.length;
      return;
    }
    while (this.#levels.length <= level) {
      const tiles = Math.floor(this.#size / TILE_WIDTH ** (this.#levels.length + 1));
      this.#levels.push({ tile: Buffer.alloc(TILE_BYTES), count: 0, index: tiles });
    }
    const at = this.#levels[level]!;
    if (bytes.length !== width * 32 || at.index !== index) throw new LogError('LOG_CORRUPT');
    at.tile.set(bytes);
    at.count = width;
  }
}
