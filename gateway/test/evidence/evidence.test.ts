import { verify } from '@renxin/archive/verify';
import { factStatement } from '@renxin/archive/bundle';
import { canonicalBytes, toHex } from '@renxin/chaincode/canonical';
import { archiveRecord, laborContract } from '@renxin/chaincode/contracts';
import { nativeProvider } from '@renxin/seal/native';
import {
  archiveRegistration,
  custodyAnswer,
  evidenceList,
  handOverAnswer,
  uploadAnswer,
} from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import { exportOf, handOverBundle, type Giver } from '@renxin/wallets/evidence';
import * as labor from '@renxin/wallets/labor-contract';
import assert from 'node:assert/strict';
import { LEDGER } from '../../src/compose.js';
import {
  bring,
  employerOf,
  enrolWorker,
  openInstance,
  refusedAs,
  ringOf,
  type Instance,
  type TestParty,
  type TestWorker,
} from '../story/instance.js';

const LISTING = { name: '电子劳动合同证据包', proves: '双方存在劳动关系及约定的报酬', original: true };
const ARBITRATION = '粤劳人仲案〔2026〕1号';
const COURT = '（2026）粤演民初1号';

describe('evidence: from a party to the arbitration commission and on to the court', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;
  let worker: TestWorker;
  let contract: string;
  let bundle: Uint8Array;
  let name: string;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
    worker = await enrolWorker(instance);
    contract = await bring(instance, employer, worker, 'delivered');
    bundle = await labor.exportBundle(worker, contract, 'arbitration');
    name = toHex(nativeProvider.hash('SM3', bundle));
  });
  after(() => instance.stop());

  const urlOf = (organisation: string) => `${instance.running.url}/orgs/${organisation}`;

  async function giverOf(party: TestParty): Promise<Giver> {
    const signer = await party.keystore.signer(party.identifier);
    const { identifier, provider, clock, random } = party;
    return { identifier, ledger: LEDGER, signer, provider, clock, random };
  }

  async function clientOf(party: TestParty, organisation: string): Promise<GatewayClient> {
    const { identifier, signer, clock } = await giverOf(party);
    return new GatewayClient({ baseUrl: urlOf(organisation), ledger: LEDGER, identifier, signer, clock });
  }

  /** Somebody of an organisation of this platform, at the gateway of one. */
  async function officialOf(organisation: string, at = organisation): Promise<GatewayClient> {
    const signer = (await ringOf(instance)).signer(organisation);
    const clock = () => new Date();
    return new GatewayClient({ baseUrl: urlOf(at), ledger: LEDGER, identifier: organisation, signer, clock });
  }

  async function submitted(
    party: TestParty,
    bytes: Uint8Array,
    change: { salt?: string; handOvers?: number } = {},
  ) {
    const client = await clientOf(party, 'gd-arbitration');
    const to = {
      client,
      organisation: 'gd-arbitration',
      purpose: 'arbitration' as const,
      caseNumber: ARBITRATION,
    };
    return handOverBundle(await giverOf(party), to, bytes, LISTING, { handOvers: 0, ...change });
  }

  it('refuses what does not verify, names it, and keeps nothing', async () => {
    const bytes = bundle.slice();
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1;
    const client = await clientOf(worker, 'gd-arbitration');
    const refused = await refusedAs('EVIDENCE_INVALID', () =>
      client.postBytes('/api/v1/evidence', 'dispute', bytes, uploadAnswer),
    );
    const { verdict, codes } = refused.problem?.['members'] as { verdict: string; codes: string[] };
    assert.equal(verdict, 'invalid');
    assert.ok(codes.length > 0);
    const answered = async (path: string) =>
      (await officialOf('gd-arbitration')).get(path, 'dispute', evidenceList);
    assert.deepEqual(await answered('/api/v1/evidence'), { evidence: [] });
  });

  it('is no place for others, nor at another organisation', async () => {
    const client = await clientOf(worker, 'gd');
    await refusedAs('NOT_FOUND', () => client.postBytes('/api/v1/evidence', 'dispute', bundle, uploadAnswer));
    const atArbitration = await clientOf(worker, 'gd-arbitration');
    await refusedAs('ROLE_FORBIDDEN', () => atArbitration.get('/api/v1/evidence', 'dispute', evidenceList));
    const stranger = await officialOf('gd-court', 'gd-arbitration');
    await refusedAs('NOT_ENTITLED', () => stranger.get('/api/v1/evidence', 'dispute', evidenceList));
  });

  it('is verified, signed by both, and recorded', async () => {
    const answer = await submitted(worker, bundle);
    assert.equal(answer.evidence, name);
    assert.equal(answer.number, 1);
    const official = await officialOf('gd-arbitration');
    const { evidence } = await official.get('/api/v1/evidence', 'dispute', evidenceList);
    assert.equal(evidence.length, 1);
    assert.deepEqual(evidence[0]?.listing, LISTING);
    assert.equal(evidence[0]?.verdict, 'valid');
    assert.equal(evidence[0]?.from, worker.identifier);
    const again = await official.download(`/api/v1/evidence/${name}`, 'dispute');
    assert.deepEqual(again, bundle, 'by its digest, byte for byte');
  });

  it('is not handed over twice, not by somebody else, not under another salt', async () => {
    await refusedAs('CUSTODY_NUMBER', () => submitted(worker, bundle));
    await refusedAs('NOT_CUSTODIAN', async () => {
      const { file } = await custody('gd-arbitration');
      return submitted(worker, bundle, { salt: file.salt, handOvers: 1 });
    });
    await refusedAs('CUSTODY_NUMBER', () => submitted(employer, bundle));
    await refusedAs('BUNDLE_DIFFERS', () => submitted(worker, bundle, { handOvers: 1 }));
  });

  it('is answered with a signed statement of facts, to who was given it, and the next bundle holds it', async () => {
    const custodyNow = await custody('gd-arbitration');
    const path = `/api/v1/labor-contracts/${contract}/fact-statements`;
    const request = {
      statement: 'f-1',
      bundle: custodyNow.bundle,
      purpose: 'arbitration',
      caseNumber: ARBITRATION,
      facts: ['state', 'parties', 'conclusion', 'delivery', 'amendments'],
    };
    const ask = async (organisation: string, change: object = {}) =>
      (await officialOf(organisation, 'gd')).post(path, 'dispute', { ...request, ...change }, factStatement);
    await refusedAs('NOT_ENTITLED', () => ask('gd-court', { purpose: 'court' }));
    await refusedAs('NOT_ENTITLED', () => ask('gd-arbitration', { purpose: 'court' }));
    await refusedAs('BUNDLE_UNKNOWN', () => ask('gd-arbitration', { bundle: custodyNow.file.digest }));
    await refusedAs('ROLE_FORBIDDEN', async () =>
      (await clientOf(worker, 'gd')).post(path, 'dispute', request, factStatement),
    );
    const stated = await ask('gd-arbitration');
    assert.deepEqual(await ask('gd-arbitration'), stated);
    await refusedAs('EVIDENCE_DIFFERS', () => ask('gd-arbitration', { facts: ['state'] }));
    const { statement } = stated;
    assert.equal(statement.by, 'gd');
    assert.deepEqual(
      statement.facts.map(({ fact }) => fact),
      ['parties', 'conclusion', 'amendments', 'state', 'delivery'],
    );
    const trust = await instance.running.composed.trust();
    const options = { provider: nativeProvider, now: new Date(), trust };
    const [alone] = await verify([{ name: 'facts.json', bytes: canonicalBytes(stated) }], options);
    assert.equal(alone?.verdict, 'valid');
    assert.ok(alone.notProven.some(({ code }) => code === 'FACTS_ARE_ITS_WORD'));
    const next = await labor.exportBundle(worker, contract, 'arbitration');
    const [report] = await verify([{ name: 'b.zip', bytes: next }], { ...options, now: new Date() });
    assert.equal(report?.verdict, 'valid');
    const step = report.steps.find(({ step: named }) => named === 'facts');
    assert.deepEqual([step?.outcome, step?.code], ['pass', 'FACTS_OK']);
  });

  it('goes on to the court, which verifies the same bytes and the whole trail', async () => {
    const official = await officialOf('gd-arbitration');
    const body = { to: 'gd-court', purpose: 'court', caseNumber: COURT };
    const answer = await official.post(`/api/v1/evidence/${name}/forward`, 'dispute', body, handOverAnswer);
    assert.equal(answer.number, 2);
    const court = await officialOf('gd-court');
    const bytes = await court.download(`/api/v1/evidence/${name}`, 'dispute');
    assert.deepEqual(bytes, bundle);
    const { handOvers, file } = await custody('gd-court');
    assert.deepEqual(
      handOvers.map(({ body: { from, to } }) => [from, to]),
      [
        [worker.identifier, 'gd-arbitration'],
        ['gd-arbitration', 'gd-court'],
      ],
    );
    assert.equal(file.digest, Buffer.from(name, 'hex').toString('base64url'));
    const trust = await instance.running.composed.trust();
    const [report] = await verify([{ name: 'contract.evidence.zip', bytes }], {
      provider: nativeProvider,
      now: new Date(),
      trust,
    });
    assert.equal(report?.verdict, 'valid');
    const { evidence } = await official.get('/api/v1/evidence', 'dispute', evidenceList);
    assert.equal(evidence[0]?.handedTo, 'gd-court');
  });

  it('refuses to hand on to nobody, and says what the receiver refused', async () => {
    const official = await officialOf('gd-arbitration');
    const forward = (to: string, purpose: string) =>
      official.post(
        `/api/v1/evidence/${name}/forward`,
        'dispute',
        { to, purpose, caseNumber: COURT },
        handOverAnswer,
      );
    await refusedAs('ORGANISATION_UNKNOWN', () => forward('nobody', 'court'));
    await refusedAs('ORGANISATION_UNKNOWN', () => forward('gd-arbitration', 'arbitration'));
    const refused = await refusedAs('EVIDENCE_REFUSED', () => forward('gd-court', 'court'));
    assert.deepEqual(refused.problem?.['members'], { receiver: 'NOT_CUSTODIAN' });
    const unknown = 'ab'.repeat(32);
    await refusedAs('EVIDENCE_UNKNOWN', () => official.download(`/api/v1/evidence/${unknown}`, 'dispute'));
  });

  it('stands on the ledger with both signatures, and nothing of the case or the bytes in the clear', async () => {
    const { ledger } = instance.running.composed;
    const record = await ledger.evaluate(laborContract.operations['custody-of'], exportOf(bundle));
    const text = JSON.stringify(record);
    for (const secret of [ARBITRATION, COURT, LISTING.name, LISTING.proves, name])
      assert.ok(!text.includes(secret));
  });

  it('becomes an archive package that is registered with openings of its digests', async () => {
    const path = `/api/v1/labor-contracts/${contract}/archive-packages`;
    const bytes = await worker.client.postForBytes(path, 'retention', {});
    const trust = await instance.running.composed.trust();
    const [report] = await verify([{ name: 'archive.zip', bytes }], {
      provider: nativeProvider,
      now: new Date(),
      trust,
    });
    assert.equal(
      report?.verdict,
      'valid',
      JSON.stringify(report?.steps.filter(({ outcome }) => outcome !== 'pass')),
    );
    assert.equal(report?.kind, 'archive-package');
    const archive = /^PK[\s\S]{28}(ar-[0-9a-f]+)\//.exec(
      Buffer.from(bytes.subarray(0, 80)).toString('latin1'),
    )?.[1];
    assert.ok(archive);
    const registered = await worker.client.get(
      `/api/v1/archive-packages/${archive}`,
      'retention',
      archiveRegistration,
    );
    assert.equal(
      registered.openings.sm3.digest,
      Buffer.from(nativeProvider.hash('SM3', bytes)).toString('base64url'),
    );
    const { ledger } = instance.running.composed;
    const record = await ledger.evaluate(archiveRecord.operations.archive, { archive });
    assert.equal((record as { state: string }).state, 'HELD');
    await refusedAs('ARCHIVE_UNKNOWN', () =>
      employer.client.get(`/api/v1/archive-packages/${archive}`, 'retention', archiveRegistration),
    );
  });

  async function custody(organisation: string) {
    const official = await officialOf(organisation);
    return official.get(`/api/v1/evidence/${name}/custody`, 'dispute', custodyAnswer);
  }
});
