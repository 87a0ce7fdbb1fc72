import { hash as oneShot, timingSafeEqual } from 'node:crypto';
import { StoreError, type StoredRecord } from './record-store.js';

/** How a record stands in LevelDB: version (8 bytes, big-endian), check (16 bytes), value. See docs/formats/record-store.md. */

const HEAD = 24;

/** The stored bytes; the check binds address, version and value. */
export function seal(address: string, version: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEAD + value.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(version));
  bytes.set(value, HEAD);
  bytes.set(check(address, bytes.subarray(0, 8), value), 8);
  return bytes;
}

/** @throws StoreError STORE_CORRUPT when the bytes are not what was stored at this address. */
export function open(address: string, bytes: Uint8Array): StoredRecord {
  if (bytes.length < HEAD || !isWhole(address, bytes)) throw new StoreError('STORE_CORRUPT');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { version: Number(view.getBigUint64(0)), value: new Uint8Array(bytes.subarray(HEAD)) };
}

function isWhole(address: string, bytes: Uint8Array): boolean {
  const expected = check(address, bytes.subarray(0, 8), bytes.subarray(HEAD));
  return timingSafeEqual(expected, bytes.subarray(8, HEAD));
}

/** One call into native code costs less than one for each part. */
function check(address: string, version: Uint8Array, value: Uint8Array): Uint8Array {
  const bound = Buffer.allocUnsafe(address.length + 1 + version.length + value.length);
  bound.write(`${address}\0`, 'latin1'); // ASCII
  bound.set(version, address.length + 1);
  bound.set(value, address.length + 1 + version.length);
  return oneShot('sha256', bound, 'buffer').subarray(0, 16);
}
