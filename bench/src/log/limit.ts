import { hash } from 'node:crypto';

const ENTRY = Buffer.alloc(260, 1);
const PAIR = Buffer.alloc(65, 1);

/** Entries a second when nothing is done but the hashing that a tree needs: one leaf and one node for each. */
export function hashesPerSecond(seconds = 1): number {
  const start = performance.now();
  let entries = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let i = 0; i < 1000; i++) {
      hash('sha256', ENTRY, 'binary');
      hash('sha256', PAIR, 'binary');
    }
    entries += 1000;
  }
  return entries / ((performance.now() - start) / 1000);
}
