import { verifyCredential } from '@renxin/credentials/credential';
import * as wallet from '@renxin/wallets/e-certificate';
import { openOffer } from '@renxin/wallets/openid4vci';
import assert from 'node:assert/strict';
import { z } from 'zod';
import { assessorOf, deskOf, enrolHolder, issueTo, type TestHolder } from '../certificates/stage.js';
import { openInstance, type Instance } from '../story/instance.js';
import {
  accreditGuangdong,
  assertReceived,
  freshKey,
  issuedByGuangdong,
  registeredKey,
  strangersWallet,
  taken,
} from './stage.js';

/** OpenID4VCI over HTTP: our own wallet, and one whose keys are in no register. */
describe('issuing by OpenID4VCI', function () {
  this.timeout(120_000);
  let instance: Instance;
  let holder: TestHolder;
  let base: string;

  before(async () => {
    instance = await openInstance();
    await accreditGuangdong(instance);
    holder = await enrolHolder(instance, 'gd');
    base = instance.gateway;
  });
  after(() => instance.stop());

  it('says at both well-known places what it offers', async () => {
    const { url } = instance.running;
    for (const name of ['openid-credential-issuer', 'oauth-authorization-server']) {
      const [inFront, behind] = await Promise.all(
        [`${url}/.well-known/${name}/orgs/gd`, `${base}/.well-known/${name}`].map(async (place) =>
          z.record(z.string(), z.unknown()).parse(await (await fetch(place)).json()),
        ),
      );
      assert.deepEqual(inFront, behind);
      assert.equal(inFront?.['credential_issuer'] ?? inFront?.['issuer'], base);
    }
    const none = await fetch(`${url}/.well-known/openid-credential-issuer/orgs/gd-court`);
    assert.equal(none.status, 404);
  });

  it('the holder’s registered key gets the certificate itself', async () => {
    const certificate = await issuedByGuangdong(instance, holder);
    const made = await wallet.offerCertificate(holder, certificate);
    const options = { ...strangersWallet(), keys: [await registeredKey(holder)] as const };
    const offer = await openOffer(made.link, options);
    assert.deepEqual([offer.issuer, offer.grant, offer.needsTransactionCode], [base, 'pre-authorised', true]);
    const received = await taken(made, options);
    assertReceived(received);
    const [view] = (await wallet.fetchCertificates(holder)).filter(
      (each) => each.certificate === certificate,
    );
    assert.deepEqual(received.credentials, [view?.credential]);
  });

  it('other keys get copies in one batch, each with a place of its own, that fall with the certificate', async () => {
    const certificate = await issuedByGuangdong(instance, holder);
    const made = await wallet.offerCertificate(holder, certificate);
    const keys = [freshKey('P-256'), freshKey('Ed25519'), freshKey('SM2')] as const;
    const received = await taken(made, { ...strangersWallet(), keys });
    assertReceived(received);
    const { policy } = deskOf(instance, 'gd').proofs;
    const verified = await Promise.all(received.credentials.map((each) => verifyCredential(each, policy)));
    const places = verified.map(({ status }) => status[0]?.statusListIndex);
    assert.equal(new Set(places).size, 3);
    for (const { credential } of verified)
      assert.match(credential.id ?? '', new RegExp(`:certificate:${certificate}#c-`));
  });

  it('a copy of another issuer’s certificate waits until that issuer signs it', async () => {
    const assessor = await assessorOf(instance);
    const { certificate, credential } = await issueTo(assessor, holder);
    const made = await wallet.offerCertificate(assessor, certificate);
    const answer = await taken(made, { ...strangersWallet(), keys: [freshKey('P-256')] });
    assert.ok('later' in answer);
    assert.equal(await answer.later(), undefined);
    for (const asked of await wallet.copiesWaiting(assessor))
      await wallet.signCopy(assessor, asked, credential);
    const received = await answer.later();
    assert.equal(received?.credentials.length, 1);
    await assert.rejects(answer.later(), { code: 'ISSUER_REFUSED', reason: 'TRANSACTION_UNKNOWN' });
  });
});
