import { nativeProvider as provider } from '@renxin/seal/native';
import { prepareSignature, verifyPdf, type PdfReport, type SignatureRequest } from '@renxin/seal/pdf';
import { contractAnswer } from '@renxin/wallets/api';
import * as labor from '@renxin/wallets/labor-contract';
import assert from 'node:assert/strict';
import {
  altering,
  bring,
  employerOf,
  enrolWorker,
  openInstance,
  refusedAs,
  servicesOf,
  signAll,
  type Instance,
  type TestParty,
  type TestWorker,
} from './instance.js';

/** Signatures inside contract.pdf when something is not as it should be: docs/formats/signed-contract.md. */
describe('signing inside the document of a contract', function () {
  this.timeout(120_000);
  let instance: Instance;
  let employer: TestParty;
  let worker: TestWorker;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
  });
  after(() => instance.stop());

  const signedBy = async (contract: string): Promise<readonly string[] | undefined> =>
    (await labor.view(worker, contract)).contract.signings[0]?.signedBy;

  const reportOn = async (document: Uint8Array): Promise<PdfReport> => {
    const { roots, revocationLists } = servicesOf(instance).desk.international;
    const trust = { signers: roots, timeStamps: roots };
    return verifyPdf({ document, roots: trust, now: new Date(), crls: await revocationLists(), provider });
  };

  /** The document with the signatures so far. */
  const insideOf = async (contract: string): Promise<Uint8Array> => {
    const { desk } = servicesOf(instance);
    const inside = (await desk.files.get(contract))?.value.signings[0]?.inside;
    const bytes = await desk.blobs.get(inside ?? '');
    assert.ok(bytes);
    return bytes;
  };

  describe('a gateway that prepares another document', () => {
    let contract: string;
    let base: Uint8Array;
    before(async () => {
      worker = await enrolWorker(instance);
      contract = await bring(instance, employer, worker, 'locked');
      base = (await labor.openScene(worker, contract, 0)).pdf;
    });
    afterEach(() => {
      worker.client.given = (_path, answer) => answer;
    });

    const prepared = (change: Partial<SignatureRequest>): Uint8Array =>
      prepareSignature(base, {
        form: 'pades',
        field: 'worker',
        place: { page: 0, rectangle: [0, 0, 500, 500] },
        ...change,
      }).bytes;
    const cases: [string, () => Uint8Array][] = [
      ['in which a byte of the pages is another', () => flipped(prepared({}), base.length >> 1)],
      ['whose stamp would lie over the text', () => prepared({})],
      [
        'whose signature would not be seen',
        () => prepareSignature(base, { form: 'pades', field: 'worker' }).bytes,
      ],
      ['with a place for somebody else', () => prepared({ field: 'employer' })],
      ['that ends before the place', () => base],
      ['that is no document', () => new Uint8Array(9)],
    ];
    for (const [what, document] of cases)
      it(`${what}: PREPARED_ALTERED, and nothing is signed`, async () => {
        worker.client.given = (asked, answer) =>
          asked.includes('/prepared.pdf') ? (document() as typeof answer) : answer;
        await refusedAs('PREPARED_ALTERED', () => labor.signContract(worker, contract, 0, signAll));
        assert.deepEqual(await signedBy(contract), []);
      });
  });

  it('keeps signatures at B-B while no time-stamp can be had, and makes the time up later', async () => {
    worker = await enrolWorker(instance);
    const contract = await bring(instance, employer, worker, 'locked');
    const { timeStamping } = servicesOf(instance).desk;
    const { sm2, ecdsa } = timeStamping;
    const out = (): Promise<never> => Promise.reject(new Error('no answer'));
    Object.assign(timeStamping, { sm2: out, ecdsa: out });
    let request: unknown;
    try {
      await labor.signContract(worker, contract, 0, signAll);
      assert.deepEqual(await signedBy(contract), ['worker']);
      const levels = (await reportOn(await insideOf(contract))).signatures.map(({ level }) => level);
      assert.deepEqual(levels, ['B-B']);
      await altering(
        employer,
        (body) => (request = body),
        () => refusedAs('TIME_STAMP_UNAVAILABLE', () => labor.signContract(employer, contract, 0, signAll)),
      );
      assert.deepEqual(await signedBy(contract), ['worker', 'employer']);
    } finally {
      Object.assign(timeStamping, { sm2, ecdsa });
    }
    const path = `/api/v1/labor-contracts/${contract}/signatures`;
    const again = await employer.client.post(path, 'contract-conclusion', request, contractAnswer);
    assert.equal(again.contract.state, 'CONCLUDED');
    const document = (await labor.downloadAll(worker, contract, 0)).get('contract.pdf');
    assert.ok(document);
    const report = await reportOn(document);
    assert.equal(report.verdict, 'valid', JSON.stringify(report.signatures.map(({ code }) => code)));
    const signatures = report.signatures.filter(({ kind }) => kind === 'signature');
    assert.deepEqual(
      signatures.map(({ level, time }) => [level, time?.source]),
      [
        ['B-LTA', 'document'],
        ['B-LTA', 'document'],
      ],
    );
  });

  it('lets both sign anew when the ledger refused the conclusion', async () => {
    worker = await enrolWorker(instance);
    const contract = await bring(instance, employer, worker, 'locked');
    // By a clock that is behind the worker signed before the disclosure: the rules refuse it, the gateway does not see it.
    const late = { ...worker, clock: () => new Date(Date.now() - 600_000) };
    await labor.signContract(late, contract, 0, signAll);
    const kept = await insideOf(contract);
    await refusedAs('DISCLOSURE_MISSING', () => labor.signContract(employer, contract, 0, signAll));
    assert.deepEqual(await signedBy(contract), []);
    const { desk } = servicesOf(instance);
    const left = await desk.files.get(contract);
    assert.equal(left?.value.signings[0]?.inside, undefined);
    const digest = desk.blobs.keep(kept).digest;
    assert.equal(await desk.blobs.get(digest), undefined, 'the document with the signature is gone');
    await labor.signContract(worker, contract, 0, signAll);
    const { contract: done } = await labor.signContract(employer, contract, 0, signAll);
    assert.equal(done.state, 'CONCLUDED');
    const document = (await labor.downloadAll(worker, contract, 0)).get('contract.pdf');
    assert.equal((await reportOn(document ?? new Uint8Array())).verdict, 'valid');
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const altered = Uint8Array.from(bytes);
  altered[at] = (altered[at] ?? 0) ^ 1;
  return altered;
}
