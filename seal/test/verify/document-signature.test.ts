import type { KeyAlgorithm } from '../../src/x509/index.js';
import assert from 'node:assert/strict';
import { ID_DATA } from '../../src/asn1/oids.js';
import { makeSignedData } from '../../src/cms/make.js';
import { documentAttributes } from '../../src/cms/sign-detached.js';
import { toBase64url } from '@renxin/chaincode/canonical';
import { pureProvider } from '../../src/crypto/pure.js';
import { readCertificate } from '../../src/x509/index.js';
import { verifyDocumentSignature, type DocumentSignatureInput } from '../../src/verify/index.js';
import {
  claims,
  createImpostor,
  createWorld,
  days,
  DOCUMENT,
  holder,
  issueUnder,
  listOf,
  looseProvince,
  newSigner,
  provider,
  signWith,
  T0,
  type Holder,
  type World,
} from '../world.js';
import { issueRoot, POLICY_TEST } from '../../src/pki/index.js';
import { activation } from '../world.js';

for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
  describe(`document signature with ${algorithm}`, () => {
    let world: World<KeyAlgorithm>;
    let cms: Uint8Array;
    before(async () => {
      world = await createWorld(algorithm);
      cms = await signWith(world);
    });

    const verify = (
      overrides: Partial<DocumentSignatureInput> = {},
    ): ReturnType<typeof verifyDocumentSignature> =>
      verifyDocumentSignature({
        cms,
        document: DOCUMENT,
        roots: [world.root.certificate],
        at: T0,
        provider,
        ...overrides,
      });

    const codes = (overrides: Partial<DocumentSignatureInput> = {}): string[] => {
      const report = verify(overrides);
      return [
        report.verdict,
        ...report.checks
          .filter((check) => check.outcome !== 'pass')
          .map(({ code, cause }) => (cause === null ? code : `${code} ${cause}`)),
      ];
    };

    it('is valid, and the report says who signed what', () => {
      const report = verify();
      assert.deepEqual(
        report.checks.map(({ step, outcome }) => `${step} ${outcome}`),
        [
          'format pass',
          'algorithms pass',
          'signature pass',
          'certificate pass',
          'time pass',
          'revocation pass',
          'document pass',
        ],
      );
      assert.equal(report.verdict, 'valid');
      assert.equal(report.code, 'OK');
      const { signed } = report;
      assert.ok(signed);
      assert.equal(signed.algorithm, algorithm);
      assert.equal(signed.signer.subject, 'CN=测试工人,C=CN');
      assert.deepEqual(signed.signer.key, world.person.key);
      assert.deepEqual(signed.claims, {
        ...claims,
        signingTime: T0.toISOString(),
        shown: toBase64url(claims.shown),
      });
      assert.deepEqual(
        signed.chain.map(({ der }) => der),
        [world.person, world.province, world.root].map(({ certificate }) => certificate),
      );
      assert.equal(signed.statusAsOf, days(-1).toISOString());
      assert.equal(signed.revokedLater, null);
    });

    it('is judged the same by the pure provider, and by a digest instead of the document', () => {
      assert.deepEqual(codes({ provider: pureProvider }), ['valid']);
      const digest = provider.hash(algorithm === 'SM2' ? 'SM3' : 'SHA-256', DOCUMENT);
      assert.deepEqual(codes({ document: { digest } }), ['valid']);
    });

    it('is made over a digest as over the document', async () => {
      const digest = provider.hash(algorithm === 'SM2' ? 'SM3' : 'SHA-256', DOCUMENT);
      assert.deepEqual(codes({ cms: await signWith(world, { document: { digest } }) }), ['valid']);
    });

    it('carries the chain without the root and one list per issuer, whatever it was given', async () => {
      const stranger = await createWorld(algorithm, 'stranger');
      const old = await listOf(world.province, [], days(-20), days(-13));
      const full = await signWith(world, {
        chain: [stranger.province.certificate, world.root.certificate, world.province.certificate],
        crls: [...stranger.crls, old, ...world.crls, ...world.crls],
      });
      assert.deepEqual(codes({ cms: full }), ['valid']);
      assert.deepEqual(verify({ cms: full }).checks[0]?.evidence, { certificates: 2, crls: 2 });
    });

    it('DATA_HASH: another document', () => {
      assert.deepEqual(codes({ document: new TextEncoder().encode('劳动合同（演示）。\n') }), [
        'invalid',
        'DATA_HASH',
      ]);
    });

    it('SIGNER_CHAIN: an unknown root', async () => {
      const stranger = await createWorld(algorithm, 'stranger');
      assert.deepEqual(codes({ roots: [stranger.root.certificate] }).slice(0, 2), [
        'invalid',
        'SIGNER_CHAIN CHAIN_UNKNOWN_ROOT',
      ]);
      const named = await issueRoot({
        subject: { commonName: '别的根' },
        signer: stranger.root.signer,
        notBefore: days(-10),
        notAfter: days(10),
        policies: [POLICY_TEST],
        random: world.random,
        activation,
        provider,
      });
      assert.deepEqual(codes({ roots: [named] }).slice(0, 2), ['invalid', 'SIGNER_CHAIN CHAIN_UNKNOWN_ROOT']);
      assert.deepEqual(codes({ roots: [] }).slice(0, 2), ['invalid', 'SIGNER_CHAIN CHAIN_UNKNOWN_ROOT']);
    });

    it('SIGNER_CHAIN: impostors with the names of the genuine ones and keys of their own', async () => {
      const named = await createWorld(algorithm, 'impostor');
      assert.deepEqual(codes({ cms: await signWith(named) })[1], 'SIGNER_CHAIN CHAIN_UNKNOWN_ROOT');
      const forged = await signWith(await createImpostor(world));
      const report = verify({ cms: forged });
      assert.equal(report.verdict, 'invalid');
      assert.equal(report.code, 'SIGNER_CHAIN');
      assert.equal(report.checks.find(({ step }) => step === 'certificate')?.cause, 'CHAIN_SIGNATURE');
      assert.equal(report.checks.find(({ step }) => step === 'signature')?.outcome, 'pass');
    });

    it('SIGNER_CHAIN: a self-signed certificate with the name of the genuine one', async () => {
      const signer = newSigner(algorithm, world.random);
      const own = await issueRoot({
        subject: { country: 'CN', commonName: '测试工人' },
        signer,
        notBefore: days(-10),
        notAfter: days(10),
        policies: [POLICY_TEST],
        random: world.random,
        activation,
        provider,
      });
      const forged = await signWith(world, { signer, certificate: own, chain: [], crls: [] });
      assert.deepEqual(codes({ cms: forged }), ['invalid', 'FORMAT']);
      assert.equal(readCertificate(own).ca, true);
    });

    it('undetermined without trust, without trusted time, without lists: never valid', async () => {
      assert.deepEqual(codes({ roots: undefined }), [
        'undetermined',
        'TRUST_NOT_GIVEN',
        'REVOCATION_UNKNOWN',
      ]);
      assert.deepEqual(codes({ at: undefined }), ['undetermined', 'NO_TRUSTED_TIME', 'NO_TRUSTED_TIME']);
      assert.deepEqual(codes({ cms: await signWith(world, { crls: [] }) }), [
        'undetermined',
        'REVOCATION_UNKNOWN',
      ]);
      const stale = [await listOf(world.province, [], days(-20), days(-13)), ...world.crls.slice(1)];
      assert.deepEqual(codes({ cms: await signWith(world, { crls: stale }) }), [
        'undetermined',
        'REVOCATION_UNKNOWN',
      ]);
    });

    it('without trust a broken signature inside is still found', async () => {
      const impostor = await createImpostor(world);
      const mixed = await signWith(world, { chain: [impostor.province.certificate], crls: [] });
      assert.deepEqual(codes({ cms: mixed, roots: undefined }).slice(0, 2), [
        'invalid',
        'SIGNER_CHAIN CHAIN_SIGNATURE',
      ]);
    });

    it('SIGNER_REVOKED_BEFORE: revoked before the trusted time, or the key was in doubt before it', async () => {
      const { serial } = readCertificate(world.person.certificate);
      for (const entry of [
        { serial, at: days(-2), reason: 'superseded' as const },
        { serial, at: T0, reason: 'superseded' as const },
        { serial, at: days(-2), reason: 'certificateHold' as const },
      ]) {
        const crls = [await listOf(world.province, [entry]), ...world.crls.slice(1)];
        assert.deepEqual(codes({ cms: await signWith(world, { crls }) }), [
          'invalid',
          'SIGNER_REVOKED_BEFORE CHAIN_REVOKED',
        ]);
      }
      const later = await listOf(
        world.province,
        [{ serial, at: days(3), reason: 'keyCompromise', invalidSince: days(-1) }],
        days(4),
        days(11),
      );
      assert.deepEqual(codes({ crls: [later] }), ['invalid', 'SIGNER_REVOKED_BEFORE CHAIN_REVOKED']);
    });

    it('revoked after the trusted time stays valid, and the report says since when', async () => {
      const { serial } = readCertificate(world.person.certificate);
      const later = await listOf(
        world.province,
        [{ serial, at: days(3), reason: 'keyCompromise' }],
        days(4),
        days(11),
      );
      const report = verify({ crls: [later] });
      assert.equal(report.verdict, 'valid');
      assert.equal(report.signed?.revokedLater, days(3).toISOString());
      assert.equal(report.signed.statusAsOf, days(-1).toISOString());
    });

    it('a list made after the certificate expired proves nothing about it', async () => {
      const short = await issueUnder({ algorithm, random: world.random, issuer: world.province }, 'person', {
        notAfter: days(2),
      });
      const signed = await signWith(world, {
        signer: short.signer,
        certificate: short.certificate,
        crls: [],
      });
      const late = [
        await listOf(world.province, [], days(3), days(10)),
        await listOf(world.root, [], days(3), days(10)),
      ];
      assert.deepEqual(codes({ cms: signed, crls: late }), ['undetermined', 'REVOCATION_UNKNOWN']);
      const intime = [await listOf(world.province, [], days(1), days(8)), late[1] ?? new Uint8Array()];
      assert.deepEqual(codes({ cms: signed, crls: intime }), ['valid']);
    });

    it('SIGNER_CHAIN: the province was revoked before', async () => {
      const { serial } = readCertificate(world.province.certificate);
      const crls = [
        ...world.crls.slice(0, 1),
        await listOf(world.root, [{ serial, at: days(-2), reason: 'caCompromise' }]),
      ];
      assert.deepEqual(codes({ cms: await signWith(world, { crls }) }), [
        'invalid',
        'SIGNER_CHAIN CHAIN_REVOKED',
      ]);
    });

    it('CRL_SIGNATURE: a list by somebody else in the name of the province', async () => {
      const forged = await listOf((await createImpostor(world)).province, []);
      const fault = ['invalid', 'CRL_SIGNATURE CRL_SIGNATURE'];
      assert.deepEqual(
        codes({ cms: await signWith(world, { crls: [forged, ...world.crls.slice(1)] }) }),
        fault,
      );
      assert.deepEqual(codes({ crls: [forged] }), fault);
    });

    it('CRL_UNUSED: a carried list of another key of that name, beside a good one that is handed in', async () => {
      const other = await listOf((await createWorld(algorithm, 'impostor')).province, []);
      const carrying = await carry(world, [world.person.certificate, world.province.certificate], [other]);
      assert.deepEqual(codes({ cms: carrying }), ['undetermined', 'REVOCATION_UNKNOWN']);
      assert.deepEqual(codes({ cms: carrying, crls: world.crls }), ['invalid', 'CRL_UNUSED']);
    });

    it('FORMAT: certificates and lists that do not belong, and missing ones', async () => {
      const stranger = await issueUnder(
        { algorithm, random: world.random, issuer: world.province },
        'person',
      );
      const [person, province, root] = [world.person, world.province, world.root].map(
        ({ certificate }) => certificate,
      );
      assert.ok(person && province && root);
      const [first, second] = world.crls;
      assert.ok(first && second);
      const older = await listOf(world.province, [], days(-3), days(6));
      const foreign = await listOf(await farAway(world), []);
      for (const [certificates, crls] of [
        [
          [person, province, root],
          [first, second],
        ],
        [
          [person, province, stranger.certificate],
          [first, second],
        ],
        [
          [person, province, province],
          [first, second],
        ],
        [[province], [first, second]],
        [[], []],
        [[], [first]],
        [
          [person, province],
          [first, older, second],
        ],
        [
          [person, province],
          [first, second, foreign],
        ],
      ] as const) {
        assert.deepEqual(codes({ cms: await carry(world, certificates, crls) }), ['invalid', 'FORMAT']);
      }
      assert.deepEqual(codes({ cms: await carry(world, [person, province], [first, second]) }), ['valid']);
    });

    it('SIGNER_NOT_VALID_AT_SIGNING: before and after the certificate, to the second', async () => {
      const wide = [
        await listOf(world.province, [], days(-200), days(500)),
        await listOf(world.root, [], days(-200), days(500)),
      ];
      const signed = await signWith(world, {
        crls: wide,
        signedAttributes: { ...claims, signingTime: days(-100) },
      });
      const at = (time: Date): string[] => codes({ cms: signed, at: time });
      const end = days(265).getTime();
      assert.deepEqual(at(new Date(days(-100).getTime() - 1)), [
        'invalid',
        'SIGNER_NOT_VALID_AT_SIGNING CHAIN_NOT_YET_VALID',
      ]);
      assert.deepEqual(at(days(-100)), ['valid']);
      assert.deepEqual(at(new Date(end + 999)), ['valid']);
      assert.deepEqual(at(new Date(end + 1000)), ['invalid', 'SIGNER_NOT_VALID_AT_SIGNING CHAIN_EXPIRED']);
    });

    it('SIGNER_CHAIN: an expired authority, under a certificate that outlives it', async () => {
      const at = { algorithm, random: world.random, issuer: await looseProvince(world) };
      const long = await issueUnder(at, 'person', { notAfter: days(4000) });
      const wide = [
        await listOf(world.province, [], days(-1), days(9000)),
        await listOf(world.root, [], days(-1), days(9000)),
      ];
      const signed = await signWith(world, { ...long, crls: wide });
      assert.deepEqual(codes({ cms: signed, at: days(3000) }), ['valid']);
      assert.deepEqual(codes({ cms: signed, at: days(3001) }), ['invalid', 'SIGNER_CHAIN CHAIN_EXPIRED']);
    });

    it('SIGNING_TIME_AFTER: the claimed time is later than the time-stamp by more than a clock may be wrong', async () => {
      const ahead = (seconds: number): Promise<Uint8Array> =>
        signWith(world, {
          signedAttributes: { ...claims, signingTime: new Date(T0.getTime() + seconds * 1000) },
        });
      assert.deepEqual(codes({ cms: await ahead(300) }), ['valid']);
      assert.deepEqual(codes({ cms: await ahead(301) }), ['invalid', 'SIGNING_TIME_AFTER']);
    });

    it('SIGNER_KEYUSAGE: certificates that are not for documents', async () => {
      const at = { algorithm, random: world.random, issuer: world.province };
      for (const [profile, cause] of [
        ['operator', 'CHAIN_KEYUSAGE'],
        ['time-stamp', 'CHAIN_EKU'],
      ] as const) {
        const other = await issueUnder(at, profile);
        const signed = await signWith(world, { signer: other.signer, certificate: other.certificate });
        assert.deepEqual(codes({ cms: signed }), ['invalid', `SIGNER_KEYUSAGE ${cause}`]);
      }
      const ca = await signWith(world, {
        signer: world.province.signer,
        certificate: world.province.certificate,
        chain: [],
      });
      assert.deepEqual(codes({ cms: ca }), ['invalid', 'SIGNER_KEYUSAGE CHAIN_BASIC_CONSTRAINTS']);
    });

    it("SIG_VALUE: signed by a key that is not the certificate's", async () => {
      const other = newSigner(algorithm, world.random);
      const lying = { key: world.person.key, sign: other.sign };
      assert.deepEqual(codes({ cms: await signWith(world, { signer: lying }) }), ['invalid', 'SIG_VALUE']);
      await assert.rejects(signWith(world, { signer: other }), { code: 'SIGNER_KEY_MISMATCH' });
    });

    it('is not made with attributes that nobody could read', async () => {
      const { checkpoint } = claims;
      for (const attributes of [
        { ...claims, shown: new Uint8Array(31) },
        { ...claims, activation: '' },
        { ...claims, checkpoint: { ...checkpoint, height: -1 } },
        { ...claims, checkpoint: { ...checkpoint, header: 'AAAA' } },
        { ...claims, checkpoint: { ...checkpoint, ledger: '' } },
      ]) {
        await assert.rejects(signWith(world, { signedAttributes: attributes }), { code: 'ATTRIBUTE' });
      }
      await assert.rejects(signWith(world, { document: { digest: new Uint8Array(20) } }), {
        code: 'DIGEST_LENGTH',
      });
    });
  });
}

/** A document signature that carries exactly these. */
function carry(
  world: World<KeyAlgorithm>,
  certificates: readonly Uint8Array[],
  crls: readonly Uint8Array[],
): Promise<Uint8Array> {
  return makeSignedData({
    contentType: ID_DATA,
    content: undefined,
    digest: provider.hash(world.algorithm === 'SM2' ? 'SM3' : 'SHA-256', DOCUMENT),
    attributes: documentAttributes(claims),
    signer: world.person.signer,
    certificate: readCertificate(world.person.certificate),
    certificates,
    crls,
    activation,
    provider,
  });
}

/** An authority of another name. */
async function farAway(world: World<KeyAlgorithm>): Promise<Holder<KeyAlgorithm>> {
  const signer = newSigner(world.algorithm, world.random);
  const certificate = await issueRoot({
    subject: { commonName: '四川 CA' },
    signer,
    notBefore: days(-10),
    notAfter: days(10),
    policies: [POLICY_TEST],
    random: world.random,
    activation,
    provider,
  });
  return holder(signer, certificate);
}
