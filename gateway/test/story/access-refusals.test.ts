import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { citizenCheckDigit } from '@renxin/chaincode/identifiers';
import { createRequest } from '@renxin/seal/pki';
import { generateSigner } from '@renxin/seal/signer';
import { contractAnswer } from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import { attest, Keystore } from '@renxin/wallets/keystore';
import * as labor from '@renxin/wallets/labor-contract';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { LEDGER } from '../../src/compose.js';
import {
  altering,
  bring,
  daysFromToday,
  employerOf,
  enrolWorker,
  openInstance,
  refusedAs,
  signedBy,
  tokenOf,
  type Instance,
  type TestParty,
  type TestWorker,
} from './instance.js';

/** Who may do what, and when: over HTTP, with wallets that lie. */
describe('acts that are refused', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;
  let worker: TestWorker;
  let other: TestWorker;
  let concluded: string;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
    worker = await enrolWorker(instance);
    other = await enrolWorker(instance);
    concluded = await bring(instance, employer, worker, 'concluded');
  });
  after(() => instance.stop());

  describe('reading', () => {
    it('another worker’s contract: CONTRACT_UNKNOWN, as one that does not exist', async () => {
      const theirs = await refusedAs('CONTRACT_UNKNOWN', () => labor.view(other, concluded));
      const nobodys = await refusedAs('CONTRACT_UNKNOWN', () => labor.view(other, 'ht-none'));
      const { requestId: _a, ...a } = theirs.problem ?? {};
      const { requestId: _b, ...b } = nobodys.problem ?? {};
      assert.deepEqual(a, b);
      await refusedAs('CONTRACT_UNKNOWN', () => labor.downloadAll(other, concluded, 0));
      await refusedAs('CONTRACT_UNKNOWN', () => labor.exportBundle(other, concluded, 'party'));
      await refusedAs('CONTRACT_UNKNOWN', () => labor.proveState(other, concluded));
    });
    it('without a purpose: PURPOSE_MISSING; for one that does not fit: PURPOSE_FORBIDDEN', async () => {
      const path = `/api/v1/labor-contracts/${concluded}`;
      const token = await tokenOf(instance, worker);
      await refusedAs('PURPOSE_MISSING', () => token.get(path, {}));
      await refusedAs('PURPOSE_UNKNOWN', () => worker.client.get(path, 'curiosity' as never, z.unknown()));
      await refusedAs('PURPOSE_FORBIDDEN', () => worker.client.get(path, 'retention', z.unknown()));
    });
    it('a document that does not exist: NOT_FOUND', () =>
      refusedAs('NOT_FOUND', () =>
        worker.client.download(`/api/v1/labor-contracts/${concluded}/documents/7/contract.pdf`, 'rights'),
      ));
  });

  describe('requests sent twice', () => {
    it('an idempotency key with another body: IDEMPOTENCY_KEY_REUSED; with the same one the first answer', async () => {
      const contract = await bring(instance, employer, other, 'drafted');
      const { text, version, sm3 } = await labor.readDisclosure(other);
      const path = `/api/v1/labor-contracts/${contract}/disclosure`;
      const key = randomUUID();
      const signer = await other.keystore.signer(other.identifier);
      const request = async (at: string) => {
        const body = { contract, text, version, sm3, at };
        return { body, signature: await signedBy(signer, 'labor-contract/disclose', body) };
      };
      const now = new Date().toISOString();
      const first = await request(now);
      const answer = await other.client.post(path, 'contract-conclusion', first, contractAnswer, key);
      const again = await other.client.post(path, 'contract-conclusion', first, contractAnswer, key);
      assert.deepEqual(again, answer);
      const second = await request(new Date(Date.parse(now) + 1).toISOString());
      await refusedAs('IDEMPOTENCY_KEY_REUSED', () =>
        other.client.post(path, 'contract-conclusion', second, contractAnswer, key),
      );
    });
    it('no idempotency key: IDEMPOTENCY_KEY_MISSING', () =>
      refusedAs('IDEMPOTENCY_KEY_MISSING', () =>
        tokenOf(instance, worker).then((token) =>
          token.post(`/api/v1/labor-contracts/${concluded}/acknowledgement`, {
            'Renxin-Purpose': 'delivery',
          }),
        ),
      ));
  });

  describe('delivery', () => {
    it('the worker acknowledges what was not delivered: CONTRACT_STATE', () =>
      refusedAs('CONTRACT_STATE', () => labor.acknowledgeDelivery(worker, concluded, 0)));
    it('the worker delivers: ROLE_FORBIDDEN', () =>
      refusedAs('ROLE_FORBIDDEN', () => labor.deliver(worker, concluded, 0)));
    it('the employer acknowledges for the worker: ROLE_FORBIDDEN; with its key: SIGNATURE_INVALID', async () => {
      await labor.deliver(employer, concluded, 0);
      await refusedAs('ROLE_FORBIDDEN', () => labor.acknowledgeDelivery(employer, concluded, 0));
      const signer = await employer.keystore.signer(employer.identifier);
      const alter = async ({ body }: { body: never }) => ({
        body,
        signature: await signedBy(signer, 'labor-contract/acknowledge', body),
      });
      await refusedAs('SIGNATURE_INVALID', () =>
        altering(worker, alter, () => labor.acknowledgeDelivery(worker, concluded, 0)),
      );
    });
    it('the acknowledgement of another document: DOCUMENT_MISMATCH', async () => {
      const signer = await worker.keystore.signer(worker.identifier);
      const alter = async (given: { body: object }) => {
        const body = { ...given.body, document: toBase64url(new Uint8Array(32)) } as never;
        return { body, signature: await signedBy(signer, 'labor-contract/acknowledge', body) };
      };
      await refusedAs('DOCUMENT_MISMATCH', () =>
        altering(worker, alter, () => labor.acknowledgeDelivery(worker, concluded, 0)),
      );
    });
    it('a delivery dated in the future: SIGNATURE_TIME', async () => {
      const signer = await employer.keystore.signer(employer.identifier);
      const alter = async (given: { body: object }) => {
        const body = { ...given.body, at: '2099-01-01T00:00:00.000Z' } as never;
        return { body, signature: await signedBy(signer, 'labor-contract/deliver', body) };
      };
      await refusedAs('SIGNATURE_TIME', () =>
        altering(employer, alter, () => labor.deliver(employer, concluded, 0)),
      );
    });
  });

  describe('after the conclusion', () => {
    it('the worker declines: CONTRACT_CONCLUDED; the employer withdraws: CONTRACT_CONCLUDED', async () => {
      await refusedAs('CONTRACT_CONCLUDED', () => labor.decline(worker, concluded, 1, '太晚'));
      await refusedAs('CONTRACT_CONCLUDED', () => labor.withdraw(employer, concluded, 1, '太晚'));
    });
    it('the terms are revised or locked again: CONTRACT_CONCLUDED', async () => {
      const { contract: view } = await labor.view(employer, concluded);
      const { probation: _once, ...terms } = view.terms;
      await refusedAs('CONTRACT_CONCLUDED', () => labor.revise(employer, concluded, 2, terms));
      await refusedAs('CONTRACT_CONCLUDED', () => labor.lock(employer, concluded, 1));
    });
    it('an amendment before the conclusion, or by the worker: CONTRACT_STATE, ROLE_FORBIDDEN', async () => {
      const open = await bring(instance, employer, other, 'locked');
      const { contract: view } = await labor.view(employer, open);
      await refusedAs('CONTRACT_STATE', () => labor.proposeAmendment(employer, open, view.terms));
      await refusedAs('ROLE_FORBIDDEN', () => labor.proposeAmendment(worker, concluded, view.terms));
    });
    it('an amendment that lengthens probation: TERMS_REFUSED', async () => {
      const { contract: view } = await labor.view(employer, concluded);
      const terms = { ...view.terms, probation: { months: 3, wage: 850_000 } };
      await refusedAs('TERMS_REFUSED', () => labor.proposeAmendment(employer, concluded, terms));
    });
    it('an early deletion: RETENTION_NOT_OVER, by the worker: ROLE_FORBIDDEN', async () => {
      await refusedAs('RETENTION_NOT_OVER', () => labor.dispose(employer, concluded));
      await refusedAs('ROLE_FORBIDDEN', () => labor.dispose(worker, concluded));
      assert.ok((await labor.downloadAll(worker, concluded, 0)).size > 0);
    });
    it('a bundle of what is not concluded: CONTRACT_STATE', async () => {
      const open = await bring(instance, employer, other, 'locked');
      await refusedAs('CONTRACT_STATE', () => labor.exportBundle(other, open, 'party'));
    });
  });

  describe('the end', () => {
    const end = (party: TestParty, change: (body: Record<string, unknown>) => unknown) =>
      altering(
        party,
        (body: Record<string, unknown>) => change(body),
        () => labor.proposeDissolution(party, concluded, '36', daysFromToday(30)),
      );
    it('with the other party’s signature forged: SIGNATURE_INVALID, and nothing waits', async () => {
      await refusedAs('SIGNATURE_INVALID', () =>
        end(employer, (body) => {
          const [mine] = body['signatures'] as { by: string; signature: string }[];
          return { ...body, signatures: [mine, { ...mine, by: worker.identifier }] };
        }),
      );
      await refusedAs('NOT_FOUND', () => labor.agreeDissolution(worker, concluded));
    });
    it('signed by somebody who is no party: NOT_A_PARTY', () =>
      refusedAs('NOT_A_PARTY', () =>
        end(employer, (body) => {
          const [mine] = body['signatures'] as { by: string; signature: string }[];
          return { ...body, signatures: [{ ...mine, by: other.identifier }] };
        }),
      ));
    it('a certificate that says something else: COMMITMENT_MISMATCH', () =>
      refusedAs('COMMITMENT_MISMATCH', () =>
        end(employer, (body) => {
          const digest = toBase64url(worker.provider.hash('SM3', canonicalBytes({ other: true })));
          return { ...body, opening: { ...(body['opening'] as object), digest } };
        }),
      ));
    it('a day before the service began: DISSOLUTION_DATE', () =>
      refusedAs('DISSOLUTION_DATE', () => labor.dissolveAsWorker(worker, concluded, '38', '2020-01-01')));
    it('by the employer on a ground of the worker’s (art. 37): DISSOLUTION_SIGNATURES', () =>
      refusedAs('DISSOLUTION_SIGNATURES', () =>
        labor.proposeDissolution(employer, concluded, '37', daysFromToday(60)),
      ));
    it('the same again after the end: CONTRACT_STATE', async () => {
      const ended = await bring(instance, employer, other, 'concluded');
      const on = daysFromToday(60);
      await labor.dissolveAsWorker(other, ended, '38', on);
      await refusedAs('CONTRACT_STATE', () => labor.dissolveAsWorker(other, ended, '38', on));
      await refusedAs('RETENTION_NOT_OVER', () => labor.dispose(employer, ended));
      const { contract: view } = await labor.view(employer, ended);
      await refusedAs('CONTRACT_STATE', () => labor.proposeAmendment(employer, ended, view.terms));
    });
  });

  describe('identities and keys', () => {
    const binding = async (body: object) =>
      (
        (await (
          await fetch(`${instance.gateway}/api/v1/registry/bindings`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          })
        ).json()) as { code?: string }
      ).code;
    const certificate = (party: TestWorker, attestation: unknown, request?: Uint8Array) => async () => {
      const signer = await party.keystore.signer(party.identifier);
      const activation = { id: 'test', method: 'confirmation' as const, at: new Date().toISOString() };
      const made =
        request ?? (await createRequest({ signer, subject: { commonName: party.person.name }, activation }));
      const body = { request: toBase64url(made), attestation };
      return party.client.post('/api/v1/certificates', 'contract-conclusion', body, z.unknown());
    };

    it('a binding signed by a party that is no identity authority: NOT_IDENTITY_AUTHORITY', async () => {
      const { signer } = generateSigner('SM2');
      const body = { ...other.binding.body, identifier: 'p-invented', key: signer.key, authority: 'gd' };
      const possession = await signedBy(signer, 'registry/bind', body);
      assert.equal(
        await binding({ binding: body, authority: possession, possession }),
        'NOT_IDENTITY_AUTHORITY',
      );
    });
    it('an altered binding: SIGNATURE_INVALID; without the key’s own signature: SIGNATURE_INVALID', async () => {
      const { body, signature } = other.binding;
      const signer = await other.keystore.signer(other.identifier);
      const altered = { ...body, identifier: 'p-another' };
      const possession = await signedBy(signer, 'registry/bind', altered);
      assert.equal(
        await binding({ binding: altered, authority: signature, possession }),
        'SIGNATURE_INVALID',
      );
      assert.equal(
        await binding({ binding: body, authority: signature, possession: signature }),
        'SIGNATURE_INVALID',
      );
    });
    it('a key that is somebody’s already: KEY_IN_USE; an identifier that has one: IDENTIFIER_EXISTS', async () => {
      const signer = await other.keystore.signer(other.identifier);
      const attested = await attestations(other, { key: signer.key });
      const again = await signedBy(signer, 'registry/bind', attested.body as never);
      assert.equal(
        await binding({ binding: attested.body, authority: attested.signature, possession: again }),
        'KEY_IN_USE',
      );
      const fresh = generateSigner('SM2').signer;
      const taken = await attestations(other, { identifier: other.identifier, key: fresh.key });
      const possession = await signedBy(fresh, 'registry/bind', taken.body as never);
      assert.equal(
        await binding({ binding: taken.body, authority: taken.signature, possession }),
        'IDENTIFIER_EXISTS',
      );
    });
    it('an attestation signed by the person itself, or by the employer: ATTESTATION_INVALID', async () => {
      const own = await other.keystore.signer(other.identifier);
      const body = { ...other.attestation.body, name: '欧阳虚构', authority: other.identifier };
      const signature = await signedBy(own, 'identity/attestation', body);
      await refusedAs('ATTESTATION_INVALID', certificate(other, { body, signature }));
      const signer = await employer.keystore.signer(employer.identifier);
      const theirs = { ...body, authority: employer.identifier };
      await refusedAs(
        'ATTESTATION_INVALID',
        certificate(other, {
          body: theirs,
          signature: await signedBy(signer, 'identity/attestation', theirs),
        }),
      );
    });
    it('an attestation with another name in it: ATTESTATION_INVALID; somebody else’s: IDENTITY_MISMATCH', async () => {
      const { body, signature } = other.attestation;
      const renamed = { body: { ...body, name: '欧阳虚构' }, signature };
      await refusedAs('ATTESTATION_INVALID', certificate(other, renamed));
      await refusedAs('IDENTITY_MISMATCH', certificate(other, worker.attestation));
      await refusedAs('IDENTITY_NOT_PROVEN', certificate(other, undefined));
    });
    it('a request for a certificate with another key: CERTIFICATE_REQUEST_INVALID', async () => {
      const { signer } = generateSigner('SM2');
      const activation = { id: 'test', method: 'confirmation' as const, at: new Date().toISOString() };
      const request = await createRequest({ signer, subject: { commonName: '欧阳虚构' }, activation });
      const invalid = 'CERTIFICATE_REQUEST_INVALID';
      await refusedAs(invalid, certificate(other, other.attestation, request));
      await refusedAs(invalid, certificate(other, other.attestation, new Uint8Array([48, 0])));
    });
    it('the sandbox attests no real person, and no wrong check digit', async () => {
      const keystore = await Keystore.open(
        join(instance.directory, 'test-clients', randomUUID()),
        'long enough',
      );
      const authority = instance.running.troupe.addressOf('identity-authority');
      const ask = (citizenNumber: string) => () =>
        attest(keystore, authority, { name: '欧阳虚构', citizenNumber }, 'employment', employer.identifier);
      const real = '44010019900101123';
      await refusedAs('SANDBOX_SYNTHETIC_ONLY', ask(real + citizenCheckDigit(real)));
      await refusedAs('CITIZEN_NUMBER_CHECK_DIGIT', ask('440000199202299033'));
    });

    async function attestations(
      { person }: TestWorker,
      change: object,
    ): Promise<{ body: object; signature: string }> {
      const request = {
        name: person.name,
        citizenNumber: person.citizenNumber,
        identifier: `p-${randomUUID().replaceAll('-', '')}`,
        relation: 'employment',
        towards: employer.identifier,
        ...change,
      };
      const authority = instance.running.troupe.addressOf('identity-authority');
      const response = await fetch(`${authority}/attestations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(request),
      });
      return ((await response.json()) as { binding: { body: object; signature: string } }).binding;
    }
  });

  describe('sessions', () => {
    it('a stolen token without its key: DPOP_MISSING; with another key: TOKEN_KEY_MISMATCH', async () => {
      const stolen = await tokenOf(instance, worker);
      const path = `/api/v1/labor-contracts/${concluded}`;
      const purpose = { 'Renxin-Purpose': 'rights' };
      assert.equal(typeof (await stolen.get(path, purpose)), 'object', 'it is good for its owner');
      await refusedAs('DPOP_MISSING', () => stolen.get(path, { ...purpose, DPoP: null }));
      const thief = await tokenOf(instance, other);
      await refusedAs('TOKEN_KEY_MISMATCH', () => thief.get(path, purpose, stolen.token));
      await refusedAs('DPOP_REPLAYED', async () => {
        const proof = await stolen.proof('GET', instance.gateway + path);
        await stolen.get(path, { ...purpose, DPoP: proof });
        await stolen.get(path, { ...purpose, DPoP: proof });
      });
      await refusedAs('TOKEN_OTHER_ORGANISATION', () =>
        stolen.get(path, purpose, stolen.token, `${instance.running.url}/orgs/sh`),
      );
    });
    it('a session opened with somebody else’s key: SESSION_SIGNATURE_INVALID', async () => {
      const signer = await other.keystore.signer(other.identifier);
      const { identifier, clock } = worker;
      const client = new GatewayClient({
        baseUrl: instance.gateway,
        ledger: LEDGER,
        identifier,
        signer,
        clock,
      });
      await refusedAs('SESSION_SIGNATURE_INVALID', () =>
        client.get(`/api/v1/labor-contracts/${concluded}`, 'rights', z.unknown()),
      );
    });
    it('somebody whom the ledger does not know: PARTY_UNKNOWN', async () => {
      const { signer } = generateSigner('SM2');
      const client = new GatewayClient({
        baseUrl: instance.gateway,
        ledger: LEDGER,
        identifier: 'p-nobody',
        signer,
        clock: () => new Date(),
      });
      await refusedAs('PARTY_UNKNOWN', () => client.get('/api/v1/labor-contracts/x', 'rights', z.unknown()));
    });
  });
});
