import { verify } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import * as api from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { openInstance, refusedAs, today, type AlteringClient, type Instance } from '../story/instance.js';
import {
  application,
  assessorOf,
  baseOf,
  connect,
  decide,
  decideTransfer,
  enrolHolder,
  issueTo,
  officialOf,
  said,
  type TestHolder,
} from './stage.js';

/** A certificate's life over HTTP by the national codes: every operation, every state, and corrections by the source. */
describe('a certificate’s life', function () {
  this.timeout(120_000);
  const DAY = 86_400_000;
  let ahead = 0;
  const clock = (): Date => new Date(Date.now() + ahead);
  let instance: Instance;
  let assessor: wallet.Issuer;
  let holder: TestHolder;
  let official: AlteringClient;
  before(async () => {
    instance = await openInstance(undefined, {}, clock);
    assessor = await assessorOf(instance);
    holder = await enrolHolder(instance, 'gd');
    official = await officialOf(instance, 'gd', clock);
  });
  after(() => instance.stop());

  const look = (certificate: string) => {
    const path = `/api/v1/e-certificates/${certificate}/look-ups`;
    return official.post(path, 'certificate', { purpose: 'inspection' }, api.officialView);
  };
  const codes = async (certificate: string): Promise<string[]> =>
    (await look(certificate)).history.map((each) => `${each.nationalOperation} ${each.nationalState}`);
  /** Whether its place is set in the province's published lists of revocations and of suspensions. */
  const listed = async (certificate: string): Promise<boolean[]> => {
    const { list, index } = (await look(certificate)).status;
    const bits = ['revocation', 'suspension'].map(async (purpose) => {
      const url = `${baseOf(instance, 'gd')}/status-lists/${String(list)}-${purpose}`;
      const { credentialSubject } = (await (await fetch(url)).json()) as {
        credentialSubject: { encodedList: string };
      };
      const bytes = gunzipSync(Buffer.from(credentialSubject.encodedList.slice(1), 'base64url'));
      return ((bytes[index >> 3]! >> (7 - (index & 7))) & 1) === 1;
    });
    return Promise.all(bits);
  };
  /** Issued in the place of another, with the same number. */
  const inPlaceOf = async (
    predecessor: string,
    change: wallet.Issuing,
    claims: object = {},
    about: object = {},
  ) => {
    const before = (await wallet.fetchCertificates(holder)).find((each) => each.certificate === predecessor);
    const { id: _id, ...same } = before!.credential['credentialSubject'] as Record<string, string>;
    const next = application(holder, about);
    await wallet.issueCertificate(assessor, next, { ...same, ...claims }, { predecessor, ...change });
    return next.certificate;
  };

  it('is renewed and altered under its number, and the one before ends in list and ledger', async () => {
    const { certificate } = await issueTo(assessor, holder);
    const renewed = await inPlaceOf(certificate, { succession: 'renewal' });
    assert.deepEqual(await codes(certificate), ['01 01', '05 04']);
    assert.deepEqual(await listed(certificate), [true, false]);
    assert.deepEqual(await listed(renewed), [false, false]);
    const altered = await inPlaceOf(renewed, { succession: 'alteration' }, { occupation: '焊工' });
    assert.deepEqual(await codes(renewed), ['02 01', '05 04']);
    assert.deepEqual(await codes(altered), ['09 01']);
    await refusedAs('CERTIFICATE_REPLACED', () => inPlaceOf(certificate, { succession: 'renewal' }));
    const before = (await wallet.fetchCertificates(holder)).find((each) => each.certificate === altered);
    const { certificateNo } = before!.credential['credentialSubject'] as { certificateNo: string };
    await refusedAs('CERTIFICATE_NUMBER_EXISTS', () =>
      wallet.issueCertificate(assessor, application(holder), said(holder, { certificateNo })),
    );
  });

  it('is set aside with a text that the ledger does not have, and taken up', async () => {
    const { certificate } = await issueTo(assessor, holder);
    const aside = { decision: 'set-aside', reason: 'reissue-pending', text: '实体证遗失，补发中' };
    assert.equal(await decide(official, certificate, aside), 'SET_ASIDE');
    const view = await look(certificate);
    assert.deepEqual([view.state, view.history.at(-1)?.text], ['SET_ASIDE', aside.text]);
    assert.deepEqual(await listed(certificate), [false, true]);
    const held = (await wallet.fetchCertificates(holder)).find((each) => each.certificate === certificate);
    assert.equal(held?.text, aside.text);
    await refusedAs('CERTIFICATE_SET_ASIDE', () =>
      decide(official, certificate, { decision: 'suspend', reason: 'inquiry' }),
    );
    await refusedAs('CERTIFICATE_SET_ASIDE', () => inPlaceOf(certificate, { succession: 'correction' }));
    await decide(official, certificate, { decision: 'take-up', reason: 'reissued' });
    assert.deepEqual(await codes(certificate), ['01 01', '07 99', '07 01']);
    await refusedAs('CERTIFICATE_STATE', () =>
      decide(official, certificate, { decision: 'take-up', reason: 'reissued' }),
    );
  });

  it('is suspended, given back, sent away and kept, cancelled, annulled, withdrawn', async () => {
    const { certificate } = await issueTo(assessor, holder);
    await decide(official, certificate, { decision: 'suspend', reason: 'inquiry' });
    await decide(official, certificate, { decision: 'reinstate', reason: 'inquiry-closed' });
    const view = (await wallet.fetchCertificates(holder)).find((each) => each.certificate === certificate);
    await wallet.transferOut(holder, view!, view!.states + 1, 'gd', 'sh');
    await decide(official, certificate, { decision: 'withdraw-transfer', reason: 'stays' });
    await decide(official, certificate, { decision: 'cancel' });
    assert.deepEqual(await codes(certificate), ['01 01', '03 02', '06 01', '05 06', '10 01', '05 04']);
    await refusedAs('CERTIFICATE_CANCELLED', () => decide(official, certificate, { decision: 'cancel' }));
    for (const [ground, state] of [
      ['annulled', '03'],
      ['withdrawn', '07'],
    ] as const) {
      const other = await issueTo(assessor, holder);
      await decide(official, other.certificate, { decision: 'revoke', ground, reason: 'fraud' });
      assert.deepEqual(await codes(other.certificate), ['01 01', `05 ${state}`]);
    }
  });

  it('is taken over by the other province', async () => {
    const { certificate, credential } = await issueTo(assessor, holder);
    const view = (await wallet.fetchCertificates(holder)).find((each) => each.certificate === certificate);
    await wallet.transferOut(holder, view!, 2, 'gd', 'sh');
    const there = await connect(instance, holder.keystore, holder.identifier, 'sh');
    await wallet.introduce(there, holder.attestation);
    const { transfer } = await wallet.askTransferIn(there, certificate, credential);
    const inShanghai = await officialOf(instance, 'sh');
    const taken = await decideTransfer(inShanghai, transfer, { decision: 'accept' });
    const path = `/api/v1/e-certificates/${taken.certificate ?? ''}/look-ups`;
    const { history } = await inShanghai.post(
      path,
      'certificate',
      { purpose: 'inspection' },
      api.officialView,
    );
    assert.deepEqual(
      history.map((each) => `${each.nationalOperation} ${each.nationalState}`),
      ['08 01'],
    );
    assert.deepEqual(await codes(certificate), ['01 01', '05 06', '05 04']);
    // The old province learns of it from the ledger.
    while (!(await listed(certificate))[0]) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(await listed(certificate), [true, false]);
  });

  describe('is corrected', () => {
    it('at the holder’s request, by the organisation that said it, under the same number and day', async () => {
      const { certificate } = await issueTo(assessor, holder);
      const asked = await wallet.askForCorrection(holder, certificate, ['occupation'], '职业名称应为“焊工”');
      assert.equal(asked.state, 'waiting');
      await refusedAs('CORRECTION_OPEN', () =>
        wallet.askForCorrection(holder, certificate, ['level'], '等级有误'),
      );
      const [waits] = (await wallet.waitingCorrections(assessor)).filter(
        (each) => each.certificate === certificate,
      );
      assert.deepEqual([waits?.statement, waits?.claims], [asked.statement, ['occupation']]);
      const right = await inPlaceOf(certificate, { succession: 'correction' }, { occupation: '焊工' });
      const [done] = await wallet.correctionsOf(holder, certificate);
      assert.deepEqual([done?.state, done?.successor], ['corrected', right]);
      assert.deepEqual(await wallet.waitingCorrections(assessor), []);
      assert.deepEqual([await codes(right), (await look(right)).succession], [['09 01'], 'correction']);
      const search = { by: 'number', number: (await look(right)).number, purpose: 'correction' };
      const found = await official.post(
        '/api/v1/e-certificates/searches',
        'certificate',
        search,
        api.searchAnswer,
      );
      assert.deepEqual(
        found.certificates.map((each) => each.certificate),
        [right],
        'the number leads to it',
      );
      await refusedAs('CORRECTION_ANSWERED', () => wallet.refuseCorrection(assessor, asked, 'as-assessed'));
      await refusedAs('CERTIFICATE_REPLACED', () =>
        wallet.askForCorrection(holder, certificate, ['level'], '等级有误'),
      );
    });

    it('never by another authority, however well accredited, nor to another day', async () => {
      const { certificate } = await issueTo(assessor, holder);
      const claims = { ...said(holder), level: '1' };
      const request = {
        certificate: `v-${randomUUID()}`,
        holder: holder.identifier,
        type: 'vocational-skill-level',
        issuedOn: today(),
        claims,
        predecessor: certificate,
      };
      const own = (succession: string) =>
        official.post(
          '/api/v1/e-certificates/own',
          'certificate',
          { ...request, succession },
          api.issuedAnswer,
        );
      await refusedAs('NOT_SOURCE_AUTHORITY', () => own('correction'));
      await refusedAs('NOT_SOURCE_AUTHORITY', () => own('alteration'));
      const yesterday = new Date(Date.now() - DAY + 8 * 3_600_000).toISOString().slice(0, 10);
      await refusedAs('CERTIFICATE_DATES', () =>
        inPlaceOf(
          certificate,
          { succession: 'correction' },
          { issuedOn: yesterday },
          { issuedOn: yesterday },
        ),
      );
      assert.equal((await look(certificate)).state, 'VALID');
      const { number } = await look(certificate);
      const asked = { by: 'number', number, purpose: 'correction' };
      const { certificates } = await official.post(
        '/api/v1/e-certificates/searches',
        'certificate',
        asked,
        api.searchAnswer,
      );
      assert.deepEqual(
        certificates.map((each) => each.certificate),
        [certificate],
        'what was refused took no number',
      );
    });

    it('or not: the issuer refuses with a reason; nobody else asks or answers', async () => {
      const { certificate } = await issueTo(assessor, holder);
      const other = await enrolHolder(instance, 'gd');
      await refusedAs('CERTIFICATE_UNKNOWN', () =>
        wallet.askForCorrection(other, certificate, ['level'], '等级有误'),
      );
      for (const member of ['citizenNumber', 'nothing'])
        await refusedAs('CLAIM_UNKNOWN', () =>
          wallet.askForCorrection(holder, certificate, [member], '有误'),
        );
      const path = `/api/v1/e-certificates/${certificate}/correction-requests`;
      const request = { request: `k-${randomUUID()}`, claims: ['level'], statement: '等级有误' };
      const asked = await official.post(path, 'certificate', request, api.correction);
      assert.equal(
        (await official.post(path, 'certificate', request, api.correction)).request,
        asked.request,
      );
      await refusedAs('CORRECTION_EXISTS', () =>
        official.post(path, 'certificate', { ...request, claims: ['trade'] }, api.correction),
      );
      await refusedAs('CORRECTION_UNKNOWN', () =>
        official.post(
          `${path}/${asked.request}/refusal`,
          'certificate',
          { reason: 'as-assessed' },
          api.correction,
        ),
      );
      const refused = await wallet.refuseCorrection(assessor, asked, 'as-assessed');
      assert.deepEqual([refused.state, refused.reason], ['refused', 'as-assessed']);
    });

    it('in the register by a new attestation of the province', async () => {
      const path = '/api/v1/e-certificates/register-entries';
      const issuedOn = '2019-05-04';
      const entry = {
        certificate: `v-${randomUUID()}`,
        holder: holder.identifier,
        type: 'vocational-skill-level',
        region: '44',
        issuedOn,
        claims: said(holder, { issuedOn }),
        entry: { page: '2019-118', line: 7 },
      };
      await official.post(path, 'certificate', entry, api.certificateView);
      const right = {
        ...entry,
        certificate: `v-${randomUUID()}`,
        claims: { ...entry.claims, occupation: '焊工' },
        entry: { page: '2019-118', line: 8 },
        predecessor: entry.certificate,
      };
      const view = await official.post(path, 'certificate', right, api.certificateView);
      assert.equal(view.provenance, 'register');
      assert.deepEqual(
        [await codes(entry.certificate), await codes(right.certificate)],
        [['01 01', '05 04'], ['09 01']],
      );
    });
  });

  describe('ends', () => {
    it('with its last day, which anybody may have put down', async () => {
      const { certificate, credential } = await issueTo(assessor, holder, { validUntil: today() });
      /** By who has no ledger. */
      const offline = async () => {
        const bytes = new TextEncoder().encode(JSON.stringify(credential));
        const trust = await instance.running.composed.trust();
        const [report] = await verify([{ name: 'certificate.vc.json', bytes }], {
          provider: nativeProvider,
          now: clock(),
          trust,
        });
        return report?.state;
      };
      assert.notEqual(await offline(), 'EXPIRED');
      await refusedAs('CERTIFICATE_STATE', () => decide(official, certificate, { decision: 'expire' }));
      ahead = 2 * DAY;
      official = await officialOf(instance, 'gd', clock);
      await refusedAs('CERTIFICATE_EXPIRED', () =>
        decide(official, certificate, { decision: 'suspend', reason: 'inquiry' }),
      );
      assert.equal(await decide(official, certificate, { decision: 'expire' }), 'EXPIRED');
      assert.deepEqual(await codes(certificate), ['01 01', '04 05']);
      assert.equal(await decide(official, certificate, { decision: 'expire' }), 'EXPIRED', 'the same again');
      assert.equal(await offline(), 'EXPIRED');
    });
  });
});
