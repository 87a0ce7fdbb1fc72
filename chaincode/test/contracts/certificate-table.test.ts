import assert from 'node:assert/strict';
import { ContractError } from '../../src/kernel/index.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { refused } from '../world/memory-ledger.js';

/** Every command in every state: the state that follows, or the code of the refusal. */

type Step = (story: CertificateStory) => Promise<unknown>;

/** How a certificate comes into each state. */
const roads: Record<string, Step> = {
  NONE: async () => undefined,
  VALID: (story) => story.issue(),
  SUSPENDED: (story) => story.issue().then(() => story.suspend()),
  SET_ASIDE: (story) => story.issue().then(() => story.setAside()),
  TRANSFERRING: (story) => story.issue().then(() => story.transferOut()),
  TRANSFERRED: async (story) => {
    await roads['TRANSFERRING']!(story);
    await next(story).transferIn(story.certificate);
  },
  REVOKED: (story) => story.issue().then(() => story.revoke()),
  CANCELLED: (story) => story.issue().then(() => story.cancel()),
  EXPIRED: async (story) => {
    await story.issue();
    story.passDays(3 * 366);
    await story.expire();
  },
  REPLACED: async (story) => {
    await story.issue();
    await next(story).issue({ predecessor: story.certificate });
  },
};

/** Each command as it could be right in some state, with content that was never said before. */
const commands: Record<string, Step> = {
  issue: (story) => story.issue({ status: { list: 2, index: 1 }, ...now(story) }),
  attest: (story) => story.attest({ status: { list: 2, index: 1 } }),
  'transfer-in': (story) => third(story).transferIn(story.certificate),
  renew: (story) => third(story).issue({ predecessor: story.certificate, ...now(story) }),
  suspend: (story) => story.suspend({ reason: 'other' }),
  reinstate: (story) => story.reinstate(),
  'set-aside': (story) => story.setAside({ reason: 'other' }),
  'take-up': (story) => story.takeUp(),
  correct: (story) =>
    third(story).issue({ predecessor: story.certificate, succession: 'correction', ...end(story) }),
  revoke: (story) => story.revoke({ reason: 'other' }),
  cancel: (story) => story.cancel('lapsed'),
  expire: (story) => story.expire(),
  'transfer-out': (story) => story.transferOut('province-51'),
  'withdraw-transfer': (story) => story.withdrawTransfer(),
};

const EXISTS = 'CERTIFICATE_EXISTS';
const UNKNOWN = 'CERTIFICATE_UNKNOWN';
const STATE = 'CERTIFICATE_STATE';

/** A row in which all but these is refused with one code. */
const only = (code: string, others: Record<string, string> = {}) => ({
  ...Object.fromEntries(Object.keys(commands).map((name) => [name, code])),
  issue: EXISTS,
  attest: EXISTS,
  expire: STATE,
  ...others,
});

const table: Record<string, Record<string, string>> = {
  NONE: {
    ...only(UNKNOWN),
    issue: 'VALID',
    attest: 'VALID',
    expire: UNKNOWN,
    'transfer-in': 'CERTIFICATE_PREDECESSOR',
    renew: 'CERTIFICATE_PREDECESSOR',
    correct: 'CERTIFICATE_PREDECESSOR',
  },
  VALID: only(STATE, {
    renew: 'REPLACED',
    correct: 'REPLACED',
    'set-aside': 'SET_ASIDE',
    suspend: 'SUSPENDED',
    revoke: 'REVOKED',
    cancel: 'CANCELLED',
    'transfer-out': 'TRANSFERRING',
  }),
  SUSPENDED: only('CERTIFICATE_SUSPENDED', {
    reinstate: 'VALID',
    revoke: 'REVOKED',
    cancel: 'CANCELLED',
  }),
  SET_ASIDE: only('CERTIFICATE_SET_ASIDE', {
    'take-up': 'VALID',
    revoke: 'REVOKED',
    cancel: 'CANCELLED',
  }),
  TRANSFERRING: only('TRANSFERRED_OUT', {
    'transfer-in': 'TRANSFERRED',
    revoke: 'REVOKED',
    'withdraw-transfer': 'VALID',
  }),
  TRANSFERRED: only('TRANSFERRED_OUT'),
  REVOKED: only('CERTIFICATE_REVOKED'),
  CANCELLED: only('CERTIFICATE_CANCELLED'),
  EXPIRED: only('CERTIFICATE_EXPIRED', {
    revoke: 'REVOKED',
    renew: 'REPLACED',
    expire: 'nothing',
    'transfer-in': 'CERTIFICATE_DATES',
  }),
  REPLACED: only('CERTIFICATE_REPLACED'),
};

describe('certificate: every command in every state', () => {
  for (const [state, row] of Object.entries(table)) {
    it(state, async () => {
      const at = new CertificateStory(await certificateWorld());
      await roads[state]!(at);
      if (state !== 'NONE') assert.equal((await at.record()).state, state);
      for (const [name, command] of Object.entries(commands)) {
        const story = new CertificateStory(at.world.clone());
        assert.equal(await after(story, command), row[name], `${name} in ${state}`);
      }
    });
  }
});

/** The state after a command, or the code of its refusal; a refused one changes nothing. */
async function after(story: CertificateStory, command: Step): Promise<string> {
  const before = new Map(story.world.ledger.state);
  try {
    await command(story);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    assert.deepEqual(story.world.ledger.state, before);
    return error.code;
  }
  if (story.world.ledger.state.size === before.size) {
    const isSame = [...before].every(([key, value]) => story.world.ledger.state.get(key) === value);
    if (isSame) return 'nothing';
  }
  return (await story.record()).state;
}

describe('certificate: the same again', () => {
  it('answers the same and writes nothing, as long as no other decision followed under its number', async () => {
    const story = new CertificateStory(await certificateWorld());
    const { ledger } = story.world;
    const submitted: { run: () => Promise<unknown>; result: unknown }[] = [];
    const submit = ledger.submit.bind(ledger);
    ledger.submit = async (command, input) => {
      const result = await submit(command, input);
      submitted.push({ run: () => submit(command, input), result });
      return result;
    };
    await story.issue();
    await story.suspend();
    await story.reinstate();
    await story.transferOut();
    await next(story).transferIn(story.certificate);
    await story.recognise();
    const before = new Map(ledger.state);
    const events = ledger.log.filter((line) => line.includes('"event"')).length;
    for (const { run } of submitted) await run();
    assert.deepEqual(ledger.state, before);
    assert.equal(ledger.log.filter((line) => line.includes('"event"')).length, events);
    for (const i of [0, 4, 5]) assert.deepEqual(await submitted[i]!.run(), submitted[i]!.result);
  });

  it('a decision cannot be brought again once it was undone', async () => {
    const story = new CertificateStory(await certificateWorld());
    await story.issue();
    const first = await story.decision('province-44');
    await story.suspend();
    await story.reinstate();
    const replayed = { ...first, reason: 'inquiry', at: story.now };
    await refused(story.suspend(replayed), 'CERTIFICATE_SEQUENCE');
    assert.equal((await story.record()).state, 'VALID');
  });
});

function next(story: CertificateStory): CertificateStory {
  return new CertificateStory(story.world, 'v-2', story.holder);
}

function third(story: CertificateStory): CertificateStory {
  return new CertificateStory(story.world, 'v-3', story.holder);
}

/** When the first one has ended: issued today, for some more years. */
function now(story: CertificateStory) {
  return story.today < '2029-03-02' ? {} : { issuedOn: story.today, validUntil: '2039-01-01' };
}

/** The same for what keeps its day of issue. */
function end(story: CertificateStory) {
  return story.today < '2029-03-02' ? {} : { validUntil: '2039-01-01' };
}
