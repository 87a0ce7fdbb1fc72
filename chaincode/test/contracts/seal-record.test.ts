import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sealRecord } from '../../src/contracts/index.js';
import { ContractError } from '../../src/kernel/index.js';
import { plusMilliseconds } from '../../src/messages/index.js';
import { p256Key, signMessage, type TestKey } from '../world/keys.js';
import { refused } from '../world/memory-ledger.js';
import { SealStory } from '../world/seal-story.js';
import { foundedFastWorld } from '../world/world.js';

const { operations } = sealRecord;

/** How a seal comes into each state. */
const roads: Record<string, (story: SealStory) => Promise<unknown>> = {
  NONE: async () => undefined,
  APPLIED: (story) => story.apply(),
  REJECTED: async (story) => {
    await story.apply();
    await story.decide('reject');
  },
  APPROVED: async (story) => {
    await story.apply();
    await story.decide('approve');
  },
  MADE: async (story) => {
    await roads['APPROVED']!(story);
    await story.make();
  },
  ACTIVE: (story) => story.active(),
  SUSPENDED: async (story) => {
    await story.active();
    await story.change('suspend', 2);
  },
  REVOKED: async (story) => {
    await story.active();
    await story.change('revoke', 2);
  },
  REPLACED: async (story) => {
    await story.active();
    await new SealStory(story.world, 'seal-2').active({ predecessor: story.seal });
  },
};

const next = async (story: SealStory): Promise<number> => {
  try {
    return (await story.record()).changes + 1;
  } catch (error) {
    if (error instanceof ContractError) return 1;
    throw error;
  }
};

const commands: Record<string, (story: SealStory) => Promise<unknown>> = {
  apply: (story) => story.apply({ name: '另一枚章' }),
  approve: (story) => story.decide('approve', 'province-31'),
  reject: (story) => story.decide('reject', 'province-31'),
  make: (story) => story.make('province-44', { esId: 'OTHER' }),
  activate: async (story) => story.change('activate', await next(story)),
  suspend: async (story) => story.change('suspend', await next(story)),
  resume: async (story) => story.change('resume', await next(story)),
  revoke: async (story) => story.change('revoke', await next(story)),
  use: (story) => story.use('use-1'),
  refusedUse: (story) => story.use('use-2', { outcome: { kind: 'refused', reason: 'seal-not-active' } }),
};

const row = (state: string, change: Record<string, string> = {}) => ({
  apply: 'SEAL_EXISTS',
  approve: 'SEAL_STATE',
  reject: 'SEAL_STATE',
  make: 'SEAL_STATE',
  activate: 'SEAL_STATE',
  suspend: 'SEAL_STATE',
  resume: 'SEAL_STATE',
  revoke: 'SEAL_STATE',
  use: 'SEAL_NOT_ACTIVE',
  refusedUse: state,
  ...change,
});

const table: Record<string, Record<string, string>> = {
  NONE: {
    ...Object.fromEntries(Object.keys(commands).map((name) => [name, 'SEAL_UNKNOWN'])),
    apply: 'APPLIED',
  },
  APPLIED: row('APPLIED', { approve: 'APPROVED', reject: 'REJECTED' }),
  REJECTED: row('REJECTED'),
  APPROVED: row('APPROVED', { make: 'MADE' }),
  MADE: row('MADE', { activate: 'ACTIVE', revoke: 'REVOKED' }),
  ACTIVE: row('ACTIVE', { suspend: 'SUSPENDED', revoke: 'REVOKED', use: 'ACTIVE' }),
  SUSPENDED: row('SUSPENDED', { resume: 'ACTIVE', revoke: 'REVOKED' }),
  REVOKED: row('REVOKED'),
  REPLACED: row('REPLACED'),
};

describe('seal-record: every command in every state', () => {
  for (const [state, cells] of Object.entries(table)) {
    it(state, async () => {
      const at = new SealStory(await foundedFastWorld());
      await roads[state]!(at);
      if (state !== 'NONE') assert.equal((await at.record()).state, state);
      for (const [name, expected] of Object.entries(cells)) {
        const story = new SealStory(at.world.clone());
        const before = new Map(story.world.ledger.state);
        let came: string;
        try {
          await commands[name]!(story);
          came = (await story.record()).state;
        } catch (error) {
          if (!(error instanceof ContractError)) throw error;
          assert.deepEqual(story.world.ledger.state, before);
          came = error.code;
        }
        assert.equal(came, expected, `${name} in ${state}`);
      }
    });
  }
});

describe('seal-record', () => {
  it('nobody approves or makes its own seal', async () => {
    const own = new SealStory(await foundedFastWorld(), 'seal-of-44', 'province-44');
    await own.apply();
    await refused(own.decide('approve', 'province-44'), 'SEAL_SELF_APPROVAL');
    await refused(own.decide('approve', 'bank'), 'NOT_ENTITLED');
    await own.decide('approve', 'ministry');
    await refused(own.make('province-44'), 'SEAL_SELF_APPROVAL');
    await refused(own.make('province-31'), 'NOT_ENTITLED');
    await own.make('ministry');
    await own.change('activate', 1);
  });

  it('is applied for by an organisation, with its own signature', async () => {
    const world = await foundedFastWorld();
    await refused(new SealStory(world, 'seal-1', 'worker').apply(), 'NOT_ENTITLED');
    await refused(new SealStory(world).apply({}, 'thief'), 'SIGNATURE_INVALID');
  });

  it('an esID is given once, a period does not end before it begins', async () => {
    const story = await new SealStory(await foundedFastWorld()).active();
    const other = new SealStory(story.world, 'seal-2');
    await other.apply();
    await other.decide('approve');
    await refused(other.make('province-44', { esId: 'ES-seal-1' }), 'SEAL_ES_ID_IN_USE');
    await refused(other.make('province-44', { validUntil: other.now }), 'SEAL_PERIOD_INVALID');
    await other.make();
    const { seal } = await story.world.ledger.query(operations['seal-of-es-id'], { esId: 'ES-seal-2' });
    assert.equal(seal, 'seal-2');
    await refused(
      story.world.ledger.query(operations['seal-of-es-id'], { esId: 'ES-seal-3' }),
      'SEAL_UNKNOWN',
    );
  });

  it('an official seal names its officers; each use has the words of two of them', async () => {
    const [one, two, three] = ['one', 'two', 'three'].map((seed) => p256Key(`seal officer ${seed}`));
    assert.ok(one && two && three);
    const officers = [one, two].map(({ key }, i) => ({ officer: `officer-${String(i + 1)}`, key }));
    const story = new SealStory(await foundedFastWorld());
    await refused(story.apply({ type: 'official' }), 'SEAL_OFFICERS_REQUIRED');
    await story.active({ type: 'official', officers });
    const words = (use: string, keys: readonly TestKey[], change: object = {}, at = story.now) =>
      keys.map((key, i) => {
        const officer = `officer-${String(i + 1)}`;
        const { seal } = story;
        const [document, place, authority] = ['document', 'place', 'authority'].map((word) =>
          story.commitment(`${word} ${use}`),
        ) as [string, string, string];
        const body = { seal, use, document, place, authority, officer, at, ...change };
        return { officer, at, signature: signMessage(key, 'seal-record/confirm', body) };
      });
    const use = (name: string, confirmations: ReturnType<typeof words>) =>
      story.use(name, confirmations.length === 0 ? {} : { confirmations });
    await refused(use('u-1', []), 'SEAL_CONFIRMATIONS_MISSING');
    await refused(use('u-1', words('u-1', [one])), 'SEAL_CONFIRMATIONS_MISSING');
    const [first] = words('u-1', [one]);
    assert.ok(first);
    await refused(use('u-1', [first, first]), 'SEAL_CONFIRMATIONS_MISSING');
    for (const wrong of [
      words('u-1', [one, three]),
      words('u-2', [one, two]),
      words('u-1', [one, two], { document: story.commitment('another document') }),
      words('u-1', [one, two], {}, plusMilliseconds(story.now, -601_000)),
      words('u-1', [one, two], {}, plusMilliseconds(story.now, 120_000)),
      words('u-1', [one, two, three]),
    ])
      await refused(use('u-1', wrong), 'SEAL_CONFIRMATION_INVALID');
    await use('u-1', words('u-1', [one, two]));
    // What was refused is put down by the owner alone.
    await story.use('u-2', { outcome: { kind: 'refused', reason: 'nobody-confirmed' } });
  });

  it('who suspended resumes; a signature is good for one change', async () => {
    const story = await new SealStory(await foundedFastWorld()).active();
    await refused(story.change('suspend', 2, 'province-31'), 'NOT_ENTITLED');
    await refused(story.change('suspend', 3), 'SEAL_CHANGE_NUMBER');
    await story.change('suspend', 2, 'province-44');
    await refused(story.change('resume', 3), 'NOT_ENTITLED');
    await story.change('resume', 3, 'province-44');
    await refused(story.change('suspend', 2, 'province-44'), 'SEAL_CHANGE_NUMBER');
    await refused(story.change('activate', 4, 'province-44'), 'NOT_ENTITLED');
    await story.change('suspend', 4);
    await refused(story.change('resume', 5, 'province-44'), 'NOT_ENTITLED');
    await story.change('resume', 5);
  });

  it('is remade once; the one before goes out of use when the new one comes into it', async () => {
    const story = await new SealStory(await foundedFastWorld()).active();
    const [second, third] = [new SealStory(story.world, 'seal-2'), new SealStory(story.world, 'seal-3')];
    await refused(second.apply({ predecessor: 'seal-2' }), 'SEAL_PREDECESSOR');
    await refused(
      new SealStory(story.world, 'seal-9', 'bank').apply({ predecessor: 'seal-1' }),
      'SEAL_PREDECESSOR',
    );
    for (const each of [second, third]) {
      await each.apply({ predecessor: 'seal-1' });
      await each.decide('approve');
      await each.make();
    }
    await story.use('use-1');
    await second.change('activate', 1);
    assert.equal((await story.record()).state, 'REPLACED');
    assert.equal((await story.record()).replacedBy, 'seal-2');
    await refused(story.use('use-2'), 'SEAL_NOT_ACTIVE');
    await second.use('use-1');
    await refused(third.change('activate', 1), 'SEAL_PREDECESSOR');
  });

  it('says what it was at any time, its period counted', async () => {
    const story = new SealStory(await foundedFastWorld());
    const begun = story.now;
    await story.apply();
    await story.decide('approve');
    const from = plusMilliseconds(story.now, 10 * 86_400_000);
    await story.make('province-44', { validFrom: from });
    await story.change('activate', 1);
    const activated = plusMilliseconds(story.now, -1);
    await refused(story.use('too-early'), 'SEAL_NOT_ACTIVE');
    story.passDays(20);
    await story.use('use-1');
    await story.change('suspend', 2);
    const suspended = plusMilliseconds(story.now, -1);
    story.passDays(400);
    assert.equal(await story.stateAt(plusMilliseconds(begun, -1)), null);
    assert.equal(await story.stateAt(begun), 'APPLIED');
    assert.equal(await story.stateAt(activated), 'NOT_YET');
    assert.equal(await story.stateAt(from), 'ACTIVE');
    assert.equal(await story.stateAt(suspended), 'SUSPENDED');
    assert.equal(await story.stateAt(story.now), 'EXPIRED');
    await refused(story.change('resume', 3), 'SEAL_PERIOD_INVALID');
    await refused(story.use('use-2'), 'SEAL_NOT_ACTIVE');
  });

  it('a use made before a revocation stays; after it only a refused one is put down', async () => {
    const story = await new SealStory(await foundedFastWorld()).active();
    await story.use('use-1');
    const after = plusMilliseconds(story.now, -1);
    await story.change('revoke', 2, 'province-44');
    await refused(story.use('use-2'), 'SEAL_NOT_ACTIVE');
    await story.use('use-2', { outcome: { kind: 'refused', reason: 'seal-revoked' } });
    await refused(story.use('use-1', { document: story.commitment('other') }), 'SEAL_EXISTS');
    await refused(story.use('use-3', { by: 'bank' }), 'NOT_ENTITLED');
    const use = await story.world.ledger.query(operations['use-of'], { seal: story.seal, use: 'use-1' });
    assert.ok(use.recordedAt <= after);
    assert.equal(await story.stateAt(use.recordedAt), 'ACTIVE');
  });

  it('a use is not dated back before the seal came into use, nor forward', async () => {
    const story = await new SealStory(await foundedFastWorld()).active();
    story.passDays(1);
    await refused(story.use('use-1', { at: plusMilliseconds(story.now, -2 * 86_400_000) }), 'SIGNATURE_TIME');
    await refused(story.use('use-1', { at: plusMilliseconds(story.now, 120_000) }), 'SIGNATURE_TIME');
  });

  it('the same again answers the same and writes nothing', async () => {
    const story = new SealStory(await foundedFastWorld());
    const { ledger } = story.world;
    const submitted: { run: () => Promise<unknown>; result: unknown }[] = [];
    const submit = ledger.submit.bind(ledger);
    ledger.submit = async (command, input) => {
      const result = await submit(command, input);
      submitted.push({ run: () => submit(command, input), result });
      return result;
    };
    await story.active();
    await story.use('use-1');
    const before = new Map(ledger.state);
    for (const { run, result } of submitted) assert.deepEqual(await run(), result);
    assert.deepEqual(ledger.state, before);
  });

  it('whatever comes: sealing only in use, states only grow, never in use after a revocation', async () => {
    type Step = (story: SealStory) => Promise<unknown>;
    const who = fc.constantFrom('employer', 'province-44', 'bank');
    const kind = fc.constantFrom('activate', 'suspend', 'resume', 'revoke');
    const step: fc.Arbitrary<Step> = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.tuple(kind, who).map(
          ([k, by]): Step =>
            async (s) =>
              s.change(k, await next(s), by),
        ),
      },
      {
        weight: 3,
        arbitrary: fc.nat(9).map(
          (n): Step =>
            (s) =>
              s.use(`use-${String(n)}`),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(0, 200).map(
          (days): Step =>
            async (s) =>
              s.passDays(days),
        ),
      },
      {
        weight: 1,
        arbitrary: who.map(
          (by): Step =>
            (s) =>
              s.decide('approve', by),
        ),
      },
    );
    let [sealed, revocations] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (steps) => {
        const story = await new SealStory(await foundedFastWorld()).active();
        let before = await story.record();
        for (const each of steps) {
          const [now, keys] = [story.now, story.world.ledger.state.size];
          try {
            await each(story);
          } catch (error) {
            if (!(error instanceof ContractError)) throw error;
          }
          const record = await story.record();
          assert.deepEqual(record.states.slice(0, before.states.length), before.states);
          if (before.state === 'REVOKED') assert.equal(record.state, 'REVOKED');
          else if (record.state === 'REVOKED') revocations++;
          if (story.world.ledger.state.size > keys) {
            sealed++;
            assert.equal(await story.stateAt(now), 'ACTIVE');
          }
          before = record;
        }
      }),
      { numRuns: 60, seed: 20260302 },
    );
    assert.ok(sealed > 20 && revocations > 5);
  });
});
