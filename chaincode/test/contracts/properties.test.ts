import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import {
  certificateRules,
  certificates,
  governances,
  identifiers,
  laborContract,
  laborContracts,
  laborSignings,
  ONLY,
  registry,
  type registryRecords,
} from '../../src/contracts/index.js';
import { parseCanonical } from '../../src/canonical/index.js';
import { ContractError } from '../../src/kernel/index.js';
import { messageBytes, type registryMessages } from '../../src/messages/index.js';
import { fromBase64url } from '../../src/canonical/index.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { Story } from '../world/contract-story.js';
import { signMessage, verifySignature } from '../world/keys.js';
import { foundedFastWorld, type World } from '../world/world.js';

/** Random commands, honest and forged, in any order: what must hold after each of them. */

/** The same commands at every run, so that the counts below say something. */
const RUNS = { numRuns: 60, seed: 20260302 };
const holders = ['worker', 'employer', 'bank', 'officer-1'];
const approvers = ['ministry', 'province-44', 'province-31', 'province-51', 'bank', 'officer-1'];

describe('the registry, whatever comes', () => {
  type Step = (world: World) => Promise<unknown>;
  const number = fc.integer({ min: 2, max: 5 });
  const name = fc.constantFrom(...holders);
  const key = fc.tuple(name, number).map(([who, n]) => `${who}/${String(n)}`);
  const signer = fc.oneof(name, key, fc.constant('thief'));

  const rotate = fc
    .tuple(name, number, key, signer, signer)
    .map(([identifier, sequence, to, old, possession]) => {
      const step: Step = (world) => {
        const rotation = { identifier, sequence, key: world.key(to).key };
        return world.ledger.submit(registry.operations.rotate, {
          rotation,
          old: signMessage(world.key(old), 'registry/rotate', rotation),
          new: signMessage(world.key(possession), 'registry/rotate', rotation),
        });
      };
      return step;
    });
  /** As it should be: the key in force and the new one sign. */
  const honestRotate = fc.tuple(name, key).map(([identifier, to]) => {
    const step: Step = async (world) => {
      const record = read(world, identifier);
      const rotation = { identifier, sequence: record.next, key: world.key(to).key };
      const old = nameOf(world, record.keys.at(-1)!.key);
      return world.ledger.submit(registry.operations.rotate, {
        rotation,
        old: signMessage(world.key(old), 'registry/rotate', rotation),
        new: signMessage(world.key(to), 'registry/rotate', rotation),
      });
    };
    return step;
  });
  const officers = fc.array(fc.constantFrom('officer-1', 'officer-2', 'officer-3', 'bank'), {
    minLength: 1,
    maxLength: 3,
  });
  const announce = fc.tuple(name, key, officers).map(([identifier, to, by]) => {
    const step: Step = async (world) => {
      const recovery = {
        identifier,
        sequence: read(world, identifier).next,
        key: world.key(to).key,
        reason: 'lost',
      };
      const sign = (who: string) => signMessage(world.key(who), 'registry/announce-recovery', recovery);
      return world.ledger.submit(registry.operations['announce-recovery'], {
        recovery,
        officers: by.map((who) => ({ by: who, signature: sign(who) })),
        possession: sign(to),
      });
    };
    return step;
  });
  const cancel = fc.tuple(name, signer).map(([identifier, by]) => {
    const step: Step = async (world) => {
      const cancellation = { identifier, sequence: read(world, identifier).pending?.sequence ?? 2 };
      const signature = signMessage(world.key(by), 'registry/cancel-recovery', cancellation);
      return world.ledger.submit(registry.operations['cancel-recovery'], { cancellation, signature });
    };
    return step;
  });
  const complete = name.map((identifier) => {
    const step: Step = async (world) => {
      const sequence = read(world, identifier).pending?.sequence ?? 2;
      return world.ledger.submit(registry.operations['complete-recovery'], { identifier, sequence });
    };
    return step;
  });
  const wait = fc.integer({ min: 0, max: 100 }).map((hours) => {
    const step: Step = async (world) => world.ledger.pass(hours * 3_600_000);
    return step;
  });
  const step = fc.oneof(
    { weight: 2, arbitrary: rotate },
    { weight: 3, arbitrary: honestRotate },
    { weight: 4, arbitrary: announce },
    { weight: 2, arbitrary: cancel },
    { weight: 3, arbitrary: complete },
    { weight: 3, arbitrary: wait },
  );

  it('never has two keys in force, a gap between two, or one key for two names', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
        const world = await foundedFastWorld();
        for (const each of steps) {
          if (await happens(each(world))) done++;
          assertKeys(world);
        }
      }),
      RUNS,
    );
    assert.ok(done > 100, `only ${String(done)} commands took effect`);
  });

  it('counts each approval once: no change without the ministry and more than half of the active provinces', async () => {
    const subject = fc.constantFrom(
      'employer',
      'bank',
      'province-44',
      'province-31',
      'province-51',
      'ministry',
    );
    const change = fc
      .tuple(fc.constantFrom('suspend' as const, 'reinstate' as const), subject)
      .map(([kind, organisation]): registryMessages.Change => ({ kind, organisation, reason: 'test' }));
    const by = fc.oneof(
      fc.array(fc.constantFrom(...approvers), { minLength: 1, maxLength: 6 }),
      fc.constant(['ministry', 'province-44', 'province-31', 'province-51']),
      fc.constant(['ministry', 'province-44', 'province-31']),
    );
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(change, by), { minLength: 3, maxLength: 10 }), async (steps) => {
        const world = await foundedFastWorld();
        for (const [each, names] of steps) {
          const before = read(world, 'governance').provinces;
          const sequence = await world.sequence();
          if (!(await happens(world.change(each, names)))) {
            assert.equal(await world.sequence(), sequence);
            continue;
          }
          done++;
          const about = 'organisation' in each ? each.organisation : undefined;
          const voters = before.filter((province) => province.active && province.id !== about);
          const given = voters.filter(({ id }) => (names as readonly string[]).includes(id)).length;
          assert.ok(names.includes('ministry') && given * 2 > voters.length);
          assert.equal(await world.sequence(), sequence + 1);
          assert.ok(read(world, 'governance').provinces.some(({ active }) => active));
        }
      }),
      RUNS,
    );
    assert.ok(done > 30, `only ${String(done)} changes took effect`);
  });

  function assertKeys(world: World): void {
    const owners = new Map<string, string>();
    for (const [id, bytes] of world.ledger.state) {
      if (!id.startsWith('identifier:')) continue;
      const record = identifiers.parse(parseCanonical(bytes));
      const { keys } = record;
      assert.equal(keys.filter(({ until }) => until === undefined).length, 1);
      keys.forEach(({ from, until }, i) => {
        assert.equal(until, keys[i + 1]?.from);
        assert.ok(until === undefined || from <= until);
      });
      for (const { key } of [...keys, ...(record.pending === undefined ? [] : [record.pending])]) {
        const x = key.point.slice(0, 44);
        assert.ok(owners.get(x) === undefined, 'a key twice');
        owners.set(x, record.identifier);
      }
    }
  }
});

describe('labor contracts, whatever comes', () => {
  type Step = (story: Story) => Promise<unknown>;
  const who = fc.constantFrom('worker', 'employer', 'other-employer', 'court');
  const version = fc.integer({ min: 1, max: 3 });
  const ground = fc.constantFrom('36' as const, '37' as const, '39' as const, '44.1' as const);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constant<Step>((story) => story.draft()),
    fc.constant<Step>((story) => story.disclose()),
    fc.tuple(version, who).map(
      ([v, by]): Step =>
        (story) =>
          story.revise(v, by),
    ),
    fc.constant<Step>(async (story) => story.revise(versionOf(story) + 1)),
    fc.constant<Step>(async (story) => story.lock(versionOf(story))),
    fc.constant<Step>(async (story) => story.conclude(versionOf(story))),
    fc.constant<Step>(async (story) => story.conclude(versionOf(story))),
    fc.tuple(version, who, who).map(
      ([v, worker, employer]): Step =>
        (story) =>
          story.world.ledger.submit(
            laborContract.operations.conclude,
            story.signing({ version: v }, {}, { worker, employer }),
          ),
    ),
    fc.constant<Step>(async (story) => story.amend(1, versionOf(story) + 1)),
    fc.tuple(version, who, who).map(
      ([amendment, worker, employer]): Step =>
        (story) =>
          story.world.ledger.submit(
            laborContract.operations.amend,
            story.signing({ amendment, version: amendment + 1 }, {}, { worker, employer }),
          ),
    ),
    fc.tuple(ground, fc.array(who, { minLength: 1, maxLength: 2 })).map(
      ([g, by]): Step =>
        (story) =>
          story.dissolve(g, '2026-04-30', by),
    ),
    fc.constantFrom('decline' as const, 'withdraw' as const).map(
      (kind): Step =>
        async (story) =>
          story.refuse(kind, versionOf(story)),
    ),
    fc.constantFrom('hold' as const, 'release' as const).map(
      (kind): Step =>
        (story) =>
          story.hold(kind, 'court'),
    ),
    who.map(
      (by): Step =>
        (story) =>
          story.dispose(by),
    ),
    fc.constant<Step>((story) => story.dispose()),
    fc.constant<Step>((story) => story.dispose()),
    fc.constant<Step>(async (story) => story.passDays(800)),
    fc.integer({ min: 1, max: 900 }).map(
      (days): Step =>
        async (story) =>
          story.passDays(days),
    ),
  );
  /** A likely beginning, so that the later states are reached often. */
  const beginning = fc.constantFrom<Step[]>(
    [],
    [(story) => story.prepare()],
    [(story) => story.concluded()],
    [(story) => story.prepare(), (story) => story.refuse('withdraw')],
    [(story) => story.concluded(), (story) => story.dissolve('39', '2026-04-30', ['employer'])],
  );

  it('are never concluded or amended without both signatures, nor gone before their time', async () => {
    let concluded = 0;
    let disposed = 0;
    await fc.assert(
      fc.asyncProperty(beginning, fc.array(step, { minLength: 4, maxLength: 14 }), async (first, steps) => {
        const story = new Story(await foundedFastWorld());
        for (const each of [...first, ...steps]) {
          const at = story.now;
          const before = stateOf(story);
          await happens(each(story));
          const after = stateOf(story);
          assertSigned(story);
          if (before?.state !== 'DISPOSED' && after?.state === 'DISPOSED') {
            disposed++;
            assert.ok(before !== undefined);
            assert.equal(before.holds, 0);
            assert.ok(before.retainUntil === undefined || at.slice(0, 10) >= before.retainUntil);
            assert.ok(before.amendment === undefined || before.retainUntil !== undefined);
          }
          if (before !== undefined) assertForward(before.states, after!.states);
        }
        if (countOf(story) > 0) concluded++;
      }),
      RUNS,
    );
    assert.ok(concluded > 5, `only ${String(concluded)} were concluded`);
    assert.ok(disposed > 5, `only ${String(disposed)} were disposed of`);
  });

  /** Every signing on the ledger was made by a command whose two signatures hold over the very bodies that stand there. */
  function assertSigned(story: Story): void {
    const { ledger, key } = { ledger: story.world.ledger, key: (name: string) => story.world.key(name).key };
    for (const [id, bytes] of ledger.state) {
      if (!id.startsWith('labor-signing:')) continue;
      const signing = laborSignings.parse(parseCanonical(bytes));
      const command = ledger.log
        .map((line) => JSON.parse(line) as { operation: string; input: ReturnType<Story['signing']> })
        .find(({ operation, input }) => {
          const isSigning = operation === 'conclude' || operation === 'amend';
          return isSigning && isDeepStrictEqual(input.worker.body, signing.worker);
        });
      assert.ok(command !== undefined);
      for (const role of ['worker', 'employer'] as const) {
        const message = messageBytes('labor-contract/sign', ledger.name, signing[role]);
        const signature = fromBase64url(command.input[role].signature)!;
        assert.ok(verifySignature(key(role), message, signature), `${role} did not sign`);
      }
      assert.equal(signing.worker.document, signing.employer.document);
    }
    const record = recordOf(story);
    if (record?.state !== 'DISPOSED' && record?.amendment !== undefined) {
      for (let n = 0; n <= record.amendment; n++) {
        assert.ok(ledger.state.has(`labor-signing:${story.contract}:${String(n)}`));
      }
    }
  }

  function assertForward(before: readonly object[], after: readonly object[]): void {
    assert.deepEqual(after.slice(0, before.length), before);
  }

  function versionOf(story: Story): number {
    const record = recordOf(story);
    return record === undefined || record.state === 'DISPOSED' ? 1 : record.version;
  }

  function stateOf(story: Story) {
    const record = recordOf(story);
    if (record === undefined) return undefined;
    if (record.state === 'DISPOSED') return { ...record, holds: 0, amendment: undefined };
    return { ...record, amendment: record.amendment };
  }

  function recordOf(story: Story) {
    const bytes = story.world.ledger.state.get(`labor-contract:${story.contract}`);
    return bytes === undefined ? undefined : laborContracts.parse(parseCanonical(bytes));
  }

  function countOf(story: Story): number {
    return [...story.world.ledger.state.keys()].filter((id) => id.startsWith('labor-signing:')).length;
  }
});

describe('certificates, whatever comes', () => {
  type Step = (world: World) => Promise<unknown>;
  const ids = ['v-1', 'v-2', 'v-3', 'v-4', 'v-5'];
  const id = fc.constantFrom(...ids);
  const province = fc.constantFrom('province-44', 'province-31');
  const REGION: Record<string, string> = { 'province-44': '440305', 'province-31': '310100' };
  const on = (run: (story: CertificateStory, by: string) => Promise<unknown>): fc.Arbitrary<Step> =>
    fc.tuple(id, province).map(
      ([name, by]): Step =>
        async (world) =>
          run(new CertificateStory(world, name), by),
    );
  /** By the province whose it is, as often as not. */
  const ofOwn = (run: (story: CertificateStory, by: string) => Promise<unknown>): fc.Arbitrary<Step> =>
    id.map((name): Step => async (world) => {
      const bytes = world.ledger.state.get(`certificate:${name}`);
      const by = bytes === undefined ? 'province-44' : certificates.parse(parseCanonical(bytes)).province;
      return run(new CertificateStory(world, name), by);
    });
  /** As it should be: who was named takes over what is on its way. */
  const takeOver = id.map((name): Step => async (world) => {
    const moving = [...world.ledger.state]
      .filter(([key]) => key.startsWith('certificate:'))
      .map(([, bytes]) => certificates.parse(parseCanonical(bytes)))
      .find(({ state }) => state === 'TRANSFERRING');
    const last = moving?.states.at(-1)?.decision;
    const to = last !== undefined && 'to' in last ? last.to : 'province-31';
    const there = { province: to, region: REGION[to]! };
    return new CertificateStory(world, name).transferIn(moving?.certificate ?? 'v-1', there);
  });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: takeOver },
    on((story) => story.issue()),
    fc.tuple(id, id).map(
      ([name, predecessor]): Step =>
        (world) =>
          new CertificateStory(world, name).issue({ predecessor }),
    ),
    fc.tuple(id, id, fc.constantFrom('alteration' as const, 'correction' as const)).map(
      ([name, predecessor, succession]): Step =>
        (world) =>
          new CertificateStory(world, name).issue({ predecessor, succession }),
    ),
    ...[0, 1, 2].map(() =>
      fc.tuple(id, id, province).map(
        ([name, predecessor, by]): Step =>
          (world) =>
            new CertificateStory(world, name).transferIn(predecessor, { province: by, region: REGION[by]! }),
      ),
    ),
    ...[on, ofOwn].flatMap((by) => [
      by((story, who) => story.transferOut('province-31', undefined, who)),
      by((story, who) => story.transferOut('province-44', undefined, who)),
      by((story, who) => story.withdrawTransfer(who)),
      by((story, who) => story.suspend({}, who)),
      by((story, who) => story.reinstate({}, who)),
      by((story, who) => story.setAside({}, who)),
      by((story, who) => story.takeUp({}, who)),
    ]),
    on((story, who) => story.revoke({}, who)),
    on((story) => story.cancel('request')),
    fc.constant<Step>(async (world) => new CertificateStory(world).passDays(5)),
  );
  /** A likely beginning, so that transfers are reached often. */
  const beginning: Step[] = [
    (world) => new CertificateStory(world, 'v-1').issue(),
    (world) => new CertificateStory(world, 'v-1').transferOut(),
  ];

  it('of one chain at most one is valid, at any time, and a chain never forks', async function () {
    this.timeout(60_000);
    let takenOver = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
        const world = await certificateWorld();
        const times: string[] = [];
        for (const each of [...beginning, ...steps]) {
          await happens(each(world));
          times.push(world.ledger.time);
        }
        const records = ids.flatMap((name) => {
          const bytes = world.ledger.state.get(`certificate:${name}`);
          return bytes === undefined ? [] : [certificates.parse(parseCanonical(bytes))];
        });
        takenOver += records.filter(({ state }) => state === 'TRANSFERRED').length;
        for (const time of times) {
          const valid = records.filter((record) => certificateRules.stateAt(record, time) === 'VALID');
          const chains = valid.map(({ origin, certificate: own }) => origin ?? own);
          assert.equal(new Set(chains).size, chains.length, 'two of one chain are valid');
        }
        const successors = records.flatMap(({ successor }) => successor ?? []);
        assert.equal(new Set(successors).size, successors.length, 'a chain forks');
      }),
      RUNS,
    );
    assert.ok(takenOver > 10, `only ${String(takenOver)} were taken over`);
  });
});

/** True when the command took effect, false when the rules refused; anything else is a defect. */
async function happens(doing: Promise<unknown>): Promise<boolean> {
  try {
    await doing;
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}

function read(world: World, id: 'governance'): registryRecords.GovernanceRecord;
function read(world: World, id: string): registryRecords.IdentifierRecord;
function read(world: World, id: string) {
  const [collection, key] = id === 'governance' ? [governances, ONLY] : [identifiers, id];
  return collection.parse(parseCanonical(world.ledger.state.get(`${collection.name}:${key}`)!));
}

/** Which name of the test has this key. */
function nameOf(world: World, key: registryRecords.IdentifierRecord['keys'][number]['key']): string {
  const names = holders.flatMap((who) => [who, ...[2, 3, 4, 5].map((n) => `${who}/${String(n)}`)]);
  return names.find((name) => world.key(name).key.point === key.point) ?? 'thief';
}
