import { inflateSync } from 'node:zlib';

/**
 * The TrueType font (sfnt) inside a WOFF 1.0 file (W3C Recommendation, sections 3 to 5). fontkit reads WOFF too, but
 * inflates a table again for each glyph.
 * @throws RangeError when it is no WOFF file or is cut short.
 */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.length < 44 || woff.toString('latin1', 0, 4) !== 'wOFF') throw new RangeError('not a WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => readTable(woff, 44 + 20 * i));
  const sfnt = Buffer.alloc(12 + 16 * count + tables.reduce((sum, { data }) => sum + padded(data.length), 0));
  const power = Math.floor(Math.log2(count));
  woff.copy(sfnt, 0, 4, 8);
  sfnt.writeUInt16BE(count, 4);
  sfnt.writeUInt16BE(16 << power, 6);
  sfnt.writeUInt16BE(power, 8);
  sfnt.writeUInt16BE(16 * count - (16 << power), 10);
  let at = 12 + 16 * count;
  for (const [i, { tag, checksum, data }] of tables.entries()) {
    const entry = 12 + 16 * i;
    sfnt.writeUInt32BE(tag, entry);
    sfnt.writeUInt32BE(checksum, entry + 4);
    sfnt.writeUInt32BE(at, entry + 8);
    sfnt.writeUInt32BE(data.length, entry + 12);
    data.copy(sfnt, at);
    at += padded(data.length);
  }
  return sfnt;
}

function readTable(woff: Buffer, entry: number): { tag: number; checksum: number; data: Buffer } {
  const [tag, offset, stored, length, checksum] = [0, 4, 8, 12, 16].map((at) =>
    woff.readUInt32BE(entry + at),
  ) as [number, number, number, number, number];
  const raw = woff.subarray(offset, offset + stored);
  const data = stored < length ? inflateSync(raw) : raw;
  if (data.length !== length) throw new RangeError('a table is cut short');
  return { tag, checksum, data };
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
