import assert from 'node:assert/strict';
import { ContractError } from '../../src/kernel/index.js';
import { ConsentStory, DAY } from '../world/consent-story.js';
import { foundedFastWorld } from '../world/world.js';

/** Every command in every state: the state that follows, or the code of the refusal. */

/** How a consent comes into each state. */
const roads: Record<string, (story: ConsentStory) => Promise<unknown>> = {
  NONE: async () => undefined,
  REQUESTED: (story) => story.request(),
  REFUSED: async (story) => {
    await story.request();
    await story.refuse();
  },
  'REFUSED, reopened': async (story) => {
    await roads['REFUSED']!(story);
    await story.reopen();
  },
  GRANTED: (story) => story.granted(),
  'GRANTED, expired': async (story) => {
    await story.granted();
    story.world.ledger.pass(31 * DAY);
  },
  USED_UP: async (story) => {
    await story.granted({ count: 1 });
    await story.use('first');
  },
  REVOKED: async (story) => {
    await story.granted();
    await story.use('first');
    await story.revoke();
  },
  'REVOKED, deleted': async (story) => {
    await roads['REVOKED']!(story);
    await story.confirmDeletion();
  },
  ORDERED: (story) => story.order(),
  'ORDERED, used up': async (story) => {
    await story.order(story.orderBody({}, { count: 1 }));
    await story.use('first', { recipient: 'court' });
  },
};

/** Each command as it could be right in some state, with content that was never said before. */
const commands: Record<string, (story: ConsentStory) => Promise<unknown>> = {
  request: (story) => story.request({ retentionDays: 7 }),
  grant: async (story) => story.grant({}, { artefact: story.commitment('new artefact') }),
  refuse: (story) => story.refuse({ reason: story.commitment('new reason') }),
  reopen: (story) => story.reopen({ at: story.in(1) }),
  use: async (story) => story.use('new', { recipient: await recipientOf(story) }),
  revoke: (story) => story.revoke({ at: story.in(1) }),
  'confirm-deletion': async (story) =>
    story.confirmDeletion({ statement: story.commitment('new') }, await recipientOf(story)),
  'other-basis': (story) => story.order(story.orderBody({ reason: story.commitment('new reason') })),
};

const STATE = 'CONSENT_STATE';
const EXISTS = 'CONSENT_EXISTS';
const FIXED = 'CONSENT_NOT_REVOCABLE';

const settled = {
  request: EXISTS,
  grant: STATE,
  refuse: STATE,
  reopen: STATE,
  use: 'CONSENT_NOT_GRANTED',
  revoke: STATE,
  'confirm-deletion': STATE,
  'other-basis': EXISTS,
};
const granted = { ...settled, use: 'GRANTED', revoke: 'REVOKED' };
const revoked = { ...settled, use: 'CONSENT_REVOKED', 'confirm-deletion': 'REVOKED' };
const ordered = {
  ...settled,
  grant: FIXED,
  refuse: FIXED,
  reopen: FIXED,
  use: 'GRANTED',
  revoke: FIXED,
  'confirm-deletion': FIXED,
};

const table: Record<string, Record<string, string>> = {
  NONE: {
    ...Object.fromEntries(Object.keys(commands).map((name) => [name, 'CONSENT_UNKNOWN'])),
    request: 'REQUESTED',
    'other-basis': 'GRANTED',
  },
  REQUESTED: { ...settled, grant: 'GRANTED', refuse: 'REFUSED' },
  REFUSED: { ...settled, reopen: 'REFUSED' },
  'REFUSED, reopened': settled,
  GRANTED: granted,
  'GRANTED, expired': { ...granted, use: 'CONSENT_EXPIRED' },
  USED_UP: { ...granted, use: 'CONSENT_USED_UP' },
  REVOKED: revoked,
  'REVOKED, deleted': { ...revoked, 'confirm-deletion': STATE },
  ORDERED: ordered,
  'ORDERED, used up': { ...ordered, use: 'CONSENT_USED_UP' },
};

describe('consent: every command in every state', () => {
  for (const [state, row] of Object.entries(table)) {
    it(state, async () => {
      const at = await new ConsentStory(await foundedFastWorld()).prepared();
      await roads[state]!(at);
      assert.deepEqual(Object.keys(row).sort(), Object.keys(commands).sort());
      for (const [name, expected] of Object.entries(row)) {
        const story = new ConsentStory(at.world.clone());
        assert.equal(await after(story, commands[name]!), expected, `${name} in ${state}`);
      }
    });
  }
});

async function recipientOf(story: ConsentStory): Promise<string> {
  const record = await story.record().catch(() => undefined);
  return record?.recipient ?? story.recipient;
}

/** The state after a command, or the code of its refusal; a refused one changes nothing. */
async function after(
  story: ConsentStory,
  command: (story: ConsentStory) => Promise<unknown>,
): Promise<string> {
  const before = new Map(story.world.ledger.state);
  try {
    await command(story);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    assert.deepEqual(story.world.ledger.state, before);
    return error.code;
  }
  assert.notDeepEqual(story.world.ledger.state, before, 'nothing was written');
  return (await story.record()).state;
}

describe('consent: the same again', () => {
  it('answers the same and writes nothing', async () => {
    const story = await new ConsentStory(await foundedFastWorld()).prepared();
    const { ledger } = story.world;
    const submitted: { name: string; run: () => Promise<unknown>; result: unknown }[] = [];
    const submit = ledger.submit.bind(ledger);
    ledger.submit = async (command, input) => {
      const result = await submit(command, input);
      submitted.push({ name: command.name, run: () => submit(command, input), result });
      return result;
    };
    const again = async () => {
      const before = new Map(ledger.state);
      const events = ledger.log.filter((line) => line.includes('"event"')).length;
      for (const { run, result } of submitted) {
        const { state: _then, ...said } = result as { state?: string };
        const { state: _now, ...says } = (await run()) as { state?: string };
        assert.deepEqual(says, said);
      }
      assert.deepEqual(ledger.state, before);
      assert.equal(ledger.log.filter((line) => line.includes('"event"')).length, events);
    };
    await story.publish({ version: 2 });
    await story.request({}, { catalogue: story.reference(2) });
    await story.grant();
    await story.use('first');
    await story.use('second');
    await story.logRefused(1);
    await again();
    const other = new ConsentStory(story.world, 'consent-2');
    await other.order(other.orderBody({ catalogue: story.reference(2) }));
    const refused = new ConsentStory(story.world, 'consent-3', 'citizen', 'province-44', 'employer');
    await refused.request({}, { catalogue: story.reference(2) });
    await refused.refuse();
    await refused.reopen();
    const uses = submitted.filter(({ name }) => name === 'use');
    assert.equal(uses.length, 2);
    submitted.splice(0, submitted.length, ...submitted.filter(({ name }) => name !== 'use'));
    await story.revoke();
    await story.confirmDeletion();
    await again();
    for (const { run } of uses) {
      await assert.rejects(run(), (error: ContractError) => error.code === 'CONSENT_REVOKED');
    }
  });
});
