import assert from 'node:assert/strict';
import { registry, registryRules } from '../../src/contracts/index.js';
import type { MessageBody, registryMessages } from '../../src/messages/index.js';
import { signMessage } from '../world/keys.js';
import { refused } from '../world/memory-ledger.js';
import { foundedFastWorld, type World } from '../world/world.js';

const { operations } = registry;
const TYPE = 'vocational-skill-level';
const HOUR = 3_600_000;

/** 广东's own accreditation, by the registry; today is 2026-03-02. */
const own = {
  id: 'acc-44',
  organisation: 'province-44',
  type: TYPE,
  regions: ['44'],
  from: '2026-01-01',
  until: '2027-12-31',
};
const given = {
  id: 'acc-44-1',
  organisation: 'assessor',
  type: TYPE,
  regions: ['440300'],
  from: '2026-03-02',
  until: '2027-06-30',
};

async function accredited(): Promise<World> {
  const world = await foundedFastWorld();
  await world.change({ kind: 'accredit', accreditation: own });
  return world;
}

function delegate(
  world: World,
  change: Partial<typeof given> = {},
  say: Partial<registryMessages.Delegation> = {},
  signer?: string,
) {
  const body = { by: 'province-44', under: 'acc-44', accreditation: { ...given, ...change }, ...say };
  const signature = signMessage(world.key(signer ?? body.by), 'registry/delegate', body);
  return world.ledger.submit(operations.delegate, { body, signature });
}

type Decision = 'suspend-delegation' | 'reinstate-delegation';

function decide(world: World, kind: Decision, sequence: number, by = 'province-44', signer = by) {
  const body = { accreditation: 'acc-44-1', by, sequence, reason: 'inquiry' };
  const signature = signMessage(world.key(signer), `registry/${kind}`, body);
  return world.ledger.submit(operations[kind], { body, signature });
}

function withdraw(
  world: World,
  sequence: number,
  change: Partial<MessageBody<'registry/withdraw-delegation'>> = {},
) {
  const said = {
    accreditation: 'acc-44-1',
    by: 'province-44',
    sequence,
    from: '2026-06-01',
    reason: 'lapsed',
  };
  const body = { ...said, ...change };
  const signature = signMessage(world.key(body.by), 'registry/withdraw-delegation', body);
  return world.ledger.submit(operations['withdraw-delegation'], { body, signature });
}

async function why(world: World, on: string, region = '440305', asOf?: string) {
  const answer = await world.ledger.query(operations.accredited, {
    organisation: 'assessor',
    type: TYPE,
    region,
    on,
    ...(asOf !== undefined && { asOf }),
  });
  return answer.accredited ? answer.accreditation : [answer.reason, answer.accreditation ?? null];
}

describe('accreditations that a province gives', () => {
  it('hold within their own regions and days, and name the accreditation that fails', async () => {
    const world = await accredited();
    const done = await delegate(world);
    assert.deepEqual(await delegate(world), done, 'said again it changes nothing');
    assert.equal(await why(world, '2026-03-02'), 'acc-44-1');
    assert.deepEqual(await why(world, '2026-03-01'), ['NOT_YET', 'acc-44-1']);
    assert.deepEqual(await why(world, '2027-07-01'), ['EXPIRED', 'acc-44-1']);
    assert.deepEqual(await why(world, '2026-03-02', '440400'), ['OTHER_REGION', 'acc-44-1']);
    const { delegations } = await world.ledger.query(operations.delegations, { under: 'acc-44', limit: 10 });
    assert.deepEqual(
      delegations.map(({ id, by, under }) => [id, by, under]),
      [['acc-44-1', 'province-44', 'acc-44']],
    );
  });

  it('stay within the province’s own: type, regions, period, and its end', async () => {
    const world = await accredited();
    await refused(delegate(world, { type: 'professional-title' }), 'ACCREDITATION_BEYOND');
    await refused(delegate(world, { regions: ['440300', '310100'] }), 'ACCREDITATION_BEYOND');
    await refused(delegate(world, { from: '2025-12-31' }), 'ACCREDITATION_BEYOND');
    const error = await refused(delegate(world, { until: '2028-01-01' }), 'ACCREDITATION_BEYOND');
    assert.deepEqual(error.members, { under: 'acc-44', member: 'until' });
    await refused(delegate(world, { until: '2026-03-01' }), 'ACCREDITATION_PERIOD_INVALID');
    await world.change({
      kind: 'withdraw-accreditation',
      accreditation: 'acc-44',
      from: '2027-01-01',
      reason: 'test',
    });
    await refused(delegate(world, { until: '2027-01-01' }), 'ACCREDITATION_BEYOND');
    await delegate(world, { until: '2026-12-31' });
  });

  it('are a province’s word about an accreditation of its own, to an organisation below it', async () => {
    const world = await accredited();
    await refused(delegate(world, {}, {}, 'province-31'), 'SIGNATURE_INVALID');
    await refused(delegate(world, {}, { by: 'province-31' }), 'NOT_ENTITLED');
    await refused(delegate(world, {}, { by: 'assessor' }), 'NOT_ENTITLED');
    await refused(delegate(world, {}, { under: 'acc-9' }), 'ACCREDITATION_UNKNOWN');
    await refused(delegate(world, { organisation: 'worker' }), 'ORGANISATION_UNKNOWN');
    await refused(delegate(world, { organisation: 'province-31' }), 'NOT_ENTITLED');
    await delegate(world);
    await refused(delegate(world, { until: '2027-05-31' }), 'ACCREDITATION_EXISTS');
    await refused(delegate(world, { id: 'acc-44' }), 'ACCREDITATION_EXISTS');
    // What a province was given by nobody but the registry it can give; what it gave goes no further.
    await refused(
      delegate(world, { id: 'acc-44-2' }, { by: 'province-44', under: 'acc-44-1' }),
      'NOT_ENTITLED',
    );
    await world.change({ kind: 'suspend', organisation: 'assessor', reason: 'test' });
    await refused(delegate(world, { id: 'acc-44-3' }), 'ORGANISATION_SUSPENDED');
  });

  it('fall with the province’s own, from that day on, without being written anew', async () => {
    const world = await accredited();
    await delegate(world);
    const stored = () => world.ledger.query(operations.accreditation, { id: 'acc-44-1' });
    const before = await stored();
    await world.change({
      kind: 'withdraw-accreditation',
      accreditation: 'acc-44',
      from: '2026-06-01',
      reason: 'test',
    });
    assert.equal(await why(world, '2026-05-31'), 'acc-44-1');
    assert.deepEqual(await why(world, '2026-06-01'), ['WITHDRAWN', 'acc-44']);
    assert.deepEqual(await stored(), before);
  });

  it('rest while the province or its accreditation is suspended', async () => {
    const world = await accredited();
    await delegate(world);
    const change = { accreditation: 'acc-44', reason: 'test' };
    await world.change({ kind: 'suspend-accreditation', ...change });
    await refused(world.change({ kind: 'suspend-accreditation', ...change }), 'ACCREDITATION_SUSPENDED');
    await refused(delegate(world, { id: 'acc-44-2' }), 'ACCREDITATION_SUSPENDED');
    assert.deepEqual(await why(world, '2026-03-02'), ['ACCREDITATION_SUSPENDED', 'acc-44']);
    assert.deepEqual(await why(world, '2026-09-01'), ['ACCREDITATION_SUSPENDED', 'acc-44']);
    world.ledger.pass(48 * HOUR);
    await world.change({ kind: 'reinstate-accreditation', ...change });
    await refused(world.change({ kind: 'reinstate-accreditation', ...change }), 'ACCREDITATION_STATE');
    assert.equal(await why(world, '2026-03-05'), 'acc-44-1');
    assert.deepEqual(await why(world, '2026-03-03'), ['ACCREDITATION_SUSPENDED', 'acc-44']);
    await world.change({ kind: 'suspend', organisation: 'province-44', reason: 'test' }, [
      'ministry',
      'province-31',
      'province-51',
    ]);
    assert.deepEqual(await why(world, '2026-03-04'), ['ACCREDITATION_SUSPENDED', 'acc-44']);
    assert.deepEqual(await why(world, '2026-03-05'), ['SUSPENDED', 'acc-44']);
  });

  it('are suspended, given back and withdrawn by who gave them, each decision under its number', async () => {
    const world = await accredited();
    await refused(decide(world, 'suspend-delegation', 1), 'ACCREDITATION_UNKNOWN');
    await delegate(world);
    await refused(decide(world, 'suspend-delegation', 1, 'province-31'), 'NOT_ENTITLED');
    await refused(decide(world, 'suspend-delegation', 1, 'province-44', 'province-31'), 'SIGNATURE_INVALID');
    await refused(decide(world, 'suspend-delegation', 2), 'ACCREDITATION_SEQUENCE');
    await refused(decide(world, 'reinstate-delegation', 1), 'ACCREDITATION_STATE');
    const done = await decide(world, 'suspend-delegation', 1);
    assert.deepEqual(await decide(world, 'suspend-delegation', 1), done);
    assert.deepEqual(await why(world, '2026-03-02'), ['ACCREDITATION_SUSPENDED', 'acc-44-1']);
    await decide(world, 'reinstate-delegation', 2);
    await refused(decide(world, 'suspend-delegation', 1), 'ACCREDITATION_SEQUENCE');
    await refused(withdraw(world, 3, { by: 'province-31' }), 'NOT_ENTITLED');
    await refused(withdraw(world, 3, { from: '2026-03-01' }), 'ACCREDITATION_PERIOD_INVALID');
    const ended = await withdraw(world, 3);
    assert.deepEqual(await withdraw(world, 3), ended);
    await refused(withdraw(world, 3, { from: '2026-05-01' }), 'ACCREDITATION_SEQUENCE');
    assert.equal(await why(world, '2026-05-31'), 'acc-44-1');
    assert.deepEqual(await why(world, '2026-06-01'), ['WITHDRAWN', 'acc-44-1']);
  });

  it('suspended by the registry are not given back by the province', async () => {
    const world = await accredited();
    await delegate(world);
    const change = { accreditation: 'acc-44-1', reason: 'test' };
    await world.change({ kind: 'suspend-accreditation', ...change });
    await refused(decide(world, 'reinstate-delegation', 2), 'NOT_ENTITLED');
    await world.change({ kind: 'reinstate-accreditation', ...change });
    assert.deepEqual(await why(world, '2026-03-02'), ['ACCREDITATION_SUSPENDED', 'acc-44-1']);
    assert.equal(await why(world, '2026-03-03'), 'acc-44-1');
  });
});

describe('the registry as of a past time', () => {
  it('knows accreditations, withdrawals and suspensions only from when they were decided', async () => {
    const world = await accredited();
    const times: string[] = [];
    const step = async (what: () => Promise<unknown>) => {
      await what();
      times.push(world.ledger.time);
      world.ledger.pass(HOUR);
    };
    await step(() => delegate(world));
    await step(() => withdraw(world, 1, { from: '2026-09-01' }));
    await step(() => withdraw(world, 2, { from: '2026-06-01' }));
    await step(() => world.change({ kind: 'suspend', organisation: 'assessor', reason: 'test' }));
    const [beginning, first, second] = times;
    assert.deepEqual(await why(world, '2026-07-01', '440305', '2026-03-02T00:59:59.000Z'), ['NONE', null]);
    assert.equal(await why(world, '2027-01-01', '440305', beginning), 'acc-44-1');
    assert.equal(await why(world, '2026-07-01', '440305', first), 'acc-44-1');
    assert.deepEqual(await why(world, '2026-09-01', '440305', first), ['WITHDRAWN', 'acc-44-1']);
    assert.deepEqual(await why(world, '2026-07-01', '440305', second), ['WITHDRAWN', 'acc-44-1']);
    assert.equal(await why(world, '2026-05-01', '440305', second), 'acc-44-1');
    assert.deepEqual(await why(world, '2026-05-01'), ['SUSPENDED', 'acc-44-1']);
  });

  it('gives keys and documents of then: no key that came later, no end that had not come', async () => {
    const world = await foundedFastWorld();
    const { time } = world.ledger;
    world.ledger.pass(HOUR);
    const rotation = { identifier: 'assessor', sequence: 2, key: world.key('assessor/2').key };
    await world.ledger.submit(operations.rotate, {
      rotation,
      old: signMessage(world.key('assessor'), 'registry/rotate', rotation),
      new: signMessage(world.key('assessor/2'), 'registry/rotate', rotation),
    });
    const did = `did:renxin:${world.ledger.name}:assessor`;
    const at = async (asOf?: string) => {
      const answer = await world.ledger.query(operations.resolve, {
        did,
        ...(asOf !== undefined && { asOf }),
      });
      const { verificationMethod, authentication } = answer.didDocument as Record<string, unknown[]>;
      return [verificationMethod?.length, authentication];
    };
    assert.deepEqual(await at(), [2, [`${did}#key-2`]]);
    assert.deepEqual(await at(time), [1, [`${did}#key-1`]]);
    await refused(at('2020-01-01T00:00:00.000Z'), 'IDENTIFIER_UNKNOWN');
    const record = await world.ledger.query(operations.identifier, { identifier: 'assessor' });
    const then = registryRules.identifierAsOf(record, time);
    assert.deepEqual([then?.keys.length, then?.keys[0]?.until, then?.next], [1, undefined, 2]);
  });
});
