import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { laborContract } from '@renxin/chaincode/contracts';
import { commitment } from '@renxin/seal/crypto';
import { signDetached } from '@renxin/seal/cms';
import { nativeProvider } from '@renxin/seal/native';
import { issueCertificate, issueCertificateAuthority } from '@renxin/seal/pki';
import { POLICY_TEST, readCertificate } from '@renxin/seal/verify';
import { contractAnswer, type Opening, type SignatureRequest } from '@renxin/wallets/api';
import * as labor from '@renxin/wallets/labor-contract';
import { verify } from '@renxin/archive/verify';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { LEDGER } from '../../src/compose.js';
import {
  altering,
  bring,
  employerOf,
  enrolWorker,
  openInstance,
  refusedAs,
  ringOf,
  servicesOf,
  signAll,
  signedBy,
  type Instance,
  type TestParty,
  type TestWorker,
} from './instance.js';

const YEAR = 365 * 86_400_000;

/** What a party hands in when it signs is judged before anything is kept (电子签名法 art. 13). */
describe('signatures that are refused', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;
  let worker: TestWorker;
  let contract: string;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
    worker = await enrolWorker(instance);
    contract = await bring(instance, employer, worker, 'locked');
  });
  after(async () => {
    await instance.stop();
    await rm(instance.directory, { recursive: true, force: true });
  });

  const sign = () => labor.signContract(worker, contract, 0, signAll);
  const refused = (code: string, alter: (request: SignatureRequest) => unknown, reason?: string) =>
    altering(worker, alter, async () => {
      const { problem } = await refusedAs(code, sign);
      if (reason !== undefined) assert.equal((problem?.['members'] as { reason: string }).reason, reason);
      const { contract: view } = await labor.view(worker, contract);
      assert.deepEqual(view.signings[0]?.signedBy, [], 'nothing is kept');
    });

  it('a CMS signature that is not the one committed to: COMMITMENT_MISMATCH', () =>
    refused('COMMITMENT_MISMATCH', (request) => ({
      ...request,
      cms: toBase64url(changed(bytesOf(request.cms), 40)),
    })));

  it('one altered byte in the CMS signature: DOCUMENT_SIGNATURE_INVALID', () =>
    refused('DOCUMENT_SIGNATURE_INVALID', async (request) => {
      const cms = bytesOf(request.cms);
      return withCms(worker, request, changed(cms, cms.length - 3));
    }));

  it('bytes that are no CMS at all: DOCUMENT_SIGNATURE_INVALID', () =>
    refused('DOCUMENT_SIGNATURE_INVALID', (request) => withCms(worker, request, new Uint8Array([1, 2, 3]))));

  it('the signature over another document: DOCUMENT_SIGNATURE_INVALID, DATA_HASH', () =>
    refused(
      'DOCUMENT_SIGNATURE_INVALID',
      async (request) =>
        withCms(worker, request, await cmsOf(worker, request, { document: new Uint8Array([1]) })),
      'DATA_HASH',
    ));

  it('a valid signature by another person’s key: DOCUMENT_SIGNATURE_INVALID, SIGNER_KEY', async () => {
    const other = await enrolWorker(instance);
    await refused(
      'DOCUMENT_SIGNATURE_INVALID',
      async (request) => withCms(worker, request, await cmsOf(other, request, {})),
      'SIGNER_KEY',
    );
  });

  it('the employer’s signature in the worker’s place: DOCUMENT_SIGNATURE_INVALID, SIGNER_KEY', () =>
    refused(
      'DOCUMENT_SIGNATURE_INVALID',
      async (request) => withCms(worker, request, await cmsOf(employer, request, {})),
      'SIGNER_KEY',
    ));

  it('a checkpoint of another ledger: DOCUMENT_SIGNATURE_INVALID, CLAIMS', () =>
    refused(
      'DOCUMENT_SIGNATURE_INVALID',
      async (request) => withCms(worker, request, await cmsOf(worker, request, { ledger: 'another-ledger' })),
      'CLAIMS',
    ));

  it('other pages than the message says: DOCUMENT_SIGNATURE_INVALID, CLAIMS', () =>
    refused(
      'DOCUMENT_SIGNATURE_INVALID',
      async (request) =>
        withCms(worker, request, await cmsOf(worker, request, { shown: new Uint8Array(32) })),
      'CLAIMS',
    ));

  it('a certificate of an expired authority: DOCUMENT_SIGNATURE_INVALID', () =>
    refused('DOCUMENT_SIGNATURE_INVALID', async (request) => {
      const certificate = await underExpiredAuthority(instance, worker);
      return withCms(worker, request, await cmsOf(worker, request, { certificate }));
    }));

  it('a page that was not shown: PAGES_NOT_SHOWN', () =>
    refused('PAGES_NOT_SHOWN', (request) => ({ ...request, pages: request.pages.slice(1) })));

  it('the opening of another identity record: COMMITMENT_MISMATCH', () =>
    refused('COMMITMENT_MISMATCH', (request) => ({
      ...request,
      openings: { ...request.openings, identity: request.openings.shown },
    })));

  it('another activation than the one signed: COMMITMENT_MISMATCH', () =>
    refused('COMMITMENT_MISMATCH', (request) => ({
      ...request,
      activation: { ...request.activation, method: 'passphrase' },
    })));

  it('the ledger message signed by somebody else: SIGNATURE_INVALID', () =>
    refused('SIGNATURE_INVALID', async ({ sign: { body }, ...request }) => {
      const signer = await employer.keystore.signer(employer.identifier);
      return { ...request, sign: { body, signature: await signedBy(signer, 'labor-contract/sign', body) } };
    }));

  it('the ledger message signed for another ledger: SIGNATURE_INVALID', () =>
    refused('SIGNATURE_INVALID', async ({ sign: { body }, ...request }) => {
      const signer = await worker.keystore.signer(worker.identifier);
      const signature = await signedBy(signer, 'labor-contract/sign', body, 'another-ledger');
      return { ...request, sign: { body, signature } };
    }));

  it('a time in the future: SIGNATURE_TIME', () =>
    refused('SIGNATURE_TIME', (request) =>
      withBody(worker, request, { at: new Date(Date.now() + 600_000).toISOString() }),
    ));

  it('another document’s commitment: DOCUMENT_MISMATCH; another version: CONTRACT_VERSION', async () => {
    const other = toBase64url(new Uint8Array(randomBytes(32)));
    await refused('DOCUMENT_MISMATCH', (request) => withBody(worker, request, { document: other }));
    await refused('CONTRACT_VERSION', (request) => withBody(worker, request, { version: 2 }));
  });

  it('the other party’s role or name: NOT_A_PARTY', async () => {
    await refused('NOT_A_PARTY', (request) => withBody(worker, request, { role: 'employer' }));
    await refused('NOT_A_PARTY', (request) => withBody(worker, request, { party: employer.identifier }));
  });

  it('a signature for an amendment that nobody proposed: CONTRACT_STATE', () =>
    refused('CONTRACT_STATE', (request) => withBody(worker, request, { amendment: 1 })));

  it('a signature sent to another contract’s address: PATH_INVALID', () =>
    refused('PATH_INVALID', (request) => withBody(worker, request, { contract: 'ht-another' })));

  it('a revoked certificate, also with an older list in the signature: SIGNER_REVOKED_BEFORE', async () => {
    const leaver = await enrolWorker(instance);
    const theirs = await bring(instance, employer, leaver, 'locked');
    const services = servicesOf(instance);
    const before = await services.revocationLists();
    const certificate = await leaver.keystore.certificate(leaver.identifier);
    assert.ok(certificate);
    await services.authority.revoke(readCertificate(certificate.certificate).serial, 'keyCompromise');
    const attempt = () => labor.signContract(leaver, theirs, 0, signAll);
    const { problem } = await refusedAs('DOCUMENT_SIGNATURE_INVALID', attempt);
    assert.equal((problem?.['members'] as { reason: string }).reason, 'SIGNER_REVOKED_BEFORE');
    await altering(
      leaver,
      async (request: SignatureRequest) =>
        withCms(leaver, request, await cmsOf(leaver, request, { crls: before, contract: theirs })),
      async () => {
        const again = await refusedAs('DOCUMENT_SIGNATURE_INVALID', attempt);
        assert.equal((again.problem?.['members'] as { reason: string }).reason, 'SIGNER_REVOKED_BEFORE');
      },
    );
  });

  it('a certificate revoked between the two signatures: the contract is not concluded', async () => {
    const leaver = await enrolWorker(instance);
    const theirs = await bring(instance, employer, leaver, 'worker-signed');
    const certificate = await leaver.keystore.certificate(leaver.identifier);
    assert.ok(certificate);
    const { authority } = servicesOf(instance);
    await authority.revoke(readCertificate(certificate.certificate).serial, 'keyCompromise');
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', () => labor.signContract(employer, theirs, 0, signAll));
    assert.equal((await labor.view(leaver, theirs)).contract.state, 'WORKER_SIGNED');
    // What no longer holds gives way: it is the new signature that is judged.
    await refusedAs('DOCUMENT_SIGNATURE_INVALID', () => labor.signContract(leaver, theirs, 0, signAll));
  });

  it('a second, different signature: ALREADY_SIGNED; the same again changes nothing', async () => {
    const once = await bring(instance, employer, worker, 'locked');
    let first: unknown;
    const mine = () => labor.signContract(worker, once, 0, signAll);
    await altering(worker, (request) => (first = request), mine);
    await refusedAs('ALREADY_SIGNED', mine);
    const again = () =>
      worker.client.post(
        `/api/v1/labor-contracts/${once}/signatures`,
        'contract-conclusion',
        first,
        contractAnswer,
      );
    const { contract: view } = await again();
    assert.deepEqual(view.signings[0]?.signedBy, ['worker']);
    const { contract: concluded } = await labor.signContract(employer, once, 0, signAll);
    assert.equal(concluded.state, 'CONCLUDED');
    await refusedAs('ALREADY_SIGNED', mine);
    const height = await instance.running.composed.ledger.height();
    await again();
    const file = await servicesOf(instance).desk.files.get(once);
    assert.equal(file?.value.steps.filter(({ operation }) => operation === 'conclude').length, 1);
    assert.ok(((await instance.running.composed.ledger.height()) ?? 0) >= (height ?? 0));
  });

  it('a second conclusion, straight at the ledger: CONTRACT_CONCLUDED', async () => {
    const done = await bring(instance, employer, await enrolWorker(instance), 'concluded');
    const { desk } = servicesOf(instance);
    const signing = (await desk.files.get(done))?.value.signings[0];
    assert.ok(signing?.worker && signing.employer && signing.concluded);
    const { timestamps } = signing.concluded;
    const input = {
      worker: signing.worker.sign,
      employer: signing.employer.sign,
      timestamps: { ...timestamps, at: new Date().toISOString() },
    };
    const conclude = laborContract.operations.conclude;
    await refusedAs('CONTRACT_CONCLUDED', () => desk.ledger.submit(conclude, conclude.parse(input)));
  });

  it('after all this the worker’s own signature is taken', async () => {
    assert.deepEqual((await sign()).contract.signings[0]?.signedBy, ['worker']);
  });

  it('a time-stamp authority that is out: no signature is lost, and it concludes by itself after a restart', async () => {
    const party = await enrolWorker(instance);
    const later = await bring(instance, employer, party, 'locked');
    const signer = instance.running.composed.composition.organisations.find(({ id }) => id === 'gd');
    assert.ok(signer);
    const { sm2, ecdsa } = signer.services.timeStamping;
    const out = { respond: () => Promise.reject(new Error('no answer')) };
    for (const authority of [sm2, ecdsa]) Object.assign(authority, out);
    await labor.signContract(party, later, 0, signAll);
    await refusedAs('TIME_STAMP_UNAVAILABLE', () => labor.signContract(employer, later, 0, signAll));
    const { contract: view } = await labor.view(party, later);
    assert.deepEqual(view.signings[0]?.signedBy.toSorted(), ['employer', 'worker']);
    assert.equal(await servicesOf(instance).stampsWaiting(), 2);
    await instance.running.close();
    instance = await openInstance(instance.directory);
    const { operations } = laborContract;
    const stateOf = async () =>
      (await servicesOf(instance).ledger.evaluate(operations.contract, { contract: later })).state;
    while ((await stateOf()) !== 'CONCLUDED' || (await servicesOf(instance).stampsWaiting()) > 0)
      await setTimeout(50);
    const file = (await servicesOf(instance).desk.files.get(later))?.value;
    const document = await servicesOf(instance).desk.blobs.get(file?.signings[0]?.inside ?? '');
    const trust = await instance.running.composed.trust();
    const [report] = await verify([{ name: 'contract.pdf', bytes: document ?? new Uint8Array() }], {
      provider: nativeProvider,
      now: new Date(),
      trust,
    });
    assert.equal(report?.verdict, 'valid');
  });

  /** A CMS signature as this party can make it, with whatever an attacker would put in. */
  async function cmsOf(
    party: TestParty,
    request: SignatureRequest,
    given: {
      document?: Uint8Array;
      ledger?: string;
      shown?: Uint8Array;
      certificate?: { certificate: Uint8Array; chain: Uint8Array[] };
      crls?: readonly Uint8Array[];
      contract?: string;
    },
  ): Promise<Uint8Array> {
    const scene = await labor.openScene(
      given.contract === undefined ? worker : party,
      given.contract ?? contract,
      0,
    );
    const held = given.certificate ?? (await party.keystore.certificate(party.identifier));
    assert.ok(held);
    const { sign: message, activation, pages } = request;
    const sm3 = (value: unknown) => party.provider.hash('SM3', canonicalBytes(value));
    const document = scene.contract.signings[0]?.document.sm3;
    return signDetached({
      document: given.document ?? scene.pdf,
      signer: await party.keystore.signer(party.identifier),
      certificate: held.certificate,
      chain: held.chain,
      crls: given.crls ?? (await servicesOf(instance).revocationLists()),
      signedAttributes: {
        signingTime: new Date(message.body.at),
        checkpoint: { ledger: given.ledger ?? LEDGER, ...message.body.notBefore },
        shown: given.shown ?? sm3({ document, pages }),
        activation: toBase64url(sm3(activation)),
      },
      activation,
      provider: party.provider,
    });
  }
});

/** The request with another CMS signature, committed to and signed anew. */
async function withCms(party: TestParty, request: SignatureRequest, cms: Uint8Array): Promise<unknown> {
  const digest = party.provider.hash('SM3', cms);
  const salt = party.random(32);
  const opening: Opening = { salt: toBase64url(salt), digest: toBase64url(digest) };
  const changedRequest = await withBody(party, request, { cms: commitment(party.provider, salt, digest) });
  return { ...changedRequest, cms: toBase64url(cms), openings: { ...request.openings, cms: opening } };
}

/** The request with another message, signed anew by the party. */
async function withBody(
  party: TestParty,
  request: SignatureRequest,
  change: Partial<SignatureRequest['sign']['body']>,
): Promise<SignatureRequest> {
  const body = { ...request.sign.body, ...change };
  const signer = await party.keystore.signer(party.identifier);
  return { ...request, sign: { body, signature: await signedBy(signer, 'labor-contract/sign', body) } };
}

/** A certificate for the worker's key that leads to an authority whose own certificate has ended. */
async function underExpiredAuthority(
  instance: Instance,
  worker: TestWorker,
): Promise<{ certificate: Uint8Array; chain: Uint8Array[] }> {
  const ring = await ringOf(instance);
  const hierarchy = instance.running.composed.composition.organisations[0]?.services.certificates;
  assert.ok(hierarchy);
  const now = Date.now();
  const common = {
    policies: [POLICY_TEST],
    random: (length: number) => new Uint8Array(randomBytes(length)),
    activation: { id: 'test', method: 'unattended' as const, at: new Date().toISOString() },
    provider: nativeProvider,
  };
  const authority = await issueCertificateAuthority({
    ...common,
    subject: { country: 'CN', commonName: '人信演示广东 CA' },
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now - 30_000),
    issuer: { signer: ring.signer('root'), certificate: hierarchy.root },
    key: ring.signer('province').key,
  });
  const certificate = await issueCertificate({
    ...common,
    profile: 'person',
    subject: { country: 'CN', commonName: worker.person.name, serialNumber: worker.identifier },
    notBefore: new Date(now),
    notAfter: new Date(now + YEAR),
    issuer: { signer: ring.signer('province'), certificate: hierarchy.province },
    key: (await worker.keystore.signer(worker.identifier)).key,
  });
  return { certificate, chain: [authority] };
}

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  assert.ok(bytes);
  return bytes;
}
