import { openLevelRecordStore, StoreError } from '../../src/store/index.js';

/** A process of its own that writes pairs of records and says which were answered, until its input ends or it is killed. */

const [directory = '', size] = process.argv.slice(2);
const store = await openLevelRecordStore(directory);
const start = `${process.pid}-`;
let ended = size === undefined ? false : !process.stdin.once('end', () => (ended = true)).resume();

for (let i = 0; !ended; i++) {
  const key = start + String(i).padStart(9, '0');
  const value = size === undefined ? new TextEncoder().encode(key) : new Uint8Array(40_000).fill(i);
  try {
    await store.write([
      { bucket: 'gd/notes', key, value },
      { bucket: 'gd/copies', key, value },
    ]);
    process.stdout.write(key + '\n');
  } catch (error) {
    process.stdout.write(`refused ${error instanceof StoreError ? error.code : 'FAULT'}\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (size !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
}
await store.close();
