import { verify } from '@renxin/archive/verify';
import { registry } from '@renxin/chaincode/contracts';
import { nativeProvider } from '@renxin/seal/native';
import * as labor from '@renxin/wallets/labor-contract';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Play } from '../../src/play/format.js';
import type { Playhouse } from '../../src/play/playhouse.js';
import { playThrough } from '../../src/story/play-through.js';
import {
  altering,
  bring,
  contractFor,
  daysFromToday,
  embeddedOf,
  employerOf,
  enrolWorker,
  logProofOf,
  openInstance,
  refusedAs,
  signAll,
  violationsOf,
  type Instance,
  type TestParty,
} from './instance.js';

describe('the story of a labor contract', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
  });
  after(() => instance.stop());

  it('plays from the identity proof to the evidence bundle, each refusal by its own code', async () => {
    const { playhouse, composed } = instance.running;
    for await (const { step, result } of playThrough(playhouse, 'labor-contract')) {
      assert.equal(result.came, step.expected, step.id);
      assert.ok(result.calls.length > 0, `${step.id} went over HTTP`);
    }
    const played = await playOf(playhouse);
    assert.ok(played.steps.every(({ state }) => state === 'as-expected'));
    const artefacts = [...playhouse.artefacts()]
      .map(([name, bytes]) => ({ name, bytes }))
      .filter(({ name }) => !/^log[./]/.test(name)); // the log itself is for the tools of others
    const trust = await composed.trust();
    const reports = await verify(artefacts, { provider: nativeProvider, now: new Date(), trust });
    assert.deepEqual(
      reports.filter(({ verdict }) => verdict !== 'valid').map(({ file }) => file),
      [],
    );
    assert.equal(artefacts.length, 14);
  });

  it('does not sign a page that was not seen, and the step can be played again', async () => {
    const { playhouse } = instance.running;
    await playUntilSigning(playhouse);
    const sign = (seen: number[]) => playhouse.play('labor-contract', 'worker-signs', { agrees: true, seen });
    assert.equal((await sign([])).came, 'PAGES_NOT_SEEN');
    const question = await playhouse.question('labor-contract', 'worker-signs');
    assert.equal(question.kind, 'pages');
    assert.equal((await sign(question.pages.map((_, i) => i))).came, 'done');
  });

  it('ends when the worker declines, and the refusal is on the ledger with its reason', async () => {
    const { playhouse } = instance.running;
    await playUntilSigning(playhouse);
    const reason = '工资与约定不符';
    const { came } = await playhouse.play('labor-contract', 'worker-signs', { agrees: false, reason });
    assert.equal(came, 'declined');
    const played = await playOf(playhouse);
    const states = played.steps.map(({ state }) => state);
    assert.equal(states.at(states.indexOf('declined') - 1), 'as-expected');
    assert.ok(states.slice(states.indexOf('declined') + 1).every((state) => state === 'waiting'));
    const { contract } = playhouse.handed['labor-contract'];
    assert.equal((await labor.view(employer, contract ?? '')).contract.state, 'DECLINED');
    await refusedAs('NOT_FOUND', () => playhouse.question('labor-contract', 'employer-seals'));
  });

  it('is concluded whoever signs first, and says who has signed meanwhile', async () => {
    const worker = await enrolWorker(instance);
    const contract = await bring(instance, employer, worker, 'locked');
    const first = await labor.signContract(employer, contract, 0, signAll);
    assert.equal(first.contract.state, 'EMPLOYER_SEALED');
    assert.equal(first.contract.anchored, false);
    const { contract: view, receipt } = await labor.signContract(worker, contract, 0, signAll);
    assert.equal(view.state, 'CONCLUDED');
    assert.equal(view.anchored, true);
    assert.ok(receipt);
  });

  it('revises while it is negotiated: a signature over the earlier version counts no more', async () => {
    const worker = await enrolWorker(instance);
    const content = await contractFor(instance, worker);
    const contract = await bring(instance, employer, worker, 'worker-signed', content);
    const terms = { ...content.terms, jobTitle: '高级质量检验员' };
    const { contract: revised } = await labor.revise(employer, contract, 2, terms);
    assert.deepEqual([revised.state, revised.version, revised.signings.length], ['NEGOTIATING', 2, 0]);
    await labor.lock(employer, contract, 2);
    await labor.signContract(worker, contract, 0, signAll);
    const { contract: concluded } = await labor.signContract(employer, contract, 0, signAll);
    assert.equal(concluded.state, 'CONCLUDED');
    const bundle = await labor.exportBundle(worker, contract, 'party');
    await assertValid(instance, 'contract.evidence.zip', bundle);
  });

  it('is declined by the worker or withdrawn by the employer, for good', async () => {
    const worker = await enrolWorker(instance);
    const declined = await bring(instance, employer, worker, 'locked');
    assert.equal((await labor.decline(worker, declined, 1, '工资与约定不同')).contract.state, 'DECLINED');
    await refusedAs('CONTRACT_STATE', () => labor.lock(employer, declined, 1));
    const withdrawn = await bring(instance, employer, worker, 'disclosed');
    assert.equal((await labor.withdraw(employer, withdrawn, 1, '岗位取消')).contract.state, 'WITHDRAWN');
    await refusedAs('CONTRACT_STATE', () => labor.lock(employer, withdrawn, 1));
  });

  it('is renewed by a contract that names its predecessor, without another probation', async () => {
    const worker = await enrolWorker(instance);
    const first = await contractFor(instance, worker);
    const predecessor = await bring(instance, employer, worker, 'delivered', first);
    const { probation: _once, ...terms } = (await contractFor(instance, worker)).terms;
    const renewal = { ...(await contractFor(instance, worker)), predecessor };
    const refused = await refusedAs('TERMS_REFUSED', () => labor.draft(employer, renewal));
    assert.deepEqual(
      violationsOf(refused).map(({ code }) => code),
      ['PROBATION_REPEATED'],
    );
    const renewed = await bring(instance, employer, worker, 'concluded', { ...renewal, terms });
    const { contract: before } = await labor.view(worker, predecessor);
    assert.equal((before.record as { renewedBy?: string }).renewedBy, renewed);
    await assertValid(
      instance,
      'contract.evidence.zip',
      await labor.exportBundle(employer, renewed, 'arbitration'),
    );
    const again = { ...(await contractFor(instance, worker)), predecessor };
    const { probation: _none, ...plain } = again.terms;
    await refusedAs('PREDECESSOR_STATE', () => labor.draft(employer, { ...again, terms: plain }));
  });

  it('is amended by both; a proposal that nobody signed gives way, and the terms in force stay', async () => {
    const worker = await enrolWorker(instance);
    const content = await contractFor(instance, worker);
    const contract = await bring(instance, employer, worker, 'concluded', content);
    const wage = content.terms['wage'] as Record<string, number>;
    const raised = (amount: number) => ({ ...content.terms, wage: { ...wage, amount } });
    await labor.proposeAmendment(employer, contract, raised(1_000_000));
    await labor.proposeAmendment(employer, contract, raised(1_050_000));
    await labor.signContract(worker, contract, 1, signAll);
    await refusedAs('CONTRACT_STATE', () => labor.proposeAmendment(employer, contract, raised(1_060_000)));
    const { contract: amended } = await labor.signContract(employer, contract, 1, signAll);
    assert.equal((amended.terms['wage'] as { amount: number }).amount, 1_050_000);
    assert.deepEqual(
      amended.signings.map(({ concluded }) => concluded),
      [true, true],
    );
    await labor.proposeAmendment(employer, contract, { ...content.terms, jobTitle: '清洁员' });
    const { contract: ended } = await labor.dissolveAsWorker(worker, contract, '38', daysFromToday(60));
    assert.equal(ended.state, 'DISSOLVED');
    const certificate = await certificateOf(worker, contract);
    assert.equal(certificate.jobTitle, content.terms['jobTitle'], 'the proposal was never agreed');
  });

  it('is dissolved by the worker alone, also while the employer’s proposal waits', async () => {
    const worker = await enrolWorker(instance);
    const contract = await bring(instance, employer, worker, 'concluded');
    await labor.proposeDissolution(employer, contract, '36', daysFromToday(90));
    const on = daysFromToday(45);
    const { contract: ended } = await labor.dissolveAsWorker(worker, contract, '37', on);
    assert.equal(ended.state, 'DISSOLVED');
    assert.equal((ended.record as { dissolution: { body: { on: string } } }).dissolution.body.on, on);
  });

  it('keeps what was concluded when an earlier step is sent again', async () => {
    const worker = await enrolWorker(instance);
    let lockRequest: unknown;
    const content = await contractFor(instance, worker);
    const contract = await bring(instance, employer, worker, 'disclosed', content);
    await altering(
      employer,
      (body) => (lockRequest = body),
      () => labor.lock(employer, contract, 1),
    );
    const again = () =>
      altering(
        employer,
        () => lockRequest,
        () => labor.lock(employer, contract, 1),
      );
    await labor.signContract(worker, contract, 0, signAll);
    assert.deepEqual((await again()).contract.signings[0]?.signedBy, ['worker']);
    await labor.signContract(employer, contract, 0, signAll);
    await refusedAs('CONTRACT_CONCLUDED', again);
    const { contract: view } = await labor.view(worker, contract);
    assert.deepEqual(view.signings[0]?.signedBy, ['worker', 'employer']);
    await assertValid(instance, 'contract.evidence.zip', await labor.exportBundle(worker, contract, 'court'));
  });

  it('takes the steps of one contract in turn: both signing at once conclude it once', async () => {
    const worker = await enrolWorker(instance);
    const contract = await bring(instance, employer, worker, 'locked');
    await Promise.all([
      labor.signContract(worker, contract, 0, signAll),
      labor.signContract(employer, contract, 0, signAll),
    ]);
    const { contract: view } = await labor.view(worker, contract);
    assert.equal(view.state, 'CONCLUDED');
    await assertValid(instance, 'contract.evidence.zip', await labor.exportBundle(worker, contract, 'party'));
  });
});

describe('a second start on the same data', function () {
  this.timeout(60_000);
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-second-start-'));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  it('keeps contracts, keys and the founding; wallets go on, and new contracts are concluded', async () => {
    let instance = await openInstance(directory);
    let employer = await employerOf(instance);
    const worker = await enrolWorker(instance);
    const content = await contractFor(instance, worker);
    const contract = await bring(instance, employer, worker, 'concluded', content);
    await logProofOf(instance, contract);
    const kept = await worker.headers.latest();
    const founded = await instance.running.composed.ledger.evaluate(registry.operations.founding, {});
    const genesis = await embeddedOf(instance).header(0);
    await instance.stop();

    instance = await openInstance(directory);
    try {
      const ledger = embeddedOf(instance);
      assert.deepEqual(await ledger.evaluate(registry.operations.founding, {}), founded);
      assert.deepEqual(await ledger.header(0), genesis);
      const since = (await ledger.height())! - kept.height;
      const blocks = since === 0 ? [] : await viewOf(instance).blocks(since);
      const written = blocks.flatMap(({ transactions }) => transactions.flatMap(({ commands }) => commands));
      const others = written.filter(({ contract }) => contract !== 'log-anchor');
      assert.deepEqual(others, [], 'a second start writes nothing, but what is left to anchor of the logs');
      employer = await employerOf(instance);
      const { contract: view } = await labor.view(employer, contract);
      assert.equal(view.state, 'CONCLUDED');
      await assertValid(
        instance,
        'contract.evidence.zip',
        await labor.exportBundle(employer, contract, 'archive'),
      );
      const next = await bring(instance, employer, await enrolWorker(instance), 'delivered');
      assert.equal((await labor.view(employer, next)).contract.state, 'CONCLUDED');
      const { playhouse } = instance.running;
      assert.equal(
        (await playhouse.play('labor-contract', 'identity', agreed)).came,
        'done',
        'the clients kept their keys',
      );
    } finally {
      await instance.stop();
    }
  });

  it('is refused while another process has the directory', async () => {
    const instance = await openInstance(directory);
    try {
      await refusedAs('STORE_LOCKED', () => openInstance(directory));
      const { status } = await fetch(`${instance.running.url}/livez`);
      assert.equal(status, 200, 'the first one serves on');
    } finally {
      await instance.stop();
    }
  });
});

function viewOf({ running }: Instance) {
  const [first] = running.composed.composition.organisations;
  assert.ok(first);
  return first.services.view;
}

async function assertValid(instance: Instance, name: string, bytes: Uint8Array): Promise<void> {
  const trust = await instance.running.composed.trust();
  const [report] = await verify([{ name, bytes }], { provider: nativeProvider, now: new Date(), trust });
  const failed = report?.steps.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code);
  assert.equal(report?.verdict, 'valid', failed?.join());
}

async function certificateOf(party: TestParty, contract: string): Promise<{ jobTitle: string }> {
  const answer = z.object({ certificate: z.looseObject({ jobTitle: z.string() }) });
  const path = `/api/v1/labor-contracts/${contract}/dissolution`;
  return (await party.client.get(path, 'rights', answer)).certificate;
}

const agreed = { agrees: true, seen: [] } as const;

/** The story from its beginning up to the step in which the worker signs. */
async function playUntilSigning(playhouse: Playhouse): Promise<void> {
  playhouse.reset('labor-contract');
  for await (const { step } of playThrough(playhouse, 'labor-contract')) if (step.id === 'lock') return;
}

async function playOf(playhouse: Playhouse): Promise<Play> {
  const play = (await playhouse.view()).plays.find(({ story }) => story === 'labor-contract');
  assert.ok(play);
  return play;
}
