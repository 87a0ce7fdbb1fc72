import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { schema } from '@renxin/chaincode/contracts';
import { citizenCheckDigit } from '@renxin/chaincode/identifiers';
import { signCredential } from '@renxin/credentials/credential';
import { addProofs, multikeyOfMethod, type ProofOptions } from '@renxin/credentials/data-integrity';
import { schemaOf } from '@renxin/credentials/schema';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, type Activation } from '@renxin/seal/signer';
import * as wallet from '@renxin/wallets/e-certificate';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { ForeignStatus } from '../../src/certificates/foreign-status.js';
import { createOutgoing } from '../../src/outgoing/index.js';
import { everywhere } from '../../src/certificates/national.js';
import { LEDGER } from '../../src/compose.js';
import { unattended } from '../../src/keys/key-ring.js';
import type { Refusal } from '../../src/problem/index.js';
import {
  daysFromToday,
  openInstance,
  refusedAs,
  ringOf,
  signedBy,
  type Instance,
} from '../story/instance.js';
import {
  application,
  assessorOf,
  baseOf,
  decide,
  derivedLevel,
  deskOf,
  employerIssuer,
  enrolHolder,
  issueTo,
  officialOf,
  recognise,
  said,
  type TestHolder,
} from './stage.js';

/** Bad certificates, bad presentations and bad status, over HTTP: each with its own code. */
describe('certificates and presentations that are refused', function () {
  this.timeout(180_000);
  let instance: Instance;
  let assessor: wallet.Issuer;
  let holder: TestHolder;
  let inShanghai: TestHolder;
  let other: TestHolder;
  let certificate: string;
  let credential: JsonObject;
  let claim: JsonObject;

  before(async () => {
    instance = await openInstance();
    assessor = await assessorOf(instance);
    holder = await enrolHolder(instance, 'gd');
    inShanghai = await enrolHolder(instance, 'sh', holder);
    other = await enrolHolder(instance, 'sh');
    await recognise(instance, 'sh', 'gd');
    ({ certificate, credential } = await issueTo(assessor, holder));
    claim = await derivedLevel(assessor, holder, inShanghai, certificate, credential, 'sh');
  });
  after(() => instance.stop());

  const annotation = { purpose: '核验', recipient: 'sh' };
  const submit = async (shown: JsonObject, by = inShanghai, change: object = {}): Promise<unknown> =>
    wallet.submitPresentation(by, await wallet.present(by, [shown], { ...annotation, ...change }));
  const proofOf = async (code: string, proof: string, run: () => Promise<unknown>): Promise<void> => {
    const refused = await refusedAs(code, run);
    assert.equal((refused.problem?.['members'] as { proof?: string } | undefined)?.proof, proof);
  };
  const activation: Activation = { id: 'test', method: 'confirmation', at: new Date().toISOString() };
  /** The assessor's proofs on anything, as whoever holds its keys can make them. */
  const sign = async (unsigned: JsonObject, change: Partial<ProofOptions> = {}): Promise<JsonObject> => {
    const { proof: _proof, ...rest } = unsigned;
    const proofs = (await wallet.keysOf(assessor)).map(({ verificationMethod, signer }): ProofOptions => ({
      cryptosuite: signer.key.algorithm === 'Ed25519' ? 'eddsa-jcs-2022' : 'sm2-jcs-2026',
      verificationMethod,
      proofPurpose: 'assertionMethod',
      created: new Date().toISOString(),
      signer,
      activation,
      ...change,
    }));
    return addProofs(rest, proofs, assessor.provider);
  };
  const proofs = (of: JsonObject) => of['proof'] as readonly JsonObject[];

  describe('a presentation', () => {
    it('handed in again: CHALLENGE_USED', async () => {
      const presentation = await wallet.present(inShanghai, [claim], annotation);
      await wallet.submitPresentation(inShanghai, presentation);
      await refusedAs('CHALLENGE_USED', () => wallet.submitPresentation(inShanghai, presentation));
    });
    it('for a challenge that was never given: CHALLENGE_INVALID', async () => {
      const asked = { challenge: toBase64url(new Uint8Array(38)), domain: baseOf(instance, 'sh') };
      const presentation = await wallet.presentationOf(inShanghai, [claim], annotation, asked);
      await refusedAs('CHALLENGE_INVALID', () => wallet.submitPresentation(inShanghai, presentation));
    });
    it('for another domain: PROOF_DOMAIN; with a challenge of another: PROOF_CHALLENGE', async () => {
      const asked = await wallet.challengeOf(inShanghai);
      const elsewhere = { ...asked, domain: baseOf(instance, 'gd') };
      const presentation = await wallet.presentationOf(inShanghai, [claim], annotation, elsewhere);
      await proofOf('PRESENTATION_PROOF_INVALID', 'PROOF_DOMAIN', () =>
        wallet.submitPresentation(inShanghai, presentation),
      );
    });
    it('for somebody else, or too late: PRESENTATION_OTHER_RECIPIENT, PRESENTATION_EXPIRED', async () => {
      await refusedAs('PRESENTATION_OTHER_RECIPIENT', () => submit(claim, inShanghai, { recipient: 'sc' }));
      await refusedAs('PRESENTATION_EXPIRED', () => submit(claim, inShanghai, { minutes: -1 }));
    });
    it('without what it is for, or without a proof: PRESENTATION_INVALID, PROOF_MISSING', async () => {
      const { termsOfUse: _terms, ...bare } = await wallet.present(inShanghai, [claim], annotation);
      await refusedAs('PRESENTATION_INVALID', () => wallet.submitPresentation(inShanghai, bare));
      const whole = await wallet.present(inShanghai, [claim], annotation);
      const { proof: _proof, ...without } = whole;
      await refusedAs('CHALLENGE_INVALID', () => wallet.submitPresentation(inShanghai, without));
      const doubled = { ...whole, proof: [whole['proof'] ?? null, whole['proof'] ?? null] };
      await refusedAs('CHALLENGE_INVALID', () => wallet.submitPresentation(inShanghai, doubled));
    });
    it('by somebody else, under the own name or under the holder’s: HOLDER_MISMATCH, PROOF_SIGNATURE', async () => {
      await refusedAs('HOLDER_MISMATCH', () => submit(claim, other));
      const presentation = await wallet.present(inShanghai, [claim], annotation);
      await refusedAs('HOLDER_MISMATCH', () => wallet.submitPresentation(other, presentation));
      const stolen = await wallet.present(other, [claim], annotation);
      const renamed = { ...stolen, holder: wallet.didOf(LEDGER, inShanghai.identifier) };
      await proofOf('PRESENTATION_PROOF_INVALID', 'PROOF_SIGNATURE', () =>
        wallet.submitPresentation(other, renamed),
      );
    });
    it('as of a time to come: PRESENTATION_INVALID', async () => {
      const presentation = await wallet.present(inShanghai, [claim], annotation);
      await refusedAs('PRESENTATION_INVALID', () =>
        wallet.submitPresentation(inShanghai, presentation, '2099-01-01T00:00:00.000Z'),
      );
    });
    it('that is no presentation at all: PRESENTATION_INVALID', () =>
      refusedAs('PRESENTATION_INVALID', () => wallet.submitPresentation(inShanghai, { type: 'nothing' })));
  });

  describe('a credential that is shown', () => {
    const refusedProof = (proof: string, change: JsonObject) =>
      proofOf('CREDENTIAL_PROOF_INVALID', proof, () => submit(change));

    it('altered, with a proof too few, too many, none, or for another purpose: its own proof code', async () => {
      const altered = { ...(claim['credentialSubject'] as JsonObject), level: '1' };
      await refusedProof('PROOF_SIGNATURE', { ...claim, credentialSubject: altered });
      await refusedProof('PROOF_REQUIRED_MISSING', { ...claim, proof: [proofs(claim)[1]!] });
      await refusedProof('PROOF_REQUIRED_MISSING', { ...claim, proof: [proofs(claim)[0]!] });
      await refusedProof('PROOF_DOUBLED', { ...claim, proof: [...proofs(claim), proofs(claim)[0]!] });
      const { proof: _proof, ...bare } = claim;
      await refusedProof('PROOF_MISSING', bare);
      await refusedProof('PROOF_PURPOSE', await sign(claim, { proofPurpose: 'authentication' }));
    });
    it('after its time: CREDENTIAL_EXPIRED', async () => {
      const past = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2026-01-01T00:30:00.000Z' };
      await refusedAs('CREDENTIAL_EXPIRED', async () => submit(await sign({ ...claim, ...past })));
    });
    it('of an issuer without an accreditation: ISSUER_NOT_ACCREDITED, though its proofs hold', async () => {
      const employer = await employerIssuer(instance);
      const id = `urn:renxin:${LEDGER}:certificate:v-${randomUUID()}#d-1`;
      const named: JsonObject = { ...claim, id };
      const { proof: _proof, ...unsigned }: JsonObject = {
        ...named,
        issuer: wallet.didOf(LEDGER, employer.identifier),
      };
      await refusedAs('ISSUER_NOT_ACCREDITED', async () => submit(await wallet.signed(employer, unsigned)));
    });
    it('of an accredited issuer, but never put on the ledger: CERTIFICATE_UNKNOWN', async () => {
      const named = { ...claim, id: `urn:renxin:${LEDGER}:certificate:v-${randomUUID()}#d-1` };
      await refusedAs('CERTIFICATE_UNKNOWN', async () => submit(await sign(named)));
    });
    it('whose status stands at another address: STATUS_LIST_INVALID, and nobody is asked there', async () => {
      let asked = 0;
      const trap = createServer((_, response) => {
        asked++;
        response.end('{}');
      });
      const url = await listening(trap);
      const entries = claim['credentialStatus'] as readonly JsonObject[];
      const at = (address: (purpose: string) => string) =>
        entries.map((each) => ({ ...each, statusListCredential: address(each['statusPurpose'] as string) }));
      for (const address of [
        (purpose: string) => `${url}/status-lists/1-${purpose}`,
        (purpose: string) => `${baseOf(instance, 'gd')}/status-lists/../../../x-${purpose}`,
        (purpose: string) => `${baseOf(instance, 'gd')}@127.0.0.1/status-lists/1-${purpose}`,
        (purpose: string) => `file:///etc/status-lists/1-${purpose}`,
        (purpose: string) => `${baseOf(instance, 'sh')}/status-lists/1-${purpose}`,
      ])
        await refusedAs('STATUS_LIST_INVALID', async () =>
          submit(await sign({ ...claim, credentialStatus: at(address) })),
        );
      await refusedAs('STATUS_LIST_INVALID', async () =>
        submit(await sign({ ...claim, credentialStatus: [entries[0]!] })),
      );
      assert.equal(asked, 0);
      trap.close();
    });
  });

  describe('any credential that names an address inside', () => {
    let asked = 0;
    let trap: Server;
    let port: string;
    before(async () => {
      trap = createServer((_, response) => {
        asked++;
        response.end('{}');
      });
      ({ port } = new URL(await listening(trap)));
    });
    after(() => void trap.close());
    afterEach(() => assert.equal(asked, 0, 'nobody is asked'));

    const { signer } = generateAssertionSigner();
    const multikey = multikeyOfMethod(signer.key);
    const verificationMethod = `did:key:${multikey}#${multikey}`;
    const named = async (issuer: string, method: string, more: JsonObject = {}): Promise<JsonObject> =>
      signCredential(
        {
          '@context': ['https://www.w3.org/ns/credentials/v2'],
          type: ['VerifiableCredential'],
          issuer,
          credentialSubject: { id: 'urn:uuid:3f0b6e3c-9f8a-4f54-8f0e-6d1c0e9f4a11' },
          ...more,
        },
        {
          provider: nativeProvider,
          now: new Date(),
          activation: unattended('test', new Date()),
          keys: [{ verificationMethod: method, signer }],
        },
      );
    const refusedFor = async (reason: string, verifiableCredential: JsonObject): Promise<void> => {
      const { organisations } = instance.running.composed.composition;
      const open = organisations.find(({ id }) => id === 'sh')?.services.open;
      assert.ok(open);
      const refused = await refusedAs('CREDENTIAL_REFUSED', () =>
        open.vcalm.verifyCredential({ verifiableCredential }),
      );
      const { members } = (refused as unknown as Refusal).details;
      assert.equal(members?.['reason'], reason, JSON.stringify(verifiableCredential['issuer']));
    };

    it('for its status: STATUS_UNAVAILABLE', async () => {
      for (const address of [
        `http://127.0.0.1:${port}`,
        `https://127.0.0.1:${port}`,
        `https://2130706433:${port}`,
        `https://0x7f.0.0.1:${port}`,
        `https://[::1]:${port}`,
        `https://[::ffff:127.0.0.1]:${port}`,
        `https://localhost:${port}`,
        'https://169.254.169.254',
        'https://10.0.0.1',
        'file:///etc',
      ]) {
        const credentialStatus = {
          type: 'BitstringStatusListEntry',
          statusPurpose: 'revocation',
          statusListIndex: '7',
          statusListCredential: `${address}/1-revocation`,
        };
        const shown = await named(`did:key:${multikey}`, verificationMethod, { credentialStatus });
        await refusedFor('STATUS_UNAVAILABLE', shown);
      }
    });

    it('for its issuer: VERIFICATION_METHOD_UNKNOWN', async () => {
      for (const did of [`did:web:localhost%3A${port}`, 'did:web:localhost', 'did:web:127.0.0.1'])
        await refusedFor('VERIFICATION_METHOD_UNKNOWN', await named(did, `${did}#key-1`));
    });

    it('for its context: CONTEXT_UNKNOWN', async () => {
      const shown = await named(`did:key:${multikey}`, verificationMethod);
      const context = ['https://www.w3.org/ns/credentials/v2', `http://127.0.0.1:${port}/context`];
      await refusedFor('CONTEXT_UNKNOWN', { ...shown, '@context': context });
    });
  });

  describe('a status list', () => {
    const entriesAt = (base: string) =>
      ['revocation', 'suspension'].map((purpose) => ({
        type: 'BitstringStatusListEntry' as const,
        statusPurpose: purpose as 'revocation',
        statusListIndex: '7',
        statusListCredential: `${base}/status-lists/1-${purpose}`,
      }));
    const judge = async (base: string): Promise<unknown> => {
      const { proofs: judged } = deskOf(instance, 'sh');
      const outgoing = createOutgoing({ known: () => [new URL(base).origin] });
      const options = {
        ledger: LEDGER,
        baseOf: () => base,
        proofs: judged,
        clock: () => new Date(),
        outgoing,
      };
      return new ForeignStatus(options).of(entriesAt(base), 'gd');
    };

    it('that cannot be had: STATUS_UNAVAILABLE', async () => {
      await refusedAs('STATUS_UNAVAILABLE', () => judge('http://127.0.0.1:9'));
      const broken = createServer((_, response) => void response.writeHead(500).end());
      await refusedAs('STATUS_UNAVAILABLE', async () => judge(await listening(broken)));
      broken.close();
      const sends = createServer((_, response) => {
        response.writeHead(302, { location: `${baseOf(instance, 'gd')}/status-lists/1-revocation` }).end();
      });
      await refusedAs('STATUS_UNAVAILABLE', async () => judge(await listening(sends)));
      sends.close();
    });
    it('of another issuer, for another purpose, from another address: STATUS_LIST_INVALID', async () => {
      for (const [from, name] of [
        ['sh', '1-revocation'],
        ['gd', '1-suspension'],
        ['gd', '1-revocation'],
      ] as const) {
        const list = await (await fetch(`${baseOf(instance, from)}/status-lists/${name}`)).text();
        const mirror = createServer((_, response) => {
          response.setHeader('Content-Length', Buffer.byteLength(list));
          response.end(list);
        });
        await refusedAs('STATUS_LIST_INVALID', async () => judge(await listening(mirror)));
        mirror.close();
      }
    });
  });

  describe('an issuing', () => {
    const handIn = async (change: JsonObject, about: object = {}): Promise<unknown> => {
      const applied = application(holder, about);
      const { credentialStatus, province, status } = await wallet.apply(assessor, applied);
      const unsigned = wallet.unsignedCredential(applied.type, said(holder, change), {
        ...applied,
        credentialStatus,
        ledger: LEDGER,
        issuer: assessor.identifier,
        at: new Date().toISOString(),
      });
      const { provider } = assessor;
      const keys = await wallet.keysOf(assessor);
      const signed = await signCredential(unsigned, { provider, now: new Date(), activation, keys });
      return wallet.handIn(assessor, { ...applied, province, status }, signed);
    };

    it('with a wrong check character: CHECK_DIGIT_MISMATCH, never a forgery', async () => {
      const good = said(holder)['certificateIdentifier'] as string;
      const wrong = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A');
      await refusedAs('CHECK_DIGIT_MISMATCH', () => handIn({ certificateIdentifier: wrong }));
    });
    it('about somebody else, under age, with a number that is taken: its own code each', async () => {
      await refusedAs('HOLDER_MISMATCH', () => handIn({ name: '测试甲' }));
      const young = '44000020150101123';
      await refusedAs('CREDENTIAL_INVALID', () =>
        handIn({ citizenNumber: young + citizenCheckDigit(young) }),
      );
      await refusedAs('CREDENTIAL_INVALID', () => handIn({ citizenNumber: '440000199001011235' }));
      const { certificateNo } = credential['credentialSubject'] as { certificateNo: string };
      await refusedAs('CERTIFICATE_NUMBER_EXISTS', () => handIn({ certificateNo }));
    });
    it('dated in the future or long ago: CREDENTIAL_INVALID, CERTIFICATE_DATES', async () => {
      const tomorrow = daysFromToday(1);
      await refusedAs('CREDENTIAL_INVALID', () => handIn({ issuedOn: tomorrow }, { issuedOn: tomorrow }));
      const before = daysFromToday(-40);
      await refusedAs('CERTIFICATE_DATES', () => handIn({ issuedOn: before }, { issuedOn: before }));
    });
    it('of a type or in a region without accreditation: ISSUER_NOT_ACCREDITED', async () => {
      await refusedAs('ISSUER_NOT_ACCREDITED', () => handIn({}, { type: 'professional-title' }));
      await refusedAs('ISSUER_NOT_ACCREDITED', () => handIn({}, { region: '31' }));
      await refusedAs('CREDENTIAL_INVALID', () => handIn({}, { type: 'no-such-type' }));
    });
    it('by a schema that was retired: SCHEMA_RETIRED', async () => {
      const { sm3 } = schemaOf('tech-school-diploma');
      const body = { schema: sm3, by: 'mohrss', reason: 'test', at: new Date().toISOString() };
      const ring = await ringOf(instance);
      const signature = await signedBy(ring.signer('mohrss'), 'schema/retire', body);
      await instance.running.composed.ledger.submit(schema.operations.retire, { body, signature });
      await refusedAs('SCHEMA_RETIRED', () => handIn({}, { type: 'tech-school-diploma' }));
    });
    it('of what somebody else applied for: CERTIFICATE_UNKNOWN', async () => {
      const employer = await employerIssuer(instance);
      const applied = application(holder);
      const { province, status } = await wallet.apply(assessor, applied);
      await refusedAs('CERTIFICATE_UNKNOWN', () =>
        wallet.handIn(employer, { ...applied, province, status }, credential),
      );
    });
    it('the contract end certificate is the employer’s own word, and nobody else’s', async () => {
      const employer = await employerIssuer(instance);
      const about = application(holder, { type: 'contract-end-certificate' });
      const issued = await wallet.issueCertificate(employer, about, {
        name: holder.person.name,
        citizenNumber: holder.person.citizenNumber,
        certificateNo: `YS-${randomUUID()}`,
        contractNo: 'YS-T-0001',
        employer: { name: '演示制造（广东）有限公司', uscc: '91440000TX0000028W' },
        endKind: 'DISSOLUTION',
        termType: 'OPEN_ENDED',
        startsOn: '2024-01-01',
        endedOn: about.issuedOn,
        post: '操作工',
        serviceSince: '2024-01-01',
        serviceMonths: 24,
        issuedOn: about.issuedOn,
      });
      assert.equal(issued['issuer'], wallet.didOf(LEDGER, employer.identifier));
      const held = await wallet.fetchCertificates(holder);
      assert.ok(held.some((each) => each.certificate === about.certificate && each.state === 'VALID'));
      await refusedAs('ISSUER_NOT_ACCREDITED', () =>
        wallet.apply(assessor, application(holder, { type: 'contract-end-certificate' })),
      );
    });
  });

  describe('what else is refused', () => {
    it('a claim for another person’s identifier: HOLDER_MISMATCH', () =>
      refusedAs('HOLDER_MISMATCH', () =>
        wallet.requestDerivation(holder, certificate, 'sh', ['level'], other.attestation),
      ));
    it('a decision by another province, or about another’s certificate', async () => {
      const shanghai = await officialOf(instance, 'sh');
      await refusedAs('CERTIFICATE_UNKNOWN', () =>
        decide(shanghai, certificate, { decision: 'suspend', reason: 'test' }),
      );
      const path = `/api/v1/e-certificates/${certificate}/decisions`;
      await refusedAs('ROLE_FORBIDDEN', () =>
        holder.client.post(path, 'certificate', { decision: 'suspend', reason: 'test' }, z.unknown()),
      );
    });
    it('another holder’s certificate, claim and receipts: as if they were not there', async () => {
      const stranger = await enrolHolder(instance, 'gd');
      assert.deepEqual(await wallet.fetchCertificates(stranger), []);
      await refusedAs('CERTIFICATE_UNKNOWN', () =>
        stranger.client.get(`/api/v1/e-certificates/${certificate}/receipts`, 'certificate', z.unknown()),
      );
      await refusedAs('CERTIFICATE_UNKNOWN', () =>
        wallet.requestDerivation(stranger, certificate, 'sh', ['level'], inShanghai.attestation),
      );
    });
    it('somebody else’s question to all provinces: HOLDER_MISMATCH; a silent province is named', async () => {
      await refusedAs('HOLDER_MISMATCH', () => wallet.queryEverywhere(holder, other.attestation));
      const desk = deskOf(instance, 'gd');
      const silent = (id: string) => (id === 'sc' ? 'http://127.0.0.1:9' : desk.baseOf(id));
      const asked: { request?: unknown } = {};
      holder.client.alter = (_path, body) => ((asked.request = body), body);
      await wallet.queryEverywhere(holder, holder.attestation);
      holder.client.alter = (_path, body) => body;
      const asker = { identifier: holder.identifier, role: 'person' };
      const answer = await everywhere({ ...desk, baseOf: silent }, asker, asked.request as never);
      assert.deepEqual([answer.partial, answer.missing, answer.results.length], [true, ['sc'], 2]);
    });
  });
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
