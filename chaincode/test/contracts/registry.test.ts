import assert from 'node:assert/strict';
import { registry, signerKey, identifiers, registryRules as rules } from '../../src/contracts/index.js';
import { contractsOf, defineContract, execute, type Query } from '../../src/kernel/index.js';
import type { registryMessages } from '../../src/messages/index.js';
import { signMessage } from '../world/keys.js';
import { MemoryLedger, refused } from '../world/memory-ledger.js';
import { digestOf, fastWorld, foundedFastWorld, foundedWorld, World } from '../world/world.js';

const { operations } = registry;
const HOUR = 3_600_000;

describe('registry.found', () => {
  it('makes organisations and officers who can act', async () => {
    const world = new World();
    const founding = world.founding();
    const at = world.ledger.time;
    assert.deepEqual(await world.found(founding), { ledger: 'test-ledger', at });
    assert.deepEqual(await world.ledger.query(operations.founding, {}), {
      schema: 1,
      founding,
      foundedAt: at,
    });
    assert.deepEqual(await world.ledger.query(operations.governance, {}), {
      schema: 1,
      next: 1,
      ministry: 'ministry',
      provinces: ['44', '31', '51'].map((region) => ({ id: `province-${region}`, region, active: true })),
      officers: 3,
    });
    for (const id of ['ministry', 'identity', 'province-44', 'officer-1']) {
      const { keys } = await world.ledger.query(operations.identifier, { identifier: id });
      assert.deepEqual(keys, [{ sequence: 1, key: world.key(id).key, from: at }]);
    }
  });

  it('happens once: the same founding again changes nothing, another is refused', async () => {
    const world = fastWorld();
    const founding = world.founding();
    const first = await world.found(founding);
    const before = new Map(world.ledger.state);
    assert.deepEqual(await world.found(founding), first);
    assert.deepEqual(world.ledger.state, before);
    await refused(world.found({ ...founding, recoveryDelayHours: 1 }), 'LEDGER_ALREADY_FOUNDED');
  });

  it('needs every founder’s signature, with the key that it names, and no other', async () => {
    const world = fastWorld();
    const founding = world.founding();
    const all = founding.founders.map(({ id }) => ({
      by: id,
      signature: signMessage(world.key(id), 'registry/found', founding),
    }));
    const submit = (signatures: registryMessages.SignedBy[]) =>
      world.ledger.submit(operations.found, { founding, signatures });
    await refused(submit(all.slice(1)), 'FOUNDER_MISSING');
    const forged = { by: 'ministry', signature: signMessage(world.key('thief'), 'registry/found', founding) };
    await refused(submit([forged, ...all.slice(1)]), 'SIGNATURE_INVALID');
    await refused(submit([...all, { by: 'stranger', signature: forged.signature }]), 'SIGNATURE_INVALID');
    const elsewhere = {
      by: 'ministry',
      signature: signMessage(world.key('ministry'), 'registry/found', founding, 'other-ledger'),
    };
    await refused(submit([elsewhere, ...all.slice(1)]), 'SIGNATURE_INVALID');
    assert.equal(world.ledger.state.size, 0);
    await submit([...all, ...all.slice(0, 1)]);
  });

  it('needs a ministry, an identity authority and a province, nobody and no key twice', async () => {
    const world = fastWorld();
    const { founders, officers } = world.founding();
    const without = (role: string) => founders.filter((each) => each.role !== role);
    for (const role of ['ministry', 'identity-authority', 'province']) {
      await refused(world.found(world.founding({ founders: without(role) })), 'FOUNDER_MISSING');
    }
    const more = (change: Partial<registryMessages.Organisation>) =>
      world.found(world.founding({ founders: [...founders, { ...world.organisation('bank'), ...change }] }));
    await refused(more({ id: 'bank', role: 'ministry' }), 'ORGANISATION_EXISTS');
    await refused(more({ id: 'bank', role: 'province', region: '440000' }), 'ORGANISATION_EXISTS');
    const twin = { ...world.organisation('ministry'), role: 'bank' as const };
    await refused(world.found(world.founding({ founders: [...founders, twin] })), 'ORGANISATION_EXISTS');
    const [first] = officers;
    const oneKey = [first!, { id: 'officer-2', key: first!.key }];
    await refused(world.found(world.founding({ officers: oneKey })), 'KEY_IN_USE');
    await refused(world.found(world.founding({ ledger: 'other-ledger' })), 'INPUT_INVALID');
  });

  it('takes only points of the curve as keys, two officers at least, and no field more or less', async () => {
    const world = fastWorld();
    const founding = world.founding();
    const { algorithm, point } = world.key('ministry').key;
    const bytes = Buffer.from(point, 'base64url');
    bytes[64] = bytes[64]! ^ 1;
    const signatures = [
      { by: 'ministry', signature: signMessage(world.key('ministry'), 'registry/found', founding) },
    ];
    const ministry = (change: object) => ({
      founders: founding.founders.map((each) => (each.id === 'ministry' ? { ...each, ...change } : each)),
    });
    for (const [change, fault] of [
      [ministry({ key: { algorithm, point: bytes.toString('base64url') } }), '/founding/founders/0/key'],
      [ministry({ key: { algorithm: 'SM2' as const, point } }), '/founding/founders/0/key'],
      [ministry({ uscc: '1' }), '/founding/founders/0/uscc'],
      [ministry({ name: 'a\u202eb' }), '/founding/founders/0/name'],
      [ministry({ phone: '1' }), '/founding/founders/0'],
      [{ officers: founding.officers.slice(0, 1) }, '/founding/officers'],
      [{ at: '2026-02-30T00:00:00.000Z' }, '/founding/at'],
    ] as const) {
      const input = { founding: { ...founding, ...change }, signatures };
      const error = await refused(world.ledger.submit(operations.found, input), 'INPUT_INVALID');
      assert.deepEqual(error.members, { faults: [fault] });
    }
  });

  it('comes before everything else', async () => {
    const world = fastWorld();
    await refused(world.ledger.query(operations.founding, {}), 'LEDGER_NOT_FOUNDED');
    await refused(world.ledger.query(operations.governance, {}), 'LEDGER_NOT_FOUNDED');
    const change = { kind: 'suspend' as const, organisation: 'bank', reason: 'test' };
    await refused(
      world.ledger.submit(
        operations.change,
        world.approved(1, change, ['ministry', 'province-44', 'province-31']),
      ),
      'LEDGER_NOT_FOUNDED',
    );
    await refused(world.bind('worker'), 'IDENTIFIER_UNKNOWN');
  });
});

describe('registry.change: who decides', () => {
  const suspend = { kind: 'suspend' as const, organisation: 'employer', reason: 'test' };

  it('needs the ministry and more than half of the active provinces, each counted once', async () => {
    for (const by of [
      ['province-44', 'province-31', 'province-51'],
      ['ministry', 'province-44'],
      ['ministry', 'province-44', 'province-44'],
      ['ministry', 'province-44', 'bank'],
      ['ministry', 'province-44', 'employer'],
      ['ministry', 'province-44', 'identity', 'officer-1', 'court', 'worker'],
      ['ministry'],
    ]) {
      const world = await foundedFastWorld();
      await refused(world.change(suspend, by), 'APPROVALS_MISSING');
    }
    const world = await foundedFastWorld();
    await world.change(suspend, ['ministry', 'province-44', 'province-51']);
  });

  it('counts the provinces that are active now', async () => {
    const world = await foundedFastWorld();
    await world.change({ ...suspend, organisation: 'province-51' });
    await refused(world.change(suspend, ['ministry', 'province-44']), 'APPROVALS_MISSING');
    await refused(
      world.change(suspend, ['ministry', 'province-44', 'province-51']),
      'ORGANISATION_SUSPENDED',
    );
    await world.change(suspend, ['ministry', 'province-44', 'province-31']);
    await world.change({ ...suspend, organisation: 'province-31' }, ['ministry', 'province-44']);
    await world.change({ kind: 'reinstate', organisation: 'employer', reason: 'test' }, [
      'ministry',
      'province-44',
    ]);
  });

  it('asks nobody about its own suspension, and leaves somebody who can decide', async () => {
    const world = await foundedFastWorld();
    const all = ['ministry', 'province-44', 'province-31', 'province-51'];
    await refused(world.change({ ...suspend, organisation: 'ministry' }, all), 'APPROVALS_MISSING');
    await refused(
      world.change({ ...suspend, organisation: 'province-44' }, ['ministry', 'province-44']),
      'APPROVALS_MISSING',
    );
    await world.change({ ...suspend, organisation: 'province-44' }, [
      'ministry',
      'province-31',
      'province-51',
    ]);
    await world.change({ ...suspend, organisation: 'province-31' }, ['ministry', 'province-51']);
    await refused(
      world.change({ ...suspend, organisation: 'province-51' }, ['ministry', 'province-51']),
      'APPROVALS_MISSING',
    );
  });

  it('takes no signature of somebody else, over another change, or on another ledger', async () => {
    const world = await foundedFastWorld();
    const sequence = await world.sequence();
    const by = ['ministry', 'province-44', 'province-31'];
    const good = world.approved(sequence, suspend, by);
    const replaced = (signature: string) => ({
      ...good,
      approvals: [{ by: 'ministry', signature }, ...good.approvals.slice(1)],
    });
    const body = { sequence, change: suspend };
    const key = world.key('ministry');
    for (const signature of [
      signMessage(world.key('bank'), 'registry/change', body),
      signMessage(key, 'registry/change', { ...body, sequence: sequence + 1 }),
      signMessage(key, 'registry/change', { sequence, change: { ...suspend, organisation: 'bank' } }),
      signMessage(key, 'registry/change', body, 'other-ledger'),
    ]) {
      await refused(world.ledger.submit(operations.change, replaced(signature)), 'SIGNATURE_INVALID');
    }
    const stranger = { by: 'stranger', signature: good.approvals[0]!.signature };
    await refused(
      world.ledger.submit(operations.change, { ...good, approvals: [...good.approvals, stranger] }),
      'IDENTIFIER_UNKNOWN',
    );
    await world.ledger.submit(operations.change, good);
  });

  it('goes in sequence; the same change again changes nothing', async () => {
    const world = await foundedFastWorld();
    const sequence = await world.sequence();
    const by = ['ministry', 'province-44', 'province-31'];
    const submit = (n: number, change: registryMessages.Change, approvers = by) =>
      world.ledger.submit(operations.change, world.approved(n, change, approvers));
    await refused(submit(sequence + 1, suspend), 'CHANGE_OUT_OF_SEQUENCE');
    const first = await submit(sequence, suspend);
    const before = new Map(world.ledger.state);
    assert.deepEqual(await submit(sequence, suspend), first);
    assert.deepEqual(world.ledger.state, before);
    await refused(submit(sequence, { ...suspend, organisation: 'bank' }), 'CHANGE_OUT_OF_SEQUENCE');
    await refused(submit(sequence, suspend, ['bank']), 'CHANGE_OUT_OF_SEQUENCE');
    await refused(submit(1, suspend), 'CHANGE_OUT_OF_SEQUENCE');
  });
});

describe('registry.change: organisations and officers', () => {
  it('enrols an organisation that shows that it has its key', async () => {
    const world = await foundedFastWorld();
    const organisation = { ...world.organisation('bank'), id: 'new-bank', key: world.key('new-bank').key };
    const change = { kind: 'enrol' as const, organisation };
    const by = ['ministry', 'province-44', 'province-31'];
    const sequence = await world.sequence();
    const without = world.approved(sequence, change, by);
    await refused(world.ledger.submit(operations.change, without), 'APPROVALS_MISSING');
    const forged = signMessage(world.key('bank'), 'registry/change', { sequence, change });
    await refused(
      world.ledger.submit(operations.change, {
        ...without,
        approvals: [...without.approvals, { by: 'new-bank', signature: forged }],
      }),
      'SIGNATURE_INVALID',
    );
    await world.change(change);
    const record = await world.ledger.query(operations.identifier, { identifier: 'new-bank' });
    assert.equal(record.kind === 'organisation' && record.role, 'bank');
  });

  it('refuses a name, a key, a ministry or a province that is there already', async () => {
    const world = await foundedFastWorld();
    const enrol = (change: Partial<registryMessages.Organisation>) => {
      const organisation = { ...world.organisation('bank'), id: 'new', key: world.key('new').key, ...change };
      return world.change({ kind: 'enrol', organisation });
    };
    await refused(enrol({ role: 'ministry' }), 'ORGANISATION_EXISTS');
    await refused(enrol({ role: 'province', region: '440000' }), 'ORGANISATION_EXISTS');
    await refused(
      world.change({ kind: 'enrol', organisation: world.organisation('bank') }),
      'ORGANISATION_EXISTS',
    );
    const worker = { ...world.organisation('bank'), id: 'worker', key: world.key('worker').key };
    await refused(world.change({ kind: 'enrol', organisation: worker }), 'ORGANISATION_EXISTS');
    const sequence = await world.sequence();
    const change = { kind: 'enrol' as const, organisation: { ...world.organisation('bank'), id: 'thief' } };
    const given = world.approved(sequence, change, ['ministry', 'province-44', 'province-31']);
    const own = {
      by: 'thief',
      signature: signMessage(world.key('bank'), 'registry/change', { sequence, change }),
    };
    await refused(
      world.ledger.submit(operations.change, { ...given, approvals: [...given.approvals, own] }),
      'KEY_IN_USE',
    );
  });

  it('a new province decides with the others from then on', async () => {
    const world = await foundedFastWorld();
    const organisation = {
      ...world.organisation('bank'),
      id: 'province-33',
      role: 'province' as const,
      region: '33',
      key: world.key('province-33').key,
    };
    await world.change({ kind: 'enrol', organisation });
    const suspend = { kind: 'suspend' as const, organisation: 'bank', reason: 'test' };
    await refused(world.change(suspend, ['ministry', 'province-44', 'province-31']), 'APPROVALS_MISSING');
    await world.change(suspend, ['ministry', 'province-44', 'province-31', 'province-33']);
  });

  it('suspends and reinstates, with dated states; a suspended organisation cannot act', async () => {
    const world = await foundedFastWorld();
    const change = (kind: 'suspend' | 'reinstate', organisation = 'identity') =>
      world.change({ kind, organisation, reason: 'test' });
    const since = world.ledger.time;
    await change('suspend');
    await refused(world.bind('late-worker'), 'ORGANISATION_SUSPENDED');
    await refused(change('suspend'), 'ORGANISATION_SUSPENDED');
    const until = world.ledger.time;
    await change('reinstate');
    await refused(change('reinstate'), 'ORGANISATION_EXISTS');
    await refused(change('suspend', 'worker'), 'ORGANISATION_UNKNOWN');
    await refused(change('reinstate', 'nobody'), 'ORGANISATION_UNKNOWN');
    await world.bind('late-worker');
    const record = await world.ledger.query(operations.identifier, { identifier: 'identity' });
    assert.deepEqual(record.kind === 'organisation' && record.states.slice(1), [
      { state: 'suspended', at: since, reason: 'test' },
      { state: 'active', at: until, reason: 'test' },
    ]);
  });

  it('keeps the record bounded: the 64th state is a suspension for good', () => {
    const world = fastWorld();
    let record = rules.enrolled(world.organisation('bank'), world.ledger.time);
    for (let i = 0; i < 31; i++) {
      record = rules.reinstated(rules.suspended(record, 'test', record.since), 'test', record.since);
    }
    record = rules.suspended(record, 'test', record.since);
    assert.equal(record.states.length, 64);
    return refused(() => rules.reinstated(record, 'test', record.since), 'ORGANISATION_SUSPENDED');
  });

  it('appoints and dismisses officers, never below two', async () => {
    const world = await foundedFastWorld();
    const officer = world.officer('officer-4');
    await world.change({ kind: 'appoint-officer', officer });
    await refused(world.change({ kind: 'appoint-officer', officer }), 'IDENTIFIER_EXISTS');
    const dismiss = (id: string) => world.change({ kind: 'dismiss-officer', officer: id });
    await refused(dismiss('bank'), 'IDENTIFIER_UNKNOWN');
    await dismiss('officer-4');
    await refused(dismiss('officer-4'), 'KEY_NOT_ACTIVE');
    await dismiss('officer-3');
    await refused(dismiss('officer-2'), 'OFFICERS_MISSING');
    const possession = world.approved(
      await world.sequence(),
      { kind: 'appoint-officer', officer: world.officer('officer-5') },
      ['ministry', 'province-44', 'province-31'],
    );
    await refused(world.ledger.submit(operations.change, possession), 'APPROVALS_MISSING');
  });
});

describe('registry.bind', () => {
  it('binds a key to a pairwise identifier, with the authority’s and the key’s own signature', async () => {
    const world = await foundedFastWorld();
    const binding = world.binding('citizen', { relation: 'consent', towards: 'bank' });
    const at = world.ledger.time;
    assert.deepEqual(await world.ledger.submit(operations.bind, world.bound(binding)), {
      identifier: 'citizen',
      at,
    });
    assert.deepEqual(await world.ledger.query(operations.identifier, { identifier: 'citizen' }), {
      schema: 1,
      kind: 'person',
      identifier: 'citizen',
      relation: 'consent',
      towards: 'bank',
      authority: 'identity',
      proof: binding.proof,
      provenAt: binding.at,
      since: at,
      keys: [{ sequence: 1, key: binding.key, from: at }],
      next: 2,
    });
  });

  it('changes nothing when it comes again; other content is refused', async () => {
    const world = await foundedFastWorld();
    const input = world.bound(world.binding('citizen'));
    const first = await world.ledger.submit(operations.bind, input);
    const before = new Map(world.ledger.state);
    assert.deepEqual(await world.ledger.submit(operations.bind, input), first);
    assert.deepEqual(world.ledger.state, before);
    for (const change of [
      { relation: 'consent' as const },
      { towards: 'bank' },
      { proof: digestOf('other') },
      { at: world.ledger.time },
    ]) {
      const other = world.bound({ ...input.binding, ...change });
      await refused(world.ledger.submit(operations.bind, other), 'IDENTIFIER_EXISTS');
    }
    const organisation = { ...world.binding('employer'), key: world.key('employer').key };
    await refused(world.ledger.submit(operations.bind, world.bound(organisation)), 'IDENTIFIER_EXISTS');
  });

  it('takes the word of an active identity authority only', async () => {
    const world = await foundedFastWorld();
    for (const authority of ['ministry', 'province-44', 'employer', 'worker', 'officer-1']) {
      await refused(world.bind('citizen', { authority }), 'NOT_IDENTITY_AUTHORITY');
    }
    await refused(world.bind('citizen', { authority: 'nobody' }), 'IDENTIFIER_UNKNOWN');
  });

  it('takes no key without its own signature, and none that is anybody’s', async () => {
    const world = await foundedFastWorld();
    const binding = world.binding('citizen');
    const good = world.bound(binding);
    const thief = signMessage(world.key('thief'), 'registry/bind', binding);
    const submit = (change: object) => world.ledger.submit(operations.bind, { ...good, ...change });
    await refused(submit({ possession: thief }), 'SIGNATURE_INVALID');
    await refused(submit({ authority: thief }), 'SIGNATURE_INVALID');
    await refused(submit({ possession: good.authority, authority: good.possession }), 'SIGNATURE_INVALID');
    for (const owner of ['worker', 'employer', 'ministry', 'officer-1']) {
      const used = { ...binding, key: world.key(owner).key };
      const input = {
        binding: used,
        authority: signMessage(world.key('identity'), 'registry/bind', used),
        possession: signMessage(world.key(owner), 'registry/bind', used),
      };
      await refused(world.ledger.submit(operations.bind, input), 'KEY_IN_USE');
    }
  });

  it('knows a key by its X: the negative of a point is the same key', async () => {
    const world = await foundedWorld();
    const bytes = Buffer.from(world.key('worker').key.point, 'base64url');
    const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
    const y = p - BigInt(`0x${bytes.subarray(33).toString('hex')}`);
    const negative = Buffer.concat([
      bytes.subarray(0, 33),
      Buffer.from(y.toString(16).padStart(64, '0'), 'hex'),
    ]);
    const key = { algorithm: 'SM2' as const, point: negative.toString('base64url') };
    assert.equal(rules.keyOwnerId(key), rules.keyOwnerId(world.key('worker').key));
  });

  it('is towards an organisation that is enrolled and active', async () => {
    const world = await foundedFastWorld();
    await refused(world.bind('citizen', { towards: 'nobody' }), 'ORGANISATION_UNKNOWN');
    await refused(world.bind('citizen', { towards: 'worker' }), 'ORGANISATION_UNKNOWN');
    await world.change({ kind: 'suspend', organisation: 'bank', reason: 'test' });
    await refused(world.bind('citizen', { towards: 'bank' }), 'ORGANISATION_SUSPENDED');
  });

  it('is not dated in the future', async () => {
    const world = await foundedFastWorld();
    const ahead = new MemoryLedger(world.ledger);
    ahead.pass(61_000);
    await refused(world.bind('citizen', { at: ahead.time }), 'SIGNATURE_TIME');
  });
});

describe('registry.rotate', () => {
  const rotation = (world: World, sequence = 2, to = 'worker/2') => ({
    identifier: 'worker',
    sequence,
    key: world.key(to).key,
  });
  const signed = (world: World, body: registryMessages.Rotation, old = 'worker', to = 'worker/2') => ({
    rotation: body,
    old: signMessage(world.key(old), 'registry/rotate', body),
    new: signMessage(world.key(to), 'registry/rotate', body),
  });

  it('hands over from the old key to the new one, both signing', async () => {
    const world = await foundedFastWorld();
    const at = world.ledger.time;
    const input = signed(world, rotation(world));
    assert.deepEqual(await world.ledger.submit(operations.rotate, input), {
      identifier: 'worker',
      sequence: 2,
      from: at,
    });
    const { keys, since } = await world.ledger.query(operations.identifier, { identifier: 'worker' });
    assert.deepEqual(keys, [
      { sequence: 1, key: world.key('worker').key, from: since, until: at },
      { sequence: 2, key: world.key('worker/2').key, from: at },
    ]);
    const before = new Map(world.ledger.state);
    assert.deepEqual(await world.ledger.submit(operations.rotate, input), {
      identifier: 'worker',
      sequence: 2,
      from: at,
    });
    assert.deepEqual(world.ledger.state, before);
  });

  it('takes no signature of another key, and none of the old key afterwards', async () => {
    const world = await foundedFastWorld();
    const body = rotation(world);
    await refused(world.ledger.submit(operations.rotate, signed(world, body, 'thief')), 'SIGNATURE_INVALID');
    await refused(
      world.ledger.submit(operations.rotate, signed(world, body, 'worker/2')),
      'SIGNATURE_INVALID',
    );
    await refused(
      world.ledger.submit(operations.rotate, signed(world, body, 'worker', 'worker')),
      'SIGNATURE_INVALID',
    );
    await world.ledger.submit(operations.rotate, signed(world, body));
    const next = rotation(world, 3, 'worker/3');
    await refused(
      world.ledger.submit(operations.rotate, signed(world, next, 'worker', 'worker/3')),
      'SIGNATURE_INVALID',
    );
    await refused(world.ledger.submit(operations.rotate, signed(world, body, 'thief')), 'SIGNATURE_INVALID');
    await world.ledger.submit(operations.rotate, signed(world, next, 'worker/2', 'worker/3'));
  });

  it('goes in sequence and never back to a key that was', async () => {
    const world = await foundedFastWorld();
    await refused(
      world.ledger.submit(operations.rotate, signed(world, rotation(world, 3))),
      'KEY_CHANGE_OUT_OF_SEQUENCE',
    );
    const first = { ...signed(world, rotation(world)), rotation: rotation(world, 1) };
    await refused(world.ledger.submit(operations.rotate, first), 'INPUT_INVALID');
    await world.ledger.submit(operations.rotate, signed(world, rotation(world)));
    const back = rotation(world, 3, 'worker');
    await refused(
      world.ledger.submit(operations.rotate, signed(world, back, 'worker/2', 'worker')),
      'KEY_IN_USE',
    );
    const nobody = { ...rotation(world), identifier: 'nobody' };
    await refused(world.ledger.submit(operations.rotate, signed(world, nobody)), 'IDENTIFIER_UNKNOWN');
  });

  it('is not for a suspended organisation or a dismissed officer', async () => {
    const world = await foundedFastWorld();
    await world.change({ kind: 'suspend', organisation: 'bank', reason: 'test' });
    const bank = { identifier: 'bank', sequence: 2, key: world.key('bank/2').key };
    await refused(
      world.ledger.submit(operations.rotate, signed(world, bank, 'bank', 'bank/2')),
      'ORGANISATION_SUSPENDED',
    );
    await world.change({ kind: 'dismiss-officer', officer: 'officer-3' });
    const officer = { identifier: 'officer-3', sequence: 2, key: world.key('officer-3/2').key };
    await refused(
      world.ledger.submit(operations.rotate, signed(world, officer, 'officer-3', 'officer-3/2')),
      'KEY_NOT_ACTIVE',
    );
  });
});

describe('recovery of a lost key', () => {
  function announcement(
    world: World,
    officers: readonly string[] = ['officer-1', 'officer-2'],
    change: Partial<registryMessages.Recovery> = {},
    to = 'worker/2',
  ) {
    const recovery = { identifier: 'worker', sequence: 2, key: world.key(to).key, reason: 'lost', ...change };
    const sign = (name: string) => signMessage(world.key(name), 'registry/announce-recovery', recovery);
    return {
      recovery,
      officers: officers.map((by) => ({ by, signature: sign(by) })),
      possession: sign(to),
    };
  }
  const announce = (world: World, ...given: [string[]?, Partial<registryMessages.Recovery>?, string?]) =>
    world.ledger.submit(operations['announce-recovery'], announcement(world, ...given));
  const cancel = (world: World, sequence = 2, by = 'worker') => {
    const cancellation = { identifier: 'worker', sequence };
    const signature = signMessage(world.key(by), 'registry/cancel-recovery', cancellation);
    return world.ledger.submit(operations['cancel-recovery'], { cancellation, signature });
  };
  const complete = (world: World, sequence = 2) =>
    world.ledger.submit(operations['complete-recovery'], { identifier: 'worker', sequence });

  it('two officers and the new key announce it; after the delay anybody completes it', async () => {
    const world = await foundedFastWorld();
    const at = world.ledger.time;
    const { effectiveFrom } = await announce(world);
    assert.equal(Date.parse(effectiveFrom) - Date.parse(at), 72 * HOUR);
    const again = await announce(world);
    assert.deepEqual(again, { identifier: 'worker', sequence: 2, effectiveFrom });
    await refused(complete(world), 'RECOVERY_DELAY_NOT_OVER');
    world.ledger.time = new Date(Date.parse(effectiveFrom) - 1).toISOString();
    await refused(complete(world), 'RECOVERY_DELAY_NOT_OVER');
    world.ledger.time = effectiveFrom;
    await complete(world);
    await complete(world);
    const { keys, pending } = await world.ledger.query(operations.identifier, { identifier: 'worker' });
    assert.equal(pending, undefined);
    assert.deepEqual(
      keys.map(({ sequence, until }) => [sequence, until]),
      [
        [1, effectiveFrom],
        [2, undefined],
      ],
    );
  });

  it('tells of itself by an event, so that the holder of the old key can cancel', async () => {
    const world = await foundedFastWorld();
    await announce(world);
    const { event } = JSON.parse(world.ledger.log.at(-1)!) as { event: { name: string; payload: object } };
    assert.equal(event.name, 'recovery-announced');
    const first = await cancel(world);
    assert.deepEqual(await cancel(world), first);
    world.ledger.pass(100 * HOUR);
    await refused(complete(world), 'RECOVERY_NOT_PENDING');
    await refused(cancel(world, 3), 'RECOVERY_NOT_PENDING');
  });

  it('cannot be announced again with the same signatures after it was cancelled', async () => {
    const world = await foundedFastWorld();
    await announce(world);
    await cancel(world);
    await refused(announce(world), 'KEY_CHANGE_OUT_OF_SEQUENCE');
    await refused(announce(world, undefined, { sequence: 3 }), 'KEY_IN_USE');
    await announce(world, undefined, { sequence: 3, key: world.key('worker/3').key }, 'worker/3');
    await refused(cancel(world, 3, 'worker/3'), 'SIGNATURE_INVALID');
    await refused(cancel(world, 4), 'KEY_CHANGE_OUT_OF_SEQUENCE');
    await refused(complete(world, 4), 'KEY_CHANGE_OUT_OF_SEQUENCE');
  });

  it('needs two different officers in office', async () => {
    const world = await foundedFastWorld();
    await refused(announce(world, ['officer-1']), 'OFFICERS_MISSING');
    await refused(announce(world, ['officer-1', 'officer-1']), 'OFFICERS_MISSING');
    await refused(announce(world, ['officer-1', 'ministry']), 'OFFICERS_MISSING');
    await refused(announce(world, ['officer-1', 'nobody']), 'IDENTIFIER_UNKNOWN');
    await world.change({ kind: 'dismiss-officer', officer: 'officer-3' });
    await refused(announce(world, ['officer-1', 'officer-3']), 'KEY_NOT_ACTIVE');
  });

  it('is not decided by an officer about itself', async () => {
    const world = await foundedFastWorld();
    const change = { identifier: 'officer-1', key: world.key('officer-1/2').key };
    await refused(announce(world, ['officer-1', 'officer-2'], change, 'officer-1/2'), 'OFFICERS_MISSING');
    await announce(world, ['officer-3', 'officer-2'], change, 'officer-1/2');
  });

  it('takes no forged signature, of an officer or of the new key', async () => {
    const world = await foundedFastWorld();
    const good = announcement(world);
    const thief = signMessage(world.key('thief'), 'registry/announce-recovery', good.recovery);
    const submit = (change: object) =>
      world.ledger.submit(operations['announce-recovery'], { ...good, ...change });
    await refused(submit({ possession: thief }), 'SIGNATURE_INVALID');
    await refused(
      submit({ officers: [good.officers[0]!, { by: 'officer-2', signature: thief }] }),
      'SIGNATURE_INVALID',
    );
    await refused(announce(world, undefined, { identifier: 'nobody' }), 'IDENTIFIER_UNKNOWN');
    await refused(announce(world, undefined, { key: world.key('bank').key }, 'bank'), 'KEY_IN_USE');
  });

  it('leaves the old key in force while it is pending, and lets it not rotate away', async () => {
    const world = await foundedFastWorld();
    await announce(world);
    await refused(announce(world, ['officer-3', 'officer-2']), 'RECOVERY_PENDING');
    const rotation = { identifier: 'worker', sequence: 3, key: world.key('worker/3').key };
    const input = {
      rotation,
      old: signMessage(world.key('worker'), 'registry/rotate', rotation),
      new: signMessage(world.key('worker/3'), 'registry/rotate', rotation),
    };
    await refused(world.ledger.submit(operations.rotate, input), 'RECOVERY_PENDING');
    await cancel(world);
    await world.ledger.submit(operations.rotate, input);
    await refused(complete(world), 'RECOVERY_NOT_PENDING');
  });
});

describe('accreditations', () => {
  const accreditation = {
    id: 'acc-1',
    organisation: 'assessor',
    type: 'vocational-skill-level',
    regions: ['44', '3301'].slice(0, 1),
    from: '2026-01-01',
    until: '2026-12-31',
  };
  const accredit = (world: World, change: Partial<typeof accreditation> = {}) =>
    world.change({ kind: 'accredit', accreditation: { ...accreditation, ...change } });
  const withdraw = (world: World, from: string) =>
    world.change({ kind: 'withdraw-accreditation', accreditation: 'acc-1', from, reason: 'test' });
  const ask = (world: World, on: string, region = '440305', organisation = 'assessor') =>
    world.ledger.query(operations.accredited, { organisation, type: accreditation.type, region, on });
  const why = async (world: World, on: string, region?: string) => {
    const answer = await ask(world, on, region);
    return answer.accredited ? answer.accreditation : answer.reason;
  };

  it('hold from their first to their last day, in their regions', async () => {
    const world = await foundedFastWorld();
    assert.equal(await why(world, '2026-06-01'), 'NONE');
    await accredit(world);
    assert.equal(await why(world, '2025-12-31'), 'NOT_YET');
    assert.equal(await why(world, '2026-01-01'), 'acc-1');
    assert.equal(await why(world, '2026-12-31', '44'), 'acc-1');
    assert.equal(await why(world, '2027-01-01'), 'EXPIRED');
    assert.equal(await why(world, '2026-06-01', '31'), 'OTHER_REGION');
    await refused(ask(world, '2026-06-01', '44', 'worker'), 'ORGANISATION_UNKNOWN');
    const stored = await world.ledger.query(operations.accreditation, { id: 'acc-1' });
    assert.equal(stored.accreditedAt < world.ledger.time, true);
    await refused(world.ledger.query(operations.accreditation, { id: 'acc-2' }), 'ACCREDITATION_UNKNOWN');
  });

  it('are withdrawn from a day on, never backwards, and what was valid stays so', async () => {
    const world = await foundedFastWorld();
    await accredit(world);
    await refused(withdraw(world, '2026-03-01'), 'ACCREDITATION_PERIOD_INVALID');
    await refused(withdraw(world, '2027-01-01'), 'ACCREDITATION_PERIOD_INVALID');
    await withdraw(world, '2026-06-01');
    assert.equal(await why(world, '2026-05-31'), 'acc-1');
    assert.equal(await why(world, '2026-06-01'), 'WITHDRAWN');
    await refused(withdraw(world, '2026-06-01'), 'ACCREDITATION_PERIOD_INVALID');
    await refused(withdraw(world, '2026-07-01'), 'ACCREDITATION_PERIOD_INVALID');
    await withdraw(world, '2026-03-02');
    assert.equal(await why(world, '2026-03-02'), 'WITHDRAWN');
    await refused(
      world.change({
        kind: 'withdraw-accreditation',
        accreditation: 'acc-9',
        from: '2026-06-01',
        reason: 'test',
      }),
      'ACCREDITATION_UNKNOWN',
    );
  });

  it('follow one another: the older ones still answer for their days', async () => {
    const world = await foundedFastWorld();
    await accredit(world);
    await accredit(world, { id: 'acc-2', from: '2028-01-01', until: '2028-12-31', regions: ['31'] });
    assert.equal(await why(world, '2026-06-01'), 'acc-1');
    assert.equal(await why(world, '2028-06-01', '31'), 'acc-2');
    assert.equal(await why(world, '2028-06-01', '44'), 'EXPIRED');
    assert.equal(await why(world, '2027-06-01', '31'), 'NOT_YET');
  });

  it('do not hold on a day on which the organisation was suspended', async () => {
    const world = await foundedFastWorld();
    await accredit(world);
    await world.change({ kind: 'suspend', organisation: 'assessor', reason: 'test' });
    await refused(accredit(world, { id: 'acc-2' }), 'ORGANISATION_SUSPENDED');
    world.ledger.pass(48 * HOUR);
    await world.change({ kind: 'reinstate', organisation: 'assessor', reason: 'test' });
    assert.equal(await why(world, '2026-03-01'), 'acc-1');
    assert.equal(await why(world, '2026-03-02'), 'SUSPENDED');
    assert.equal(await why(world, '2026-03-03'), 'SUSPENDED');
    assert.equal(await why(world, '2026-03-04'), 'SUSPENDED');
    assert.equal(await why(world, '2026-03-05'), 'acc-1');
  });

  it('are of an organisation, under one name, with an end after the beginning', async () => {
    const world = await foundedFastWorld();
    await accredit(world);
    await refused(accredit(world), 'ACCREDITATION_EXISTS');
    await refused(accredit(world, { id: 'acc-2', organisation: 'worker' }), 'ORGANISATION_UNKNOWN');
    await refused(accredit(world, { id: 'acc-2', until: '2025-12-31' }), 'ACCREDITATION_PERIOD_INVALID');
  });

  it('are good for all that lies in their region', () => {
    for (const [region, within, expected] of [
      ['440305', '44', true],
      ['440305', '440000', true],
      ['440305', '440300', true],
      ['440305', '440305', true],
      ['440305', '440306', false],
      ['440400', '440300', false],
      ['44', '440300', false],
      ['44', '44', true],
      ['31', '44', false],
      ['100000', '100000', true],
    ] as const) {
      assert.equal(rules.isWithin(region, within), expected, `${region} in ${within}`);
    }
  });
});

describe('keys and DIDs', () => {
  it('answer which key was in force at a time', async () => {
    const world = await foundedFastWorld();
    const { since } = await world.ledger.query(operations.identifier, { identifier: 'worker' });
    const rotation = { identifier: 'worker', sequence: 2, key: world.key('worker/2').key };
    const at = world.ledger.time;
    await world.ledger.submit(operations.rotate, {
      rotation,
      old: signMessage(world.key('worker'), 'registry/rotate', rotation),
      new: signMessage(world.key('worker/2'), 'registry/rotate', rotation),
    });
    const keyAt = (time: string) => world.ledger.query(operations['key-at'], { identifier: 'worker', time });
    assert.equal((await keyAt(since)).sequence, 1);
    assert.equal((await keyAt(at)).sequence, 2);
    assert.equal((await keyAt('9999-12-31T23:59:59.999Z')).sequence, 2);
    await refused(keyAt('2026-01-01T00:00:00.000Z'), 'KEY_NOT_ACTIVE');
    await refused(
      world.ledger.query(operations['key-at'], { identifier: 'nobody', time: at }),
      'IDENTIFIER_UNKNOWN',
    );
  });

  it('resolve to a DID document with the keys of the past', async () => {
    const world = await foundedFastWorld();
    const rotation = { identifier: 'worker', sequence: 2, key: world.key('worker/2').key };
    const at = world.ledger.time;
    await world.ledger.submit(operations.rotate, {
      rotation,
      old: signMessage(world.key('worker'), 'registry/rotate', rotation),
      new: signMessage(world.key('worker/2'), 'registry/rotate', rotation),
    });
    const did = 'did:renxin:test-ledger:worker';
    const { didDocument, didDocumentMetadata } = await world.ledger.query(operations.resolve, { did });
    assert.deepEqual(didDocument, {
      '@context': ['https://www.w3.org/ns/did/v1.1', 'https://w3id.org/security/multikey/v1'],
      id: did,
      verificationMethod: [1, 2].map((sequence) => ({
        id: `${did}#key-${String(sequence)}`,
        type: 'Multikey',
        controller: did,
        publicKeyMultibase: rules.multikey(world.key(sequence === 1 ? 'worker' : 'worker/2').key),
        ...(sequence === 1 && { revoked: at }),
      })),
      authentication: [`${did}#key-2`],
      assertionMethod: [`${did}#key-2`],
    });
    assert.equal(didDocumentMetadata['updated'], at);
    await refused(
      world.ledger.query(operations.resolve, { did: 'did:renxin:other:worker' }),
      'IDENTIFIER_UNKNOWN',
    );
    await refused(world.ledger.query(operations.resolve, { did: `${did}x` }), 'IDENTIFIER_UNKNOWN');
    await refused(world.ledger.query(operations.resolve, { did: 'did:web:example' }), 'INPUT_INVALID');
  });

  it('name no key in force for who may not act', async () => {
    const world = await foundedFastWorld();
    await world.change({ kind: 'suspend', organisation: 'bank', reason: 'test' });
    await world.change({ kind: 'dismiss-officer', officer: 'officer-3' });
    for (const id of ['bank', 'officer-3']) {
      const did = `did:renxin:test-ledger:${id}`;
      const { didDocument } = await world.ledger.query(operations.resolve, { did });
      assert.deepEqual(didDocument['assertionMethod'], []);
    }
  });

  it('are Multikeys: 49 characters, zEPJ for SM2, zDn for P-256', async () => {
    const sm2 = rules.multikey((await foundedWorld()).key('worker').key);
    assert.match(sm2, /^zEPJ[1-9A-HJ-NP-Za-km-z]{45}$/);
    // The example of did:key with P-256 (W3C CCG did-method-key, test vectors).
    const x = 'igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns';
    const y = 'efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM';
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const key = { algorithm: 'P-256' as const, point: point.toString('base64url') };
    assert.equal(rules.multikey(key), 'zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv');
  });

  it('are given to other contracts by signerKey, for those who may act', async () => {
    const world = await foundedFastWorld();
    await world.change({ kind: 'suspend', organisation: 'bank', reason: 'test' });
    await world.change({ kind: 'dismiss-officer', officer: 'officer-3' });
    const ask: Query<string, { algorithm: string; point: string }> = {
      kind: 'query',
      parse: String,
      run: (tx, identifier) => signerKey(tx, identifier),
    };
    const probe = defineContract('probe', { key: { ...ask, kind: 'command' as const } });
    const key = async (identifier: string) => {
      const outcome = await execute(
        contractsOf(probe),
        {
          txId: 'tx',
          ledger: 'test-ledger',
          time: world.ledger.time,
          caller: { organisation: 'gateway' },
          read: (id) => world.ledger.state.get(id),
          verify: () => false,
        },
        { contract: 'probe', operation: 'key', input: identifier },
      );
      return outcome.kind === 'done'
        ? outcome.result
        : outcome.kind === 'refused'
          ? outcome.code
          : outcome.kind;
    };
    assert.deepEqual(await key('worker'), world.key('worker').key);
    assert.equal(await key('bank'), 'ORGANISATION_SUSPENDED');
    assert.equal(await key('officer-3'), 'KEY_NOT_ACTIVE');
    assert.equal(await key('nobody'), 'IDENTIFIER_UNKNOWN');
    assert.equal(identifiers.name, 'identifier');
  });
});
