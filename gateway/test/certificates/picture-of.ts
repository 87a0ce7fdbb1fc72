import { crc32, deflateSync } from 'node:zlib';
import encodeQR from 'qr';

/** The QR code of a text as a PNG (ISO/IEC 15948) in grey, eight points for a module. */
export function pictureOf(text: string): Uint8Array {
  return pngOf(encodeQR(text, 'raw', { ecc: 'medium', border: 4 }));
}

function pngOf(modules: boolean[][]): Uint8Array {
  const size = modules.length * 8;
  const rows = Buffer.alloc((size + 1) * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      rows[y * (size + 1) + 1 + x] = modules[y >> 3]?.[x >> 3] === true ? 0 : 255;
  const number = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);
  const chunk = (type: string, data: Uint8Array) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    return Buffer.concat([number(data.length), named, number(crc32(named))]);
  };
  const header = Buffer.concat([number(size), number(size), Buffer.from([8, 0, 0, 0, 0])]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
