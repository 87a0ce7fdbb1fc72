import assert from 'node:assert/strict';
import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import type { Signer } from '@renxin/seal/signer';
import {
  exitCodeOf,
  openTrust,
  verify,
  type NamedFile,
  type Report,
  type VerifyOptions,
} from '../src/verify/index.js';
import { createAuthorities, newSigner, provider, seeded, serialOf, text, type Authorities } from './pki.js';
import {
  besideEachOther,
  makeSigning,
  makeTrust,
  noLedger,
  type Signing,
  type SigningParty,
  type SigningRequest,
} from './signing.js';

const NOW = new Date('2026-03-01T09:00:00.000Z');
const SIGNED = new Date('2026-03-01T08:00:00.000Z');
const options = { provider, now: NOW } as const;

let authorities: Authorities;
let issuer: Signer;
let worker: SigningParty;
let employer: SigningParty;
let request: SigningRequest;
let signing: Signing;
let files: NamedFile[];
let trust: Uint8Array;

const about = {
  ledger: 'renxin-test',
  issuedAt: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  genesis: noLedger,
  operators: [],
  organisations: [],
};

before(async function () {
  this.timeout(60_000);
  const random = seeded('signed-document');
  authorities = await createAuthorities('a', NOW);
  issuer = newSigner(random);
  const party = async (name: string, profile: 'person' | 'organisation'): Promise<SigningParty> => {
    const signer = newSigner(random);
    return { party: name, signer, certificate: await authorities.certify(profile, signer, name) };
  };
  worker = await party('w-7f3k2m9q', 'person');
  employer = await party('employer-01', 'organisation');
  request = {
    ledger: 'renxin-test',
    contract: 'ht-2026-000001',
    parties: { worker, employer },
    checkpoint: { ledger: 'renxin-test', height: 3, header: noLedger },
    at: SIGNED,
  };
  signing = await makeSigning(authorities, request);
  files = besideEachOther(signing);
  trust = await makeTrust(authorities, issuer, about);
});

const changed = (name: string, bytes: Uint8Array): NamedFile[] =>
  files.map((file) => (file.name === name ? { name, bytes } : file));

async function report(
  set: readonly NamedFile[],
  more: Partial<VerifyOptions> = {},
  name = 'contract.pdf',
): Promise<Report> {
  const file = set.find((each) => each.name === name);
  assert.ok(file);
  const [only] = await verify([file], { ...options, trust, companions: set, ...more });
  assert.ok(only);
  return only;
}

function outcome(of: Report, step: string): string {
  const found = of.steps.find((each) => each.step === step);
  return `${found?.outcome} ${found?.code}`;
}

async function fails(set: readonly NamedFile[], step: string, code: string): Promise<void> {
  const found = await report(set);
  assert.equal(found.verdict, 'invalid');
  assert.equal(outcome(found, step), `fail ${code}`);
}

describe('verify: a document with its signatures and time-stamps beside it', function () {
  this.timeout(60_000);

  it('is valid, whichever of the six files is asked about', async () => {
    const reports = await verify(files, { ...options, trust });
    for (const each of reports) {
      assert.equal(each.verdict, 'valid', JSON.stringify(each.steps, null, 1));
      assert.equal(each.kind, 'signed-document');
      assert.equal(each.signedBetween.notAfter, '2026-03-01T08:00:03.000Z');
      assert.equal(each.signedBetween.notBefore, null);
      assert.deepEqual(each.independence, { operators: 1, names: ['ministry'] });
      assert.equal(each.trust, openTrust(trust, provider).fingerprint);
      const open = each.notProven.map(({ code }) => code);
      for (const code of [
        'CONTENT_TRUTH',
        'NO_RELIABLE_SIGNATURE_CLAIM',
        'LEDGER_NOT_INCLUDED',
        'FEW_OPERATORS',
      ])
        assert.ok(open.includes(code as never), code);
    }
    assert.equal(reports.length, 6);
    assert.equal(exitCodeOf(reports), 0);
  });

  it('is undetermined without a trust file, and says what nobody checked', async () => {
    const [found] = await verify([files[0] as NamedFile], { ...options, companions: files });
    assert.equal(found?.verdict, 'undetermined');
    assert.ok(found);
    assert.equal(outcome(found, 'trust-file'), 'not-checked TRUST_NOT_GIVEN');
    assert.equal(outcome(found, 'worker-signature'), 'pass SIGNATURE_OK');
    assert.equal(outcome(found, 'worker-certificate'), 'not-checked TRUST_NOT_GIVEN');
    assert.equal(exitCodeOf([found]), 2);
    assert.ok(!found.proven.some(({ code }) => code === 'WORKER_SIGNED'));
  });

  it('is undetermined when a file is missing beside it', async () => {
    for (const { name } of files.slice(1)) {
      const found = await report(files.filter((each) => each.name !== name));
      assert.equal(found.verdict, 'undetermined', name);
      assert.equal(outcome(found, 'companions'), 'not-checked COMPANION_MISSING');
    }
  });

  it('names an altered document', () =>
    fails(changed('contract.pdf', text('%PDF-1.7 other')), 'document', 'DOCUMENT_ALTERED'));

  it('names swapped signatures', async () => {
    const swapped = changed('contract.pdf.worker.p7s', signing.cms.employer);
    await fails(swapped, 'document', 'SIGNATURE_NOT_NAMED');
  });

  it('names a token of another file', async () => {
    const other = await authorities.stamp(text('another file'), SIGNED);
    await fails(changed('contract.signed.sm2.tsr', other.sm2), 'time-stamp-sm2', 'TS_IMPRINT');
    await fails(changed('contract.signed.ecdsa.tsr', other.ecdsa), 'time-stamp-ecdsa', 'TS_IMPRINT');
  });

  it('names tokens that changed places', async () => {
    await fails(changed('contract.signed.sm2.tsr', signing.tokens.ecdsa), 'time-stamp-sm2', 'TS_SUITE');
  });

  it('names a token from the future', async () => {
    const future = await makeSigning(authorities, {
      ...request,
      stampedAt: new Date('2026-03-02T00:00:00.000Z'),
    });
    await fails(besideEachOther(future), 'time-stamp-authority-sm2', 'TS_FUTURE');
  });

  it('names a certificate revoked before it signed, and lets one pass that was revoked later', async () => {
    const serial = serialOf(worker.certificate);
    const revoked = (at: Date): Promise<Uint8Array> =>
      authorities.revoke([{ serial, at, reason: 'keyCompromise' }]);
    const before = await revoked(new Date('2026-02-28T00:00:00.000Z'));
    const signedAfter = await makeSigning(authorities, { ...request, crls: [before] });
    await fails(besideEachOther(signedAfter), 'worker-certificate', 'SIGNER_REVOKED_BEFORE');

    const later = await revoked(new Date('2026-03-01T08:30:00.000Z'));
    const found = await report(
      besideEachOther(await makeSigning(authorities, { ...request, crls: [later] })),
    );
    assert.equal(found.verdict, 'valid');
    assert.equal(outcome(found, 'worker-certificate'), 'warn CERTIFICATE_REVOKED_LATER');
  });

  it('is undetermined when no revocation list is carried', async () => {
    const found = await report(besideEachOther(await makeSigning(authorities, { ...request, crls: [] })));
    assert.equal(found.verdict, 'undetermined');
    assert.equal(outcome(found, 'worker-certificate'), 'not-checked REVOCATION_UNKNOWN');
  });

  it('is undetermined when signers and authorities are unknown to the trust file', async () => {
    const strangers = await createAuthorities('b', NOW);
    const found = await report(files, { trust: await makeTrust(strangers, issuer, about) });
    assert.equal(found.verdict, 'undetermined');
    assert.equal(outcome(found, 'worker-certificate'), 'not-checked CHAIN_UNKNOWN_ROOT');
    assert.equal(outcome(found, 'time-stamp-authority-sm2'), 'not-checked CHAIN_UNKNOWN_ROOT');
  });

  it('names an organisation that signs as the worker', async () => {
    const parties = { worker: { ...employer, party: worker.party }, employer };
    const found = await makeSigning(authorities, { ...request, parties });
    await fails(besideEachOther(found), 'worker-certificate', 'SIGNER_POLICY');
  });

  it('names a checkpoint of another ledger', async () => {
    const checkpoint = { ledger: 'elsewhere', height: 3, header: noLedger };
    const found = await makeSigning(authorities, { ...request, checkpoint });
    await fails(besideEachOther(found), 'worker-signature', 'CHECKPOINT_OTHER_LEDGER');
  });

  it('names pages that were not the ones shown', async () => {
    const record = parseCanonical(signing.signed) as { shown: { pages: string[] } };
    const signed = canonicalBytes({ ...record, shown: { pages: [record.shown.pages[0], noLedger] } });
    const tokens = await authorities.stamp(signed, SIGNED);
    await fails(besideEachOther({ ...signing, signed, tokens }), 'pages-shown', 'PAGES_SHOWN_DIFFER');
  });

  it('is never valid after one byte of a file was changed', async function () {
    this.timeout(60_000);
    const random = seeded('bytes');
    for (const { name, bytes } of files) {
      for (let i = 0; i < 500; i++) {
        const [a = 0, b = 0, c = 0, d = 0] = random(4);
        const at = ((a << 16) | (b << 8) | c) % bytes.length;
        const altered = bytes.slice();
        altered[at] = (altered[at] ?? 0) ^ (1 + (d % 255));
        const found = await report(changed(name, altered), {}, name);
        assert.notEqual(found.verdict, 'valid', `${name} byte ${at}`);
      }
    }
  });

  it('takes the file that is asked about, not another of the same name', async () => {
    const other = { name: 'contract.pdf', bytes: text('%PDF-1.7 other') };
    const [first, second] = await verify([...files.slice(0, 1), other], {
      ...options,
      trust,
      companions: files,
    });
    assert.equal(first?.verdict, 'valid');
    assert.equal(second?.verdict, 'invalid');
  });
});

describe('verify: trust files', function () {
  this.timeout(60_000);

  it('accepts the signer that is believed, also in a renewed file', async () => {
    const renewed = await makeTrust(authorities, issuer, { ...about, issuedAt: '2026-02-01T00:00:00.000Z' });
    const [found] = await verify([{ name: 'trust.json', bytes: renewed }], { ...options, trust });
    assert.equal(found?.verdict, 'valid');
    assert.equal(found?.kind, 'trust-file');
  });

  it('is undetermined about a file by somebody else, or without trust', async () => {
    const forger = newSigner(seeded('forger'));
    const forged = await makeTrust(authorities, forger, about);
    const [found] = await verify([{ name: 'trust.json', bytes: forged }], { ...options, trust });
    assert.ok(found);
    assert.equal(outcome(found, 'trust-signer'), 'not-checked TRUST_OTHER_SIGNER');
    assert.equal(found.verdict, 'undetermined');
    const [alone] = await verify([{ name: 'trust.json', bytes: trust }], options);
    assert.equal(alone?.verdict, 'undetermined');
  });

  it('is never valid after one byte was changed, and never makes another file valid', async function () {
    this.timeout(60_000);
    const random = seeded('trust bytes');
    for (let i = 0; i < 500; i++) {
      const [a = 0, b = 0, c = 0, d = 0] = random(4);
      const at = ((a << 16) | (b << 8) | c) % trust.length;
      const altered = trust.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 + (d % 255));
      const [found] = await verify([{ name: 'trust.json', bytes: altered }], { ...options, trust });
      assert.notEqual(found?.verdict, 'valid', `byte ${at}`);
      assert.throws(() => openTrust(altered, provider), { name: 'TrustError' });
    }
    const altered = trust.slice();
    altered[trust.length - 5] = (altered[trust.length - 5] ?? 0) ^ 1;
    const found = await report(files, { trust: altered });
    assert.equal(found.verdict, 'undetermined');
    assert.ok(['TRUST_SIGNATURE', 'TRUST_MALFORMED'].includes(found.steps[0]?.code ?? ''));
  });

  it('is invalid, not unknown, in another encoding of the same values', async () => {
    const spaced = text(new TextDecoder().decode(trust).replace('{"kind"', '{ "kind"'));
    const [found] = await verify([{ name: 'trust.json', bytes: spaced }], { ...options, trust });
    assert.equal(found?.verdict, 'invalid');
    assert.equal(outcome(found, 'trust-artefact'), 'fail TRUST_MALFORMED');
  });

  it('refuses a forged file: the issuer of somebody else, signed with another key', async () => {
    const forger = newSigner(seeded('forger'));
    const file = parseCanonical(trust) as Record<string, unknown>;
    const other = parseCanonical(await makeTrust(authorities, forger, about)) as Record<string, unknown>;
    const forged = canonicalBytes({ ...file, signature: other['signature'] });
    assert.throws(() => openTrust(forged, provider), { code: 'TRUST_SIGNATURE' });
    const found = await report(files, { trust: forged });
    assert.equal(outcome(found, 'trust-file'), 'not-checked TRUST_SIGNATURE');
    assert.equal(found.verdict, 'undetermined');
  });

  it('refuses one of another fingerprint, one not yet valid and one expired', async () => {
    const cases: [Partial<VerifyOptions>, string][] = [
      [{ fingerprint: '00'.repeat(32) }, 'TRUST_FINGERPRINT'],
      [
        { trust: await makeTrust(authorities, issuer, { ...about, issuedAt: '2026-04-01T00:00:00.000Z' }) },
        'TRUST_NOT_YET_VALID',
      ],
      [
        { trust: await makeTrust(authorities, issuer, { ...about, validUntil: '2026-02-01T00:00:00.000Z' }) },
        'TRUST_EXPIRED',
      ],
    ];
    for (const [more, code] of cases) {
      const found = await report(files, more);
      assert.equal(outcome(found, 'trust-file'), `not-checked ${code}`);
      assert.equal(found.verdict, 'undetermined');
    }
    assert.equal(
      (await report(files, { fingerprint: openTrust(trust, provider).fingerprint })).verdict,
      'valid',
    );
  });
});

describe('verify: what is not known', function () {
  this.timeout(60_000);

  it('says so and is undetermined', async () => {
    const reports = await verify(
      [
        { name: 'a.txt', bytes: text('hello') },
        { name: 'b', bytes: new Uint8Array() },
      ],
      { ...options, trust },
    );
    for (const found of reports) {
      assert.equal(found.verdict, 'undetermined');
      assert.equal(found.kind, 'unknown');
      assert.equal(outcome(found, 'recognise'), 'not-checked FORMAT_UNKNOWN');
    }
    assert.equal(exitCodeOf(reports), 2);
    assert.equal(exitCodeOf([]), 2);
  });
});
