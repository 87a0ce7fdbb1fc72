import { zlibSync } from 'fflate';
import { concat } from '../asn1/index.js';
import { RED } from './svg.js';

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A PNG (ISO/IEC 15948) in seal red whose opacity is `coverage` (0 to 255): one palette of 16 degrees of transparency. */
export function writePng(width: number, height: number, coverage: Uint8Array): Uint8Array {
  const header = concat(number(width), number(height), Uint8Array.of(4, 3, 0, 0, 0));
  const palette = Uint8Array.from({ length: 48 }, (_, i) => RED[i % 3] ?? 0);
  const alpha = Uint8Array.from({ length: 16 }, (_, i) => i * 17);
  // Points for a metre, so that programs show it in its size: 12 for a millimetre.
  const density = concat(number(12_000), number(12_000), Uint8Array.of(1));
  return concat(
    PNG_SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('PLTE', palette),
    chunk('tRNS', alpha),
    chunk('IDAT', zlibSync(packed(width, height, coverage), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  );
}

/** Two points a byte, a filter byte (none) before each row. */
function packed(width: number, height: number, coverage: Uint8Array): Uint8Array {
  const length = 1 + Math.ceil(width / 2);
  const rows = new Uint8Array(length * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const degree = Math.round((coverage[row * width + column] ?? 0) / 17);
      const at = row * length + 1 + (column >> 1);
      rows[at] = (rows[at] ?? 0) | (column % 2 === 0 ? degree << 4 : degree);
    }
  }
  return rows;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = concat(new TextEncoder().encode(type), data);
  return concat(number(data.length), named, number(crc32(named)));
}

function number(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of ISO 3309 (PNG annex D). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
