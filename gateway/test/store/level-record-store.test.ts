import { ClassicLevel } from 'classic-level';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openLevelRecordStore } from '../../src/store/index.js';
import { bytes, recordStoreSuite, refused } from './record-store-suite.js';

const newDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'renxin-store-'));
const writer = fileURLToPath(new URL('record-writer.js', import.meta.url));

recordStoreSuite('LevelDB', async () => {
  const directory = await newDirectory();
  return {
    open: () => openLevelRecordStore(join(directory, 'records')),
    remove: () => rm(directory, { recursive: true }),
  };
});

describe('record store on LevelDB', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await newDirectory();
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('finds a changed byte and a record moved to another address', async () => {
    const store = await openLevelRecordStore(directory);
    for (const key of ['a', 'b', 'c'])
      await store.write([{ bucket: 'gd/notes', key, value: bytes('value ' + key) }]);
    await store.close();
    const db = new ClassicLevel<string, Uint8Array>(directory, { valueEncoding: 'view' });
    const [a, b] = [await db.get('gd/notes\0a'), await db.get('gd/notes\0b')];
    assert.ok(a !== undefined && b !== undefined);
    await db.put('gd/notes\0a', b);
    b[b.length - 1] = (b[b.length - 1] ?? 0) ^ 1;
    await db.put('gd/notes\0b', b);
    await db.close();
    const reopened = await openLevelRecordStore(directory);
    await refused('STORE_CORRUPT', reopened.get('gd/notes', 'a'));
    await refused('STORE_CORRUPT', reopened.get('gd/notes', 'b'));
    await refused('STORE_CORRUPT', reopened.list('gd/notes', { limit: 10 }));
    assert.deepEqual((await reopened.get('gd/notes', 'c'))?.value, bytes('value c'));
    await reopened.close();
  });

  it('does not open where no directory can be', async () => {
    await writeFile(join(directory, 'file'), '');
    await refused('STORE_UNAVAILABLE', openLevelRecordStore(join(directory, 'file', 'records')));
  });

  it('loses nothing that was answered when the process is killed while writing', async function () {
    this.timeout(30_000);
    for (let round = 0; round < 8; round++) {
      const child = spawn(process.execPath, [writer, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
      const answered: string[] = [];
      const lines = createInterface({ input: child.stdout });
      lines.on('line', (line) => {
        answered.push(line);
        if (answered.length === 5 + round * 20) child.kill('SIGKILL');
      });
      await Promise.all([once(child, 'exit'), once(lines, 'close')]);
      const store = await openLevelRecordStore(directory);
      for (const key of answered) {
        const pair = await Promise.all([store.get('gd/notes', key), store.get('gd/copies', key)]);
        assert.deepEqual(pair[0]?.value, bytes(key));
        assert.deepEqual(pair[1]?.value, bytes(key));
      }
      const [notes, copies] = [await keysOf(store, 'gd/notes'), await keysOf(store, 'gd/copies')];
      assert.deepEqual(notes, copies, 'both halves of each write stand, or none');
      await store.close();
    }
  });

  it('refuses while the disk takes nothing and goes on when it does again', async function () {
    if (!hasPrlimit()) {
      console.log('    skipped: full disk — prlimit not found');
      this.skip();
    }
    this.timeout(30_000);
    const child = spawn(process.execPath, [writer, directory, 'large'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const answered: string[] = [];
    let refusals = 0;
    const limit = (soft: string): void => {
      execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${soft}:`]);
    };
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      if (line.value.startsWith('refused')) {
        assert.equal(line.value, 'refused STORE_UNAVAILABLE');
        if (++refusals === 3) limit('unlimited');
        assert.ok(refusals < 200, 'it goes on once there is space');
        continue;
      }
      answered.push(line.value);
      if (answered.length === 3) limit('300000');
      if (refusals >= 3 && answered.length > 12) break;
    }
    assert.ok(refusals >= 3);
    child.stdin.end();
    await once(child, 'exit');
    const store = await openLevelRecordStore(directory);
    for (const key of answered) assert.ok((await store.get('gd/notes', key)) !== undefined, key);
    assert.deepEqual(await keysOf(store, 'gd/notes'), await keysOf(store, 'gd/copies'));
    await store.close();
  });
});

async function keysOf(
  store: Awaited<ReturnType<typeof openLevelRecordStore>>,
  bucket: string,
): Promise<string[]> {
  const keys: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.list(bucket, { limit: 1000, ...(after !== undefined && { after }) });
    keys.push(...page.records.map(({ key }) => key));
    if (page.next === undefined) return keys;
    after = page.next;
  }
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
