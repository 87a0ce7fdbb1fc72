import type { Terms } from '@renxin/chaincode/labor-law';
import { citizenCheckDigit } from '@renxin/chaincode/identifiers';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import * as labor from '@renxin/wallets/labor-contract';
import { GatewayProblem } from '@renxin/wallets/client';
import assert from 'node:assert/strict';
import { Seeded, syntheticPerson } from '../../src/demonstration/people.js';
import {
  altering,
  bring,
  contractFor,
  employerOf,
  enrolEmployer,
  enrolWorker,
  openInstance,
  refusedAs,
  signedBy,
  violationsOf,
  type Instance,
  type TestParty,
  type TestWorker,
} from './instance.js';

interface DraftBody {
  readonly terms: unknown;
  readonly opening: { readonly salt: string; readonly digest: string };
  readonly draft: { readonly body: Record<string, unknown>; readonly signature: string };
}

/** Refusals on the way to the locked document (domain: 劳动合同法 art. 17-20, 指引 art. 5-7). */
describe('what is refused before a contract is signed', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;
  let worker: TestWorker;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
    worker = await enrolWorker(instance);
  });
  after(() => instance.stop());

  describe('terms in a wrong form: listed by pointer and code', () => {
    const head = (birth: string) => {
      const seventeen = `440000${birth}123`;
      return seventeen + citizenCheckDigit(seventeen);
    };
    const wrongDigit = (number: string) => number.slice(0, 17) + (number.endsWith('0') ? '1' : '0');
    const cases: readonly [title: string, pointer: string, code: string, (terms: Terms) => unknown][] = [
      [
        'a check digit of a citizen number',
        '/terms/worker/idNo',
        'CITIZEN_NUMBER_CHECK_DIGIT',
        (t) => ({ ...t, worker: { ...t.worker, idNo: wrongDigit(t.worker.idNo) } }),
      ],
      [
        'a citizen number of fifteen digits',
        '/terms/worker/idNo',
        'CITIZEN_NUMBER_15_DIGITS',
        (t) => ({ ...t, worker: { ...t.worker, idNo: '440000920229903' } }),
      ],
      [
        'a birth date that no calendar has',
        '/terms/worker/idNo',
        'CITIZEN_NUMBER_DATE',
        (t) => ({ ...t, worker: { ...t.worker, idNo: head('19910229') } }),
      ],
      [
        'a province that does not exist',
        '/terms/worker/idNo',
        'CITIZEN_NUMBER_REGION',
        (t) => ({ ...t, worker: { ...t.worker, idNo: '990000199001019015' } }),
      ],
      [
        'full-width digits',
        '/terms/worker/idNo',
        'CITIZEN_NUMBER_FORM',
        (t) => ({ ...t, worker: { ...t.worker, idNo: '４４００００１９９２０２２９９０３２' } }),
      ],
      [
        'a check character of a credit code',
        '/terms/employer/uscc',
        'USCC_CHECK',
        (t) => ({ ...t, employer: { ...t.employer, uscc: '91440000TX0000028A' } }),
      ],
      [
        'an organisation code inside a credit code',
        '/terms/employer/uscc',
        'USCC_FORM',
        (t) => ({ ...t, employer: { ...t.employer, uscc: '91440000TX000002OW' } }),
      ],
      ['a day that no month has', '/terms/startDate', 'DATE', (t) => ({ ...t, startDate: '2027-02-30' })],
      [
        'a region that does not exist',
        '/terms/workplace/regionCode',
        'REGION',
        (t) => ({ ...t, workplace: { ...t.workplace, regionCode: '990100' } }),
      ],
      ['a fee for signing (指引 art. 6)', '/terms/fee', 'UNRECOGNIZED', (t) => ({ ...t, fee: 1 })],
      [
        'a pay day that no month has',
        '/terms/wage/payDay',
        'TOO_BIG',
        (t) => ({ ...t, wage: { ...t.wage, payDay: 40 } }),
      ],
      [
        'no clause on labor protection (art. 17)',
        '/terms/protection',
        'REQUIRED',
        ({ protection: _left, ...t }) => t,
      ],
      [
        'a control character in a name',
        '/terms/jobTitle',
        'TEXT_FORM',
        (t) => ({ ...t, jobTitle: '检验\u0007员' }),
      ],
    ];
    for (const [title, pointer, code, change] of cases)
      it(`${title}: ${code}`, async () => {
        const { faults, text } = await faultsOf(await contractFor(instance, worker, change));
        const found = faults.find((fault) => fault.pointer === pointer);
        assert.ok(found, JSON.stringify(faults));
        assert.match(found.code, new RegExp(`^${code}`));
        for (const value of [worker.person.name, worker.person.citizenNumber, worker.person.mobile])
          assert.ok(!text.includes(value), 'no personal value is repeated');
      });
  });

  describe('terms against the law: TERMS_REFUSED with the article', () => {
    const cases: readonly [title: string, code: string, article: string, (terms: Terms) => unknown][] = [
      [
        'six months of probation on two years',
        'PROBATION_TOO_LONG',
        '十九',
        (t) => ({ ...t, probation: { months: 6, wage: 850_000 } }),
      ],
      [
        'probation paid below eighty percent',
        'PROBATION_WAGE_TOO_LOW',
        '二十',
        (t) => ({ ...t, probation: { months: 2, wage: 750_000 } }),
      ],
      [
        'an end before the beginning',
        'TERM_END_NOT_AFTER_START',
        '',
        ({ probation: _none, ...t }) => ({ ...t, endDate: t.startDate }),
      ],
      ['an open-ended term with an end', 'TERM_END_FORBIDDEN', '', (t) => ({ ...t, termType: 'OPEN_ENDED' })],
      ['a fixed term without an end', 'TERM_END_MISSING', '', ({ endDate: _open, ...t }) => t],
      [
        'probation for a project',
        'PROBATION_NOT_ALLOWED',
        '十九',
        ({ endDate: _open, ...t }) => ({ ...t, termType: 'PROJECT', projectCompletion: '设备安装验收完成' }),
      ],
      [
        'three years of silence towards competitors',
        'NON_COMPETE_TOO_LONG',
        '二十四',
        (t) => ({
          ...t,
          nonCompete: {
            months: 36,
            personnel: 'CONFIDENTIALITY',
            scope: '同类检验服务',
            area: '广东省',
            compensation: 400_000,
          },
        }),
      ],
    ];
    for (const [title, code, article, change] of cases)
      it(`${title}: ${code}`, async function () {
        const content = await contractFor(instance, worker, change);
        const refused = await refusedAs('TERMS_REFUSED', () => labor.draft(employer, content));
        const violations = violationsOf(refused);
        const found = violations.find((each) => each.code === code);
        assert.ok(found, JSON.stringify(violations));
        assert.ok(found.article.includes(article));
      });

    it('a worker under sixteen: WORKER_UNDER_AGE', async () => {
      const year = new Date().getUTCFullYear() - 14;
      const seventeen = `440000${year}0315123`;
      const person = {
        ...syntheticPerson(new Seeded(9)),
        citizenNumber: seventeen + citizenCheckDigit(seventeen),
      };
      const child = await enrolWorker(instance, { person });
      const content = await contractFor(instance, child);
      const refused = await refusedAs('TERMS_REFUSED', () => labor.draft(employer, content));
      const violations = violationsOf(refused);
      assert.ok(violations.some(({ code }) => code === 'WORKER_UNDER_AGE'));
    });
  });

  describe('who and what', () => {
    const drafted = async (code: string, change: (terms: Terms) => unknown) =>
      refusedAs(code, async () => labor.draft(employer, await contractFor(instance, worker, change)));

    it('a worker of another name: IDENTITY_MISMATCH', () =>
      drafted('IDENTITY_MISMATCH', (t) => ({ ...t, worker: { ...t.worker, name: '欧阳虚构' } })));
    it('the number of somebody else: IDENTITY_MISMATCH', () =>
      drafted('IDENTITY_MISMATCH', (t) => ({ ...t, worker: { ...t.worker, idNo: '440000199202299032' } })));
    it('an employer that is not the one who drafts: IDENTITY_MISMATCH', async () => {
      await drafted('IDENTITY_MISMATCH', (t) => ({
        ...t,
        employer: { ...t.employer, name: '另一家公司' },
      }));
      await drafted('IDENTITY_MISMATCH', (t) => ({
        ...t,
        employer: { ...t.employer, uscc: '91330000TX0000116G' },
      }));
    });
    it('a worker whose identity nobody proved: IDENTITY_NOT_PROVEN', async () => {
      const content = { ...(await contractFor(instance, worker)), worker: 'p-nobody' };
      await refusedAs('IDENTITY_NOT_PROVEN', () => labor.draft(employer, content));
    });
    it('a worker who is bound to another employer: PARTY_NOT_BOUND', async () => {
      const elsewhere = await enrolWorker(instance, { towards: 'gd' });
      const content = await contractFor(instance, elsewhere);
      await refusedAs('PARTY_NOT_BOUND', () => labor.draft(employer, content));
    });
    it('a template that was never published: TEMPLATE_UNKNOWN', async () => {
      const content = await contractFor(instance, worker);
      const template = { ...content.template, version: 2 };
      await refusedAs('TEMPLATE_UNKNOWN', () => labor.draft(employer, { ...content, template }));
    });
    it('an opening of other terms: COMMITMENT_MISMATCH', async () => {
      const other = toBase64url(worker.provider.hash('SM3', canonicalBytes({ other: 'terms' })));
      const alter = (body: DraftBody) => ({ ...body, opening: { ...body.opening, digest: other } });
      const content = await contractFor(instance, worker);
      await refusedAs('COMMITMENT_MISMATCH', () =>
        altering(employer, alter, () => labor.draft(employer, content)),
      );
    });
    it('terms changed after they were signed: COMMITMENT_MISMATCH', async () => {
      const content = await contractFor(instance, worker);
      const alter = (body: DraftBody) => ({
        ...body,
        terms: { ...content.terms, jobTitle: '清洁员' },
      });
      await refusedAs('COMMITMENT_MISMATCH', () =>
        altering(employer, alter, () => labor.draft(employer, content)),
      );
    });
    it('a draft signed by somebody else: SIGNATURE_INVALID, and nothing is kept', async () => {
      const content = await contractFor(instance, worker);
      const signer = await worker.keystore.signer(worker.identifier);
      const alter = async (body: DraftBody) => ({
        ...body,
        draft: {
          body: body.draft.body,
          signature: await signedBy(signer, 'labor-contract/draft', body.draft.body as never),
        },
      });
      await refusedAs('SIGNATURE_INVALID', () =>
        altering(employer, alter, () => labor.draft(employer, content)),
      );
      await refusedAs('CONTRACT_UNKNOWN', () => labor.view(employer, content.contract));
      const { contract } = await labor.draft(employer, content);
      assert.equal(contract.state, 'DRAFT', 'the same draft rightly signed is taken');
    });
    it('a draft in another employer’s name: NOT_A_PARTY', async () => {
      const content = await contractFor(instance, worker);
      const alter = (body: DraftBody) => ({
        ...body,
        draft: { ...body.draft, body: { ...body.draft.body, employer: 'somebody-else' } },
      });
      await refusedAs('NOT_A_PARTY', () => altering(employer, alter, () => labor.draft(employer, content)));
    });
    it('a draft by the worker: ROLE_FORBIDDEN', async () => {
      const content = await contractFor(instance, worker);
      await refusedAs('ROLE_FORBIDDEN', () => labor.draft(worker, content));
    });
  });

  describe('names and numbers given twice', () => {
    it('the name of a contract with other content: CONTRACT_EXISTS', async () => {
      const first = await contractFor(instance, worker);
      await labor.draft(employer, first);
      const { terms } = await contractFor(instance, worker);
      await refusedAs('CONTRACT_EXISTS', () => labor.draft(employer, { ...first, terms }));
      assert.deepEqual((await labor.view(employer, first.contract)).contract.terms, first.terms);
    });
    it('the number of another contract: CONTRACT_EXISTS, also by a revision', async () => {
      const first = await contractFor(instance, worker);
      await labor.draft(employer, first);
      const second = await contractFor(instance, worker);
      const taken = { ...second.terms, contractNo: first.terms['contractNo'] as string };
      await refusedAs('CONTRACT_EXISTS', () => labor.draft(employer, { ...second, terms: taken }));
      await labor.draft(employer, second);
      await refusedAs('CONTRACT_EXISTS', () => labor.revise(employer, second.contract, 2, taken));
    });
    it('another employer’s draft under a name that is taken: CONTRACT_EXISTS', async () => {
      const first = await contractFor(instance, worker);
      await labor.draft(employer, first);
      const other = await enrolEmployer(instance, 2);
      const theirs = await enrolWorker(instance, { towards: other.identifier });
      const content = await contractFor(instance, theirs, (t) => ({
        ...t,
        employer: { ...t.employer, name: '另一演示单位', uscc: '91310000TX000001XR' },
      }));
      await refusedAs('CONTRACT_EXISTS', () => labor.draft(other, { ...content, contract: first.contract }));
      assert.equal((await labor.view(employer, first.contract)).contract.employer, employer.identifier);
      await labor.draft(other, content);
      await refusedAs('CONTRACT_UNKNOWN', () => labor.view(employer, content.contract));
      await refusedAs('CONTRACT_UNKNOWN', () => labor.view(other, first.contract));
    });
  });

  describe('disclosure and lock', () => {
    it('a document fixed before the worker was told: DISCLOSURE_MISSING', async () => {
      const contract = await bring(instance, employer, worker, 'drafted');
      await refusedAs('DISCLOSURE_MISSING', () => labor.lock(employer, contract, 1));
      assert.equal((await labor.view(employer, contract)).contract.state, 'DRAFT');
    });
    it('another text than the one in force: DISCLOSURE_MISSING', async () => {
      const contract = await bring(instance, employer, worker, 'drafted');
      const alter = (body: { body: { version: number }; signature: string }) => ({
        ...body,
        body: { ...body.body, version: body.body.version + 1 },
      });
      await refusedAs('DISCLOSURE_MISSING', () =>
        altering(worker, alter, () => labor.acknowledgeDisclosure(worker, contract)),
      );
    });
    it('the disclosure acknowledged by the employer: ROLE_FORBIDDEN; with its key: SIGNATURE_INVALID', async () => {
      const contract = await bring(instance, employer, worker, 'drafted');
      await refusedAs('ROLE_FORBIDDEN', () => labor.acknowledgeDisclosure(employer, contract));
      const signer = await employer.keystore.signer(employer.identifier);
      const alter = async (given: { body: never }) => ({
        ...given,
        signature: await signedBy(signer, 'labor-contract/disclose', given.body),
      });
      await refusedAs('SIGNATURE_INVALID', () =>
        altering(worker, alter, () => labor.acknowledgeDisclosure(worker, contract)),
      );
    });
    it('a lock of another version: CONTRACT_VERSION', async () => {
      const contract = await bring(instance, employer, worker, 'disclosed');
      await refusedAs('CONTRACT_VERSION', () => labor.lock(employer, contract, 2));
    });
    it('a lock of another document: COMMITMENT_MISMATCH', async () => {
      const contract = await bring(instance, employer, worker, 'disclosed');
      const digest = toBase64url(worker.provider.hash('SM3', new Uint8Array([1])));
      const alter = (body: { opening: object }) => ({ ...body, opening: { ...body.opening, digest } });
      await refusedAs('COMMITMENT_MISMATCH', () =>
        altering(employer, alter, () => labor.lock(employer, contract, 1)),
      );
    });
    it('a revision that skips a version: CONTRACT_VERSION', async () => {
      const content = await contractFor(instance, worker);
      const contract = await bring(instance, employer, worker, 'disclosed', content);
      await refusedAs('CONTRACT_VERSION', () => labor.revise(employer, contract, 3, content.terms));
      assert.equal((await labor.view(employer, contract)).contract.version, 1);
    });
    it('a signature over something that is not fixed: NOTHING_TO_SIGN by the wallet', async () => {
      const contract = await bring(instance, employer, worker, 'disclosed');
      await refusedAs('NOTHING_TO_SIGN', () => labor.openScene(worker, contract, 0));
    });
  });

  async function faultsOf(content: labor.NewContract) {
    const error = await labor.draft(employer, content).then(
      () => undefined,
      (refused: unknown) => refused,
    );
    assert.ok(error instanceof GatewayProblem, String(error));
    assert.equal(error.code, 'BODY_INVALID');
    assert.equal(error.status, 400);
    const text = JSON.stringify(error.problem);
    return { faults: error.problem.faults ?? [], text };
  }
});
