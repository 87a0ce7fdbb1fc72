import { canonicalBytes, fromBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider as provider } from '@renxin/seal/native';
import {
  opensEntry,
  parseBundle,
  parseTlogProof,
  readEntry,
  readExtra,
  tileOf,
  tilePath,
  type LogEntry,
} from '@renxin/archive/tlog';
import { citizen } from '@renxin/wallets/consent';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { Refusal } from '../../src/problem/index.js';
import { assessorOf, decide, enrolHolder, issueTo, officialOf } from '../certificates/stage.js';
import { demand, fetchOnce, granted, openStage, type ConsentStage } from '../consent/stage.js';
import { bring, employerOf, enrolWorker } from './instance.js';

describe('what the evidence log holds of each use case', function () {
  this.timeout(60_000);
  let stage: ConsentStage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.instance.stop());

  const log = () =>
    stage.instance.running.composed.composition.organisations.find(({ id }) => id === 'gd')!.services;

  /** The proof of an entry, once it is there, opened with what it carries. */
  const logged = async (kind: string, id: string, document?: Uint8Array): Promise<void> => {
    const { entry, opening } = readExtra(parseTlogProof(await proofOf(kind, id)).extra!);
    assert.deepEqual([entry.kind, entry.id], [kind, id]);
    if (document !== undefined) assert.ok(opensEntry(provider, entry, opening!, document), kind);
  };

  const proofOf = async (kind: string, id: string): Promise<Uint8Array> => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await log().evidenceLog.prove(kind, id);
      } catch (error) {
        if (!(error instanceof Refusal) || attempt === 200) throw error;
        await setTimeout(100);
      }
    }
  };

  /** All entries of the log, as anybody reads them. */
  const entries = async (): Promise<LogEntry[]> => {
    const hosted = log().hostedLog('gd')!;
    const size = Number(new TextDecoder().decode(hosted.checkpoint()).split('\n')[1]);
    const tile = tileOf('entries', 0, size)!;
    return parseBundle((await hosted.read(tilePath(tile)))!, tile.width).map(readEntry);
  };

  it('a consent: granted, used, revoked', async () => {
    const consent = await granted(stage);
    const { credential } = await fetchOnce(stage, consent);
    const { authorisation } = credential['termsOfUse'] as { authorisation: string };
    await citizen.revoke(stage.citizen, consent);
    await logged('consent/granted', consent);
    await logged('consent/used', authorisation);
    await logged('consent/revoked', consent);
    const { consent: order } = await demand(stage);
    await logged('consent/ordered', order.consent);
  });

  it('a transfer that was withdrawn', async () => {
    const { instance } = stage;
    const holder = await enrolHolder(instance, 'gd');
    const { certificate } = await issueTo(await assessorOf(instance), holder);
    const [view] = await wallet.fetchCertificates(holder);
    await wallet.transferOut(holder, view!, 2, 'gd', 'sh');
    await decide(await officialOf(instance, 'gd'), certificate, {
      decision: 'withdraw-transfer',
      reason: 'stays',
    });
    await logged('certificate/transferred-out', `${certificate}-1`);
    await logged('certificate/transfer-withdrawn', `${certificate}-2`);
  });

  it('a certificate: issued, opened with what its holder has, suspended, given back, revoked', async () => {
    const { instance } = stage;
    const holder = await enrolHolder(instance, 'gd');
    const { certificate, credential } = await issueTo(await assessorOf(instance), holder);
    await logged('certificate/issued', certificate, canonicalBytes(credential));
    const official = await officialOf(instance, 'gd');
    await decide(official, certificate, { decision: 'suspend', reason: 'inquiry' });
    await decide(official, certificate, { decision: 'reinstate', reason: 'inquiry-closed' });
    await decide(official, certificate, { decision: 'revoke', ground: 'annulled', reason: 'fraud' });
    await logged('certificate/suspended', `${certificate}-1`);
    await logged('certificate/reinstated', `${certificate}-2`);
    await logged('certificate/revoked', `${certificate}-3`);
  });

  it('an archive package, opened with its bytes', async () => {
    const { instance } = stage;
    const worker = await enrolWorker(instance);
    const contract = await bring(instance, await employerOf(instance), worker, 'delivered');
    const path = `/api/v1/labor-contracts/${contract}/archive-packages`;
    const bytes = await worker.client.postForBytes(path, 'retention', {});
    const { archives } = log().laborContracts!;
    const { records } = await archives.files.list({ limit: 10 });
    const made = records.find(({ value }) => value.contract === contract)!.value;
    await logged('archive/registered', made.archive, bytes);
    const digest = fromBase64url(made.sm3);
    assert.deepEqual(provider.hash('SM3', bytes), digest);
  });

  it('each once, with commitments alone', async () => {
    const all = await entries();
    const names = all.map(({ kind, id }) => `${kind} ${id}`);
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length >= 9, true);
    for (const each of all)
      assert.deepEqual(Object.keys(each).sort(), ['id', 'kind', 'schema', 'sha256', 'sm3']);
  });
});
