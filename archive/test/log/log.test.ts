import { isConsistent, leafHash, MerkleTree, rootFromInclusion } from '@renxin/network/proof';
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openLog, openPosixStore, type Log } from '../../src/log/index.js';
import { openNote, parseCheckpoint, parseNote } from '../../src/tlog/index.js';
import { entry, freshDirectory, NOW, ORIGIN, provider, signers } from './fixture.js';

for (const hash of ['SHA-256', 'SM3'] as const) {
  describe(`an evidence log over ${hash}`, () => {
    const merkle = (bytes: Uint8Array): Uint8Array => provider.hash(hash, bytes);
    let directory: string;
    let remove: () => Promise<void>;
    beforeEach(async () => ({ directory, remove } = await freshDirectory()));
    afterEach(() => remove());

    const open = async (): Promise<Log> =>
      openLog({
        store: await openPosixStore(directory),
        origin: ORIGIN,
        hash,
        provider,
        signers,
        clock: () => NOW,
      });

    const treeOf = (count: number): MerkleTree =>
      new MerkleTree(
        merkle,
        Array.from({ length: count }, (_, i) => leafHash(merkle, entry(i))),
      );

    it('answers with index and a signed checkpoint that holds the entry', async () => {
      const log = await open();
      const [first, second] = await Promise.all([log.append(entry(0)), log.append(entry(1))]);
      assert.deepEqual([first.index, second.index], [0, 1]);
      const note = parseNote(first.checkpoint.note);
      assert.equal(
        openNote(
          note,
          signers.map(({ key }) => key),
        ).size,
        2,
      );
      assert.deepEqual(parseCheckpoint(note.text), { origin: ORIGIN, size: 2, root: treeOf(2).root });
      await log.close();
    });

    it('proves every entry and every earlier size, whatever the size', async () => {
      const log = await open();
      const kept: { size: number; root: Uint8Array }[] = [];
      let count = 0;
      for (const more of [1, 2, 250, 3, 1, 300, hash === 'SM3' ? 700 : 65_000]) {
        await Promise.all(Array.from({ length: more }, (_, i) => log.append(entry(count + i))));
        count += more;
        kept.push(log.checkpoint);
      }
      const { size, root } = log.checkpoint;
      assert.deepEqual(root, treeOf(count).root);
      for (const index of [0, 1, 2, 255, 256, 511, 555, size - 300, size - 1]) {
        const path = await log.inclusion(index, size);
        assert.deepEqual(rootFromInclusion(merkle, leafHash(merkle, entry(index)), index, size, path), root);
      }
      for (const earlier of kept) {
        const path = await log.consistency(earlier.size, size);
        assert.equal(isConsistent(merkle, earlier, log.checkpoint, path), true, `${earlier.size}`);
      }
      await log.close();
    });

    it('goes on after it was closed, and knows the latest entries again', async () => {
      const log = await open();
      await Promise.all(Array.from({ length: 300 }, (_, i) => log.append(entry(i))));
      await log.close();
      const again = await open();
      assert.deepEqual(again.checkpoint.root, treeOf(300).root);
      assert.equal((await again.append(entry(299))).index, 299);
      assert.equal((await again.append(entry(300))).index, 300);
      assert.deepEqual(again.checkpoint.root, treeOf(301).root);
      await again.close();
    });

    it('makes one leaf of the same bytes, also when they come at once', async () => {
      const log = await open();
      const answers = await Promise.all([log.append(entry(7)), log.append(entry(7))]);
      assert.deepEqual(
        answers.map(({ index }) => index),
        [0, 0],
      );
      assert.equal((await log.append(entry(7))).index, 0);
      assert.equal(log.checkpoint.size, 1);
      await log.close();
    });

    it('drops partial tiles for which the full one stands, and commits that are settled', async () => {
      const log = await open();
      for (let i = 0; i < 6; i++)
        await Promise.all(Array.from({ length: 50 }, (_, j) => log.append(entry(50 * i + j))));
      await log.close();
      assert.deepEqual((await readdir(join(directory, 'tile/0'))).sort(), ['000', '001.p']);
      assert.equal((await readdir(join(directory, 'commit'))).length, 1);
      assert.deepEqual(await readdir(join(directory, 'stage')), []);
    });

    it('lets one writer work: a second opening fences the first', async () => {
      const first = await open();
      await first.append(entry(0));
      const second = await open();
      await assert.rejects(first.append(entry(1)), { code: 'LOG_FENCED' });
      await assert.rejects(first.append(entry(2)), { code: 'LOG_FENCED' });
      assert.equal((await second.append(entry(1))).index, 1);
      await second.close();
    });

    it('takes nothing after its end', async () => {
      const log = await open();
      await log.close();
      await assert.rejects(log.append(entry(0)), { code: 'LOG_CLOSED' });
    });
  });
}
