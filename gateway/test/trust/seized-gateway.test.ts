import { openTrust, signTrust, TrustError, verify } from '@renxin/archive/verify';
import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { contracts, laborContract, registry } from '@renxin/chaincode/contracts';
import type { registryMessages } from '@renxin/chaincode/messages';
import { fsck } from '@renxin/network/embedded';
import {
  headerHash,
  leafHash,
  MerkleTree,
  txIdOf,
  type ConsistencyProof,
  type SignedHeader,
} from '@renxin/network/proof';
import { signDetached } from '@renxin/seal/cms';
import { commitment } from '@renxin/seal/crypto';
import { nativeProvider } from '@renxin/seal/native';
import { createRequest } from '@renxin/seal/pki';
import { generateSigner, openBytes, signerOf, type Signer } from '@renxin/seal/signer';
import { verifyDocumentSignature } from '@renxin/seal/verify';
import * as labor from '@renxin/wallets/labor-contract';
import { ClassicLevel } from 'classic-level';
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hosted } from '../../src/demonstration/organisations.js';
import { KeyRing, unattended } from '../../src/keys/key-ring.js';
import { passphraseOf } from '../../src/keys/passphrase.js';
import {
  bring,
  embeddedOf,
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
} from '../story/instance.js';

/** docs/trust.md, row by row: what somebody can do who has the gateway's process, directory and key ring, and what not. */
describe('a gateway in wrong hands', function () {
  this.timeout(60_000);
  let instance: Instance;
  let employer: TestParty;
  let worker: TestWorker;
  let concluded: string;
  let ring: KeyRing;

  before(async () => {
    instance = await openInstance();
    employer = await employerOf(instance);
    worker = await enrolWorker(instance);
    concluded = await bring(instance, employer, worker, 'concluded');
    ring = await ringOf(instance);
  });
  after(() => instance.stop());

  const ledger = () => embeddedOf(instance);

  it('row 1, 2: cannot forge a worker’s or an employer’s signature', async () => {
    const locked = await bring(instance, employer, await enrolWorker(instance), 'worker-signed');
    const file = (await servicesOf(instance).desk.files.get(locked))?.value;
    const mine = file?.signings[0]?.worker?.sign;
    assert.ok(file && mine);
    const forged = { ...mine.body, role: 'employer' as const, party: file.employer };
    const conclude = laborContract.operations.conclude;
    for (const name of ['mohrss', 'gd', 'operator', 'root', 'province']) {
      const employerSign = {
        body: forged,
        signature: await signedBy(ring.signer(name), 'labor-contract/sign', forged),
      };
      const at = new Date().toISOString();
      const random = toBase64url(nativeProvider.hash('SM3', new TextEncoder().encode(name)));
      const input = {
        worker: mine,
        employer: employerSign,
        timestamps: { signed: random, tokens: [random], at },
      };
      await refusedAs('SIGNATURE_INVALID', () => ledger().submit(conclude, conclude.parse(input)));
    }
    const body = { contract: locked, version: 1, party: file.worker, reason: forged.shown, at: forged.at };
    const signature = await signedBy(ring.signer('gd'), 'labor-contract/decline', body);
    await refusedAs('SIGNATURE_INVALID', () =>
      ledger().submit(laborContract.operations.decline, { body, signature }),
    );
  });

  it('row 3: cannot bind a key of its own to a worker, nor replace the worker’s', async () => {
    const { signer } = generateSigner('SM2');
    const bind = (body: registryMessages.Binding, authority: string, possession: string) =>
      ledger().submit(registry.operations.bind, { binding: body, authority, possession });
    const own = { ...worker.binding.body, identifier: 'p-invented', key: signer.key };
    const possession = await signedBy(signer, 'registry/bind', own);
    for (const name of ['mohrss', 'gd', 'operator']) {
      const signed = await signedBy(ring.signer(name), 'registry/bind', own);
      await refusedAs('SIGNATURE_INVALID', () => bind(own, signed, possession));
    }
    const byMinistry = { ...own, authority: 'mohrss' };
    const signed = await signedBy(ring.signer('mohrss'), 'registry/bind', byMinistry);
    const possessed = await signedBy(signer, 'registry/bind', byMinistry);
    await refusedAs('NOT_IDENTITY_AUTHORITY', () => bind(byMinistry, signed, possessed));
    const rotation = { identifier: worker.identifier, sequence: 2, key: signer.key };
    await refusedAs('SIGNATURE_INVALID', async () =>
      ledger().submit(registry.operations.rotate, {
        rotation,
        old: await signedBy(ring.signer('gd'), 'registry/rotate', rotation),
        new: await signedBy(signer, 'registry/rotate', rotation),
      }),
    );
  });

  it('row 4: one officer alone, or somebody who is none, replaces no key', async () => {
    const officers = await officersOf(instance);
    const { signer } = generateSigner('SM2');
    const recovery: registryMessages.Recovery = {
      identifier: worker.identifier,
      sequence: 2,
      key: signer.key,
      reason: 'lost',
    };
    const kind = 'registry/announce-recovery' as const;
    const possession = await signedBy(signer, kind, recovery);
    const announce = (signatures: { by: string; signature: string }[]) => () =>
      ledger().submit(registry.operations['announce-recovery'], {
        recovery,
        officers: signatures,
        possession,
      });
    const one = { by: 'officer-1', signature: await signedBy(officers[0], kind, recovery) };
    await refusedAs('OFFICERS_MISSING', announce([one]));
    await refusedAs('OFFICERS_MISSING', announce([one, one]));
    const ministry = { by: 'mohrss', signature: await signedBy(ring.signer('mohrss'), kind, recovery) };
    await refusedAs('OFFICERS_MISSING', announce([one, ministry]));
    const forged = { by: 'officer-2', signature: await signedBy(ring.signer('gd'), kind, recovery) };
    await refusedAs('SIGNATURE_INVALID', announce([one, forged]));
  });

  it('row 5: two officers announce a new key; it is not in force before the delay, and the holder cancels', async () => {
    const officers = await officersOf(instance);
    const { signer } = generateSigner('SM2');
    const recovery: registryMessages.Recovery = {
      identifier: worker.identifier,
      sequence: 2,
      key: signer.key,
      reason: 'lost',
    };
    const kind = 'registry/announce-recovery' as const;
    await ledger().submit(registry.operations['announce-recovery'], {
      recovery,
      officers: [
        { by: 'officer-1', signature: await signedBy(officers[0], kind, recovery) },
        { by: 'officer-2', signature: await signedBy(officers[1], kind, recovery) },
      ],
      possession: await signedBy(signer, kind, recovery),
    });
    const named = { identifier: worker.identifier, sequence: 2 };
    await refusedAs('RECOVERY_DELAY_NOT_OVER', () =>
      ledger().submit(registry.operations['complete-recovery'], named),
    );
    const own = await worker.keystore.signer(worker.identifier);
    await ledger().submit(registry.operations['cancel-recovery'], {
      cancellation: named,
      signature: await signedBy(own, 'registry/cancel-recovery', named),
    });
    await refusedAs('RECOVERY_NOT_PENDING', () =>
      ledger().submit(registry.operations['complete-recovery'], named),
    );
    assert.equal(
      (await labor.view(worker, concluded)).contract.state,
      'CONCLUDED',
      'the old key is in force',
    );
  });

  for (const [row, approvers] of [
    ['row 6', ['gd']],
    ['row 7', ['mohrss']],
    ['row 6, 7', ['mohrss', 'gd']],
    ['row 6, 7', ['gd', 'sh', 'sc']],
  ] as const)
    it(`${row}: ${approvers.join(' and ')} alone ${approvers.length > 1 ? 'do' : 'does'} not change the registry`, async () => {
      const governance = (await ledger().evaluate(registry.operations.governance, {})) as { next: number };
      const body = {
        sequence: governance.next,
        change: { kind: 'suspend' as const, organisation: employer.identifier, reason: 'coup' },
      };
      const approvals = await Promise.all(
        approvers.map(async (by) => ({
          by,
          signature: await signedBy(ring.signer(by), 'registry/change', body),
        })),
      );
      await refusedAs('APPROVALS_MISSING', () =>
        ledger().submit(registry.operations.change, { ...body, approvals }),
      );
    });

  it('row 8: ministry and provinces enrol an authority of their own: seen by everybody, and no bound key is theirs', async () => {
    const { next } = (await ledger().evaluate(registry.operations.governance, {})) as { next: number };
    const { signer } = generateSigner('SM2');
    const { binding } = worker;
    const named = await ledger().evaluate(registry.operations.identifier, {
      identifier: binding.body.authority,
    });
    assert.ok(named.kind === 'organisation');
    const { name, uscc, region, role } = named;
    const organisation = { id: 'their-authority', name, uscc, region, role, key: signer.key };
    const body = { sequence: next, change: { kind: 'enrol' as const, organisation } };
    const approvedBy = ['mohrss', 'gd', 'sh'];
    const approve = async (by: string, key: Signer) => ({
      by,
      signature: await signedBy(key, 'registry/change', body),
    });
    const approvals = await Promise.all([
      ...approvedBy.map((by) => approve(by, ring.signer(by))),
      approve(organisation.id, signer),
    ]);
    const { at } = await ledger().submit(registry.operations.change, { ...body, approvals });

    const asked = { from: next, limit: 1 };
    const { changes } = (await ledger().evaluate(registry.operations.changes, asked)) as {
      changes: { change: object; approvedBy: string[] }[];
    };
    assert.deepEqual(
      changes.map(({ change, approvedBy: by }) => [change, by]),
      [[body.change, approvedBy]],
    );
    const path = `/api/v1/ledger/transactions/${at.txId}/commands/${at.index}/proof`;
    const shown = await (await fetch(instance.gateway + path)).text();
    for (const { signature } of approvals) assert.ok(shown.includes(signature), 'anybody reads who approved');

    // It binds whom it likes from now on, and nobody who is bound already.
    const bind = async (to: registryMessages.Binding, key: Signer) =>
      ledger().submit(registry.operations.bind, {
        binding: to,
        authority: await signedBy(signer, 'registry/bind', to),
        possession: await signedBy(key, 'registry/bind', to),
      });
    const own = generateSigner('SM2').signer;
    const since = new Date().toISOString();
    const invented = { ...binding.body, authority: organisation.id, key: own.key, at: since };
    await refusedAs('IDENTIFIER_EXISTS', () => bind(invented, own));
    await bind({ ...invented, identifier: 'p-invented-by-them' }, own);
    // What was signed before stays as it was signed.
    const trust = await instance.running.composed.trust();
    const evidence = canonicalBytes(await servicesOf(instance).desk.proveContract(concluded));
    const [report] = await verify([{ name: 'x.state-proof.json', bytes: evidence }], {
      provider: nativeProvider,
      now: new Date(),
      trust,
    });
    assert.deepEqual([report?.verdict, report?.state], ['valid', 'CONCLUDED']);
  });

  it('row 9: rewrites its ledger: the wallet answers LEDGER_FORKED', async () => {
    await worker.headers.latest();
    const forged = await anotherHistory(instance, ring.signer('operator'));
    await refusedAs('LEDGER_FORKED', () => worker.headers.accept({ consistency: forged }));
    const alone = { ...forged, earlier: forged.later, path: [] };
    await refusedAs('LEDGER_FORKED', () => worker.headers.accept({ consistency: alone }));
    await worker.headers.latest();
  });

  it('row 9: rewrites what is stored: fsck is not sound', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'renxin-rewritten-'));
    try {
      const directory = join(instance.directory, 'gateway', 'ledger');
      await cp(directory, copy, { recursive: true, filter: (path) => !path.endsWith('LOCK') });
      const before = await fsck(copy, { contracts, provider: nativeProvider });
      assert.equal(before.sound, true, JSON.stringify(before.fault));
      await changeAConclusion(copy, concluded);
      const after = await fsck(copy, { contracts, provider: nativeProvider });
      assert.equal(after.sound, false);
      assert.ok(after.fault);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });

  it('row 9: shows an old state as current: LEDGER_STALE to a wallet that has seen a later one', async () => {
    const older = ledger().head()?.header.height ?? 0;
    const old = await ledger().proveConsistency(0, older);
    await bring(instance, employer, await enrolWorker(instance), 'drafted');
    await worker.headers.latest();
    await refusedAs('LEDGER_STALE', () => worker.headers.accept({ consistency: old }));
  });

  it('row 9: shows an old state as current: the verifier says how old it is, and past the caller’s limit decides nothing', async () => {
    const open = await bring(instance, employer, await enrolWorker(instance), 'concluded');
    const proof = canonicalBytes(await servicesOf(instance).desk.proveContract(open));
    const trust = await instance.running.composed.trust();
    const now = new Date(Date.now() + 3 * 86_400_000);
    const file = { name: 'contract.state-proof.json', bytes: proof };
    const [fresh] = await verify([file], { provider: nativeProvider, now, trust });
    assert.equal(fresh?.verdict, 'valid');
    assert.ok(fresh.statusAsOf !== null && fresh.statusAsOf < now.toISOString());
    const [old] = await verify([file], { provider: nativeProvider, now, trust, maxAgeDays: 2 });
    assert.equal(old?.verdict, 'undetermined');
    assert.ok(
      old.steps.some(({ code }) => /STATUS|AGE|OLD|STALE/.test(code)),
      codesOf(old.steps),
    );
  });

  it('row 9: backdates a block: a header before the one it follows is LEDGER_TIME', async () => {
    const head = ledger().head();
    assert.ok(head);
    const path = await pathOnTop(instance);
    const earlier = new Date(Date.parse(head.header.time) - 60_000).toISOString();
    const header = { ...head.header, ...path.next, time: earlier };
    const later = await signedHeader(header, ring.signer('operator'));
    const proof: ConsistencyProof = {
      kind: 'renxin-embedded-consistency-proof',
      schema: 1,
      earlier: head,
      later,
      path: path.path,
    };
    await worker.headers.latest();
    await refusedAs('LEDGER_TIME', () => worker.headers.accept({ consistency: proof }));
  });

  it('row 9, 11: backdates a signature: refused by the rules, before the lock there was nothing to sign', async () => {
    const locked = await bring(instance, employer, await enrolWorker(instance), 'worker-signed');
    const file = (await servicesOf(instance).desk.files.get(locked))?.value;
    const mine = file?.signings[0]?.worker?.sign;
    assert.ok(file && mine);
    const own = await employer.keystore.signer(employer.identifier);
    const body = {
      ...mine.body,
      role: 'employer' as const,
      party: file.employer,
      at: new Date(Date.now() - 86_400_000).toISOString(),
    };
    const signature = await signedBy(own, 'labor-contract/sign', body);
    const random = toBase64url(new Uint8Array(32));
    const at = new Date().toISOString();
    const input = {
      worker: mine,
      employer: { body, signature },
      timestamps: { signed: random, tokens: [random], at },
    };
    const conclude = laborContract.operations.conclude;
    await refusedAs('SIGNATURE_TIME', () => ledger().submit(conclude, conclude.parse(input)));
    const early = {
      ...input,
      employer: {
        body: { ...body, at },
        signature: await signedBy(own, 'labor-contract/sign', { ...body, at }),
      },
    };
    const stamped = { ...early, timestamps: { ...input.timestamps, at: body.at } };
    await refusedAs('SIGNATURE_TIME', () => ledger().submit(conclude, conclude.parse(stamped)));
  });

  it('row 16: a forged trust file: altered it does not hold, signed anew it has another fingerprint', async () => {
    const real = await instance.running.composed.trust();
    const opened = openTrust(real, nativeProvider);
    const text = new TextDecoder().decode(real);
    const altered = new TextEncoder().encode(text.replace('"test"', '"licensed"'));
    assert.throws(() => openTrust(altered, nativeProvider), TrustError);
    const { signer } = generateSigner('SM2');
    const issuer = { ...opened.trust.issuer, key: signer.key };
    const forged = await signTrust({ ...opened.trust, issuer }, signer, unattended('attack', new Date()));
    assert.notEqual(openTrust(forged, nativeProvider).fingerprint, opened.fingerprint);
    const proof = canonicalBytes(await servicesOf(instance).desk.proveContract(concluded));
    const [report] = await verify([{ name: 'x.state-proof.json', bytes: proof }], {
      provider: nativeProvider,
      now: new Date(),
      trust: forged,
      fingerprint: opened.fingerprint,
    });
    assert.notEqual(report?.verdict, 'valid');
  });

  it('row 17: the gateway’s directory holds no private key of worker, employer or identity authority', async () => {
    const bytes = await bytesUnder(join(instance.directory, 'gateway'));
    const keyRing = await readFile(join(instance.directory, 'gateway', 'keys.json'), 'utf8');
    const opened = await openBytes(
      await passphraseOf(join(instance.directory, 'gateway')),
      JSON.parse(keyRing),
    );
    const all = Buffer.concat([bytes, opened]);
    const secrets = [
      ...(await keystoreSecrets(join(instance.directory, 'worker'))),
      ...(await keystoreSecrets(join(instance.directory, 'employer'))),
      ...(await ringSecrets(join(instance.directory, 'identity-authority'))),
    ];
    assert.ok(secrets.length >= 4, 'the employer’s, the authority’s and two officers’ at the least');
    for (const pkcs8 of secrets) {
      const raw = scalarOf(pkcs8);
      for (const form of [pkcs8, raw]) {
        assert.ok(!all.includes(Buffer.from(form)));
        assert.ok(!all.includes(Buffer.from(form).toString('base64url')));
        assert.ok(!all.includes(Buffer.from(form).toString('base64').replace(/=+$/, '')));
        assert.ok(!all.includes(Buffer.from(form).toString('hex')));
      }
    }
    for (const directory of ['worker', 'employer', 'identity-authority']) {
      const passphrase = await passphraseOf(join(instance.directory, directory));
      assert.ok(!all.includes(passphrase), 'nor what opens their key files');
    }
  });

  it('row 18: another founding: LEDGER_ALREADY_FOUNDED', async () => {
    const founded = (await ledger().evaluate(registry.operations.founding, {})) as {
      founding: registryMessages.Founding;
    };
    const found = async (founding: registryMessages.Founding) => {
      const signatures = await Promise.all(
        hosted.map(async ({ id }) => ({
          by: id,
          signature: await signedBy(ring.signer(id), 'registry/found', founding),
        })),
      );
      return ledger().submit(registry.operations.found, { founding, signatures });
    };
    const again = { ...founded.founding, at: new Date().toISOString() };
    await refusedAs('FOUNDER_MISSING', () => found(again));
    const own = again.founders.filter(({ role }) => role !== 'identity-authority');
    await refusedAs('LEDGER_ALREADY_FOUNDED', () => found({ ...again, founders: own }));
  });

  it('row 14: international authorities authorise nothing on the ledger, and RSA is no key there', async () => {
    const rotation = { identifier: worker.identifier, sequence: 2, key: generateSigner('P-256').signer.key };
    for (const name of ['root-p256', 'province-p256', 'time-stamp-p256']) {
      const old = await signedBy(ring.signer(name), 'registry/rotate', rotation);
      await refusedAs('SIGNATURE_INVALID', () =>
        ledger().submit(registry.operations.rotate, { rotation, old, new: old }),
      );
    }
    const rsa = { ...rotation, key: { algorithm: 'RSA', point: 'A'.repeat(87) } as never };
    const input = { rotation: rsa, old: 'A'.repeat(86), new: 'A'.repeat(86) };
    await refusedAs('INPUT_INVALID', () => ledger().submit(registry.operations.rotate, input));
  });

  for (const [row, algorithm, reason] of [
    ['row 13, 15', 'SM2', 'SIGNER_KEY'],
    ['row 14', 'P-256', 'SIGNER_CHAIN'],
  ] as const)
    it(`${row}: a certificate in a worker’s name for the gateway’s own key signs nothing`, async () => {
      const { desk, ...authorities } = servicesOf(instance);
      const authority = algorithm === 'SM2' ? authorities.authority : authorities.internationalAuthority;
      const { signer } = generateSigner(algorithm);
      const activation = unattended('attack', new Date());
      const request = await createRequest({ signer, subject: { commonName: 'x' }, activation });
      const subject = { commonName: worker.person.name, identifier: worker.identifier };
      const certificate = await authority.issue(request, signer.key, subject, 'person');
      const victim = await enrolWorker(instance);
      const contract = await bring(instance, employer, victim, 'locked');
      victim.client.alter = async (path, given) => {
        // The certificate for the key inside the document is asked for first.
        if (path.startsWith('/api/v1/certificates/')) return given;
        const body = given as {
          cms: string;
          openings: object;
          sign: { body: { at: string } };
          activation: object;
        };
        const scene = await labor.openScene(victim, contract, 0);
        const { checkpoint, shown, activation: digest } = claimsOf(body.cms, scene.pdf);
        const cms = await signDetached({
          document: scene.pdf,
          signer,
          certificate,
          chain: [authority.certificate],
          crls: await desk.revocationLists(),
          signedAttributes: {
            signingTime: new Date(body.sign.body.at),
            checkpoint,
            shown,
            activation: digest,
          },
          activation,
          provider: nativeProvider,
        });
        const salt = victim.random(32);
        const cmsDigest = nativeProvider.hash('SM3', cms);
        const message = { ...body.sign.body, cms: commitment(nativeProvider, salt, cmsDigest) } as never;
        const own = await victim.keystore.signer(victim.identifier);
        return {
          ...body,
          cms: toBase64url(cms),
          openings: { ...body.openings, cms: { salt: toBase64url(salt), digest: toBase64url(cmsDigest) } },
          sign: { body: message, signature: await signedBy(own, 'labor-contract/sign', message) },
        };
      };
      const { problem } = await refusedAs('DOCUMENT_SIGNATURE_INVALID', () =>
        labor.signContract(victim, contract, 0, signAll),
      );
      assert.equal((problem?.['members'] as { reason: string }).reason, reason);

      function claimsOf(text: string, document: Uint8Array) {
        const report = verifyOwn(text, document);
        assert.ok(report.signed);
        const { checkpoint, shown, activation: digest } = report.signed.claims;
        return { checkpoint, shown: fromBase64url(shown) ?? new Uint8Array(), activation: digest };
      }
    });
});

function verifyOwn(text: string, document: Uint8Array) {
  return verifyDocumentSignature({
    cms: fromBase64url(text) ?? new Uint8Array(),
    document,
    roots: undefined,
    at: undefined,
    provider: nativeProvider,
  });
}

async function officersOf({ directory }: Instance): Promise<[Signer, Signer]> {
  const own = join(directory, 'identity-authority');
  const ring = await KeyRing.open(join(own, 'keys.json'), await passphraseOf(own));
  return [ring.signer('officer-1'), ring.signer('officer-2')];
}

/** The last block made again with another command in it, and one more on top: signed by the true operator's key. */
async function anotherHistory(instance: Instance, operator: Signer): Promise<ConsistencyProof> {
  const ledger = embeddedOf(instance);
  const head = ledger.head();
  assert.ok(head);
  const last = head.header.height;
  const leaves: Uint8Array[] = [];
  for (let height = 0; height < last; height++) leaves.push(leafOf(await ledger.header(height)));
  const history = (): string => toBase64url(new MerkleTree(sm3, leaves).root);
  const root = toBase64url(sm3(canonicalBytes({ another: 'command' })));
  const rewritten = { ...head.header, commands: { ...head.header.commands, root }, history: history() };
  const forged = await signedHeader(rewritten, operator);
  leaves.push(leafOf(forged));
  const previous = headerHash(nativeProvider, rewritten);
  const txId = txIdOf(nativeProvider, previous, last + 1);
  const later = await signedHeader(
    { ...rewritten, height: last + 1, previous, txId, history: history() },
    operator,
  );
  const path = new MerkleTree(sm3, leaves).path(last).map(toBase64url);
  return { kind: 'renxin-embedded-consistency-proof', schema: 1, earlier: head, later, path };
}

/** What a block on top of the true head has to say to extend it. */
async function pathOnTop(instance: Instance) {
  const ledger = embeddedOf(instance);
  const head = ledger.head();
  assert.ok(head);
  const leaves: Uint8Array[] = [];
  for (let height = 0; height <= head.header.height; height++)
    leaves.push(leafOf(await ledger.header(height)));
  const tree = new MerkleTree(sm3, leaves);
  const height = head.header.height + 1;
  const previous = headerHash(nativeProvider, head.header);
  const txId = txIdOf(nativeProvider, previous, height);
  const next = { height, previous, txId, history: toBase64url(tree.root) };
  return { next, path: tree.path(head.header.height).map(toBase64url) };
}

function leafOf(signed: SignedHeader | undefined): Uint8Array {
  assert.ok(signed);
  return leafHash(sm3, fromBase64url(headerHash(nativeProvider, signed.header)) ?? new Uint8Array());
}

async function signedHeader(header: SignedHeader['header'], operator: Signer): Promise<SignedHeader> {
  const { algorithm } = operator.key;
  const activation = unattended('attack', new Date());
  const signature = await operator.sign({ algorithm, message: canonicalBytes(header), activation });
  return { header, operator: operator.key, signature: toBase64url(signature) };
}

function sm3(bytes: Uint8Array): Uint8Array {
  return nativeProvider.hash('SM3', bytes);
}

async function changeAConclusion(directory: string, contract: string): Promise<void> {
  const db = new ClassicLevel<string, Buffer>(directory, { keyEncoding: 'utf8', valueEncoding: 'buffer' });
  try {
    for await (const [key, value] of db.iterator()) {
      if (!value.includes('"conclude"') || !value.includes(contract)) continue;
      const changed = Buffer.from(value);
      const at = changed.indexOf('"at":"2') + 8;
      changed[at] = (changed[at] ?? 0) ^ 1;
      await db.put(key, changed);
      return;
    }
    assert.fail('no such command is stored');
  } finally {
    await db.close();
  }
}

async function bytesUnder(directory: string): Promise<Buffer> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return Buffer.concat(await Promise.all(files.map((path) => readFile(path))));
}

/** PKCS#8 of every key in a client's keystore, opened as its holder can. */
async function keystoreSecrets(directory: string): Promise<Uint8Array[]> {
  const passphrase = await passphraseOf(directory);
  const names = await readdir(join(directory, 'keys'));
  return Promise.all(
    names.map(async (name) => {
      const file = JSON.parse(await readFile(join(directory, 'keys', name), 'utf8')) as { sealed: unknown };
      return openBytes(passphrase, file.sealed);
    }),
  );
}

async function ringSecrets(directory: string): Promise<Uint8Array[]> {
  const text = await readFile(join(directory, 'keys.json'), 'utf8');
  const bytes = await openBytes(await passphraseOf(directory), JSON.parse(text));
  const { keys } = JSON.parse(new TextDecoder().decode(bytes)) as { keys: Record<string, string> };
  return Object.values(keys).map((key) => fromBase64url(key) ?? new Uint8Array());
}

/** The private scalar (32 bytes) inside a PKCS#8 of ours: the first OCTET STRING of that length. */
function scalarOf(pkcs8: Uint8Array): Uint8Array {
  const at = Buffer.from(pkcs8).indexOf(Buffer.from([0x04, 0x20]));
  assert.ok(at > 0);
  assert.ok(signerOf(pkcs8).key.point.length > 0);
  return pkcs8.subarray(at + 2, at + 34);
}

function codesOf(steps: readonly { readonly code: string }[]): string {
  return steps.map(({ code }) => code).join();
}
