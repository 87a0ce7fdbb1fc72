import type { KeyAlgorithm } from '../../src/x509/index.js';
import assert from 'node:assert/strict';
import { ID_TST_INFO } from '../../src/asn1/oids.js';
import { generalizedTime, integer, octetString, oid, sequence, tagged } from '../../src/asn1/write.js';
import { makeSignedData } from '../../src/cms/make.js';
import { membersOf, readDer, TAG } from '../../src/asn1/index.js';
import { pureProvider } from '../../src/crypto/pure.js';
import {
  issueCertificate,
  issueCertificateAuthority,
  POLICY_TEST,
  POLICY_TEST_TIME_STAMP,
} from '../../src/pki/index.js';
import { nonceNumber, timeStampRequest } from '../../src/tsa/index.js';
import { verifyTimeStampToken, type TimeStampInput } from '../../src/verify/index.js';
import { algorithmIdentifier, hashOid, readCertificate } from '../../src/x509/index.js';
import {
  activation,
  authorityOf,
  createImpostor,
  createWorld,
  days,
  DOCUMENT,
  issueUnder,
  listOf,
  looseProvince,
  newSigner,
  NONCE,
  provider,
  requestFor,
  T0,
  type Holder,
  type World,
} from '../world.js';

for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
  describe(`time-stamp token with ${algorithm}`, () => {
    let world: World<KeyAlgorithm>;
    let token: Uint8Array;
    before(async () => {
      world = await createWorld(algorithm);
      token = await authorityOf(world).respond(requestFor(world));
    });

    const verify = (overrides: Partial<TimeStampInput> = {}): ReturnType<typeof verifyTimeStampToken> =>
      verifyTimeStampToken({
        token,
        stamped: { data: DOCUMENT },
        roots: [world.root.certificate],
        now: T0,
        nonce: NONCE,
        provider,
        ...overrides,
      });

    const codes = (overrides: Partial<TimeStampInput> = {}): string[] => {
      const report = verify(overrides);
      return [
        report.verdict,
        ...report.checks
          .filter((check) => check.outcome !== 'pass')
          .map(({ code, cause }) => (cause === null ? code : `${code} ${cause}`)),
      ];
    };

    it('is valid as a response and as a bare token, and the report says when', () => {
      const report = verify();
      assert.equal(report.code, 'OK');
      const { stamped } = report;
      assert.ok(stamped);
      assert.deepEqual(stamped.time, T0);
      assert.deepEqual(stamped.latest, new Date(T0.getTime() + 1000));
      assert.equal(stamped.authority.subject, 'CN=演示时间戳,C=CN');
      assert.equal(stamped.chain.length, 3);
      assert.deepEqual(codes({ token: stamped.token }), ['valid']);
      assert.deepEqual(codes({ provider: pureProvider }), ['valid']);
    });

    it('TS_IMPRINT: a token of another file', async () => {
      const other = await authorityOf(world).respond(requestFor(world, new Uint8Array(1)));
      assert.deepEqual(codes({ token: other }), ['invalid', 'TS_IMPRINT']);
    });

    it('TS_IMPRINT: the same digest bytes under the other hash function', () => {
      const hash = algorithm === 'SM2' ? 'SM3' : 'SHA-256';
      const digest = provider.hash(hash, DOCUMENT);
      assert.deepEqual(codes({ stamped: { algorithm: hash, digest } }), ['valid']);
      assert.deepEqual(codes({ stamped: { algorithm: hash === 'SM3' ? 'SHA-256' : 'SM3', digest } }), [
        'invalid',
        'TS_IMPRINT',
      ]);
    });

    it('TS_NONCE and TS_POLICY: the answer to another request', () => {
      assert.deepEqual(codes({ nonce: Uint8Array.of(1, 2) }), ['invalid', 'TS_NONCE']);
      assert.deepEqual(codes({ policy: '1.2.3' }), ['invalid', 'TS_POLICY']);
    });

    it('TS_FUTURE: later than the clock of whoever verifies', () => {
      assert.deepEqual(codes({ now: new Date(T0.getTime() - 60_000) }), ['valid']);
      assert.deepEqual(codes({ now: new Date(T0.getTime() - 60_001) }), ['invalid', 'TS_FUTURE']);
    });

    it('TS_EKU: signed with a certificate that is not for time-stamps', async () => {
      for (const profile of ['person', 'operator'] as const) {
        const other = await issueUnder({ algorithm, random: world.random, issuer: world.province }, profile);
        const forged = await authorityOf(world, other).respond(requestFor(world));
        assert.deepEqual(codes({ token: forged }), ['invalid', 'TS_EKU CHAIN_EKU']);
      }
    });

    it('TS_CHAIN: an authority of the same name under a root of its own', async () => {
      const impostor = await createImpostor(world);
      const forged = await authorityOf(impostor).respond(requestFor(world));
      assert.equal(codes({ token: forged })[1], 'TS_CHAIN CHAIN_SIGNATURE');
      assert.equal(codes({ token: forged, roots: [] })[1], 'TS_CHAIN CHAIN_UNKNOWN_ROOT');
    });

    it('TS_NOT_VALID_AT_TIME: outside the certificate of the authority', async () => {
      const short = await issueUnder(
        { algorithm, random: world.random, issuer: world.province },
        'time-stamp',
        { notBefore: days(-1), notAfter: days(1) },
      );
      const at = (genTime: Date): Promise<Uint8Array> => lyingToken(world, short, genTime);
      const now = days(3);
      const end = days(1).getTime();
      assert.deepEqual(codes({ token: await at(days(-1)), now }), ['valid']);
      assert.deepEqual(codes({ token: await at(new Date(end + 999)), now }), ['valid']);
      assert.deepEqual(codes({ token: await at(new Date(end + 1000)), now }), [
        'invalid',
        'TS_NOT_VALID_AT_TIME CHAIN_EXPIRED',
      ]);
      assert.deepEqual(codes({ token: await at(new Date(days(-1).getTime() - 1)), now }), [
        'invalid',
        'TS_NOT_VALID_AT_TIME CHAIN_NOT_YET_VALID',
      ]);
      // The authority of ours refuses to say such a time.
      assert.deepEqual(
        codes({
          token: await authorityOf(world, { ...short, clock: () => days(2) }).respond(requestFor(world)),
        }),
        ['invalid', 'TS_NOT_GRANTED'],
      );
    });

    it('FORMAT: an accuracy that says nothing, or is no number', async () => {
      const said = async (...parts: Uint8Array[]): Promise<string[]> =>
        codes({ token: await lyingToken(world, world.authority, T0, sequence(...parts)) });
      assert.deepEqual(await said(integer(86_400)), ['valid']);
      assert.deepEqual(await said(integer(1), integer(999, 0x80), integer(1, 0x81)), ['valid']);
      assert.deepEqual(await said(integer(86_401)), ['invalid', 'FORMAT']);
      assert.deepEqual(await said(integer(1000, 0x80)), ['invalid', 'FORMAT']);
      assert.deepEqual(await said(integer(0, 0x81)), ['invalid', 'FORMAT']);
      assert.deepEqual(await said(tagged(0x80)), ['invalid', 'FORMAT']);
    });

    it('TS_REVOKED: revoked before; or later for a reason that taints what was stamped before', async () => {
      const { serial } = readCertificate(world.authority.certificate);
      const before = await listOf(
        world.province,
        [{ serial, at: days(-2), reason: 'cessationOfOperation' }],
        days(-1),
        days(6),
      );
      assert.deepEqual(codes({ crls: [before] }), ['invalid', 'TS_REVOKED CHAIN_REVOKED']);
      for (const [reason, outcome] of [
        ['keyCompromise', ['invalid', 'TS_REVOKED CHAIN_REVOKED']],
        ['unspecified', ['invalid', 'TS_REVOKED CHAIN_REVOKED']],
        ['superseded', ['valid']],
        ['cessationOfOperation', ['valid']],
      ] as const) {
        const later = await listOf(world.province, [{ serial, at: days(3), reason }], days(4), days(11));
        assert.deepEqual(codes({ crls: [later] }), outcome);
      }
      const province = readCertificate(world.province.certificate).serial;
      const taken = await listOf(
        world.root,
        [{ serial: province, at: days(3), reason: 'caCompromise' }],
        days(4),
        days(11),
      );
      assert.deepEqual(codes({ crls: [taken] }), ['invalid', 'TS_REVOKED CHAIN_REVOKED']);
    });

    it('undetermined without trust and without lists: never valid', async () => {
      assert.deepEqual(codes({ roots: undefined }), [
        'undetermined',
        'TRUST_NOT_GIVEN',
        'REVOCATION_UNKNOWN',
      ]);
      const bare = await authorityOf(world, { crls: () => [] }).respond(requestFor(world));
      assert.deepEqual(codes({ token: bare }), ['undetermined', 'REVOCATION_UNKNOWN']);
    });

    it("SIG_VALUE: signed by a key that is not the certificate's", async () => {
      const other = newSigner(algorithm, world.random);
      const forged = await authorityOf(world, {
        signer: { key: world.authority.key, sign: other.sign },
      }).respond(requestFor(world));
      assert.deepEqual(codes({ token: forged }), ['invalid', 'SIG_VALUE']);
    });

    it('TS_NOT_GRANTED: a refusal, and a grant with changes', async () => {
      const sha1 = timeStampRequest({
        digest: new Uint8Array(32),
        algorithm: algorithm === 'SM2' ? 'SHA-256' : 'SM3',
        certReq: true,
      });
      assert.deepEqual(codes({ token: await authorityOf(world).respond(sha1) }), [
        'invalid',
        'TS_NOT_GRANTED',
      ]);
      const members = membersOf(readDer(token));
      members.next(TAG.sequence);
      const bare = members.next(TAG.sequence).encoded;
      assert.deepEqual(codes({ token: sequence(sequence(integer(1)), bare) }), ['invalid', 'TS_NOT_GRANTED']);
      assert.deepEqual(codes({ token: sequence(sequence(integer(0)), bare) }), ['valid']);
    });

    it('TS_CHAIN: an authority below a province that may have none', async () => {
      const common = {
        policies: [POLICY_TEST],
        random: world.random,
        activation,
        provider,
        notBefore: days(-50),
        notAfter: days(50),
      };
      const below = newSigner(algorithm, world.random);
      // The province's certificate says path length 0; a lying province shows its own tools another one.
      const loose = await looseProvince(world);
      const sub = await issueCertificateAuthority({
        ...common,
        issuer: loose,
        key: below.key,
        subject: { commonName: '下级 CA' },
      });
      const stamper = newSigner(algorithm, world.random);
      const certificate = await issueCertificate({
        ...common,
        issuer: { signer: below, certificate: sub },
        profile: 'time-stamp',
        key: stamper.key,
        subject: { commonName: '下级时间戳' },
      });
      const crls = [...world.crls, await listOf({ signer: below, certificate: sub }, [])];
      const forged = await authorityOf(world, {
        signer: stamper,
        certificate,
        chain: [sub, world.province.certificate],
        crls: () => crls,
      }).respond(requestFor(world));
      assert.deepEqual(codes({ token: forged }), ['invalid', 'TS_CHAIN CHAIN_PATH_LENGTH']);
    });
  });
}

/** A token for any time, by an authority that checks nothing. */
function lyingToken(
  world: World<KeyAlgorithm>,
  stamper: Holder,
  genTime: Date,
  ...accuracy: Uint8Array[]
): Promise<Uint8Array> {
  const hash = world.algorithm === 'SM2' ? 'SM3' : 'SHA-256';
  const content = sequence(
    integer(1),
    oid(POLICY_TEST_TIME_STAMP),
    sequence(algorithmIdentifier(hashOid(hash)), octetString(provider.hash(hash, DOCUMENT))),
    integer(1),
    generalizedTime(genTime),
    ...accuracy,
    integer(nonceNumber(NONCE)),
  );
  return makeSignedData({
    contentType: ID_TST_INFO,
    content,
    digest: provider.hash(hash, content),
    attributes: [],
    signer: stamper.signer,
    certificate: readCertificate(stamper.certificate),
    certificates: [stamper.certificate, world.province.certificate],
    crls: world.crls,
    activation,
    provider,
  });
}
