import { Unzlib } from 'fflate';
import { sameBytes } from '../asn1/index.js';
import { PictureError } from './picture-error.js';
import { crc32, PNG_SIGNATURE } from './png.js';

/** A whole PNG, unpacked. */
export interface OpenPng extends Header {
  /** What stands in PLTE and tRNS. */
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
  readonly passes: readonly Pass[];
}

/** Every `dx`th point of every `dy`th row, from `x` and `y` on. */
export interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly columns: number;
  readonly count: number;
  /** Bytes of a row. */
  readonly length: number;
  /** Each with its filter before it. */
  readonly rows: readonly Uint8Array[];
}

const MOST_BYTES = 2 ** 18;
const MOST_POINTS = 2048;

/** @throws PictureError as checkPicture says */
export function openPng(png: Uint8Array): OpenPng {
  if (png.length > MOST_BYTES) throw new PictureError('PICTURE_TOO_LARGE');
  if (!sameBytes(png.subarray(0, 8), PNG_SIGNATURE)) throw new PictureError('PICTURE_NOT_PNG');
  const chunks = chunksOf(png);
  const header = headerOf(chunks[0]);
  requireOrder(chunks, header);
  const dataOf = (wanted: string) => chunks.find(({ type }) => type === wanted)?.data;
  return {
    ...header,
    palette: dataOf('PLTE'),
    transparency: dataOf('tRNS'),
    passes: unpackedPasses(chunks, header),
  };
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

interface Header {
  /** In points. */
  readonly width: number;
  readonly height: number;
  /** Colour type (table 11.1): 0 grey, 2 colour, 3 palette, 4 grey with opacity, 6 colour with opacity. */
  readonly colour: number;
  /** Bits of one sample. */
  readonly depth: number;
  /** Bits of one point. */
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
  return { width, height, colour, depth, bits: depth * kind.samples, interlaced: interlace === 1 };
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

const WHOLE = [[0, 0, 1, 1]] as const;

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

/** The passes in which the points are packed; those without a point are left out. */
function passesOf({ width, height, bits, interlaced }: Header): Omit<Pass, 'rows'>[] {
  return (interlaced ? PASSES : WHOLE)
    .map(([x, y, dx, dy]) => {
      const columns = Math.ceil(Math.max(width - x, 0) / dx);
      const count = columns === 0 ? 0 : Math.ceil(Math.max(height - y, 0) / dy);
      return { x, y, dx, dy, columns, count, length: 1 + Math.ceil((columns * bits) / 8) };
    })
    .filter(({ count }) => count > 0);
}

function unpackedPasses(chunks: readonly Chunk[], header: Header): Pass[] {
  const passes = passesOf(header);
  const unpacked = unpackedUpTo(
    chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data),
    passes.reduce((sum, { count, length }) => sum + count * length, 0),
  );
  let at = 0;
  return passes.map((pass) => {
    const rows = Array.from({ length: pass.count }, () => unpacked.subarray(at, (at += pass.length)));
    if (rows.some(([filter = 255]) => filter > 4)) throw new PictureError('PICTURE_DAMAGED');
    return { ...pass, rows };
  });
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
