import { verify } from '@renxin/archive/verify';
import { consent, registry } from '@renxin/chaincode/contracts';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import { fetchAnswer, type FetchAnswer } from '@renxin/wallets/api';
import { citizen, commitTo, recipient } from '@renxin/wallets/consent';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { answerOf } from '../../src/consent/answer.js';
import { guangdong } from '../../src/demonstration/organisations.js';
import { consentsOf } from '../../src/services.js';
import { AlteringClient, refusedAs, ringOf, signedBy, tokenOf, type TestParty } from '../story/instance.js';
import {
  askedOf,
  demand,
  enrolBank,
  enrolCitizen,
  fetchOnce,
  FIELDS,
  granted,
  openStage,
  PURPOSE,
  requested,
  THREE,
  type Acting,
  type ConsentStage,
} from './stage.js';

/** What must not work, over HTTP and on the ledger; each by its code. Rows of docs/trust.md. */
describe('attacks on consents', function () {
  this.timeout(30_000);
  let stage: ConsentStage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.instance.stop());

  describe('a bank', () => {
    it('asks beyond the catalogue: NOT_IN_CATALOGUE, PURPOSE_NOT_IN_CATALOGUE, CONSENT_PERIOD_INVALID', async () => {
      const ask = (change: object) => recipient.request(stage.bank, askedOf(stage, change));
      await refusedAs('NOT_IN_CATALOGUE', () => ask({ fields: ['shoe-size'] }));
      await refusedAs('PURPOSE_NOT_IN_CATALOGUE', () => ask({ purpose: 'curiosity' }));
      await refusedAs('CONSENT_PERIOD_INVALID', () => ask({ days: 91 }));
      await refusedAs('CONSENT_PERIOD_INVALID', () => ask({ count: 11 }));
      await refusedAs('BASIS_NOT_ALLOWED', () => ask({ purpose: 'dispute-hearing' }));
    });

    it('asks about somebody who is not bound here: PARTY_NOT_BOUND', () =>
      refusedAs('PARTY_NOT_BOUND', () =>
        recipient.request(stage.bank, askedOf(stage, { subject: 'p-00000000000000000000000000000000' })),
      ));

    it('shows the citizen something else than it asks: NOTICE_MISMATCH', async () => {
      const renamed = { ...askedOf(stage).recipient, name: '人力资源和社会保障部' };
      await refusedAs('NOTICE_MISMATCH', () =>
        recipient.request(stage.bank, askedOf(stage, { recipient: renamed })),
      );
    });

    it('asks in the name of another: NOT_A_PARTY, SIGNATURE_INVALID', async () => {
      const thief = await enrolBank(stage.instance, 'another-bank');
      await refusedAs('NOTICE_MISMATCH', () => recipient.request(thief, askedOf(stage)));
      stage.bank.client.alter = (_path, body) =>
        altered(body, (b) => ({ ...b, answerBy: '2099-01-01T00:00:00.000Z' }));
      await refusedAs('SIGNATURE_INVALID', () => requested(stage));
      stage.bank.client.alter = (_path, body) => body;
    });

    it('fetches beyond the scope: CONSENT_OTHER_FIELDS, CONSENT_OTHER_PURPOSE', async () => {
      const name = await granted(stage);
      await refusedAs('CONSENT_OTHER_FIELDS', () => fetchOnce(stage, name, { fields: THREE }));
      await refusedAs('CONSENT_OTHER_PURPOSE', () => fetchOnce(stage, name, { purpose: 'injury-benefit' }));
      await fetchOnce(stage, name, { fields: ['insured-months'] });
    });

    it('fetches what was granted to another: CONSENT_OTHER_RECIPIENT', async () => {
      const name = await granted(stage);
      const other = await enrolBank(stage.instance, 'third-bank');
      await refusedAs('CONSENT_OTHER_RECIPIENT', () => fetchOnce({ bank: other }, name));
    });

    it('replays a fetch: the same answer and one count; other content under it AUTHORISATION_USED', async () => {
      const name = await granted(stage);
      const authorisation = await recipient.authorise(stage.bank, name);
      const body = await fetchBody(stage.bank, name, authorisation);
      const first = await post(stage.bank, body);
      const again = await post(stage.bank, body);
      assert.deepEqual([again.number, again.left, again.salt], [first.number, first.left, first.salt]);
      assert.deepEqual(again.credential, first.credential);
      const other = await fetchBody(stage.bank, name, authorisation, { fields: ['insured-months'] });
      await refusedAs('CONSENT_USE_EXISTS', () => post(stage.bank, other));
      await citizen.revoke(stage.citizen, name);
      await refusedAs('CONSENT_REVOKED', () => post(stage.bank, body));
    });

    it('uses an authorisation that it was not given: AUTHORISATION_INVALID, AUTHORISATION_OTHER_KEY', async () => {
      const name = await granted(stage);
      await refusedAs('AUTHORISATION_INVALID', () =>
        fetchOnce(stage, name, { authorisation: 'a-00000000000000000000000000000000' }),
      );
      const authorisation = await recipient.authorise(stage.bank, name);
      const body = await fetchBody(stage.bank, name, authorisation);
      const secondClient = await anotherClient(stage, stage.bank);
      await refusedAs('AUTHORISATION_OTHER_KEY', () => post(secondClient, body));
      const resigned = await fetchBody(secondClient, name, authorisation);
      await refusedAs('AUTHORISATION_OTHER_KEY', () => post(secondClient, resigned));
    });

    it('has its token stolen: DPOP_MISSING, TOKEN_KEY_MISMATCH', async () => {
      const name = await granted(stage);
      const session = await tokenOf(stage.instance, stage.bank as unknown as TestParty);
      const thief = await tokenOf(stage.instance, stage.bank as unknown as TestParty);
      const path = `/api/v1/consents/${name}`;
      const purpose = { 'Renxin-Purpose': 'consent' };
      await session.get(path, purpose);
      await refusedAs('DPOP_MISSING', () => session.get(path, { ...purpose, DPoP: null }));
      await refusedAs('TOKEN_KEY_MISMATCH', () => thief.get(path, purpose, session.token));
    });

    it('sees no consent of others, and not the citizen’s log: CONSENT_UNKNOWN, ROLE_FORBIDDEN', async () => {
      const name = await granted(stage);
      const stranger = await enrolBank(stage.instance, 'fourth-bank');
      await refusedAs('CONSENT_UNKNOWN', () => recipient.readConsent(stranger, name));
      await refusedAs('ROLE_FORBIDDEN', () => citizen.readAccessLog(stage.bank));
    });
  });

  describe('somebody else', () => {
    it('grants, refuses or revokes in the citizen’s place: CONSENT_OTHER_SUBJECT', async () => {
      const name = await requested(stage);
      const scene = await citizen.openRequest(stage.citizen, name);
      const other = await enrolCitizen(stage.instance);
      await refusedAs('CONSENT_OTHER_SUBJECT', () => citizen.grant(other, scene));
      await refusedAs('CONSENT_OTHER_SUBJECT', () => citizen.refuse(other, name, '不同意'));
      await refusedAs('CONSENT_OTHER_SUBJECT', () => citizen.revoke(other, name));
      await refusedAs('NOTHING_ASKED', () => citizen.openRequest(other, name)).catch(async () =>
        refusedAs('CONSENT_UNKNOWN', () => citizen.openRequest(other, name)),
      );
    });

    it('with a key that was replaced: SIGNATURE_INVALID', async () => {
      const victim = await enrolCitizen(stage.instance);
      const theirs = { ...stage, citizen: victim };
      const name = await requested(theirs);
      const scene = await citizen.openRequest(victim, name);
      const old = await victim.keystore.signer(victim.identifier);
      const { signer: next } = generateSigner('SM2');
      const rotation = { identifier: victim.identifier, sequence: 2, key: next.key };
      await stage.instance.running.composed.ledger.submit(registry.operations.rotate, {
        rotation,
        old: await signedBy(old, 'registry/rotate', rotation),
        new: await signedBy(next, 'registry/rotate', rotation),
      });
      // The thief holds the old key: a session that was open ends, and no new one opens.
      await refusedAs('TOKEN_KEY_REPLACED', () => citizen.grant(victim, scene));
      // Even through the session of the new key the old one signs no grant.
      const renewed = await anotherClient(stage, victim, next);
      await refusedAs('SIGNATURE_INVALID', () =>
        citizen.grant({ ...renewed, keystore: victim.keystore }, scene),
      );
    });
  });

  describe('a citizen', () => {
    it('cannot give more than was asked: GRANT_BEYOND_REQUEST; gives less', async () => {
      const name = await requested(stage);
      const scene = await citizen.openRequest(stage.citizen, name);
      await refusedAs('GRANT_BEYOND_REQUEST', () =>
        citizen.grant(stage.citizen, scene, { scope: { count: 5 } }),
      );
      await citizen.grant(stage.citizen, scene, { scope: { count: 1, fields: ['insured-months'] } });
      await refusedAs('CONSENT_OTHER_FIELDS', () => fetchOnce(stage, name));
    });

    it('agrees to sensitive fields one by one: SEPARATE_CONSENT_MISSING', async () => {
      const fields = ['bank-account', 'injury-grade'];
      const name = await requested(stage, { purpose: 'injury-benefit', fields });
      const scene = await citizen.openRequest(stage.citizen, name);
      await refusedAs('SEPARATE_CONSENT_MISSING', () => citizen.grant(stage.citizen, scene));
      await citizen.grant(stage.citizen, scene, { separate: fields });
      await fetchOnce(stage, name, { purpose: 'injury-benefit', fields });
    });
  });

  describe('a seized gateway', () => {
    it('forges no consent: every key of its ring answers SIGNATURE_INVALID', async () => {
      const name = await requested(stage);
      const { request } = await citizen.openRequest(stage.citizen, name);
      const ring = await ringOf(stage.instance);
      const { ledger } = stage.instance.running.composed;
      const empty = commitTo(stage.citizen, 'forged').commitment;
      const body: messages.Grant = {
        consent: name,
        subject: stage.citizen.identifier,
        request: empty,
        scope: request.scope,
        separate: [],
        catalogue: request.catalogue,
        notice: request.notice,
        artefact: empty,
        activation: empty,
        at: new Date().toISOString(),
      };
      for (const key of ['gd', 'mohrss', 'operator', 'sh']) {
        const signature = await signedBy(ring.signer(key), 'consent/grant', body);
        await refusedAs('SIGNATURE_INVALID', () =>
          ledger.submit(consent.operations.grant, { body, signature }),
        );
      }
    });

    it('counts no fetch that the bank did not sign, and none after the revocation', async () => {
      const name = await granted(stage);
      const ring = await ringOf(stage.instance);
      const { ledger } = stage.instance.running.composed;
      const at = new Date().toISOString();
      const both = { consent: name, authorisation: 'a-forged', at };
      const fetch = { ...both, recipient: stage.bank.identifier, purpose: PURPOSE, fields: FIELDS };
      const fetchBody = { ...fetch, key: await stage.bank.client.thumbprint() };
      const use = { ...both, source: guangdong.id, answer: commitTo(stage.bank, 'x').commitment };
      const input = {
        fetch: { body: fetchBody, signature: await signedBy(ring.signer('gd'), 'consent/fetch', fetchBody) },
        use: { body: use, signature: await signedBy(ring.signer('gd'), 'consent/use', use) },
      };
      await refusedAs('SIGNATURE_INVALID', () => ledger.submit(consent.operations.use, input));
      await citizen.revoke(stage.citizen, name);
      await refusedAs('CONSENT_REVOKED', () => ledger.submit(consent.operations.use, input));
    });

    it('hides a revocation: the wallet asks for the ledger’s proof, ANSWER_NOT_FROM_LEDGER', async () => {
      const name = await granted(stage);
      const before = await citizen.downloadStateProof(stage.citizen, name);
      const { receipt: _kept, ...unproven } = await citizen.revoke(stage.citizen, name);
      const victim = await anotherClient(stage, stage.citizen);
      victim.client.post = async () => unproven as never;
      await refusedAs('ANSWER_NOT_FROM_LEDGER', () => citizen.revoke(victim, name));
      // The old proof is of its time, and says so: whoever asks for a fresh one is not satisfied.
      const trust = await stage.instance.running.composed.trust();
      const [report] = await verify([{ name: 'grant.state-proof.json', bytes: before }], {
        provider: nativeProvider,
        now: new Date(),
        trust,
        asOf: new Date(Date.now() + 2 * 86_400_000).toISOString(),
        maxAgeDays: 1,
      });
      assert.deepEqual([report?.verdict, report?.steps.at(-1)?.code], ['undetermined', 'STATUS_TOO_OLD']);
    });

    it('hands out data past the ledger: its own word, which no fetch stands behind', async () => {
      const name = await granted(stage);
      await fetchOnce(stage, name);
      const { ledger, composition } = stage.instance.running.composed;
      const source = composition.organisations.find(({ id }) => id === guangdong.id);
      assert.ok(source);
      const { desk } = consentsOf(source);
      const scope = { mode: 'view', retentionDays: 30 } as messages.Scope;
      const at = new Date().toISOString();
      const key = await stage.bank.client.thumbprint();
      const both = { consent: name, authorisation: 'a-past-the-ledger' };
      const unasked = {
        ...both,
        recipient: stage.bank.identifier,
        purpose: PURPOSE,
        fields: FIELDS,
        key,
        at,
      };
      const about = { subject: stage.citizen.identifier, scope };
      const leaked = await desk.issue(await answerOf(desk, unasked, about, new Date()));
      assert.ok(leaked['proof'], 'whoever keeps data can hand it out, and sign for it');
      await refusedAs('CONSENT_UNKNOWN', () => ledger.evaluate(consent.operations['use-of'], both));
      const record = await ledger.evaluate(consent.operations.consent, { consent: name });
      assert.equal(record.used, 1);
      const log = await citizen.readAccessLog(stage.citizen);
      assert.ok(!JSON.stringify(log).includes(both.authorisation));
      const bytes = await citizen.downloadReceipt(stage.citizen, name);
      const trust = await stage.instance.running.composed.trust();
      const options = { provider: nativeProvider, now: new Date(), trust };
      const [report] = await verify([{ name: 'consent.receipt.json', bytes }], options);
      const commands = report?.steps.find(({ step }) => step === 'consent-commands');
      assert.deepEqual([report?.verdict, commands?.evidence['fetches']], ['valid', 1]);
    });

    it('shows the citizen another notice: NOTICE_ALTERED', async () => {
      const name = await requested(stage);
      stage.citizen.client.given = (path, answer) => {
        const given = answer as { consent?: { notice?: { purpose: { name: { zh: string } } } } };
        if (path.endsWith(name) && given.consent?.notice) given.consent.notice.purpose.name.zh = '身份核验';
        return answer;
      };
      await refusedAs('NOTICE_ALTERED', () => citizen.openRequest(stage.citizen, name));
      stage.citizen.client.given = (_path, answer) => answer;
    });
  });

  describe('another legal basis', () => {
    it('is no way round: approval, entitlement, catalogue and count', async () => {
      await refusedAs('APPROVER_NOT_INDEPENDENT', () => demand(stage, { approver: 'gd-court' }));
      await refusedAs('NOT_ENTITLED', () => demand(stage, { order: { basis: 'arbitration' } }));
      await refusedAs('FIELD_NOT_NECESSARY', () => demand(stage, { scope: { fields: ['bank-account'] } }));
      await refusedAs('BASIS_NOT_ALLOWED', () =>
        demand(stage, { scope: { purpose: 'loan-income-check', fields: FIELDS } }),
      );
      await refusedAs('NOT_A_PARTY', () => demand(stage, { order: { recipient: 'gd-arbitration' } }));
    });
  });

  // Last: from then on another catalogue is in force.
  describe('a data source', () => {
    it('that publishes another catalogue changes no consent: CATALOGUE_VERSION, CONSENT_OTHER_FIELDS', async () => {
      const { ledger } = stage.instance.running.composed;
      const [given, open] = [await granted(stage), await requested(stage)];
      const scene = await citizen.openRequest(stage.citizen, open);
      const { catalogue } = await ledger.evaluate(consent.operations.catalogue, { source: guangdong.id });
      const purposes = catalogue.purposes.map((each) =>
        each.purpose === PURPOSE ? { ...each, fields: THREE, count: 1000 } : each,
      );
      const body = { ...catalogue, version: catalogue.version + 1, purposes, at: new Date().toISOString() };
      const signature = await signedBy(
        (await ringOf(stage.instance)).signer(guangdong.id),
        'consent/publish',
        body,
      );
      await ledger.submit(consent.operations.publish, { body, signature });
      await refusedAs('CATALOGUE_VERSION', () => citizen.grant(stage.citizen, scene));
      await refusedAs('CONSENT_OTHER_FIELDS', () => fetchOnce(stage, given, { fields: THREE }));
      await fetchOnce(stage, given);
      const past = { source: guangdong.id, version: catalogue.version };
      const before = await ledger.evaluate(consent.operations.catalogue, past);
      assert.deepEqual(before.catalogue, catalogue, 'what it said before stays for everybody to read');
    });
  });
});

async function fetchBody(
  bank: Acting,
  name: string,
  authorisation: string,
  change: Partial<messages.Fetch> = {},
): Promise<{ body: messages.Fetch; signature: string }> {
  const body = {
    consent: name,
    authorisation,
    recipient: bank.identifier,
    purpose: PURPOSE,
    fields: FIELDS,
    key: await bank.client.thumbprint(),
    at: new Date().toISOString(),
    ...change,
  };
  const signer = await bank.keystore.signer(bank.identifier);
  return { body, signature: await signedBy(signer, 'consent/fetch', body) };
}

function post(bank: Acting, signed: { body: messages.Fetch }): Promise<FetchAnswer> {
  return bank.client.post(`/api/v1/consents/${signed.body.consent}/fetches`, 'consent', signed, fetchAnswer);
}

/** The same party in another client: another session key. */
async function anotherClient(
  { instance }: ConsentStage,
  party: Acting,
  signer?: Awaited<ReturnType<Acting['keystore']['signer']>>,
): Promise<Acting> {
  const { identifier, ledger, clock } = party;
  const own = signer ?? (await party.keystore.signer(identifier));
  const client = new AlteringClient({ baseUrl: instance.gateway, ledger, identifier, signer: own, clock });
  return { ...party, client };
}

function altered(body: unknown, change: (body: Record<string, unknown>) => unknown): unknown {
  const { request } = body as { request?: { body: Record<string, unknown> } };
  if (request === undefined) return body;
  return { ...(body as object), request: { ...request, body: change(request.body) } };
}
