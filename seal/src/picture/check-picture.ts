import { Unzlib } from 'fflate';
import { sameBytes } from '../asn1/index.js';
import { crc32, PNG_SIGNATURE } from './png.js';

export type PictureCode = 'PICTURE_TEXT' | 'PICTURE_NOT_PNG' | 'PICTURE_TOO_LARGE' | 'PICTURE_DAMAGED';

/** A picture is not drawn or not taken; `code` says why. */
export class PictureError extends Error {
  readonly code: PictureCode;
  constructor(code: PictureCode) {
    super(code);
    this.name = 'PictureError';
    this.code = code;
  }
}

/** In points. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const MOST_BYTES = 2 ** 18;
const MOST_POINTS = 2048;

/**
 * Checks a picture that somebody hands in for a seal: a whole PNG (ISO/IEC 15948) and nothing beside it, still, at most
 * 256 KiB and 2048 points a side, whose data unpack to exactly the size that its header says. Unpacking ends as soon as it
 * is more.
 * @throws PictureError PICTURE_NOT_PNG, PICTURE_TOO_LARGE, PICTURE_DAMAGED
 */
export function checkPicture(png: Uint8Array): PictureSize {
  if (png.length > MOST_BYTES) throw new PictureError('PICTURE_TOO_LARGE');
  if (!sameBytes(png.subarray(0, 8), PNG_SIGNATURE)) throw new PictureError('PICTURE_NOT_PNG');
  const chunks = chunksOf(png);
  const header = headerOf(chunks[0]);
  requireOrder(chunks, header);
  requireData(chunks, header);
  return { width: header.width, height: header.height };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function chunksOf(png: Uint8Array): Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length;) {
    if (at + 12 > png.length) throw new PictureError('PICTURE_DAMAGED');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > png.length) throw new PictureError('PICTURE_DAMAGED');
    const named = png.subarray(at + 4, end - 4);
    if (crc32(named) !== view.getUint32(end - 4)) throw new PictureError('PICTURE_DAMAGED');
    chunks.push({ type: String.fromCharCode(...named.subarray(0, 4)), data: named.subarray(4) });
    at = end;
  }
  return chunks;
}

interface Header extends PictureSize {
  readonly colour: number;
  readonly bits: number;
  readonly interlaced: boolean;
}

/** Which depths each type of colour has (table 11.1), and how many samples a point. */
const COLOURS: Record<number, { readonly depths: readonly number[]; readonly samples: number }> = {
  0: { depths: [1, 2, 4, 8, 16], samples: 1 },
  2: { depths: [8, 16], samples: 3 },
  3: { depths: [1, 2, 4, 8], samples: 1 },
  4: { depths: [8, 16], samples: 2 },
  6: { depths: [8, 16], samples: 4 },
};

function headerOf(chunk: Chunk | undefined): Header {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13) throw new PictureError('PICTURE_DAMAGED');
  const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, 13);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = chunk.data.subarray(8);
  const kind = COLOURS[colour];
  if (kind?.depths.includes(depth) !== true || compression !== 0 || filter !== 0 || interlace > 1)
    throw new PictureError('PICTURE_DAMAGED');
  if (width < 1 || height < 1) throw new PictureError('PICTURE_DAMAGED');
  if (width > MOST_POINTS || height > MOST_POINTS) throw new PictureError('PICTURE_TOO_LARGE');
  return { width, height, colour, bits: depth * kind.samples, interlaced: interlace === 1 };
}

/** Further chunks that a still picture may have; text, profiles and animation are left outside. */
const ALLOWED = ['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs', 'tIME', 'IDAT'];

function requireOrder(chunks: readonly Chunk[], { colour }: Header): void {
  const types = chunks.map(({ type }) => type);
  const inner = types.slice(1, -1);
  const others = inner.filter((type) => type !== 'IDAT');
  const data = inner.lastIndexOf('IDAT') - inner.indexOf('IDAT') + 1;
  const palette = inner.indexOf('PLTE');
  const sound =
    types.at(-1) === 'IEND' &&
    chunks.at(-1)?.data.length === 0 &&
    inner.every((type) => ALLOWED.includes(type)) &&
    new Set(others).size === others.length &&
    inner.includes('IDAT') &&
    data === inner.length - others.length &&
    (colour !== 3 || palette >= 0) &&
    palette < inner.indexOf('IDAT');
  if (!sound) throw new PictureError('PICTURE_DAMAGED');
}

/** Adam7: first column and row, and the steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of each row with its filter byte, in the order in which they are packed. */
function rowLengths({ width, height, bits, interlaced }: Header): number[] {
  const rows = (w: number, h: number): number[] =>
    w === 0 ? [] : new Array<number>(h).fill(1 + Math.ceil((w * bits) / 8));
  if (!interlaced) return rows(width, height);
  return PASSES.flatMap(([x, y, dx, dy]) =>
    rows(Math.ceil(Math.max(width - x, 0) / dx), Math.ceil(Math.max(height - y, 0) / dy)),
  );
}

function requireData(chunks: readonly Chunk[], header: Header): void {
  const rows = rowLengths(header);
  const unpacked = unpackedUpTo(
    chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data),
    rows.reduce((sum, row) => sum + row, 0),
  );
  let at = 0;
  for (const row of rows) {
    if ((unpacked[at] ?? 255) > 4) throw new PictureError('PICTURE_DAMAGED');
    at += row;
  }
}

/** The data unpacked, exactly `length` bytes. Fed in small pieces, so that a bomb is noticed before it goes off. */
function unpackedUpTo(parts: readonly Uint8Array[], length: number): Uint8Array {
  const unpacked = new Uint8Array(length);
  let [at, ended] = [0, false];
  const unzlib = new Unzlib((piece, final) => {
    if (at + piece.length > length) throw new PictureError('PICTURE_TOO_LARGE');
    unpacked.set(piece, at);
    at += piece.length;
    ended = final;
  });
  const all = parts.flatMap((part) =>
    Array.from({ length: Math.ceil(part.length / 512) }, (_, i) => part.subarray(i * 512, (i + 1) * 512)),
  );
  try {
    for (const [i, piece] of all.entries()) unzlib.push(piece, i === all.length - 1);
  } catch (error) {
    throw error instanceof PictureError ? error : new PictureError('PICTURE_DAMAGED');
  }
  if (!ended || at !== length) throw new PictureError('PICTURE_DAMAGED');
  return unpacked;
}
