import { presentationAsked, presentationResult } from '@renxin/wallets/api';
import assert from 'node:assert/strict';
import { Seeded, syntheticPerson } from '../../src/demonstration/people.js';
import { officialOf, recognise } from '../certificates/stage.js';
import { openInstance, today, type Instance } from '../story/instance.js';

/** The worker's process as a wallet, and the assessor's as issuer: over HTTP alone. */
describe('the worker’s client as a wallet', function () {
  this.timeout(300_000);
  let instance: Instance;
  let certificate: string;

  const worker = <T>(act: string, input: object): Promise<T> =>
    instance.running.troupe.must<T>('worker', act, input);
  const refused = async (code: string, act: string, input: object): Promise<void> => {
    const answer = await instance.running.troupe.act('worker', act, input);
    assert.deepEqual([answer.ok, answer.code], [false, code]);
  };

  before(async () => {
    instance = await openInstance();
    await recognise(instance, 'sh', 'gd');
    const { troupe } = instance.running;
    const { identifier } = await worker<{ identifier: string }>('become-holder', { towards: 'gd' });
    const { name, citizenNumber } = syntheticPerson(new Seeded(7));
    const issuing = { holder: identifier, at: 'gd', name, citizenNumber, level: '3', issuedOn: today() };
    ({ certificate } = await troupe.must<{ certificate: string }>('assessor', 'issue', issuing));
  });
  after(() => instance.stop());

  for (const configuration of ['vocational-skill-level', 'vocational-skill-level.dc+sd-jwt'])
    it(`receives ${configuration} once its issuer has signed, and shows it when its holder agrees`, async () => {
      const { troupe } = instance.running;
      const offer = await worker<{ link: string; transactionCode: string }>('offer-certificate', {
        certificate,
        towards: 'gd',
      });
      const seen = await worker<{ issuer: string; needsTransactionCode: boolean }>('open-offer', {
        link: offer.link,
      });
      assert.deepEqual([seen.issuer, seen.needsTransactionCode], [instance.gateway, true]);
      const { link, transactionCode } = offer;
      const accepted = await worker<{ waiting: string }>('accept-offer', {
        link,
        transactionCode,
        configuration,
      });
      assert.deepEqual(await worker('fetch-later', accepted), accepted);
      await troupe.must('assessor', 'sign-copies', { at: 'gd' });
      const kept = await worker<{ format: string }>('fetch-later', accepted);
      const format = configuration.includes('sd-jwt') ? 'dc+sd-jwt' : 'ldp_vc';
      assert.equal(kept.format, format);

      const verifier = await officialOf(instance, 'sh');
      const ask = () =>
        verifier.post(
          '/api/v1/presentation-requests',
          'certificate',
          {
            purpose: '申请职业技能补贴',
            credentials: [{ type: 'vocational-skill-level', claims: ['level'], format }],
            mode: 'direct_post.jwt',
          },
          presentationAsked,
        );
      const result = (request: string) =>
        verifier.post(
          `/api/v1/presentation-requests/${request}/result`,
          'certificate',
          {},
          presentationResult,
        );
      const declined = await ask();
      const shown = await worker<{ name: string; purpose: string }>('open-request', { link: declined.link });
      assert.deepEqual(
        [shown.name, shown.purpose],
        ['上海市人力资源和社会保障局（演示）', '申请职业技能补贴'],
      );
      await worker('answer-request', { link: declined.link, agreed: false });
      assert.equal((await result(declined.request)).outcome, 'declined');
      const agreed = await ask();
      await worker('answer-request', { link: agreed.link, agreed: true });
      const found = await result(agreed.request);
      assert.ok(found.outcome === 'shown');
      assert.equal(found.credentials['c0']?.claims['level'], '3');
      if (format === 'dc+sd-jwt') assert.deepEqual(found.credentials['c0'].claims, { level: '3' });
    });

  it('asks no private address, whoever names it', async () => {
    for (const address of [
      'http://10.0.0.1/offer',
      'https://127.0.0.1:1/offer',
      'https://[::1]/offer',
      'https://169.254.169.254/latest',
      'https://a:b@example.org/offer',
      'http://example.org/offer',
    ]) {
      const named = encodeURIComponent(address);
      await refused('ADDRESS_FORBIDDEN', 'open-offer', {
        link: `openid-credential-offer://?credential_offer_uri=${named}`,
      });
      const client = encodeURIComponent('decentralized_identifier:did:renxin:renxin-demo:sh');
      await refused('ADDRESS_FORBIDDEN', 'open-request', {
        link: `openid4vp://?client_id=${client}&request_uri=${named}`,
      });
    }
    const offer = { credential_issuer: 'https://10.0.0.1', credential_configuration_ids: ['x'], grants: {} };
    const value = encodeURIComponent(JSON.stringify(offer));
    await refused('ADDRESS_FORBIDDEN', 'open-offer', {
      link: `openid-credential-offer://?credential_offer=${value}`,
    });
    await refused('REQUEST_MALFORMED', 'open-request', { link: 'openid4vp://?request=x' });
    await refused('OFFER_MALFORMED', 'open-offer', { link: 'openid-credential-offer://?credential_offer=x' });
  });
});
