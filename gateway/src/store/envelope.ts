import { createHash, timingSafeEqual } from 'node:crypto';
import { StoreError, type StoredRecord } from './record-store.js';

/** How a record stands in LevelDB: version (8 bytes, big-endian), check (16 bytes), value. See docs/formats/record-store.md. */

const HEAD = 24;

/** The stored bytes; the check binds address, version and value. */
export function seal(address: string, version: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEAD + value.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(version));
  bytes.set(value, HEAD);
  bytes.set(check(address, bytes), 8);
  return bytes;
}

/** @throws StoreError STORE_CORRUPT when the bytes are not what was stored at this address. */
export function open(address: string, bytes: Uint8Array): StoredRecord {
  if (bytes.length < HEAD || !timingSafeEqual(check(address, bytes), bytes.subarray(8, HEAD)))
    throw new StoreError('STORE_CORRUPT');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { version: Number(view.getBigUint64(0)), value: new Uint8Array(bytes.subarray(HEAD)) };
}

function check(address: string, bytes: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(address).update('\0');
  return hash.update(bytes.subarray(0, 8)).update(bytes.subarray(HEAD)).digest().subarray(0, 16);
}
