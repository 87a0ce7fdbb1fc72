import { verify } from '@renxin/archive/verify';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { certificateView } from '@renxin/wallets/api';
import * as wallet from '@renxin/wallets/e-certificate';
import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openInstance, refusedAs, type Instance } from '../story/instance.js';
import { assessorOf, enrolHolder, officialOf, recognise, said, type TestHolder } from './stage.js';

/** Certificates of the time before the ledger: the province's word about its register. */
describe('a certificate that is attested from a register', function () {
  this.timeout(120_000);
  const path = '/api/v1/e-certificates/register-entries';
  let instance: Instance;
  let holder: TestHolder;
  before(async () => {
    instance = await openInstance();
    holder = await enrolHolder(instance, 'gd');
  });
  after(() => instance.stop());

  const entryOf = (change: JsonObject = {}) => {
    const issuedOn = '2019-05-04';
    const claims = said(holder, { issuedOn });
    return {
      certificate: `v-${randomUUID()}`,
      holder: holder.identifier,
      type: 'vocational-skill-level',
      region: '44',
      issuedOn,
      claims,
      entry: { register: '广东省职业资格证书登记簿', page: '2019-118', line: 7 },
      ...change,
    };
  };
  const attest = async (entry: object, by = 'gd') =>
    (await officialOf(instance, by)).post(path, 'certificate', entry, certificateView);

  it('says so on the ledger, to its holder, to who verifies it, and offline', async () => {
    const entry = entryOf();
    const view = await attest(entry);
    assert.equal(view.provenance, 'register');
    assert.equal(view.issuer, 'gd');
    const held = await wallet.fetchCertificates(holder);
    assert.equal(held.find(({ certificate }) => certificate === entry.certificate)?.provenance, 'register');

    await recognise(instance, 'sh', 'gd');
    const inShanghai = await enrolHolder(instance, 'sh', holder);
    const { certificate } = entry;
    const asked = await wallet.requestDerivation(
      holder,
      certificate,
      'sh',
      ['level'],
      inShanghai.attestation,
    );
    const claim = await wallet.fetchDerivation(holder, asked);
    const annotation = { purpose: '申请职业技能补贴', recipient: 'sh' };
    const presentation = await wallet.present(inShanghai, [claim], annotation);
    const answer = await wallet.submitPresentation(inShanghai, presentation);
    assert.deepEqual([answer.claims, answer.provenance], [{ level: '3' }, 'register']);

    const file = {
      name: 'certificate.vc.json',
      bytes: new TextEncoder().encode(JSON.stringify(view.credential)),
    };
    const trust = await instance.running.composed.trust();
    const [report] = await verify([file], { provider: nativeProvider, now: new Date(), trust });
    assert.equal(report?.verdict, 'valid');
    const step = report.steps.find(({ step: name }) => name === 'accreditation');
    assert.equal(step?.code, 'PROVINCE_OWN_WORD');
    assert.ok(report.notProven.some(({ code }) => code === 'ORIGINAL_ISSUE'));
    assert.ok(!report.proven.some(({ code }) => code === 'ISSUER_WAS_ACCREDITED'));
  });

  it('is the same when it comes again, and nothing else under its name', async () => {
    const entry = entryOf();
    const first = await attest(entry);
    assert.deepEqual((await attest(entry)).credential, first.credential);
    for (const change of [{ entry: { page: 'x' } }, { region: '440300' }, { claims: said(holder) }])
      await refusedAs('CERTIFICATE_EXISTS', () => attest({ ...entry, ...change }));
  });

  it('is the province’s own officials’, about its own region, a person that it knows, and the past', async () => {
    await refusedAs('ROLE_FORBIDDEN', async () =>
      (await assessorOf(instance)).client.post(path, 'certificate', entryOf(), certificateView),
    );
    await refusedAs('NOT_ISSUING_PROVINCE', () => attest(entryOf({ region: '31' })));
    await refusedAs('IDENTITY_NOT_PROVEN', () => attest(entryOf({ holder: 'nobody-here' })));
    await refusedAs('HOLDER_MISMATCH', () =>
      attest(entryOf({ claims: said(holder, { name: '测试甲', issuedOn: '2019-05-04' }) })),
    );
    await refusedAs('CREDENTIAL_INVALID', () => attest(entryOf({ issuedOn: '2019-05-05' })));
    await refusedAs('CREDENTIAL_INVALID', () => attest(entryOf({ type: 'no-such-type' })));
    const { claims } = entryOf();
    const number = claims['certificateNo'] as string;
    await attest(entryOf({ claims }));
    const again = said(holder, { issuedOn: '2019-05-04', certificateNo: number });
    await refusedAs('CERTIFICATE_NUMBER_EXISTS', () => attest(entryOf({ claims: again })));
  });
});
