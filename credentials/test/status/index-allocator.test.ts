import { nativeProvider } from '@renxin/seal/native';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IndexAllocator, type IndexStore, type StatusPlace } from '../../src/status/index.js';
import { Permutation } from '../../src/status/permutation.js';

describe('places in status lists', () => {
  it('are given once, to 64 issuers at the same time over one store', async () => {
    const store = memoryStore();
    const issuers = Array.from({ length: 64 }, () => allocator(store));
    const given = await Promise.all(
      issuers.map(async (issuer) => {
        const places: StatusPlace[] = [];
        // Some at once and some one after another.
        places.push(...(await Promise.all(Array.from({ length: 40 }, () => issuer.next()))));
        for (let i = 0; i < 30; i++) places.push(await issuer.next());
        places.push(...(await Promise.all([issuer.take(3), issuer.take(7)])).flat());
        return places;
      }),
    );
    const names = given.flat().map(nameOf);
    assert.equal(names.length, 64 * 80);
    assert.equal(new Set(names).size, names.length);
  });

  it('are all of a list, then those of the next one', async () => {
    const store = memoryStore();
    const size = 1000;
    const issuer = new IndexAllocator({
      store,
      provider: nativeProvider,
      random: randomBytes,
      size,
      block: 7,
    });
    const places: StatusPlace[] = [];
    for (let i = 0; i < size; i++) places.push(await issuer.next());
    places.push(...(await issuer.take(size)));
    for (const list of [1, 2]) {
      const indexes = places.filter((place) => place.list === list).map(({ index }) => index);
      assert.deepEqual(
        indexes.toSorted((a, b) => a - b),
        Array.from({ length: size }, (_, i) => i),
      );
    }
  });

  it('stand in an order that tells nothing about the order of issue', async () => {
    const issuer = allocator(memoryStore());
    const indexes: number[] = [];
    for (let i = 0; i < 2000; i++) indexes.push((await issuer.next()).index);
    const rising = indexes.filter((index, i) => i > 0 && index > (indexes[i - 1] ?? 0)).length;
    assert.ok(rising > 850 && rising < 1150, `${String(rising)} of 1999 steps go up`);
    const low = indexes.filter((index) => index < 65_536).length;
    assert.ok(low > 850 && low < 1150, `${String(low)} of 2000 in the lower half`);
    const near = indexes.filter((index, i) => i > 0 && Math.abs(index - (indexes[i - 1] ?? 0)) < 100).length;
    assert.ok(near < 20, `${String(near)} of 2000 stand near the one before`);
  });

  it('are a permutation for any key and size', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.integer({ min: 2, max: 300 }),
        (key, size) => {
          const permutation = new Permutation(nativeProvider, key, size);
          const all = Array.from({ length: size }, (_, i) => permutation.at(i));
          assert.deepEqual(
            all.toSorted((a, b) => a - b),
            Array.from({ length: size }, (_, i) => i),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are never shared, whatever the store does: conflicts, failures before and after the write', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.constantFrom('ok', 'ok', 'lost', 'failed')), async (fate) => {
        const store = memoryStore();
        const flaky: IndexStore = {
          get: () => store.get(),
          put: async (value, expect) => {
            const { value: now } = fate.next() as { value: string };
            if (now === 'failed') throw new Error('disk');
            const done = await store.put(value, expect);
            if (now === 'lost') throw new Error('answer lost');
            return done;
          },
        };
        const issuers = [1, 2, 3, 4].map(() => allocator(flaky, 3));
        const names: string[] = [];
        await Promise.all(
          issuers.map(async (issuer) => {
            for (let i = 0; i < 12; i++) {
              const place = await issuer.next().catch(() => undefined);
              if (place !== undefined) names.push(nameOf(place));
            }
          }),
        );
        assert.equal(new Set(names).size, names.length);
      }),
      { numRuns: 50 },
    );
  });

  it('are never given again by a process that was killed at any moment', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(join(tmpdir(), 'renxin-places-'));
    try {
      const seen = new Map<string, number>();
      for (let round = 0; round < 12; round++) {
        for (const name of await killed(folder, 5 + Math.floor((60 * ((round * 7) % 12)) / 12))) {
          assert.equal(
            seen.get(name),
            undefined,
            `${name} in rounds ${String(seen.get(name))} and ${String(round)}`,
          );
          seen.set(name, round);
        }
      }
      assert.ok(seen.size > 50, `${String(seen.size)} places in all`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** What a process gave away until it was killed, so many milliseconds after its first word. */
async function killed(folder: string, after: number): Promise<string[]> {
  const program = fileURLToPath(new URL('./allocating-process.js', import.meta.url));
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (part: string) => (output += part));
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, after));
  child.kill('SIGKILL');
  await once(child, 'close');
  // The last line may be cut.
  return output.split('\n').slice(0, -1);
}

function allocator(store: IndexStore, block?: number): IndexAllocator {
  const options = { store, provider: nativeProvider, random: randomBytes };
  return new IndexAllocator(block === undefined ? options : { ...options, block });
}

function nameOf({ list, index }: StatusPlace): string {
  return `${String(list)}/${String(index)}`;
}

/** Compares and writes as one step, each a moment later. */
function memoryStore(): IndexStore {
  let stored: { value: Uint8Array; version: number } | undefined;
  const later = () => new Promise((resolve) => setImmediate(resolve));
  return {
    async get() {
      await later();
      return stored;
    },
    async put(value, expect) {
      await later();
      if ((stored?.version ?? 0) !== expect) return false;
      stored = { value, version: expect + 1 };
      await later();
      return true;
    },
  };
}
