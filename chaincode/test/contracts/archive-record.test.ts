import assert from 'node:assert/strict';
import fc from 'fast-check';
import { archiveRecord } from '../../src/contracts/index.js';
import { ContractError } from '../../src/kernel/index.js';
import { plusMilliseconds } from '../../src/messages/index.js';
import { ArchiveStory } from '../world/archive-story.js';
import { refused } from '../world/memory-ledger.js';
import { foundedFastWorld } from '../world/world.js';

const { operations } = archiveRecord;

/** How a package comes into each state. */
const roads: Record<string, (story: ArchiveStory) => Promise<unknown>> = {
  NONE: async () => undefined,
  HELD: (story) => story.register(),
  SENT: async (story) => {
    await story.register();
    await story.send();
  },
  RECEIVED: async (story) => {
    await roads['SENT']!(story);
    await story.receive();
  },
  TRANSFERRED: async (story) => {
    await roads['RECEIVED']!(story);
    await story.accept();
  },
  DISPOSED: async (story) => {
    await story.register();
    story.passYears(11);
    await story.dispose();
  },
};

/** Each command with content that was never said before, by the first keeper and its receiver. */
const commands: Record<string, (story: ArchiveStory) => Promise<unknown>> = {
  register: (story) => story.register({ items: 21 }),
  send: async (story) => story.send({ transfer: (await transfersOf(story)) + 1, to: 'province-31' }),
  receive: (story) => story.receive({ report: story.commitment('another') }),
  accept: (story) => story.accept({ at: plusMilliseconds(story.now, 1) }),
  return: (story) => story.sendBack('return'),
  recall: (story) => story.sendBack('recall'),
  hold: (story) => story.hold('hold'),
  release: (story) => story.hold('release'),
  dispose: (story) => story.dispose(),
};

const STATE = 'ARCHIVE_STATE';
const NUMBER = 'ARCHIVE_TRANSFER_NUMBER';
const kept = {
  register: 'ARCHIVE_EXISTS',
  send: STATE,
  receive: STATE,
  accept: STATE,
  return: 'HELD',
  recall: STATE,
  hold: 'same',
  release: STATE,
  dispose: STATE,
};

const table: Record<string, Record<string, string>> = {
  NONE: {
    ...Object.fromEntries(Object.keys(commands).map((name) => [name, 'ARCHIVE_UNKNOWN'])),
    register: 'HELD',
  },
  HELD: {
    ...kept,
    send: 'SENT',
    receive: NUMBER,
    accept: NUMBER,
    return: NUMBER,
    recall: NUMBER,
    dispose: 'RETENTION_NOT_OVER',
  },
  SENT: { ...kept, receive: 'RECEIVED', recall: 'HELD' },
  RECEIVED: { ...kept, accept: 'HELD' },
  TRANSFERRED: { ...kept, send: 'ARCHIVE_TRANSFERRED', return: STATE, dispose: 'ARCHIVE_TRANSFERRED' },
  DISPOSED: {
    ...kept,
    receive: NUMBER,
    accept: NUMBER,
    return: NUMBER,
    recall: NUMBER,
    hold: STATE,
  },
};

async function transfersOf(story: ArchiveStory): Promise<number> {
  try {
    return (await story.record()).transfers;
  } catch (error) {
    if (error instanceof ContractError) return 0;
    throw error;
  }
}

describe('archive-record: every command in every state', () => {
  for (const [state, row] of Object.entries(table)) {
    it(state, async () => {
      const at = new ArchiveStory(await foundedFastWorld());
      await roads[state]!(at);
      assert.deepEqual(Object.keys(row).sort(), Object.keys(commands).sort());
      for (const [name, expected] of Object.entries(row)) {
        const story = new ArchiveStory(at.world.clone());
        const before = new Map(story.world.ledger.state);
        const was = state === 'NONE' ? 'none' : (await story.record()).state;
        let came: string;
        try {
          await commands[name]!(story);
          came = (await story.record()).state;
        } catch (error) {
          if (!(error instanceof ContractError)) throw error;
          assert.deepEqual(story.world.ledger.state, before);
          came = error.code;
        }
        assert.equal(came, expected === 'same' ? was : expected, `${name} in ${state}`);
      }
    });
  }
});

describe('archive-record', () => {
  it('goes from one keeper to the next, and says who kept it at any time', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    const registered = story.now;
    await roads['TRANSFERRED']!(story);
    const record = await story.record();
    assert.deepEqual(
      record.keepers.map(({ organisation }) => organisation),
      ['employer', 'province-44'],
    );
    assert.deepEqual(
      record.states.map(({ state }) => state),
      ['HELD', 'SENT', 'RECEIVED', 'HELD'],
    );
    const at = (time: string) =>
      story.world.ledger.query(operations['state-at'], { archive: story.archive, time });
    assert.equal(await at(plusMilliseconds(registered, -1)), null);
    assert.deepEqual(await at(registered), { state: 'HELD', keeper: 'employer' });
    assert.deepEqual(await at(story.now), { state: 'HELD', keeper: 'province-44' });
    const transfer = await story.world.ledger.query(operations['transfer-of'], {
      archive: story.archive,
      transfer: 1,
    });
    assert.equal(transfer.end?.kind, 'accepted');
    await story.send({ transfer: 2, by: 'province-44', to: 'province-51' });
  });

  it('is sent once: a second sending, by the same or by who sent it away, is refused', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    await roads['SENT']!(story);
    await refused(story.send({ transfer: 2, to: 'province-51' }), 'ARCHIVE_STATE');
    await story.receive();
    await story.accept();
    await refused(story.send({ transfer: 2, to: 'province-51' }), 'ARCHIVE_TRANSFERRED');
    await refused(story.send({ transfer: 2, by: 'bank', to: 'province-51' }), 'NOT_ENTITLED');
  });

  it('a returned package can be sent again, with the next number', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    await roads['RECEIVED']!(story);
    await story.sendBack('return');
    await refused(story.send({ to: 'province-31' }), 'ARCHIVE_TRANSFER_NUMBER');
    await refused(story.accept(), 'ARCHIVE_STATE');
    await story.send({ transfer: 2 });
    await refused(story.accept(), 'ARCHIVE_TRANSFER_NUMBER');
    await refused(story.sendBack('recall', { transfer: 2, by: 'bank' }), 'NOT_ENTITLED');
    await story.sendBack('recall', { transfer: 2 });
    assert.equal((await story.record()).state, 'HELD');
  });

  it('takes only the registered bytes, only by the receiver, only with its own signature', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    await roads['SENT']!(story);
    await refused(story.receive({ sm3: story.commitment('other bytes') }), 'ARCHIVE_DIGEST');
    await refused(story.receive({ by: 'province-31' }), 'NOT_ENTITLED');
    await refused(story.receive({}, 'thief'), 'SIGNATURE_INVALID');
    await refused(story.accept(), 'ARCHIVE_STATE');
    await refused(story.receive({ at: plusMilliseconds(story.now, 120_000) }), 'SIGNATURE_TIME');
  });

  it('is registered by an organisation, and sent to one', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    await refused(story.register({ by: 'worker' }), 'NOT_ENTITLED');
    await refused(story.register({ by: 'nobody' }), 'IDENTIFIER_UNKNOWN');
    await story.register();
    await refused(story.send({ to: 'worker' }), 'NOT_ENTITLED');
    await refused(story.send({ to: 'employer' }), 'NOT_ENTITLED');
    await refused(story.send({ to: 'nobody' }), 'IDENTIFIER_UNKNOWN');
  });

  it('versions form one chain', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    await refused(story.register({ version: 2 }), 'ARCHIVE_PREDECESSOR');
    await story.register();
    const next = { archive: 'archive-2', version: 2, predecessor: 'archive-1' };
    await refused(story.register({ ...next, by: 'bank' }), 'ARCHIVE_PREDECESSOR');
    await refused(story.register({ ...next, version: 3 }), 'ARCHIVE_PREDECESSOR');
    await refused(story.register({ ...next, version: 1 }), 'ARCHIVE_PREDECESSOR');
    await story.register(next);
    assert.equal((await story.record()).supersededBy, 'archive-2');
    await refused(story.register({ ...next, archive: 'archive-3' }), 'ARCHIVE_PREDECESSOR');
  });

  it('is kept until the last day, and as long as a case is open; what is kept for good stays', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    await story.register();
    await refused(story.hold('hold', 'bank'), 'NOT_ENTITLED');
    await story.hold('hold', 'arbitration');
    await refused(
      story.hold('hold', 'arbitration', 'case', { at: plusMilliseconds(story.now, 5) }),
      'ARCHIVE_EXISTS',
    );
    await refused(story.hold('release', 'court'), 'NOT_ENTITLED');
    await refused(story.dispose(), 'RETENTION_NOT_OVER');
    story.passYears(11);
    await refused(story.dispose('bank'), 'NOT_ENTITLED');
    await refused(story.dispose(), 'LEGAL_HOLD');
    await story.hold('release', 'arbitration');
    await story.dispose();
    const record = await story.record();
    assert.equal(record.state, 'DISPOSED');
    assert.equal(record.registration.body.sm3, story.commitment('sm3'));
    const forGood = new ArchiveStory(story.world, 'archive-9');
    await forGood.register({ retention: 'permanent' });
    forGood.passYears(200);
    await refused(forGood.dispose(), 'RETENTION_NOT_OVER');
  });

  it('the same again answers the same and writes nothing', async () => {
    const story = new ArchiveStory(await foundedFastWorld());
    const { ledger } = story.world;
    const submitted: { run: () => Promise<unknown>; result: unknown }[] = [];
    const submit = ledger.submit.bind(ledger);
    ledger.submit = async (command, input) => {
      const result = await submit(command, input);
      submitted.push({ run: () => submit(command, input), result });
      return result;
    };
    await roads['TRANSFERRED']!(story);
    await story.hold('hold');
    await story.hold('release');
    const before = new Map(ledger.state);
    for (const { run, result } of submitted) assert.deepEqual(await run(), result);
    assert.deepEqual(ledger.state, before);
  });

  it('whatever comes: one keeper, periods without a gap, no disposal of what must be kept', async () => {
    const who = fc.constantFrom('employer', 'province-44', 'province-31', 'bank');
    const number = fc.integer({ min: 1, max: 4 });
    type Step = (story: ArchiveStory) => Promise<unknown>;
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.tuple(who, who, number).map(
        ([by, to, transfer]): Step =>
          (s) =>
            s.send({ by, to, transfer }),
      ),
      fc.tuple(who, number).map(
        ([by, transfer]): Step =>
          (s) =>
            s.receive({ by, transfer }),
      ),
      fc.tuple(who, number).map(
        ([by, transfer]): Step =>
          (s) =>
            s.accept({ by, transfer }),
      ),
      fc.tuple(who, number).map(
        ([by, transfer]): Step =>
          (s) =>
            s.sendBack('return', { by, transfer }),
      ),
      fc.tuple(who, number).map(
        ([by, transfer]): Step =>
          (s) =>
            s.sendBack('recall', { by, transfer }),
      ),
      fc.constantFrom('hold', 'release').map(
        (kind): Step =>
          (s) =>
            s.hold(kind),
      ),
      who.map(
        (by): Step =>
          (s) =>
            s.dispose(by),
      ),
      fc.constantFrom(0, 6).map(
        (years): Step =>
          async (s) =>
            s.passYears(years),
      ),
    );
    let disposals = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const story = new ArchiveStory(await foundedFastWorld());
        await story.register();
        let [before, holds] = [await story.record(), 0];
        for (const each of steps) {
          const now = story.now;
          try {
            await each(story);
          } catch (error) {
            if (!(error instanceof ContractError)) throw error;
          }
          const record = await story.record();
          const changed = record.keepers.length - before.keepers.length;
          assert.ok(changed === 0 || (changed === 1 && before.state === 'RECEIVED'));
          assert.ok(record.states.every(({ at }, i) => i === 0 || record.states[i - 1]!.at <= at));
          assert.deepEqual(record.states.slice(0, before.states.length), before.states);
          if (record.state === 'DISPOSED' && before.state !== 'DISPOSED') {
            disposals++;
            assert.equal(before.state, 'HELD');
            assert.equal(holds, 0);
            assert.ok(record.retainUntil! < plusMilliseconds(now, 8 * 3_600_000).slice(0, 10));
          }
          if (record.state !== 'DISPOSED') holds = record.holds;
          before = record;
        }
      }),
      { numRuns: 60, seed: 20260302 },
    );
    assert.ok(disposals > 0);
  });
});
