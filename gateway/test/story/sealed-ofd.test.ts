import { verify } from '@renxin/archive/verify';
import { toBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { openOfd, wordsOf } from '@renxin/seal/ofd';
import { readCertificate } from '@renxin/seal/verify';
import { writeZip } from '@renxin/seal/zip';
import type { SealingRequest } from '@renxin/wallets/api';
import * as labor from '@renxin/wallets/labor-contract';
import * as seals from '@renxin/wallets/seal';
import assert from 'node:assert/strict';
import { sealInUse } from '../seals/seal-in-use.js';
import {
  altering,
  bring,
  contractFor,
  employerOf,
  enrolEmployer,
  enrolWorker,
  openInstance,
  refusedAs,
  signAll,
  type Instance,
  type TestParty,
  type TestWorker,
} from './instance.js';

describe('the OFD of a contract, signed by the worker and sealed by the employer', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;
  let worker: TestWorker;
  /** Sealed. */
  let contract: string;
  let seal: string;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
    worker = await enrolWorker(instance);
    contract = await bring(instance, employer, worker, 'concluded');
    await refusedAs('NO_SEAL_IN_USE', () => sealed());
    seal = await sealInUse(instance, employer);
    await sealed();
  });
  after(() => instance.stop());
  afterEach(() => {
    employer.client.given = (_path, answer) => answer;
  });

  const sealed = (name = contract, amendment = 0) =>
    labor.sealContract(employer, name, amendment, '孙演示（hr-07），审批单 12');
  /** A contract that is concluded and not sealed yet. */
  const concluded = async () => bring(instance, employer, await enrolWorker(instance), 'concluded');
  const ofdOf = async (party: TestParty, name = contract, amendment = 0): Promise<Uint8Array> => {
    const bytes = (await labor.downloadAll(party, name, amendment)).get('contract.ofd');
    assert.ok(bytes);
    return bytes;
  };
  const verdictOf = async (bytes: Uint8Array): Promise<string | undefined> => {
    const trust = await instance.running.composed.trust();
    const options = { provider: nativeProvider, now: new Date(), trust };
    return (await verify([{ name: 'contract.ofd', bytes }], options))[0]?.verdict;
  };

  it('is taken home by both, valid, with the words that both signed; its use stands in the log', async () => {
    const bytes = await ofdOf(worker);
    assert.deepEqual(await ofdOf(employer), bytes);
    assert.equal(await verdictOf(bytes), 'valid');
    const words = wordsOf(openOfd(bytes)).join('');
    const { terms } = (await labor.view(worker, contract)).contract;
    for (const member of ['contractNo', 'jobTitle']) assert.ok(words.includes(String(terms[member])), member);
    const uses = await seals.usesOf(employer, seal);
    assert.deepEqual(
      uses.map(({ outcome, details }) => [outcome, details.place]),
      [['sealed', 'normal, riding']],
    );
  });

  it('holds the worker’s own signature under the seal, made with the key that the ledger has, and goes with the bundle', async () => {
    const bytes = await ofdOf(worker);
    const [own, seal] = openOfd(bytes).signatures;
    assert.deepEqual([own?.type, seal?.type], ['Sign', 'Seal']);
    const trust = await instance.running.composed.trust();
    const options = { provider: nativeProvider, now: new Date(), trust };
    const [report] = await verify([{ name: 'contract.ofd', bytes }], options);
    const steps = report?.steps.filter(({ evidence }) => evidence['signature'] === 1) ?? [];
    assert.deepEqual(
      steps.map(({ code }) => code),
      ['SEALED_CONTENT_OK', 'OFD_SIGNATURE_OK', 'OFD_TIME_OK', 'CERTIFICATE_OK'],
    );
    const certificate = await worker.keystore.certificate(worker.identifier);
    assert.ok(certificate);
    assert.deepEqual(steps[1]?.evidence['certificate'], readCertificate(certificate.certificate).serial);

    const bundle = await labor.exportBundle(employer, contract, 'party');
    const [examined] = await verify([{ name: 'contract.evidence.zip', bytes: bundle }], options);
    const inside = examined?.steps.find(({ step }) => step === 'sealed-form');
    assert.deepEqual([examined?.verdict, inside?.code], ['valid', 'SEALED_FORM_OK']);
  });

  it('is not valid with a changed byte', async () => {
    const bytes = await ofdOf(worker);
    for (let i = 1; i < 24; i++) {
      const changed = Uint8Array.from(bytes);
      const at = Math.floor((bytes.length * i) / 24);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.notEqual(await verdictOf(changed), 'valid', String(at));
    }
  });

  it('is sealed once, and an amendment has a sealed form of its own', async () => {
    await refusedAs('ALREADY_SIGNED', () => sealed());
    const worker = await enrolWorker(instance);
    const content = await contractFor(instance, worker);
    const name = await bring(instance, employer, worker, 'concluded', content);
    await labor.proposeAmendment(employer, name, { ...content.terms, jobTitle: '高级质量检验员' });
    await refusedAs('CONTRACT_STATE', () => sealed(name, 1));
    await labor.signContract(worker, name, 1, signAll);
    await labor.signContract(employer, name, 1, signAll);
    await sealed(name, 1);
    assert.equal(await verdictOf(await ofdOf(worker, name, 1)), 'valid');
    assert.equal((await labor.downloadAll(worker, name, 0)).has('contract.ofd'), false);
  });

  it('before both have signed: CONTRACT_STATE', async () => {
    const open = await bring(instance, employer, await enrolWorker(instance), 'worker-signed');
    await refusedAs('CONTRACT_STATE', () => sealed(open));
  });

  it('with other words than those that were signed: PREPARED_ALTERED, and nothing is sealed', async () => {
    const name = await concluded();
    const before = (await seals.usesOf(employer, seal)).length;
    const { files, pages } = openOfd(
      await employer.client.download(
        `/api/v1/labor-contracts/${name}/documents/0/unsealed.ofd`,
        'contract-conclusion',
      ),
    );
    const path = pages[0]?.path ?? '';
    const text = new TextDecoder().decode(files.get(path));
    const changed = text.replace('劳动合同', '劳务合同');
    assert.notEqual(changed, text);
    const altered = writeZip(new Map(files).set(path, new TextEncoder().encode(changed)));
    employer.client.given = (asked, answer) =>
      asked.endsWith('unsealed.ofd') ? (altered as typeof answer) : answer;
    await refusedAs('PREPARED_ALTERED', () => sealed(name));
    employer.client.given = (asked, answer) =>
      asked.endsWith('unsealed.ofd') ? (new Uint8Array(9) as typeof answer) : answer;
    await refusedAs('PREPARED_ALTERED', () => sealed(name));
    assert.equal((await seals.usesOf(employer, seal)).length, before);
  });

  it('the worker signs no other words, and without the signature inside nothing is kept', async () => {
    const signer = await enrolWorker(instance);
    const open = await bring(instance, employer, signer, 'locked');
    const sign = () => labor.signContract(signer, open, 0, signAll);
    const given = signer.client.given;
    const other = await ofdOf(worker);
    signer.client.given = (asked, answer) =>
      asked.includes('unsigned.ofd') ? (other as typeof answer) : given(asked, answer);
    await refusedAs('PREPARED_ALTERED', sign);
    signer.client.given = given;
    const with_ = (ofd: string | undefined) => () =>
      altering(
        signer,
        (body: object) => {
          if (!('inside' in body)) return body;
          const { ofd: _own, ...rest } = body as { ofd?: string };
          return ofd === undefined ? rest : { ...rest, ofd };
        },
        sign,
      );
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', with_(undefined));
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', with_('AAAA'));
    const value = openOfd(other).files.get('Doc_0/Signs/Sign_0/SignedValue.dat');
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', with_(toBase64url(value ?? new Uint8Array())));
    await sign();
    assert.deepEqual((await labor.view(signer, open)).contract.signings[0]?.signedBy, ['worker']);
  });

  it('the employer’s wallet seals nothing under which the worker has not signed', async () => {
    const name = await concluded();
    const unsealed = `/api/v1/labor-contracts/${name}/documents/0/unsealed.ofd`;
    const { files } = openOfd(await employer.client.download(unsealed, 'contract-conclusion'));
    const without = new Map([...files].filter(([path]) => !path.includes('/Signs/')));
    const root = new TextDecoder().decode(without.get('OFD.xml'));
    without.set(
      'OFD.xml',
      new TextEncoder().encode(root.replace(/<ofd:Signatures>.*<\/ofd:Signatures>/, '')),
    );
    employer.client.given = (asked, answer) =>
      asked.endsWith('unsealed.ofd') ? (writeZip(without) as typeof answer) : answer;
    await refusedAs('PREPARED_ALTERED', () => sealed(name));
  });

  it('with a signature of another time, another document or another seal', async () => {
    const name = await concluded();
    const another = (change: Partial<SealingRequest>) => () =>
      altering(employer, changing(change), () => sealed(name));
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', another({ at: '2026-01-01T00:00:00.000Z' }));
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', another({ sealSignature: 'AAAA' }));
    await refusedAs('SEAL_UNKNOWN', another({ seal: 'seal-of-nobody' }));

    let kept: SealingRequest | undefined;
    await altering(
      employer,
      (body: object) => {
        if (isSealing(body)) kept = body;
        return body;
      },
      () => sealed(name),
    );
    const next = await concluded();
    assert.ok(kept);
    const replay = changing(kept);
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', () => altering(employer, replay, () => sealed(next)));
  });

  it('with the seal of another employer, or one that is not in use', async () => {
    const other = await enrolEmployer(instance, 2);
    const theirs = await sealInUse(instance, other);
    const name = await concluded();
    await refusedAs('SEAL_UNKNOWN', () => altering(employer, changing({ seal: theirs }), () => sealed(name)));
    await seals.changeSeal(employer, seal, 'suspend', 'stock-taking');
    await refusedAs('NO_SEAL_IN_USE', () => sealed(name));
    await seals.changeSeal(employer, seal, 'resume', 'stock-taken');
    await sealed(name);
  });
});

const isSealing = (body: object): body is SealingRequest => 'sealSignature' in body;
const changing = (change: Partial<SealingRequest>) => (body: object) =>
  isSealing(body) ? { ...body, ...change } : body;
