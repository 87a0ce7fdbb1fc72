import { appendFile, cp, open, readdir, rm, stat } from 'node:fs/promises';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fsck } from '../../src/embedded/index.js';
import { crash } from '../crash/round.js';
import { author, freshDirectory, openOn, operator, provider } from '../embedded.js';
import { contracts, notebook, signedNote } from '../notes.js';

describe('embedded ledger: power loss', () => {
  it('loses nothing that was answered, over 200 kills', async function () {
    this.timeout(300_000);
    const both = await Promise.all([crash(100, Math.random), crash(100, Math.random)]);
    assert.equal(both[0].rounds + both[1].rounds, 200);
    assert.ok(both[0].answers + both[1].answers > 1000);
  });

  it('opens at an earlier sound block when the end of its log is torn or is garbage', async function () {
    this.timeout(60_000);
    const { directory, remove } = await freshDirectory();
    const ledger = await openOn(directory, { maxBatch: 4 });
    const work = Array.from({ length: 60 }, async (_, i) => {
      await ledger.submit(notebook.write, await signedNote(author, ledger.name, `n-${i}`, 'text'));
      await ledger.submit(notebook.add, { counter: 'hot', by: 1 });
    });
    let shorter = 0;
    for (let round = 0; round < 40; round++) {
      if (round === 20) await Promise.all(work);
      const copy = `${directory}-copy`;
      await cp(directory, copy, { recursive: true });
      await tear(copy, round % 4 === 3);
      const torn = await openOn(copy);
      const head = torn.head();
      if (head !== undefined) {
        const { height } = head.header;
        assert.deepEqual(await ledger.header(height), head);
        if (height < ledger.head()!.header.height) shorter++;
      }
      await torn.submit(notebook.add, { counter: 'after', by: 1 });
      await torn.close();
      const report = await fsck(copy, { contracts, provider, operators: [operator.key] });
      assert.deepEqual([report.sound, report.fault], [true, undefined]);
      await rm(copy, { recursive: true });
    }
    assert.ok(shorter > 10);
    await ledger.close();
    await remove();
  });
});

/** Cuts the newest log file at a random place, or puts garbage behind that place. */
async function tear(directory: string, garbage: boolean): Promise<void> {
  const logs = (await readdir(directory)).filter((name) => /^\d+\.log$/.test(name)).sort();
  const path = join(directory, logs.at(-1)!);
  const { size } = await stat(path);
  const cut = Math.floor(Math.random() * size);
  const file = await open(path, 'r+');
  await file.truncate(cut);
  await file.close();
  if (garbage)
    await appendFile(path, crypto.getRandomValues(new Uint8Array(1 + Math.floor(Math.random() * 5000))));
}
