import { TlogError } from './error.js';

/** Tiles of height 8 (c2sp.org/tlog-tiles). */
export const TILE_WIDTH = 256;

/** A tile of hashes at a level, or a bundle of entries. `width` is 256 for a full one. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, N in elements of three digits: `tile/0/x001/x234/067.p/8`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const elements = padded.match(/\d{3}/g) ?? [];
  const name = elements.map((each, i) => (i < elements.length - 1 ? `x${each}` : each)).join('/');
  return `tile/${level}/${name}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The tile of a path as {@link tilePath} writes it; undefined for any other text. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level = '', name = '', partial] =
    /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (level === '') return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(name.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const isPossible = tile.width >= 1 && (tile.level === 'entries' || tile.level <= 63);
  return isPossible && tilePath(tile) === path ? tile : undefined;
}

/** How many hashes (or entries) a tree of `size` has at the level, in tiles' levels. */
export function widthAt(level: number | 'entries', size: number): number {
  return level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
}

/** The tile with this index in a tree of `size`, full or partial; undefined when it is empty. */
export function tileOf(level: number | 'entries', index: number, size: number): Tile | undefined {
  const width = Math.min(TILE_WIDTH, widthAt(level, size) - index * TILE_WIDTH);
  return width > 0 ? { level, index, width } : undefined;
}

/** Every partial tile and bundle of a tree of this size: its right edge. */
export function partialTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; widthAt(level, size) > 0; level++) {
    const last = Math.floor(widthAt(level, size) / TILE_WIDTH);
    for (const each of level === 0 ? (['entries', 0] as const) : [level]) {
      const tile = tileOf(each, last, size);
      if (tile !== undefined) tiles.push(tile);
    }
  }
  return tiles;
}

/** The entries of a bundle. @throws TlogError TILE_FORMAT when it does not hold exactly `width` of them */
export function parseBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length) throw new TlogError('TILE_FORMAT');
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (entries.length !== width) throw new TlogError('TILE_FORMAT');
  return entries;
}
