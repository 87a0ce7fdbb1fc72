import assert from 'node:assert/strict';
import { Blobs, JsonRecords, StoreError, type RecordStore, type StoreCode } from '../../src/store/index.js';
import { z } from 'zod';

/** Where one test keeps its records: opened, and opened again as after a restart. */
export interface StoreHouse {
  open(): Promise<RecordStore>;
  remove(): Promise<void>;
}

/** What every record store keeps to. */
export function recordStoreSuite(name: string, newHouse: () => Promise<StoreHouse>): void {
  describe(`record store: ${name}`, () => {
    const bucket = 'gd/notes';
    let house: StoreHouse;
    let store: RecordStore;

    beforeEach(async () => {
      house = await newHouse();
      store = await house.open();
    });
    afterEach(async () => {
      await store.close();
      await house.remove();
    });

    const put = (key: string, text: string, expect?: number) =>
      store.write([{ bucket, key, value: bytes(text), ...(expect !== undefined && { expect }) }]);
    const text = async (key: string) => textOf((await store.get(bucket, key))?.value);

    it('gives back exactly the bytes that were put, also none and also every byte', async () => {
      const all = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
      await store.write([
        { bucket, key: 'all', value: all },
        { bucket, key: 'none', value: new Uint8Array() },
      ]);
      assert.deepEqual((await store.get(bucket, 'all'))?.value, all);
      assert.deepEqual((await store.get(bucket, 'none'))?.value, new Uint8Array());
      assert.equal(await store.get(bucket, 'other'), undefined);
    });

    it('keeps buckets apart', async () => {
      await put('a', 'of gd');
      assert.equal(await store.get('sh/notes', 'a'), undefined);
      assert.equal(await store.get('gd/others', 'a'), undefined);
      assert.deepEqual(await store.list('gd/note', { limit: 10 }), { records: [] });
    });

    it('puts if absent', async () => {
      await put('a', 'first', 0);
      await refused('STORE_CONFLICT', put('a', 'second', 0));
      assert.equal(await text('a'), 'first');
    });

    it('compares and swaps by version, and never gives a version twice', async () => {
      const first = await put('a', '1');
      const second = await put('a', '2', first.version);
      assert.ok(second.version > first.version);
      await refused('STORE_CONFLICT', put('a', '3', first.version));
      await store.write([{ bucket, key: 'a', value: null, expect: second.version }]);
      const third = await put('a', '3', 0);
      assert.ok(third.version > second.version);
      assert.equal((await store.get(bucket, 'a'))?.version, third.version);
    });

    it('writes all changes or none', async () => {
      await put('held', 'x');
      const changes = [
        { bucket, key: 'new', value: bytes('n') },
        { bucket: 'sh/notes', key: 'new', value: bytes('n') },
        { bucket, key: 'held', value: bytes('y'), expect: 0 },
      ];
      await refused('STORE_CONFLICT', store.write(changes));
      assert.equal(await text('new'), undefined);
      assert.equal(await store.get('sh/notes', 'new'), undefined);
      assert.equal(await text('held'), 'x');
    });

    it('decides concurrent writes as if one came after the other', async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => put('a', String(i), 0)));
      const done = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [String(i)] : []));
      assert.equal(done.length, 1);
      assert.equal(await text('a'), done[0]);
    });

    it('counts correctly when many increment at once', async () => {
      await put('n', '0');
      const increment = async (): Promise<void> => {
        for (;;) {
          const record = await store.get(bucket, 'n');
          try {
            await put('n', String(Number(textOf(record?.value)) + 1), record?.version ?? 0);
            return;
          } catch (error) {
            assert.equal((error as StoreError).code, 'STORE_CONFLICT');
          }
        }
      };
      await Promise.all(Array.from({ length: 20 }, increment));
      assert.equal(await text('n'), '20');
    });

    it('deletes, also what is not there', async () => {
      await put('a', 'x');
      await store.write([
        { bucket, key: 'a', value: null },
        { bucket, key: 'b', value: null },
      ]);
      assert.equal(await text('a'), undefined);
    });

    it('lists by prefix in order, page by page, each once', async () => {
      const keys = Array.from({ length: 25 }, (_, i) => `k:${String(i).padStart(2, '0')}`);
      await store.write(
        [...keys.toReversed(), 'j', 'l', 'k'].map((key) => ({ bucket, key, value: bytes(key) })),
      );
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.list(bucket, {
          prefix: 'k:',
          limit: 10,
          ...(after !== undefined && { after }),
        });
        assert.ok(page.records.length <= 10);
        for (const { key, value } of page.records) assert.equal(textOf(value), key);
        seen.push(...page.records.map(({ key }) => key));
        after = page.next;
      } while (after !== undefined);
      assert.deepEqual(seen, keys);
      const exact = await store.list(bucket, { prefix: 'k:', limit: 25 });
      assert.equal(exact.next, undefined);
    });

    it('does not go below the prefix when the cursor lies before it', async () => {
      await store.write(['a', 'k:1'].map((key) => ({ bucket, key, value: bytes(key) })));
      const page = await store.list(bucket, { prefix: 'k:', after: 'a', limit: 10 });
      assert.deepEqual(
        page.records.map(({ key }) => key),
        ['k:1'],
      );
    });

    it('keeps everything over a restart, and its versions go on', async () => {
      const before = await put('a', 'x');
      await store.close();
      store = await house.open();
      assert.equal(await text('a'), 'x');
      assert.ok((await put('b', 'y')).version > before.version);
    });

    it('refuses a second process, and everything once closed', async () => {
      await refused('STORE_LOCKED', house.open());
      const accepted = put('a', 'x');
      await store.close();
      await accepted;
      await refused('STORE_CLOSED', put('b', 'y'));
      await refused('STORE_CLOSED', store.get(bucket, 'a'));
      store = await house.open();
      assert.equal(await text('a'), 'x');
    });

    it('takes no address outside the contract', async () => {
      for (const key of ['', 'a/b', 'a\0b', '好', 'x'.repeat(201)])
        await assert.rejects(store.write([{ bucket, key, value: bytes('') }]), TypeError);
      for (const bad of ['gd', 'gd/', 'GD/notes', 'gd/notes/x', '../x'])
        await assert.rejects(store.get(bad, 'a'), TypeError);
      await assert.rejects(store.write([]), TypeError);
      const twice = { bucket, key: 'a', value: bytes('') };
      await assert.rejects(store.write([twice, twice]), TypeError);
    });

    it('keeps blobs under their digest, with the record that names it', async () => {
      const blobs = new Blobs(store, 'gd/blobs');
      const { digest, change } = blobs.keep(bytes('%PDF-1.7 ...'));
      await store.write([change, { bucket, key: 'names-it', value: bytes(digest) }]);
      assert.equal(textOf(await blobs.get(digest)), '%PDF-1.7 ...');
      await store.write([{ bucket: 'gd/blobs', key: digest, value: bytes('%PDF-1.7 ..!') }]);
      await refused('STORE_CORRUPT', blobs.get(digest));
      await store.write([blobs.erase(digest)]);
      assert.equal(await blobs.get(digest), undefined);
    });

    it('reads JSON records by their schema only', async () => {
      const records = new JsonRecords(store, bucket, z.strictObject({ n: z.int() }));
      const { version } = await store.write([records.put('a', { n: 1 }, 0), records.put('b', { n: 2 })]);
      assert.deepEqual(await records.get('a'), { key: 'a', value: { n: 1 }, version });
      assert.deepEqual(
        (await records.list({ limit: 10 })).records.map(({ value }) => value.n),
        [1, 2],
      );
      await put('a', '{"n":"1"}');
      await refused('STORE_CORRUPT', records.get('a'));
      await store.write([records.delete('b', version)]);
      assert.equal(await records.get('b'), undefined);
    });
  });
}

export async function refused(code: StoreCode, outcome: Promise<unknown>): Promise<void> {
  await assert.rejects(outcome, (error) => error instanceof StoreError && error.code === code);
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : new TextDecoder().decode(value);
}
