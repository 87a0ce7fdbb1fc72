import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { citizen, opens, recipient } from '@renxin/wallets/consent';
import assert from 'node:assert/strict';
import { Proofs } from '../../src/certificates/proofs.js';
import { court, guangdong } from '../../src/demonstration/organisations.js';
import { refusedAs } from '../story/instance.js';
import {
  askedOf,
  demand,
  enrolCitizen,
  fetchOnce,
  FIELDS,
  granted,
  hostedOrganisation,
  openStage,
  requested,
  THREE,
  type ConsentStage,
} from './stage.js';

/** The suites of the proofs that hold, by the keys that the ledger has for the data source; both have to be there. */
async function proofsOf(credential: unknown): Promise<string[]> {
  const { ledger } = stage.instance.running.composed;
  const { by, proofs } = await new Proofs(ledger, nativeProvider, () => new Date()).ofCredential(credential);
  assert.equal(by, guangdong.id);
  return proofs.map(({ cryptosuite }) => cryptosuite).sort();
}

let stage: ConsentStage;

describe('a citizen authorises the use of data', function () {
  this.timeout(20_000);
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.instance.stop());

  it('asked for three fields where two are allowed: FIELD_NOT_NECESSARY, and the citizen sees the attempt', async () => {
    await refusedAs('FIELD_NOT_NECESSARY', () =>
      recipient.request(stage.bank, askedOf(stage, { fields: THREE })),
    );
    assert.deepEqual(await citizen.consents(stage.citizen), []);
    const { entries } = await citizen.readAccessLog(stage.citizen);
    assert.deepEqual(
      entries.map(({ what, result, fields }) => ({ what, result, fields })),
      [{ what: 'refused', result: 'FIELD_NOT_NECESSARY', fields: THREE }],
    );
    assert.ok(entries[0]?.batch !== undefined, 'committed to on the ledger');
  });

  it('granted, fetched twice, once too many, revoked, and the very next call is refused', async () => {
    const name = await requested(stage);
    const scene = await citizen.openRequest(stage.citizen, name);
    assert.equal(scene.notice.recipient.name, '演示银行股份有限公司');
    assert.deepEqual(
      scene.notice.fields.map(({ field }) => field),
      FIELDS,
    );
    await citizen.grant(stage.citizen, scene);

    const first = await fetchOnce(stage, name);
    assert.deepEqual([first.number, first.left], [1, 1]);
    const subject = first.credential['credentialSubject'] as { data: Record<string, unknown> };
    assert.deepEqual(Object.keys(subject.data).sort(), FIELDS);
    assert.deepEqual(await proofsOf(first.credential), ['eddsa-jcs-2022', 'sm2-jcs-2026']);
    const changed = { ...first.credential, validUntil: '2099-01-01T00:00:00.000Z' } as JsonObject;
    await assert.rejects(proofsOf(changed), { code: 'CREDENTIAL_PROOF_INVALID' });
    assert.equal((await fetchOnce(stage, name)).left, 0);
    await refusedAs('CONSENT_USED_UP', () => fetchOnce(stage, name));

    const revoked = await citizen.revoke(stage.citizen, name);
    assert.equal(revoked.consent.state, 'REVOKED');
    await refusedAs('CONSENT_REVOKED', () => fetchOnce(stage, name));
    const seen = await recipient.readConsent(stage.bank, name);
    assert.ok((seen.consent.record as { deleteBy?: string }).deleteBy);
    await recipient.confirmDeletion(stage.bank, name, '已删除两份凭证');

    const log = await citizen.readAccessLog(stage.citizen);
    const about = log.entries.filter(({ consent }) => consent === name);
    assert.deepEqual(
      about.map(({ what, result }) => `${what} ${result}`),
      [
        'request requested',
        'answer granted',
        'fetch done 1',
        'fetch done 2',
        'refused CONSENT_USED_UP',
        'revocation revoked',
        'refused CONSENT_REVOKED',
        'deletion data-deleted',
      ],
    );
    assert.ok(about.filter(({ what }) => what === 'fetch').every(({ ledger }) => ledger !== undefined));
  });

  it('what the bank was given opens the ledger’s commitment', async () => {
    const name = await granted(stage);
    const { credential, salt } = await fetchOnce(stage, name);
    const authorisation = (credential['termsOfUse'] as { authorisation: string }).authorisation;
    const { desk } = stage.instance.running.composed.composition.organisations.find(({ id }) => id === 'gd')!
      .services.consents!;
    const kept = await desk.answers.get(`${name}:${authorisation}`);
    assert.ok(opens(stage.bank.provider, kept!.value.use.body.answer, { salt, content: credential }));
  });

  it('a refused request is not asked again: REQUEST_REFUSED_BEFORE', async () => {
    const other = { ...stage, citizen: await enrolCitizen(stage.instance) };
    const name = await requested(other);
    await citizen.refuse(other.citizen, name, '暂不需要贷款');
    await refusedAs('REQUEST_REFUSED_BEFORE', () => requested(other));
    await refusedAs('CONSENT_NOT_GRANTED', () => fetchOnce(other, name));
    await refusedAs('CONSENT_OTHER_SUBJECT', () => citizen.reopen(stage.citizen, name));
    const reopened = await citizen.reopen(other.citizen, name);
    assert.equal(reopened.consent.state, 'REFUSED');
    const again = await requested(other);
    assert.equal((await citizen.openRequest(other.citizen, again)).request.consent, again);
    const { entries } = await citizen.readAccessLog(other.citizen);
    assert.ok(entries.some(({ result, by }) => result === 'reopened' && by === other.citizen.identifier));
  });

  it('a court’s order names its basis and stands in the citizen’s log', async () => {
    const { consent } = await demand(stage);
    const acting = await hostedOrganisation(stage.instance, court.id);
    const fetched = await recipient.fetchData(acting, {
      consent: consent.consent,
      purpose: 'dispute-hearing',
      fields: THREE,
    });
    assert.equal(fetched.left, 0);
    const { entries } = await citizen.readAccessLog(stage.citizen);
    const own = entries.filter((each) => each.consent === consent.consent);
    assert.deepEqual(
      own.map(({ what, basis, byName }) => [what, basis, byName]),
      [
        ['order', 'court-order', court.name],
        ['fetch', 'court-order', court.name],
      ],
    );
    assert.match(own[0]?.document ?? '', /民初/);
    await refusedAs('CONSENT_NOT_REVOCABLE', () => citizen.revoke(stage.citizen, consent.consent));
  });
});
