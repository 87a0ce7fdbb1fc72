import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { assertionKeys, registry, registryRules as rules } from '../../src/contracts/index.js';
import { fromBase64url, parseCanonical, toBase64url } from '../../src/canonical/index.js';
import { ContractError } from '../../src/kernel/index.js';
import { isEdwardsPoint, type AssertionKey, type registryMessages } from '../../src/messages/index.js';
import { LEDGER, signMessage } from '../world/keys.js';
import { refused } from '../world/memory-ledger.js';
import { fastWorld, foundedFastWorld, type World } from '../world/world.js';

const { operations } = registry;

describe('registry.add-assertion-key and revoke-assertion-key', () => {
  it('add, list and revoke keys of an organisation, each dated by the ledger', async () => {
    const world = await foundedFastWorld();
    const added = world.ledger.time;
    assert.deepEqual(await add(world), { identifier: 'assessor', sequence: 1, from: added });
    world.ledger.pass(1000);
    await add(world, { sequence: 2, key: edKey('assessor/2') });
    world.ledger.pass(1000);
    const ended = world.ledger.time;
    assert.deepEqual(await revoke(world), { identifier: 'assessor', sequence: 1, until: ended });
    const { keys } = await world.ledger.query(operations['assertion-keys'], { identifier: 'assessor' });
    assert.deepEqual(keys[0], { sequence: 1, key: edKey('assessor'), from: added, until: ended });
    assert.deepEqual(await at(world, added), [1]);
    assert.deepEqual(await at(world, minus(added)), []);
    assert.deepEqual(await at(world, minus(ended)), [1, 2]);
    assert.deepEqual(await at(world, ended), [2]);
  });

  it('answer the same when they come again, and change nothing', async () => {
    const world = await foundedFastWorld();
    const first = await add(world);
    world.ledger.pass(1000);
    const before = new Map(world.ledger.state);
    assert.deepEqual(await add(world), first);
    assert.deepEqual(world.ledger.state, before);
    const ended = await revoke(world);
    world.ledger.pass(1000);
    assert.deepEqual(await revoke(world), ended);
    assert.deepEqual(await add(world), first, 'an old addition brings nothing back');
    assert.deepEqual(await at(world, world.ledger.time), []);
  });

  it('take the signature of the registry key in force, and of no other', async () => {
    const world = await foundedFastWorld();
    await refused(add(world, {}, 'thief'), 'SIGNATURE_INVALID');
    await refused(add(world, {}, 'ministry'), 'SIGNATURE_INVALID');
    await add(world);
    await refused(revoke(world, {}, 'thief'), 'SIGNATURE_INVALID');
    const wrongKind = signMessage(world.key('assessor'), 'registry/add-assertion-key', change());
    const input = { change: change(), signature: wrongKind };
    await refused(world.ledger.submit(operations['revoke-assertion-key'], input), 'SIGNATURE_INVALID');
    const rotation = { identifier: 'assessor', sequence: 2, key: world.key('assessor/2').key };
    await world.ledger.submit(operations.rotate, {
      rotation,
      old: signMessage(world.key('assessor'), 'registry/rotate', rotation),
      new: signMessage(world.key('assessor/2'), 'registry/rotate', rotation),
    });
    const next = { sequence: 2, key: edKey('assessor/2') };
    await refused(add(world, next), 'SIGNATURE_INVALID');
    await add(world, next, 'assessor/2');
    await revoke(world, {}, 'assessor/2');
  });

  it('are for organisations that may act', async () => {
    const world = await foundedFastWorld();
    await refused(add(world, { identifier: 'nobody' }), 'IDENTIFIER_UNKNOWN');
    await refused(add(world, { identifier: 'worker' }, 'worker'), 'ORGANISATION_UNKNOWN');
    await refused(add(world, { identifier: 'officer-1' }, 'officer-1'), 'ORGANISATION_UNKNOWN');
    await world.change({ kind: 'suspend', organisation: 'assessor', reason: 'test' });
    await refused(add(world), 'ORGANISATION_SUSPENDED');
  });

  it('count from 1, and give no key twice', async () => {
    const world = await foundedFastWorld();
    await refused(add(world, { sequence: 2 }), 'KEY_CHANGE_OUT_OF_SEQUENCE');
    await refused(add(world, { sequence: 0 }), 'INPUT_INVALID');
    await add(world);
    await refused(add(world, { key: edKey('other') }), 'KEY_CHANGE_OUT_OF_SEQUENCE');
    await refused(add(world, { sequence: 2 }), 'KEY_IN_USE');
    await refused(add(world, { identifier: 'bank' }, 'bank'), 'KEY_IN_USE');
    await refused(add(world, { identifier: 'bank', key: negative(edKey('assessor')) }, 'bank'), 'KEY_IN_USE');
    await revoke(world);
    await refused(add(world, { sequence: 2 }), 'KEY_IN_USE');
    await refused(revoke(world, { sequence: 2, key: edKey('other') }), 'ASSERTION_KEY_UNKNOWN');
    await refused(revoke(world, { key: edKey('other') }), 'ASSERTION_KEY_UNKNOWN');
    await refused(revoke(world, { identifier: 'bank' }, 'bank'), 'ASSERTION_KEY_UNKNOWN');
  });

  it('take 64 keys and no more', async () => {
    const world = await foundedFastWorld();
    for (let n = 1; n <= 64; n++) await add(world, { sequence: n, key: edKey(`many/${String(n)}`) });
    await refused(add(world, { sequence: 65, key: edKey('many/65') }), 'INPUT_INVALID');
  });

  it('take points of the curve only, of the whole group, in the one encoding', async () => {
    const world = await foundedFastWorld();
    const small = [
      '01' + '00'.repeat(31),
      '00'.repeat(32),
      'ec' + 'ff'.repeat(30) + '7f',
      '02' + '00'.repeat(31),
    ];
    const twice = ['ee' + 'ff'.repeat(30) + '7f', '01' + '00'.repeat(30) + '80'];
    for (const hex of [...small, ...twice]) {
      const point = toBase64url(Buffer.from(hex, 'hex'));
      assert.equal(isEdwardsPoint({ algorithm: 'Ed25519', point }), false, hex);
      const body = change({ key: { algorithm: 'Ed25519', point } });
      const input = { change: body, signature: toBase64url(new Uint8Array(64).fill(1)) };
      await refused(world.ledger.submit(operations['add-assertion-key'], input), 'INPUT_INVALID');
    }
    fc.assert(fc.property(fc.string(), (seed) => isEdwardsPoint(edKey(seed))));
  });

  it('stand in the DID document, where only those in force assert', async () => {
    const world = await foundedFastWorld();
    const did = `did:renxin:${LEDGER}:assessor`;
    const before = await world.ledger.query(operations.resolve, { did });
    await add(world);
    await add(world, { sequence: 2, key: edKey('assessor/2') });
    const ended = world.ledger.time;
    await revoke(world);
    const { didDocument, didDocumentMetadata } = await world.ledger.query(operations.resolve, { did });
    const methods = didDocument['verificationMethod'] as { id: string; revoked?: string }[];
    assert.deepEqual(
      methods.map(({ id, revoked }) => [id.slice(did.length), revoked]),
      [
        ['#key-1', undefined],
        ['#assertion-1', ended],
        ['#assertion-2', undefined],
      ],
    );
    assert.match((methods[1] as unknown as { publicKeyMultibase: string }).publicKeyMultibase, /^z6Mk/);
    assert.deepEqual(didDocument['assertionMethod'], [`${did}#key-1`, `${did}#assertion-2`]);
    assert.deepEqual(didDocument['authentication'], [`${did}#key-1`]);
    assert.equal(didDocumentMetadata['updated'], ended);
    assert.equal(didDocumentMetadata['versionId'], '1.3');
    assert.equal((before.didDocumentMetadata as { versionId: string }).versionId, '1');
    await world.change({ kind: 'suspend', organisation: 'assessor', reason: 'test' });
    const suspended = await world.ledger.query(operations.resolve, { did });
    assert.deepEqual(suspended.didDocument['assertionMethod'], []);
    assert.equal(suspended.didDocumentMetadata['versionId'], '1.3.1');
  });

  it('make versions, each of which can be had again by its number or its time', async () => {
    const world = await foundedFastWorld();
    const did = `did:renxin:${LEDGER}:assessor`;
    const acts = [
      () => add(world),
      () => world.change({ kind: 'suspend', organisation: 'assessor', reason: 'test' }),
      () => world.change({ kind: 'reinstate', organisation: 'assessor', reason: 'test' }),
      () => revoke(world),
    ];
    const seen = [await world.ledger.query(operations.resolve, { did })];
    for (const act of acts) {
      world.ledger.pass(1000);
      await act();
      seen.push(await world.ledger.query(operations.resolve, { did }));
    }
    const ids = seen.map(({ didDocumentMetadata: { versionId } }) => versionId as string);
    assert.deepEqual(ids, ['1', '1.1', '1.1.1', '1.1.2', '1.2.2']);
    for (const [i, { didDocument, didDocumentMetadata }] of seen.entries()) {
      const next = seen[i + 1]?.didDocumentMetadata;
      const then = {
        didDocument,
        didDocumentMetadata: {
          ...didDocumentMetadata,
          ...(next !== undefined && { nextUpdate: next['updated'], nextVersionId: next['versionId'] }),
        },
      };
      const asOf = (didDocumentMetadata['updated'] ?? didDocumentMetadata['created']) as string;
      for (const asked of [{ version: ids[i] ?? '' }, { asOf }])
        assert.deepEqual(await world.ledger.query(operations.resolve, { did, ...asked }), then);
    }
    for (const asked of [{ version: '2' }, { version: '1.3' }, { asOf: '9999-12-31T23:59:59.999Z' }])
      await refused(world.ledger.query(operations.resolve, { did, ...asked }), 'IDENTIFIER_UNKNOWN');
    await refused(world.ledger.query(operations.resolve, { did, version: '0' }), 'INPUT_INVALID');
  });

  it('leave the list of decided changes as it is, which can be read page by page', async () => {
    const world = await foundedFastWorld();
    const { next } = await world.ledger.query(operations.governance, {});
    const all = await world.ledger.query(operations.changes, { from: 1, limit: 100 });
    assert.deepEqual(
      all.changes.map(({ sequence }) => sequence),
      Array.from({ length: next - 1 }, (_, i) => i + 1),
    );
    const page = await world.ledger.query(operations.changes, { from: 2, limit: 1 });
    assert.deepEqual(page, { changes: [all.changes[1]], next });
    const none = await world.ledger.query(operations.changes, { from: next, limit: 1 });
    assert.deepEqual(none, { changes: [], next });
    await refused(fastWorld().ledger.query(operations.changes, { from: 1, limit: 1 }), 'LEDGER_NOT_FOUNDED');
  });

  it('keep in order whatever comes: numbers without gaps, periods that end once, one owner for each key', async () => {
    const holder = fc.constantFrom('assessor', 'bank', 'worker');
    const signer = fc.constantFrom('assessor', 'bank', 'worker', 'thief');
    const key = fc.integer({ min: 1, max: 4 }).map((n) => edKey(`key ${String(n)}`));
    const step = fc.record({
      kind: fc.constantFrom('add', 'add', 'revoke'),
      identifier: holder,
      honest: fc.boolean(),
      signer,
      key,
      sequence: fc.integer({ min: 1, max: 4 }),
      pass: fc.integer({ min: 0, max: 1000 }),
    });
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const world = await foundedFastWorld();
        const seen = new Map<string, registryKeys>();
        for (const { kind, identifier, honest, signer, key, sequence, pass } of steps) {
          world.ledger.pass(pass);
          const next = honest && kind === 'add' ? keysOf(world, identifier).length + 1 : sequence;
          const body = { identifier, key, sequence: next };
          const act = kind === 'add' ? add : revoke;
          if (await happens(act(world, body, honest ? identifier : signer))) done++;
          for (const each of ['assessor', 'bank', 'worker']) assertKept(world, each, seen);
          const owners = ['assessor', 'bank', 'worker'].flatMap((each) =>
            keysOf(world, each).map((k) => k.key.point),
          );
          assert.equal(new Set(owners).size, owners.length);
        }
        assert.deepEqual(keysOf(world, 'worker'), []);
      }),
      { numRuns: 60, seed: 20260302 },
    );
    assert.ok(done > 100, `only ${String(done)} commands took effect`);
  });
});

type registryKeys = ReturnType<typeof keysOf>;

/** Nothing that stood there changed, but for an end that was not set yet. */
function assertKept(world: World, identifier: string, seen: Map<string, registryKeys>): void {
  const now = keysOf(world, identifier);
  now.forEach((each, i) => {
    assert.equal(each.sequence, i + 1);
    if (each.until !== undefined) assert.ok(each.from <= each.until);
    const before = seen.get(identifier)?.[i];
    if (before === undefined) return;
    assert.deepEqual(
      { ...each, until: before.until ?? each.until },
      { ...before, until: before.until ?? each.until },
    );
  });
  assert.ok(now.length >= (seen.get(identifier)?.length ?? 0));
  assert.deepEqual(
    rules.assertionKeysAt({ schema: 1, identifier, keys: now }, world.ledger.time),
    now.filter(({ until }) => until === undefined),
  );
  seen.set(identifier, now);
}

function keysOf(world: World, identifier: string) {
  const bytes = world.ledger.state.get(`assertion-keys:${identifier}`);
  return bytes === undefined ? [] : assertionKeys.parse(parseCanonical(bytes)).keys;
}

function change(
  changes: Partial<registryMessages.AssertionKeyChange> = {},
): registryMessages.AssertionKeyChange {
  return { identifier: 'assessor', sequence: 1, key: edKey('assessor'), ...changes };
}

function add(
  world: World,
  changes: Partial<registryMessages.AssertionKeyChange> = {},
  by = changes.identifier ?? 'assessor',
) {
  return submit(world, 'add-assertion-key', changes, by);
}

function revoke(
  world: World,
  changes: Partial<registryMessages.AssertionKeyChange> = {},
  by = changes.identifier ?? 'assessor',
) {
  return submit(world, 'revoke-assertion-key', changes, by);
}

async function submit(
  world: World,
  name: 'add-assertion-key' | 'revoke-assertion-key',
  changes: Partial<registryMessages.AssertionKeyChange>,
  by: string,
) {
  const body = change(changes);
  const isMessage = body.sequence >= 1 && body.sequence <= 64;
  const signature = isMessage
    ? signMessage(world.key(by), `registry/${name}`, body)
    : toBase64url(new Uint8Array(64).fill(1));
  const input = { change: body, signature };
  return name === 'add-assertion-key'
    ? world.ledger.submit(operations[name], input)
    : world.ledger.submit(operations[name], input);
}

async function at(world: World, time: string): Promise<number[]> {
  const found = await world.ledger.query(operations['assertion-keys-at'], { identifier: 'assessor', time });
  return found.keys.map(({ sequence }) => sequence);
}

function minus(time: string): string {
  return new Date(Date.parse(time) - 1).toISOString();
}

/** By Node; the same seed is the same key. */
function edKey(seed: string): AssertionKey {
  const secret = createHash('sha256').update(`renxin test assertion key ${seed}`).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]);
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return {
    algorithm: 'Ed25519',
    point: toBase64url(key.export({ type: 'spki', format: 'der' }).subarray(12)),
  };
}

function negative(key: AssertionKey): AssertionKey {
  const point = Uint8Array.from(fromBase64url(key.point)!, (byte, i) => (i === 31 ? byte ^ 128 : byte));
  return { algorithm: 'Ed25519', point: toBase64url(point) };
}

async function happens(promise: Promise<unknown>): Promise<boolean> {
  try {
    await promise;
    return true;
  } catch (error) {
    assert.ok(error instanceof ContractError, String(error));
    return false;
  }
}
