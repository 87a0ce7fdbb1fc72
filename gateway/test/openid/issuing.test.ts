import { verifyCredential } from '@renxin/credentials/credential';
import * as wallet from '@renxin/wallets/e-certificate';
import { decidedAnswer, walletAuthorisation } from '@renxin/wallets/api';
import { accessByCode, begin, openOffer, receive, refreshed } from '@renxin/wallets/openid4vci';
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

  it('as SD-JWT VCs as well, by whichever issuer, each member disclosed by itself', async () => {
    const assessor = await assessorOf(instance);
    const issued = await issueTo(assessor, holder);
    const configuration = 'vocational-skill-level.dc+sd-jwt';
    const [own, other] = [await issuedByGuangdong(instance, holder), issued.certificate];
    for (const certificate of [own, other]) {
      const made = await wallet.offerCertificate(holder, certificate);
      const key = freshKey('P-256');
      let answer = await taken(made, { ...strangersWallet(), keys: [key], configuration });
      if ('later' in answer) {
        for (const asked of await wallet.copiesWaiting(assessor))
          await wallet.signCopy(assessor, asked, issued.credential);
        answer = (await answer.later()) ?? answer;
      }
      assertReceived(answer);
      const [text] = answer.credentials;
      assert.ok(typeof text === 'string');
      const { by, holder: bound, credential, sdJwt } = await deskOf(instance, 'gd').proofs.ofSdJwt(text);
      assert.equal(by, certificate === own ? 'gd' : assessor.identifier);
      assert.equal(bound.point, key.signer.key.point);
      const subject = credential['credentialSubject'] as Record<string, unknown>;
      assert.equal(subject['level'], '3');
      assert.equal(sdJwt.disclosures.length, Object.keys(subject).length - 1);
    }
  });

  it('through the holder’s browser: the holder sees who asks, and decides', async () => {
    const certificate = await issuedByGuangdong(instance, holder);
    const options = {
      ...strangersWallet(),
      keys: [freshKey('P-256')] as const,
      client: 'https://wallet.example',
      redirectUri: 'https://wallet.example/back',
    };
    const reference = `${base}/openid4vci/offers/vocational-skill-level`;
    const link = `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(reference)}`;
    const offer = await openOffer(link, options);
    assert.equal(offer.grant, 'authorisation');
    const begun = await begin(offer, options);
    const waits = await fetch(begun.url, { redirect: 'manual' });
    assert.equal(waits.status, 200);
    const request = /<code>(r-[0-9a-f]{32})<\/code>/.exec(await waits.text())?.[1] ?? '';
    const path = `/api/v1/wallet-authorisations/${request}`;
    const asked = await holder.client.get(path, 'certificate', walletAuthorisation);
    assert.deepEqual([asked.client, asked.type], ['https://wallet.example', 'vocational-skill-level']);
    const stranger = await enrolHolder(instance, 'gd');
    const approve = { decision: 'approve', certificate };
    await assert.rejects(stranger.client.post(path, 'certificate', approve, decidedAnswer), {
      code: 'CERTIFICATE_UNKNOWN',
    });
    await holder.client.post(path, 'certificate', approve, decidedAnswer);
    await assert.rejects(holder.client.post(path, 'certificate', { decision: 'refuse' }, decidedAnswer), {
      code: 'WALLET_AUTHORISATION_DECIDED',
    });
    const back = await fetch(begun.url, { redirect: 'manual' });
    assert.equal(back.status, 303);
    const cameBack = back.headers.get('location') ?? '';
    assert.ok(cameBack.startsWith('https://wallet.example/back?'));
    await assert.rejects(begun.finish(cameBack.replace('wallet.example', 'elsewhere.example')), {
      code: 'REDIRECT_MISMATCH',
    });
    const received = await receive(offer, await begun.finish(cameBack), options);
    assertReceived(received);
    // The code is good once, and its second use ends the token that the first one gave.
    await assert.rejects(begun.finish(cameBack), { error: 'invalid_grant', reason: 'GRANT_USED' });
  });

  it('a copy of another issuer’s certificate waits until that issuer signs it', async () => {
    const assessor = await assessorOf(instance);
    const { certificate, credential } = await issueTo(assessor, holder);
    const made = await wallet.offerCertificate(assessor, certificate);
    const options = { ...strangersWallet(), keys: [freshKey('P-256')] as const };
    const offer = await openOffer(made.link, options);
    const access = await accessByCode(offer, made.transactionCode, options);
    const answer = await receive(offer, access, options);
    assert.ok('later' in answer);
    assert.equal(await answer.later(), undefined);
    // It may take longer than a token lives: the same key gets another one, which ends the first.
    const renewed = await refreshed(offer, access, options);
    await assert.rejects(answer.later(), { code: 'ISSUER_REFUSED', reason: 'TOKEN_INVALID' });
    assert.equal(await answer.later(renewed), undefined);
    for (const asked of await wallet.copiesWaiting(assessor))
      await wallet.signCopy(assessor, asked, credential);
    const again = await refreshed(offer, renewed, options);
    const received = await answer.later(again);
    assert.equal(received?.credentials.length, 1);
    await assert.rejects(answer.later(again), { code: 'ISSUER_REFUSED', reason: 'TRANSACTION_UNKNOWN' });
    await assert.rejects(refreshed(offer, { token: again.token }, options), { code: 'TOKEN_NOT_RENEWABLE' });
  });
});
