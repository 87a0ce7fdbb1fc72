import assert from 'node:assert/strict';
import { laborContract } from '../../src/contracts/index.js';
import { ContractError } from '../../src/kernel/index.js';
import { Story } from '../world/contract-story.js';
import { refused } from '../world/memory-ledger.js';
import { foundedFastWorld } from '../world/world.js';

/** Every command in every state: the state that follows, or the code of the refusal. */

const { operations } = laborContract;
const ON = '2026-04-30';

/** How a contract comes into each state. */
const roads: Record<string, (story: Story) => Promise<unknown>> = {
  NONE: async () => undefined,
  DRAFT: (story) => story.draft(),
  DISCLOSED: (story) => story.draft().then(() => story.disclose()),
  NEGOTIATING: async (story) => {
    await roads['DISCLOSED']!(story);
    await story.revise(2);
  },
  LOCKED: (story) => story.prepare(),
  CONCLUDED: (story) => story.concluded(),
  DISSOLVED: async (story) => {
    await story.concluded();
    await story.dissolve('36', ON, ['worker', 'employer']);
  },
  TERMINATED: async (story) => {
    await story.concluded();
    await story.dissolve('44.1', ON, ['employer']);
  },
  DECLINED: async (story) => {
    await story.prepare();
    await story.refuse('decline');
  },
  WITHDRAWN: async (story) => {
    await story.prepare();
    await story.refuse('withdraw');
  },
  DISPOSED: async (story) => {
    await roads['WITHDRAWN']!(story);
    await story.dispose();
  },
};

/** Each command as it could be right in some state, with content that was never said before. */
const commands: Record<string, (story: Story) => Promise<unknown>> = {
  draft: (story) => story.draft({ region: '31' }),
  disclose: (story) => story.disclose({ version: 2 }),
  revise: async (story) => story.revise((await versionOf(story)) + 1),
  lock: async (story) => story.lock(await versionOf(story), 'employer', 'new document'),
  decline: async (story) => story.refuse('decline', await versionOf(story)),
  withdraw: async (story) => story.refuse('withdraw', await versionOf(story)),
  conclude: (story) => story.conclude(),
  amend: (story) => story.amend(1),
  deliver: (story) => story.deliver(),
  acknowledge: (story) => story.acknowledge(),
  dissolve: (story) => story.dissolve('39', ON, ['employer']),
  dispose: (story) => story.dispose(),
  hold: (story) => story.hold('hold', 'court'),
  release: (story) => story.hold('release', 'court'),
  export: (story) => story.export('employer'),
};

const UNKNOWN = 'CONTRACT_UNKNOWN';
const STATE = 'CONTRACT_STATE';
const LATE = 'CONTRACT_CONCLUDED';

const ended = (state: string) => ({
  draft: 'CONTRACT_EXISTS',
  disclose: LATE,
  revise: LATE,
  lock: LATE,
  decline: LATE,
  withdraw: LATE,
  conclude: LATE,
  amend: STATE,
  deliver: state,
  acknowledge: STATE,
  dissolve: STATE,
  dispose: 'RETENTION_NOT_OVER',
  hold: state,
  release: STATE,
  export: state,
});
const closed = {
  ...ended(STATE),
  disclose: STATE,
  revise: STATE,
  lock: STATE,
  decline: STATE,
  withdraw: STATE,
  conclude: STATE,
  dispose: 'DISPOSED',
};
const open = { ...closed, decline: 'DECLINED', withdraw: 'WITHDRAWN', dispose: STATE };

const table: Record<string, Record<string, string>> = {
  NONE: { ...Object.fromEntries(Object.keys(commands).map((name) => [name, UNKNOWN])), draft: 'DRAFT' },
  DRAFT: { ...open, disclose: 'DISCLOSED', revise: 'DRAFT', lock: 'DISCLOSURE_MISSING' },
  DISCLOSED: { ...open, revise: 'NEGOTIATING', lock: 'LOCKED' },
  NEGOTIATING: { ...open, revise: 'NEGOTIATING', lock: 'LOCKED' },
  LOCKED: { ...open, revise: 'NEGOTIATING', conclude: 'CONCLUDED' },
  CONCLUDED: { ...ended('CONCLUDED'), amend: 'CONCLUDED', dissolve: 'DISSOLVED' },
  DISSOLVED: ended('DISSOLVED'),
  TERMINATED: ended('TERMINATED'),
  DECLINED: closed,
  WITHDRAWN: closed,
  DISPOSED: { ...closed, dispose: STATE },
};

async function versionOf(story: Story): Promise<number> {
  try {
    const record = await story.record();
    return record.state === 'DISPOSED' ? 1 : record.version;
  } catch (error) {
    if (error instanceof ContractError) return 1;
    throw error;
  }
}

describe('labor-contract: every command in every state', () => {
  for (const [state, row] of Object.entries(table)) {
    it(state, async () => {
      const at = new Story(await foundedFastWorld());
      await roads[state]!(at);
      if (state !== 'NONE') assert.equal((await at.record()).state, state);
      assert.deepEqual(Object.keys(row).sort(), Object.keys(commands).sort());
      for (const [name, expected] of Object.entries(row)) {
        const story = new Story(at.world.clone());
        assert.equal(await after(story, commands[name]!), expected, `${name} in ${state}`);
      }
    });
  }
});

/** The state after a command, or the code of its refusal; a refused one changes nothing. */
async function after(story: Story, command: (story: Story) => Promise<unknown>): Promise<string> {
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

describe('labor-contract: the same again', () => {
  it('answers the same and writes nothing, also much later', async () => {
    const story = new Story(await foundedFastWorld());
    const { ledger } = story.world;
    const submitted: { run: () => Promise<unknown>; result: unknown }[] = [];
    const submit = ledger.submit.bind(ledger);
    ledger.submit = async (command, input) => {
      const result = await submit(command, input);
      submitted.push({ run: () => submit(command, input), result });
      return result;
    };
    await story.draft();
    await story.disclose();
    await story.revise(2);
    await story.lock(2);
    await story.conclude(2);
    await story.deliver();
    await story.acknowledge(0, { document: story.commitment('document 2') });
    await story.hold('hold', 'court');
    await story.hold('release', 'court');
    await story.export('worker');
    await story.amend(1, 3);
    await story.dissolve('36', ON, ['worker', 'employer']);
    const before = new Map(ledger.state);
    const events = ledger.log.filter((line) => line.includes('"event"')).length;
    for (const { run, result } of submitted) assert.deepEqual(await run(), result);
    assert.deepEqual(ledger.state, before);
    assert.equal(ledger.log.filter((line) => line.includes('"event"')).length, events);
    story.passDays(800);
    await story.dispose();
    const gone = submitted.at(-1)!;
    assert.deepEqual(await gone.run(), gone.result);
    await refused(submitted[0]!.run, 'CONTRACT_EXISTS');
  });

  it('is refused when it is not quite the same', async () => {
    const story = await new Story(await foundedFastWorld()).concluded();
    const again = story.signing();
    await refused(story.world.ledger.submit(operations.conclude, again), 'CONTRACT_CONCLUDED');
    await refused(story.draft({ terms: story.commitment('other') }), 'CONTRACT_EXISTS');
  });

  it('still needs the signatures', async () => {
    const story = new Story(await foundedFastWorld());
    await story.draft();
    const body = story.draftBody();
    const forged = { body, signature: story.signed('labor-contract/draft', body, 'thief').signature };
    await refused(story.world.ledger.submit(operations.draft, forged), 'SIGNATURE_INVALID');
  });
});
