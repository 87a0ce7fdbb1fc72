import assert from 'node:assert/strict';
import type { LogStore } from '../../src/log/index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const fenced = { code: 'LOG_FENCED' };

/** A place for one store, new for each test. */
export interface Place {
  /** Opens the store that is there, as another process would. */
  readonly open: () => Promise<LogStore>;
  readonly remove: () => Promise<void>;
}

/** What every store of a log has to do. */
export function logStoreSuite(name: string, newPlace: () => Promise<Place>): void {
  describe(`a log's store: ${name}`, () => {
    let place: Place;
    beforeEach(async () => {
      place = await newPlace();
    });
    afterEach(() => place.remove());
    const open = (): Promise<LogStore> => place.open();

    const commit = async (store: LogStore, number: number): Promise<void> => {
      await store.stage(number, bytes(`commit ${number}`));
      await store.swap(number);
    };

    it('is empty at first', async () => {
      const store = await open();
      assert.deepEqual(await store.commits(), []);
      assert.equal(await store.read('checkpoint'), undefined);
      assert.equal(await store.read('tile/0/000'), undefined);
      await assert.rejects(store.readCommit(1), { code: 'LOG_CORRUPT' });
    });

    it('counts what was staged for nothing until the swap', async () => {
      const store = await open();
      await store.stage(1, bytes('commit 1'));
      assert.deepEqual(await store.commits(), []);
      await store.swap(1);
      assert.deepEqual(await store.commits(), [1]);
      assert.deepEqual(new Uint8Array(await store.readCommit(1)), bytes('commit 1'));
    });

    it('keeps commits and their order for whoever opens it next', async () => {
      const store = await open();
      for (let number = 1; number <= 12; number++) await commit(store, number);
      const again = await open();
      assert.deepEqual(await again.commits(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      await commit(again, 13);
      assert.equal((await again.commits()).at(-1), 13);
    });

    it('gives one number to one of two writers', async () => {
      const [one, other] = [await open(), await open()];
      await Promise.all([one.stage(1, bytes('one')), other.stage(1, bytes('other'))]);
      const swaps = await Promise.allSettled([one.swap(1), other.swap(1)]);
      const lost = swaps.filter((each) => each.status === 'rejected');
      assert.equal(lost.length, 1);
      assert.equal((lost[0]!.reason as { code: string }).code, 'LOG_FENCED');
      const winner = swaps[0].status === 'fulfilled' ? 'one' : 'other';
      assert.deepEqual(new Uint8Array(await one.readCommit(1)), bytes(winner));
    });

    it('fences a writer that slept while its number was used and forgotten', async () => {
      const [slow, quick] = [await open(), await open()];
      await slow.stage(1, bytes('late'));
      for (const number of [1, 2, 3]) await commit(quick, number);
      await quick.forget(3);
      await assert.rejects(slow.swap(1), fenced);
      assert.deepEqual(await quick.commits(), [3]);
      await assert.rejects(slow.publishCheckpoint(2, bytes('late')), fenced);
    });

    it('shows tiles, the same again as well, and what was torn whole', async () => {
      const store = await open();
      await store.publish('tile/0/x001/234', bytes('torn'));
      await store.publish('tile/0/x001/234', bytes('a whole tile'));
      await store.publish('tile/0/x001/234', bytes('a whole tile'));
      assert.deepEqual(new Uint8Array((await store.read('tile/0/x001/234'))!), bytes('a whole tile'));
    });

    it('replaces the checkpoint', async () => {
      const store = await open();
      for (const number of [1, 2]) {
        await commit(store, number);
        await store.publishCheckpoint(number, bytes(`checkpoint ${number}`));
      }
      assert.deepEqual(new Uint8Array((await store.read('checkpoint'))!), bytes('checkpoint 2'));
    });

    it('drops partial tiles when the full one is settled, and no others', async () => {
      const store = await open();
      const paths = ['tile/0/000.p/3', 'tile/0/000.p/9', 'tile/0/000', 'tile/0/001.p/1'];
      for (const path of paths) await store.publish(path, bytes(path));
      await store.settle(paths);
      const kept = await Promise.all(paths.map((path) => store.read(path)));
      assert.deepEqual(
        kept.map((each) => each !== undefined),
        [false, false, true, true],
      );
    });

    it('forgets commits below a number, never the head', async () => {
      const store = await open();
      for (const number of [1, 2, 3]) await commit(store, number);
      await store.forget(3);
      assert.deepEqual(await store.commits(), [3]);
      await store.forget(9);
      assert.deepEqual(await store.commits(), [3]);
    });
  });
}
