import assert from 'node:assert/strict';
import { canonical, toHex, type Json } from '../../src/canonical/index.js';
import {
  archiveRecord,
  certificate,
  contracts,
  laborContract,
  processRecord,
  recognition,
  registry,
  sealRecord,
} from '../../src/contracts/index.js';
import { evaluate, execute, type Host } from '../../src/kernel/index.js';
import { ArchiveStory } from '../world/archive-story.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { Story } from '../world/contract-story.js';
import { LEDGER, verifySignature } from '../world/keys.js';
import { poisoned } from '../world/poison.js';
import { SealStory } from '../world/seal-story.js';
import type { World } from '../world/world.js';

/** Every test over MemoryLedger runs each command twice as well; here that this finds what it looks for. */

describe('determinism', () => {
  it('the poison is one: clock, randomness and locale cannot be touched unseen', async () => {
    const touches: (() => unknown)[] = [
      () => new Date(),
      () => new Date(0),
      () => Date.now(),
      () => Date.parse('2026-03-02'),
      () => Date(),
      () => Math.random(),
      () => performance.now(),
      () => crypto.getRandomValues(new Uint8Array(1)),
      () => new Intl.Collator(),
      () => Intl.DateTimeFormat(),
      () => 'a'.localeCompare('b'),
      () => 'a'.toLocaleUpperCase(),
      () => 'a'.normalize(),
      () => (1).toLocaleString(),
      () => setTimeout(() => undefined, 0),
      () => fetch('http://127.0.0.1'),
    ];
    for (const touch of touches) {
      await assert.rejects(
        poisoned(async () => {
          touch();
        }),
        /^Error: touched /,
        touch.toString(),
      );
    }
    assert.ok(Date.now() > 0 && Math.random() < 1, 'and it is gone afterwards');
  });

  it('a second ledger that replays the commands in order has the same bytes everywhere', async () => {
    const { world, requests } = await longStory();
    const state = new Map<string, Uint8Array>();
    for (const { request, time } of requests) {
      const outcome = await poisoned(() => execute(contracts, host(state, time), request));
      assert.equal(outcome.kind, 'done');
      if (outcome.kind === 'done') for (const { key, value } of outcome.writes) state.set(key, value);
    }
    const hex = (map: ReadonlyMap<string, Uint8Array>) =>
      [...map].map(([key, value]) => `${key} ${toHex(value)}`).sort();
    assert.deepEqual(hex(state), hex(world.ledger.state));
    assert.ok(state.size > 40);
  });

  it('queries give the same bytes with everything poisoned', async () => {
    const { world } = await longStory();
    const questions: readonly (readonly [{ readonly contract: string; readonly name: string }, Json])[] = [
      [registry.operations.founding, {}],
      [registry.operations.governance, {}],
      [registry.operations.identifier, { identifier: 'worker' }],
      [registry.operations['key-at'], { identifier: 'worker', time: world.ledger.time }],
      [registry.operations.resolve, { did: `did:renxin:${LEDGER}:worker` }],
      [
        registry.operations.accredited,
        { organisation: 'assessor', type: 'skill', region: '44', on: '2026-06-01' },
      ],
      [registry.operations.accreditation, { id: 'acc-2' }],
      [processRecord.operations.event, { event: 'q-1' }],
      [certificate.operations.certificate, { certificate: 'v-2' }],
      [certificate.operations.standing, { certificate: 'v-2' }],
      [
        recognition.operations.recognised,
        { by: 'province-31', of: 'province-44', type: 'vocational-skill-level', on: '2026-03-02' },
      ],
      [laborContract.operations.contract, { contract: 'contract-1' }],
      [laborContract.operations.signing, { contract: 'contract-1', amendment: 0 }],
      [archiveRecord.operations['state-at'], { archive: 'archive-1', time: world.ledger.time }],
      [sealRecord.operations['state-at'], { seal: 'seal-1', time: world.ledger.time }],
    ];
    for (const [query, input] of questions) {
      const request = { contract: query.contract, operation: query.name, input };
      const on = host(world.ledger.state, world.ledger.time);
      const once = await evaluate(contracts, on, request);
      assert.equal(
        canonical(await poisoned(() => evaluate(contracts, on, request))),
        canonical(once),
        query.name,
      );
    }
  });

  it('the order in which a host lists its records means nothing: rules read exact keys only', async () => {
    const { world } = await longStory();
    const reversed = new Map([...world.ledger.state].reverse());
    const request = { contract: 'labor-contract', operation: 'contract', input: { contract: 'contract-1' } };
    const answers = [world.ledger.state, reversed].map((state) =>
      evaluate(contracts, host(state, world.ledger.time), request),
    );
    const [one, other] = await Promise.all(answers);
    assert.equal(canonical(one), canonical(other));
  });
});

async function longStory() {
  const world = await certificateWorld();
  const accreditation = { id: 'acc-2', organisation: 'assessor', type: 'skill', regions: ['44'] };
  await world.change({
    kind: 'accredit',
    accreditation: { ...accreditation, from: '2026-01-01', until: '2026-12-31' },
  });
  await certify(world);
  const story = await new Story(world).concluded();
  await story.deliver();
  await story.acknowledge();
  await story.amend(1);
  await story.export('worker');
  await story.hold('hold', 'court');
  await story.hold('release', 'court');
  const archive = new ArchiveStory(world);
  await archive.register();
  await archive.send();
  await archive.receive();
  await archive.accept();
  const seal = await new SealStory(world).active();
  await seal.use('use-1');
  await story.dissolve('36', '2026-04-30', ['worker', 'employer']);
  story.passDays(800);
  await story.dispose();
  return { world, requests: world.ledger.requests };
}

async function certify(world: World): Promise<void> {
  const [first, second] = [new CertificateStory(world), new CertificateStory(world, 'v-2')];
  await first.assessed('q-1');
  await first.issue({ process: ['q-1'] });
  await first.setAside();
  await first.takeUp();
  await first.transferOut();
  await second.transferIn('v-1');
  await first.recognise();
}

function host(state: ReadonlyMap<string, Uint8Array>, time: string): Host {
  return {
    txId: 'replay',
    ledger: LEDGER,
    time,
    caller: { organisation: 'somebody-else' },
    read: (key) => state.get(key),
    verify: verifySignature,
  };
}
