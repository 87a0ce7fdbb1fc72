import assert from 'node:assert/strict';
import {
  addCheckpoint,
  openLog,
  openPosixStore,
  type Log,
  type Witnessed,
  type WitnessOptions,
} from '../../src/log/index.js';
import {
  checkpointText,
  formatAddCheckpoint,
  formatNote,
  openNote,
  parseNote,
  parseSignatureLines,
} from '../../src/tlog/index.js';
import { entry, freshDirectory, NOW, ORIGIN, provider, seed, signers, witness } from './fixture.js';

describe('a witness', () => {
  let directory: string;
  let remove: () => Promise<void>;
  let log: Log;
  let forks: [Uint8Array, Uint8Array][];
  let kept: Map<string, Witnessed>;
  let options: WitnessOptions;

  beforeEach(async () => {
    ({ directory, remove } = await freshDirectory());
    const store = await openPosixStore(directory);
    log = await openLog({ store, origin: ORIGIN, hash: 'SHA-256', provider, signers, clock: () => NOW });
    forks = [];
    kept = new Map();
    options = {
      provider,
      signer: witness('sh'),
      clock: () => NOW,
      state: {
        get: async (origin) => kept.get(origin),
        swap: async (origin, old, next) => {
          if (kept.get(origin)?.size !== old) return false;
          kept.set(origin, next);
          return true;
        },
      },
      log: async (origin) =>
        origin === ORIGIN ? { keys: signers.map(({ key }) => key), hash: 'SHA-256' } : undefined,
      onFork: async (_, first, second) => void forks.push([first, second]),
    };
  });

  afterEach(async () => {
    await log.close();
    await remove();
  });

  const grow = async (count: number): Promise<void> => {
    const { size } = log.checkpoint;
    await Promise.all(Array.from({ length: count }, (_, i) => log.append(entry(size + i))));
  };

  const ask = async (old: number, path?: Uint8Array[], checkpoint = log.checkpoint.note) =>
    addCheckpoint(
      options,
      formatAddCheckpoint({
        old,
        path: path ?? (await log.consistency(old, log.checkpoint.size)),
        checkpoint,
      }),
    );

  const signed = async (text: string): Promise<Uint8Array> =>
    formatNote({ text, signatures: await Promise.all(signers.map((each) => each.sign(text, NOW))) });

  it('cosigns the first checkpoint and each that extends it, and keeps the latest', async () => {
    for (const count of [3, 4, 300]) {
      const old = kept.get(ORIGIN)?.size ?? 0;
      await grow(count);
      const { status, body } = await ask(old);
      assert.equal(status, 200);
      const note = parseNote(log.checkpoint.note);
      const signatures = parseSignatureLines(new TextEncoder().encode(body));
      assert.equal(openNote({ ...note, signatures }, [witness('sh').key]).size, 1);
      assert.equal(kept.get(ORIGIN)?.size, log.checkpoint.size);
      assert.equal(openNote(parseNote(kept.get(ORIGIN)!.note), [witness('sh').key, signers[0]!.key]).size, 2);
    }
    assert.equal((await ask(307)).status, 200, 'the same again');
  });

  it('takes the empty tree, with its root alone', async () => {
    assert.equal((await ask(0)).status, 200);
    const wrong = await signed(checkpointText({ origin: ORIGIN, size: 0, root: seed('x') }));
    assert.equal((await ask(0, [], wrong)).status, 422);
  });

  it('answers another old size with its own: 409', async () => {
    await grow(5);
    assert.deepEqual(await ask(3), { status: 409, body: '0\n' });
    await ask(0);
    await grow(5);
    assert.deepEqual(await ask(0), { status: 409, body: '5\n' });
    assert.deepEqual(await ask(3), { status: 409, body: '5\n' });
  });

  it('refuses a proof that does not hold: 422', async () => {
    await grow(5);
    await ask(0);
    await grow(5);
    assert.equal((await ask(5, [])).status, 422);
    assert.equal((await ask(5, [seed('a'), seed('b')])).status, 422);
    assert.equal(kept.get(ORIGIN)?.size, 5);
    await grow(1);
    assert.equal((await ask(5)).status, 200);
  });

  it('refuses a proof from nothing: 422', async () => {
    await grow(5);
    assert.equal((await ask(0, [seed('a')])).status, 422);
  });

  it('refuses a fork, and keeps both checkpoints: 422', async () => {
    await grow(5);
    await ask(0);
    const other = await signed(checkpointText({ origin: ORIGIN, size: 5, root: seed('other') }));
    assert.equal((await ask(5, [], other)).status, 422);
    assert.deepEqual(forks, [[kept.get(ORIGIN)!.note, other]]);
    assert.deepEqual((await ask(0, [], other)).status, 409, 'seen, whatever the old size');
    assert.equal(forks.length, 2);
  });

  it('refuses a log that was rolled back: 409 or 400', async () => {
    await grow(5);
    const early = log.checkpoint.note;
    await grow(5);
    await ask(0);
    assert.equal((await ask(5, [], early)).status, 409);
    assert.equal((await ask(10, [], early)).status, 400);
    assert.equal(kept.get(ORIGIN)?.size, 10);
  });

  it('knows no other log: 404', async () => {
    const text = checkpointText({ origin: 'ledger.example/logs/xx', size: 1, root: seed('x') });
    assert.equal((await ask(0, [], await signed(text))).status, 404);
  });

  it('refuses what the log did not sign: 403', async () => {
    const text = checkpointText({ origin: ORIGIN, size: 1, root: seed('x') });
    const own = await options.signer.sign(text, NOW);
    assert.equal((await ask(0, [], formatNote({ text, signatures: [own] }))).status, 403);
    const line = await signers[0]!.sign(`${text}more\n`, NOW);
    assert.equal((await ask(0, [], formatNote({ text, signatures: [line] }))).status, 403);
  });

  for (const body of ['', 'old 0\n\n', 'old 0\n\no\n1\n\n— a AAAAAAAA\n', 'nothing'])
    it(`refuses ${JSON.stringify(body)}: 400`, async () => {
      assert.equal((await addCheckpoint(options, new TextEncoder().encode(body))).status, 400);
    });

  it('cosigns one of two that come at once', async () => {
    await grow(5);
    const first = log.checkpoint.note;
    await grow(5);
    const answers = await Promise.all([ask(0, [], first), ask(0)]);
    assert.deepEqual(
      answers.map(({ status }) => status).sort((a, b) => a - b),
      [200, 409],
    );
  });

  it('returns nothing when it cannot keep what it would cosign', async () => {
    await grow(5);
    const broken = {
      ...options,
      state: { ...options.state, swap: () => Promise.reject(new Error('disk full')) },
    };
    const body = formatAddCheckpoint({ old: 0, path: [], checkpoint: log.checkpoint.note });
    await assert.rejects(addCheckpoint(broken, body));
  });
});
