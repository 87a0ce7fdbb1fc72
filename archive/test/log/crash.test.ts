import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fsckLog, openLog, openPosixStore, type Log, type LogStore } from '../../src/log/index.js';
import { entry, freshDirectory, NOW, ORIGIN, provider, signers } from './fixture.js';
import { failure, watchedStore, type When, type Write } from './watched-store.js';

const MAIN = fileURLToPath(new URL('./crash-main.js', import.meta.url));
const keys = signers.map(({ key }) => key);

const open = (store: LogStore): Promise<Log> =>
  openLog({ store, origin: ORIGIN, hash: 'SHA-256', provider, signers, clock: () => NOW });

const assertSound = async (directory: string): Promise<number> => {
  const report = await fsckLog(directory, { provider, hash: 'SHA-256', keys });
  assert.deepEqual([report.sound, report.fault], [true, undefined]);
  return report.entries;
};

describe('a log whose process is killed', function () {
  this.timeout(180_000);

  // The key of SM2 in the fixture is of one process alone, so the other process's checkpoints are checked with Ed25519.
  const ed25519 = keys.slice(0, 1);

  for (const when of ['before', 'after'] as const) {
    it(`${when} each of its writes keeps every entry that was answered, once and at its index`, async () => {
      const seen = new Set<string>();
      for (let nth = 1; nth <= 10; nth++) {
        const { directory, remove } = await freshDirectory();
        const child = spawnSync(process.execPath, [MAIN, directory, String(nth), when], { encoding: 'utf8' });
        assert.equal(child.signal, 'SIGKILL', child.stderr);
        const answered = [...child.stdout.matchAll(/^(\d+) (\d+)$/gm)].map(([, n, i]) => [
          Number(n),
          Number(i),
        ]);
        seen.add(`${answered.length > 0}`);
        const log = await open(await openPosixStore(directory));
        for (const [number = 0, index] of answered)
          assert.equal((await log.append(entry(number))).index, index);
        await log.append(entry(100_000));
        await log.close();
        const report = await fsckLog(directory, { provider, hash: 'SHA-256', keys: ed25519 });
        assert.equal(report.sound, true, `${nth}: ${report.fault?.code} ${report.fault?.path}`);
        await remove();
      }
      assert.deepEqual([...seen].sort(), ['false', 'true'], 'some died before an answer, some after');
    });
  }
});

describe('a log whose disk fails', () => {
  let directory: string;
  let remove: () => Promise<void>;
  beforeEach(async () => ({ directory, remove } = await freshDirectory()));
  afterEach(() => remove());

  for (const write of ['stage', 'swap', 'publish', 'publishCheckpoint'] as const satisfies readonly Write[])
    for (const when of ['before', 'after'] as const satisfies readonly When[])
      it(`${when} a ${write} answers LOG_UNAVAILABLE, and the same entries again are in once`, async () => {
        let failing = false;
        const store = watchedStore(await openPosixStore(directory), (name, at) => {
          if (failing && name === write && at === when) throw failure();
        });
        const log = await open(store);
        await log.append(entry(0));
        failing = true;
        await assert.rejects(log.append(entry(1)), { code: 'LOG_UNAVAILABLE' });
        // Asked again it may say that the entry is in: after a commit stood, nothing takes it back.
        await log.append(entry(1)).then(
          ({ index }) => assert.equal(index, 1),
          (error: { code?: string }) => assert.equal(error.code, 'LOG_UNAVAILABLE'),
        );
        failing = false;
        const answers = await Promise.all([log.append(entry(1)), log.append(entry(2))]);
        assert.deepEqual(
          answers.map(({ index }) => index),
          [1, 2],
        );
        await log.close();
        assert.equal(await assertSound(directory), 3);
      });

  it('while settling loses nothing and works on', async () => {
    let failures = 3;
    const store = watchedStore(await openPosixStore(directory), (name) => {
      if (name === 'settle' && failures-- > 0) throw failure();
    });
    const log = await open(store);
    for (let i = 0; i < 3; i++) await log.append(entry(i));
    await log.close();
    assert.equal(await assertSound(directory), 3);
    const again = await open(await openPosixStore(directory));
    assert.equal(again.checkpoint.size, 3);
    await again.close();
  });

  it('mends a tile that was torn before it was settled, and finds one that was torn later', async () => {
    let log = await open(
      watchedStore(await openPosixStore(directory), (name) => {
        if (name === 'settle') throw failure();
      }),
    );
    await Promise.all(Array.from({ length: 300 }, (_, i) => log.append(entry(i))));
    await log.close();
    await truncate(join(directory, 'tile/0/000'), 4000);
    await truncate(join(directory, 'tile/entries/001.p/44'), 3);
    log = await open(await openPosixStore(directory));
    await log.close();
    assert.equal(await assertSound(directory), 300);
    await truncate(join(directory, 'tile/0/000'), 4000);
    const report = await fsckLog(directory, { provider, hash: 'SHA-256', keys });
    assert.deepEqual(report.fault, { code: 'LOG_TILE_DIFFERS', path: 'tile/0/000' });
  });

  it('does not open over a head that was torn or changed: LOG_CORRUPT', async () => {
    const log = await open(await openPosixStore(directory));
    await log.append(entry(0));
    await log.close();
    const [head = ''] = (await readdir(join(directory, 'commit'))).slice(-1);
    const path = join(directory, 'commit', head);
    const bytes = await readFile(path);
    for (const broken of [bytes.subarray(0, -1), Buffer.from(bytes).fill(0, 100, 101), Buffer.alloc(0)]) {
      await writeFile(path, broken);
      await assert.rejects(open(await openPosixStore(directory)), { code: 'LOG_CORRUPT' });
    }
  });

  it('is found by fsck with its entry rewritten, its root unsigned, its checkpoint gone', async () => {
    const log = await open(await openPosixStore(directory));
    await Promise.all(Array.from({ length: 3 }, (_, i) => log.append(entry(i))));
    await log.close();
    const bundle = join(directory, 'tile/entries/000.p/3');
    const bytes = await readFile(bundle);
    await writeFile(bundle, Buffer.from(bytes).fill(0x78, 3, 4));
    const faultOf = async () => (await fsckLog(directory, { provider, hash: 'SHA-256', keys })).fault?.code;
    assert.equal(await faultOf(), 'LOG_TILE_DIFFERS');
    await writeFile(bundle, bytes);
    const checkpoint = join(directory, 'checkpoint');
    const note = await readFile(checkpoint);
    await writeFile(checkpoint, note.toString().replace('\n3\n', '\n2\n'));
    assert.equal(await faultOf(), 'LOG_CHECKPOINT_SIGNATURE');
    await truncate(checkpoint, 0);
    assert.equal(await faultOf(), 'LOG_CHECKPOINT_FORMAT');
  });
});
