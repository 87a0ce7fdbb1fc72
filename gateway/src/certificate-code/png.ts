import { inflateSync } from 'node:zlib';

/** A picture as red, green, blue and opacity of each point, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** So many points are read: a photograph of 24 megapixels. */
const MOST_POINTS = 24_000_000;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * Reads a PNG (ISO/IEC 15948) that is not interlaced: grey, colour or palette, 1 to 8 bits. Undefined for anything else.
 * Opacity is laid onto white.
 */
export function readPng(bytes: Uint8Array): Picture | undefined {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return undefined;
  try {
    return read(bytes);
  } catch {
    // Broken bytes are no picture.
    return undefined;
  }
}

function read(bytes: Uint8Array): Picture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let header: DataView | undefined;
  let palette = new Uint8Array();
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (content.length < length) return undefined;
    if (type === 'IHDR') header = new DataView(content.buffer, content.byteOffset, length);
    if (type === 'PLTE') palette = Uint8Array.from(content);
    if (type === 'IDAT') data.push(content);
    if (type === 'IEND') break;
    at += 12 + length;
  }
  if (header === undefined) return undefined;
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const [depth, colour, interlace] = [header.getUint8(8), header.getUint8(9), header.getUint8(12)];
  const samples = SAMPLES[colour];
  const isKnown = samples !== undefined && DEPTHS.includes(depth) && (depth === 8 || samples === 1);
  if (!isKnown || interlace !== 0 || width * height === 0 || width * height > MOST_POINTS) return undefined;
  const stride = Math.ceil((width * samples * depth) / 8);
  const raw = inflateSync(Buffer.concat(data), { maxOutputLength: (stride + 1) * height });
  if (raw.length !== (stride + 1) * height) return undefined;
  const rows = unfiltered(raw, stride, height, Math.max(1, (samples * depth) / 8));
  return { width, height, data: painted(rows, { width, height, stride, depth, colour, samples, palette }) };
}

/** How many samples a point has: grey, colour, palette, grey with opacity, colour with opacity. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS = [1, 2, 4, 8];

/** Takes the filters off (section 9). */
function unfiltered(raw: Uint8Array, stride: number, height: number, step: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    if (filter > 4) throw new RangeError('filter');
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < step ? 0 : (rows[at - step] ?? 0);
      const up = y === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < step || y === 0 ? 0 : (rows[at - stride - step] ?? 0);
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      rows[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function painted(
  rows: Uint8Array,
  form: {
    readonly width: number;
    readonly height: number;
    readonly stride: number;
    readonly depth: number;
    readonly colour: number;
    readonly samples: number;
    readonly palette: Uint8Array;
  },
): Uint8Array {
  const { width, height, stride, depth, colour, samples, palette } = form;
  const data = new Uint8Array(width * height * 4);
  const most = (1 << depth) - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sample = (i: number): number => {
        const bit = (x * samples + i) * depth;
        const byte = rows[y * stride + (bit >> 3)] ?? 0;
        return (byte >> (8 - depth - (bit & 7))) & most;
      };
      const first = sample(0);
      const grey = (first * 255) / most;
      const rgb =
        colour === 3
          ? [palette[first * 3] ?? 0, palette[first * 3 + 1] ?? 0, palette[first * 3 + 2] ?? 0]
          : samples >= 3
            ? [first, sample(1), sample(2)]
            : [grey, grey, grey];
      const opacity = samples === 4 ? sample(3) : samples === 2 ? sample(1) : 255;
      const at = (y * width + x) * 4;
      for (let i = 0; i < 3; i++) data[at + i] = 255 - Math.round(((255 - (rgb[i] ?? 0)) * opacity) / 255);
      data[at + 3] = 255;
    }
  return data;
}
