import type { Terms } from '@renxin/chaincode/labor-law';
import * as api from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import * as labor from '@renxin/wallets/labor-contract';
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { LEDGER } from '../../src/compose.js';
import {
  bank,
  employer as agency,
  guangdong,
  provincesAccreditations,
} from '../../src/demonstration/organisations.js';
import {
  AlteringClient,
  bring,
  contractFor,
  employerOf,
  enrolWorker,
  openInstance,
  refusedAs,
  servicesOf,
  signAll,
  today,
  violationsOf,
  type Instance,
  type TestParty,
  type TestWorker,
} from '../story/instance.js';
import { application, assessorOf, decide, enrolHolder, officialOf, said, type TestHolder } from './stage.js';

/** What a province oversees: licences of agencies, and whether anybody was assessed. */
describe('a province oversees', function () {
  this.timeout(120_000);
  const DAY = 86_400_000;
  let ahead = 0;
  const clock = (): Date => new Date(Date.now() + ahead);
  let instance: Instance;
  let official: AlteringClient;
  before(async () => {
    instance = await openInstance(undefined, {}, clock);
    official = await officialOf(instance, 'gd', clock);
  });
  after(() => instance.stop());

  describe('skill certificates: somebody was examined', () => {
    let assessor: wallet.Issuer;
    let holder: TestHolder;
    before(async () => {
      assessor = await assessorOf(instance);
      holder = await enrolHolder(instance, 'gd');
    });
    const about = (change: object = {}) => ({
      kind: 'assessment' as const,
      province: 'gd',
      region: '44',
      holder: holder.identifier,
      type: 'vocational-skill-level',
      on: today(),
      ...change,
    });
    const issue = (change: wallet.Issuing = {}, to = holder) => {
      const named = application(to);
      return wallet.issueCertificate(assessor, named, said(to), change).then(() => named.certificate);
    };
    const look = (certificate: string) =>
      official.post(
        `/api/v1/e-certificates/${certificate}/look-ups`,
        'certificate',
        { purpose: 'inspection' },
        api.officialView,
      );
    const missing = async (): Promise<string[]> => {
      const path = '/api/v1/e-certificates/process-warnings';
      const { certificates } = await official.get(path, 'certificate', api.processWarnings);
      return certificates.map(({ certificate }) => certificate);
    };

    it('a certificate without an assessment is a warning to who oversees: NO_PROCESS_EVENT', async () => {
      const without = await issue();
      const training = await wallet.recordProcess(assessor, about({ kind: 'training' }), {
        title: '电工岗前培训',
        hours: 40,
      });
      const trained = await issue({ process: [training] });
      const assessment = await wallet.recordProcess(assessor, about(), {
        title: '电工三级评价',
        theoryScore: 82,
        practiceScore: 90,
        passed: true,
      });
      const assessed = await issue({ process: [training, assessment] });
      assert.deepEqual((await look(without)).warnings, ['NO_PROCESS_EVENT']);
      assert.deepEqual((await look(trained)).warnings, ['NO_PROCESS_EVENT']);
      assert.deepEqual((await look(assessed)).warnings, []);
      const found = await missing();
      assert.deepEqual(
        [without, trained, assessed].map((each) => found.includes(each)),
        [true, true, false],
      );
      const timeline = await wallet.processOf(holder);
      const told = timeline.map(
        ({ kind, content }) => [kind, content.hours ?? content.practiceScore] as const,
      );
      assert.deepEqual(Object.fromEntries(told), { assessment: 90, training: 40 });
    });

    it('an event of another person, of a later day or of nobody stands behind nothing', async () => {
      const other = await enrolHolder(instance, 'gd');
      const theirs = await wallet.recordProcess(assessor, about({ holder: other.identifier }), {
        title: '评价',
      });
      await refusedAs('PROCESS_EVENT_MISMATCH', () => issue({ process: [theirs] }));
      await refusedAs('PROCESS_EVENT_UNKNOWN', () => issue({ process: [`q-${randomUUID()}`] }));
      await refusedAs('PROCESS_EVENT_DATE', () =>
        wallet.recordProcess(assessor, about({ on: '2020-01-01' }), { title: '评价' }),
      );
      await refusedAs('PARTY_NOT_BOUND', () =>
        wallet.recordProcess(assessor, about({ holder: 'nobody-here' }), { title: '评价' }),
      );
      await issue({ process: [theirs] }, other);
    });
  });

  describe('licences of agencies: dispatch needs one (劳动合同法 art. 57)', () => {
    const type = 'labor-dispatch-licence';
    let employer: TestParty;
    let worker: TestWorker;
    before(async () => {
      employer = await employerOf(instance);
      worker = await enrolWorker(instance);
      for (const accreditation of provincesAccreditations(guangdong))
        if (accreditation.type === type) await instance.running.composed.accredit(accreditation);
    });

    const license = async (
      validTo = `${String(Number(today().slice(0, 4)) + 3)}-01-01`,
      change: object = {},
    ) => {
      const certificate = `v-${randomUUID()}`;
      const claims = {
        name: agency.name,
        uscc: agency.uscc,
        licenceNo: `4400${String(randomInt(1e9, 1e10))}`,
        business: '劳务派遣',
        issuedOn: today(),
        validFrom: today(),
        validTo,
        authority: guangdong.name,
        ...change,
      };
      const request = { certificate, holder: agency.id, type, issuedOn: today(), claims };
      await official.post('/api/v1/e-certificates/own', 'certificate', request, api.issuedAnswer);
      return certificate;
    };
    /** One probation was agreed on before. */
    const again = ({ probation: _none, ...terms }: Terms): Terms => terms;
    const dispatch = (terms: Terms): Terms => ({
      ...again(terms),
      templateId: 'renxin-labor-contract-dispatch',
      dispatch: {
        host: { name: bank.name, uscc: bank.uscc },
        startDate: terms.startDate,
        endDate: terms.endDate ?? terms.startDate,
      },
    });
    const template = () => {
      const { templates } = servicesOf(instance).desk.press;
      const { id, version, sm3 } = templates.find(({ id: name }) => name.endsWith('dispatch'))!;
      return { id, version, sm3 };
    };
    /** What everybody sees of it. */
    const listed = async (licence: string) => {
      const path = `/api/v1/registry/organisations/${agency.id}/licences`;
      const { licences } = api.licenceList.parse(await (await fetch(instance.gateway + path)).json());
      const found = licences.find(({ certificate }) => certificate === licence);
      return [found?.state, found?.nationalState];
    };
    const dispatching = async (licence?: string): Promise<labor.NewContract> => ({
      ...(await contractFor(instance, worker, dispatch)),
      template: template(),
      ...(licence !== undefined && { licence }),
    });

    it('is held by the agency, and lets it conclude', async () => {
      const licence = await license();
      const { certificates } = await employer.client.get(
        '/api/v1/e-certificates',
        'certificate',
        api.certificateList,
      );
      assert.equal(certificates.find(({ certificate }) => certificate === licence)?.state, 'VALID');
      assert.deepEqual(await listed(licence), ['VALID', '01']);
      await bring(instance, employer, worker, 'concluded', await dispatching(licence));
    });

    it('without one there is no dispatch, nor in another form of contract', async () => {
      await refusedAs('LICENCE_MISSING', async () => labor.draft(employer, await dispatching()));
      await refusedAs('LICENCE_MISSING', async () => labor.draft(employer, await dispatching('v-nothing')));
      const plain = await contractFor(instance, worker, again);
      const disguised = await contractFor(instance, worker, dispatch);
      await refusedAs('TEMPLATE_UNKNOWN', () =>
        labor.draft(employer, { ...disguised, template: plain.template }),
      );
      const inPlain = (terms: Terms): Terms => ({ ...dispatch(terms), templateId: plain.template.id });
      const refused = await refusedAs('TERMS_REFUSED', async () =>
        labor.draft(employer, await contractFor(instance, worker, inPlain)),
      );
      assert.deepEqual(
        violationsOf(refused).map(({ code }) => code),
        ['DISPATCH_FORM'],
      );
    });

    it('suspended or revoked it blocks drafts, and what was to be signed; other contracts go on', async () => {
      const licence = await license();
      const contract = await bring(instance, employer, worker, 'worker-signed', await dispatching(licence));
      await decide(official, licence, { decision: 'suspend', reason: 'inquiry' });
      await refusedAs('LICENCE_NOT_IN_FORCE', async () => labor.draft(employer, await dispatching(licence)));
      await decide(official, licence, { decision: 'revoke', ground: 'withdrawn', reason: 'offence' });
      assert.deepEqual(await listed(licence), ['REVOKED', '07']);
      await refusedAs('LICENCE_NOT_IN_FORCE', () => labor.signContract(employer, contract, 0, signAll));
      await refusedAs('LICENCE_NOT_IN_FORCE', async () => labor.draft(employer, await dispatching(licence)));
      await bring(instance, employer, worker, 'drafted', await contractFor(instance, worker, again));
    });

    it('is an organisation’s own, and says its end as the ledger has it', async () => {
      await refusedAs('HOLDER_MISMATCH', () => license(undefined, { name: bank.name }));
      await refusedAs('HOLDER_MISMATCH', () => license(undefined, { uscc: bank.uscc }));
    });

    it('is over after its last day', async () => {
      const licence = await license(today());
      const content = await dispatching(licence);
      await labor.draft(employer, content);
      ahead = 2 * DAY;
      assert.deepEqual(await listed(licence), ['EXPIRED', '05']);
      const { identifier, keystore } = employer;
      const signer = await keystore.signer(identifier);
      const client = new AlteringClient({
        baseUrl: instance.gateway,
        ledger: LEDGER,
        identifier,
        signer,
        clock,
      });
      const later = { ...employer, clock, client };
      await refusedAs('LICENCE_NOT_IN_FORCE', async () => labor.draft(later, await dispatching(licence)));
    });
  });
});
