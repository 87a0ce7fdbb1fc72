import { openPng, type OpenPng, type Pass } from './open-png.js';

/** The points of a picture, row by row. */
export interface Points {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each, 0 to 255. */
  readonly colours: Uint8Array;
  /** 0 to 255; undefined when the PNG says nothing of transparency. */
  readonly opacity: Uint8Array | undefined;
}

/** Reads a whole PNG (ISO/IEC 15948); samples of 16 bits are cut to 8. @throws PictureError as checkPicture does */
export function readPng(png: Uint8Array): Points {
  const open = openPng(png);
  const { width, height, transparency, colour } = open;
  const colours = new Uint8Array(3 * width * height);
  const isClear = transparency !== undefined || colour === 4 || colour === 6;
  const opacity = isClear ? new Uint8Array(width * height).fill(255) : undefined;
  const pointOf = pointReader(open);
  for (const pass of open.passes)
    for (const [i, row] of unfiltered(pass, open.bits).entries())
      for (let column = 0; column < pass.columns; column++) {
        const at = (pass.y + i * pass.dy) * width + pass.x + column * pass.dx;
        const [red, green, blue, alpha] = pointOf(row, column);
        colours[3 * at] = red;
        colours[3 * at + 1] = green;
        colours[3 * at + 2] = blue;
        if (opacity !== undefined) opacity[at] = alpha;
      }
  return { width, height, colours, opacity };
}

type Point = readonly [red: number, green: number, blue: number, alpha: number];

function pointReader({
  colour,
  depth,
  bits,
  palette,
  transparency,
}: OpenPng): (row: Uint8Array, column: number) => Point {
  const [samples, most] = [bits / depth, 2 ** depth - 1];
  const sample = (row: Uint8Array, column: number, i: number): number => {
    const at = (column * samples + i) * depth;
    if (depth === 16) return ((row[at >> 3] ?? 0) << 8) | (row[(at >> 3) + 1] ?? 0);
    return ((row[at >> 3] ?? 0) >> (8 - depth - (at & 7))) & most;
  };
  const whole = (value: number): number => (depth === 16 ? value >> 8 : Math.round((value * 255) / most));
  if (colour === 3) {
    const known = Array.from({ length: 256 }, (_, i): Point => {
      const [red = 0, green = 0, blue = 0] = palette?.subarray(3 * i, 3 * i + 3) ?? [];
      return [red, green, blue, transparency?.[i] ?? 255];
    });
    return (row, column) => known[sample(row, column, 0)] ?? BLACK;
  }
  const isGrey = colour === 0 || colour === 4;
  // Of the other types, tRNS holds the one colour that is clear.
  const clear = transparency && Array.from({ length: isGrey ? 1 : 3 }, (_, i) => sample16(transparency, i));
  return (row, column) => {
    const values = Array.from({ length: samples }, (_, i) => sample(row, column, i));
    const [red, green, blue] = isGrey ? [values[0], values[0], values[0]] : values;
    const own = colour === 4 || colour === 6 ? whole(values.at(-1) ?? most) : 255;
    const alpha = clear?.every((value, i) => value === values[i]) === true ? 0 : own;
    return [whole(red ?? 0), whole(green ?? 0), whole(blue ?? 0), alpha];
  };
}

const BLACK: Point = [0, 0, 0, 255];

function sample16(bytes: Uint8Array, i: number): number {
  return ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0);
}

/** Rows without their filters (clause 9). */
function unfiltered({ rows, length }: Pass, bits: number): readonly Uint8Array[] {
  const step = Math.max(1, bits >> 3);
  let above = new Uint8Array(length - 1);
  return rows.map((filtered) => {
    const [filter = 0] = filtered;
    const row = filtered.slice(1);
    for (let x = 0; filter !== 0 && x < row.length; x++) {
      const [a, b, c] = [row[x - step] ?? 0, above[x] ?? 0, above[x - step] ?? 0];
      row[x] = (row[x] ?? 0) + predicted(filter, a, b, c);
    }
    return (above = row);
  });
}

function predicted(filter: number, a: number, b: number, c: number): number {
  if (filter === 1) return a;
  if (filter === 2) return b;
  if (filter === 3) return (a + b) >> 1;
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}
