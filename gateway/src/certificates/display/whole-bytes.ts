import { crc32, deflateSync, inflateSync } from 'node:zlib';

/**
 * The same picture with a byte for each point, where a PNG (ISO/IEC 15948) packs several points of its palette into one:
 * pdfkit reads the transparency of no other ones right. Any other picture as it is.
 */
export function wholeBytes(png: Uint8Array): Uint8Array {
  const chunks = chunksOf(Buffer.from(png));
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const [depth, colour, interlace] = [header?.[8] ?? 8, header?.[9], header?.[12]];
  if (header === undefined || depth === 8 || colour !== INDEXED || interlace !== 0) return png;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const packed = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  const rows = unfiltered(packed, Math.ceil((width * depth) / 8), height);
  const points = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const byte = rows[y]?.[(x * depth) >> 3] ?? 0;
      points[y * (width + 1) + 1 + x] = (byte >> (8 - depth - ((x * depth) & 7))) & ((1 << depth) - 1);
    }
  const own = Buffer.from(header);
  own[8] = 8;
  const kept = chunks.filter(({ type }) => type === 'PLTE' || type === 'tRNS');
  const parts = [{ type: 'IHDR', data: own }, ...kept, { type: 'IDAT', data: deflateSync(points) }];
  return Buffer.concat([
    png.subarray(0, 8),
    ...[...parts, { type: 'IEND', data: Buffer.alloc(0) }].map(chunk),
  ]);
}

const INDEXED = 3;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

/** Rows without their filters (clause 9). */
function unfiltered(bytes: Uint8Array, width: number, height: number): readonly Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (let y = 0; y < height; y++) {
    const start = y * (width + 1);
    const row = Uint8Array.from(bytes.subarray(start + 1, start + 1 + width));
    const above = rows.at(-1) ?? new Uint8Array(width);
    for (let x = 0; x < width; x++) {
      const [a, b, c] = [row[x - 1] ?? 0, above[x] ?? 0, x === 0 ? 0 : (above[x - 1] ?? 0)];
      row[x] = (row[x] ?? 0) + predicted(bytes[start] ?? 0, a, b, c);
    }
    rows.push(row);
  }
  return rows;
}

function predicted(filter: number, a: number, b: number, c: number): number {
  switch (filter) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return (a + b) >> 1;
    case 4: {
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
    default:
      return 0;
  }
}

function chunk({ type, data }: Chunk): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
