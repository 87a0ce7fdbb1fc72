import { nativeProvider } from '@renxin/seal/native';
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { IndexAllocator, type IndexStore } from '../../src/status/index.js';

/** Gives places as fast as it can and says each, until it is killed: `node allocating-process.js FOLDER`. */

const folder = process.argv[2] ?? '';

/** A file for each version, which appears at once and whole. */
const store: IndexStore = {
  async get() {
    const version = latest();
    return version === 0 ? undefined : { value: readFileSync(join(folder, `v${String(version)}`)), version };
  },
  async put(value, expect) {
    if (latest() !== expect) return false;
    const path = join(folder, 'writing');
    const file = openSync(path, 'w');
    writeSync(file, value);
    fsyncSync(file);
    closeSync(file);
    renameSync(path, join(folder, `v${String(expect + 1)}`));
    return true;
  },
};

const allocator = new IndexAllocator({ store, provider: nativeProvider, random: randomBytes, block: 8 });
for (;;) {
  const { list, index } = await allocator.next();
  writeSync(1, `${String(list)}/${String(index)}\n`);
}

function latest(): number {
  const versions = readdirSync(folder).map((name) => Number(name.slice(1)));
  return Math.max(0, ...versions.filter((version) => Number.isSafeInteger(version)));
}
