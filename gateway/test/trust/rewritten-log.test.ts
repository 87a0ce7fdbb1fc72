import { openLog, openPosixStore } from '@renxin/archive/log';
import {
  entryBytes,
  entryOf,
  formatAddCheckpoint,
  parseTlogProof,
  formatTlogProof,
} from '@renxin/archive/tlog';
import { verify, type Report } from '@renxin/archive/verify';
import { canonicalBytes } from '@renxin/chaincode/canonical';
import { nativeProvider as provider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LEDGER } from '../../src/compose.js';
import { logSigners } from '../../src/evidence-log/index.js';
import {
  bring,
  employerOf,
  enrolWorker,
  logProofOf,
  openInstance,
  ringOf,
  type Instance,
} from '../story/instance.js';

/** docs/trust.md, rows L1 and L3: an administrator of one organisation, with its log's directory, its database and every key. */
describe('an administrator rewrites the evidence log of one organisation', function () {
  this.timeout(120_000);
  let directory: string;
  let early: string;
  let genuine: string;
  let instance: Instance;
  let proof: Uint8Array;
  const logs = (): string => join(directory, 'gateway', 'logs', 'gd');

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-rewritten-log-'));
    [early, genuine] = [`${directory}-early`, `${directory}-genuine`];
    instance = await openInstance(directory);
    await conclude();
    await instance.stop();
    await cp(logs(), early, { recursive: true });
    instance = await openInstance(directory);
    proof = await conclude();
    await instance.stop();
    await cp(logs(), genuine, { recursive: true });
  });
  after(async () => {
    for (const each of [directory, early, genuine]) await rm(each, { recursive: true, force: true });
  });
  afterEach(async () => {
    await instance.stop();
    await rm(logs(), { recursive: true, force: true });
    await cp(genuine, logs(), { recursive: true });
  });

  async function conclude(): Promise<Uint8Array> {
    const worker = await enrolWorker(instance);
    const contract = await bring(instance, await employerOf(instance), worker, 'concluded');
    return logProofOf(instance, contract);
  }

  /** What `/readyz` says is wrong, once it says something. */
  const alarms = async (): Promise<string[]> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const ready = await fetch(`${instance.running.url}/readyz`);
      if (ready.status === 503)
        return ((await ready.json()) as { members: { notReady: string[] } }).members.notReady;
      await setTimeout(100);
    }
    return [];
  };

  /** Another log with the organisation's own keys. */
  const forge = async (count: number, at = logs()) => {
    await rm(at, { recursive: true, force: true });
    const { log: signers, identity } = logSigners(await ringOf(instance), provider, LEDGER, 'gd');
    const log = await openLog({
      store: await openPosixStore(at),
      origin: identity.origin,
      hash: 'SHA-256',
      provider,
      signers,
      clock: () => new Date(),
    });
    const made = Array.from({ length: count }, (_, i) =>
      entryOf(
        provider,
        { kind: 'labor-contract/concluded', id: `forged-${i}` },
        new Uint8Array([i]),
        new Uint8Array(32).fill(i),
      ),
    );
    await Promise.all(made.map(({ entry }) => log.append(entryBytes(entry))));
    const [first] = made;
    const forged = formatTlogProof({
      extra: canonicalBytes({ entry: first!.entry, opening: first!.opening }),
      index: 0,
      path: await log.inclusion(0, log.checkpoint.size),
      checkpoint: log.checkpoint.note,
    });
    await log.close();
    return { checkpoint: log.checkpoint, forged };
  };

  const report = async (bytes: Uint8Array): Promise<Report> => {
    const trust = await instance.running.composed.trust();
    return (await verify([{ name: 'x.tlog-proof', bytes }], { provider, now: new Date(), trust }))[0]!;
  };

  it('rolled back: the ledger and the witnesses saw more of it', async () => {
    await rm(logs(), { recursive: true, force: true });
    await cp(early, logs(), { recursive: true });
    instance = await openInstance(directory);
    assert.ok((await alarms()).includes('evidence-log:gd:LOG_ROLLED_BACK'));
  });

  it('rewritten at its size: another root than the ledger anchored', async () => {
    const { size } = parseCheckpointOf(proof);
    const { forged } = await forge(size);
    instance = await openInstance(directory);
    assert.ok((await alarms()).includes('evidence-log:gd:LOG_FORKED'));
    const found = await report(forged);
    assert.equal(found.verdict, 'invalid');
    assert.ok(found.steps.some(({ code }) => code === 'LOG_COSIGNATURES_TOO_FEW'));
    assert.equal((await report(proof)).verdict, 'valid', 'what was proven before stays proven');
  });

  it('forked and grown: no witness cosigns it', async () => {
    const { size } = parseCheckpointOf(proof);
    const beside = `${directory}-beside`;
    const { checkpoint } = await forge(size + 5, beside);
    await rm(beside, { recursive: true, force: true });
    instance = await openInstance(directory);
    const body = formatAddCheckpoint({ old: size, path: [], checkpoint: checkpoint.note });
    const answer = await fetch(`${instance.running.url}/logs/sh/add-checkpoint`, { method: 'POST', body });
    assert.equal(answer.status, 422);
  });
});

function parseCheckpointOf(proof: Uint8Array): { size: number } {
  const [, size] = new TextDecoder().decode(parseTlogProof(proof).checkpoint).split('\n');
  return { size: Number(size) };
}
