import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, rooms } from '../tree/rooms.mjs';

describe('packages', () => {
  const page = readFileSync(join(root, 'docs/decisions/packages.md'), 'utf8');
  const used = new Map();
  for (const folder of ['.', ...rooms]) {
    const { dependencies = {}, devDependencies = {} } = read(join(folder, 'package.json'));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (!name.startsWith('@renxin/')) used.set(name, version);
    }
  }

  it('are each explained in docs/decisions/packages.md', () => {
    const explained = new Set(
      page.split(/[\s,|*()]+/).flatMap((word, i, words) => {
        const family = words.slice(0, i).findLast((before) => before.startsWith('@peculiar/asn1-'));
        return word.startsWith('-') && family !== undefined ? [word, `@peculiar/asn1${word}`] : [word];
      }),
    );
    assert.deepEqual(
      [...used.keys()].filter((name) => !explained.has(name)),
      [],
    );
  });

  it('are pinned exactly', () => {
    assert.deepEqual(
      [...used].filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });

  it('are named with the version that is used', () => {
    const stale = [...used].filter(
      ([name, version]) => !name.startsWith('@types/') && !page.includes(version),
    );
    assert.deepEqual(stale, []);
  });

  it('install from the lock file with integrity and without addresses', () => {
    const { packages } = read('package-lock.json');
    const entries = Object.entries(packages).filter(
      ([path, entry]) => path.includes('node_modules/') && !entry.link,
    );
    assert.ok(entries.length > 100);
    assert.deepEqual(
      entries.filter(([, entry]) => entry.integrity === undefined && !entry.inBundle).map(([path]) => path),
      [],
    );
    assert.deepEqual(
      entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path),
      [],
    );
  });
});

function read(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
