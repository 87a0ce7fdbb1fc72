import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { certificateSpkiOf } from '../../src/crypto/index.js';
import { issueCertificateAuthority, POLICY_TEST } from '../../src/pki/index.js';
import { readCertificate } from '../../src/x509/index.js';
import { rememberVerified, verifyChain, type ChainInput } from '../../src/verify/index.js';
import { pureProvider } from '../../src/crypto/pure.js';
import {
  activation,
  createImpostor,
  createWorld,
  days,
  holder,
  issueUnder,
  listOf,
  looseProvince,
  newSigner,
  provider,
  T0,
  type World,
} from '../world.js';
import { opinionOfPkijs } from './pkijs-opinion.js';
import { reissue, unknownExtension as unknown } from './reissue.js';

for (const algorithm of ['SM2', 'P-256'] as const) {
  describe(`chain with ${algorithm}`, () => {
    let world: World;
    before(async () => {
      world = await createWorld(algorithm);
    });

    const inputOf = (overrides: Partial<ChainInput>): ChainInput => ({
      leaf: world.person.certificate,
      intermediates: [world.province.certificate],
      roots: [world.root.certificate],
      at: T0,
      crls: world.crls,
      use: 'document',
      provider,
      ...overrides,
    });
    const code = (overrides: Partial<ChainInput> = {}): string => verifyChain(inputOf(overrides)).code;

    /** Ours and pkijs must both accept, or both refuse. */
    const both = async (expected: string, overrides: Partial<ChainInput> = {}): Promise<void> => {
      assert.equal(code(overrides), expected);
      assert.equal(await opinionOfPkijs(inputOf(overrides)), expected === 'OK');
    };

    /** What pkijs 4.0.0 lets pass and must not (docs/decisions/pki.md); when it learns it, this line says so. */
    const gapOfPkijs = async (expected: string, overrides: Partial<ChainInput>): Promise<void> => {
      assert.equal(code(overrides), expected);
      assert.equal(await opinionOfPkijs(inputOf(overrides)), true);
    };

    it('is valid, in whatever order the intermediates come, as pkijs says too', async () => {
      const stranger = await createWorld(algorithm, 'stranger');
      await both('OK');
      await both('OK', {
        intermediates: [stranger.province.certificate, world.province.certificate],
        roots: [stranger.root.certificate, world.root.certificate],
      });
      await both('OK', { leaf: world.authority.certificate, use: 'time-stamp' });
      assert.equal(code({ provider: pureProvider }), 'OK');
      assert.deepEqual(
        verifyChain(inputOf({})).path.map(({ subject }) => subject.split(',')[0]),
        ['CN=测试工人', 'CN=广东 CA', 'CN=演示根 CA'],
      );
    });

    it('CHAIN_UNKNOWN_ROOT, CHAIN_SIGNATURE: no path, or one that only looks like it', async () => {
      const impostor = await createImpostor(world);
      await both('CHAIN_UNKNOWN_ROOT', { roots: [] });
      await both('CHAIN_UNKNOWN_ROOT', { intermediates: [] });
      await both('CHAIN_SIGNATURE', { leaf: impostor.person.certificate, crls: impostor.crls });
      await both('CHAIN_SIGNATURE', {
        leaf: impostor.person.certificate,
        intermediates: [impostor.province.certificate],
        crls: impostor.crls,
      });
      await both('CHAIN_SIGNATURE', {
        leaf: impostor.person.certificate,
        intermediates: [impostor.province.certificate, impostor.root.certificate],
        crls: impostor.crls,
      });
    });

    it('CHAIN_EXPIRED, CHAIN_NOT_YET_VALID: leaf, province or root outside its period', async () => {
      const wide = [
        await listOf(world.province, [], days(-500), days(9000)),
        await listOf(world.root, [], days(-500), days(9000)),
      ];
      await both('CHAIN_NOT_YET_VALID', { at: days(-101), crls: wide });
      await both('CHAIN_EXPIRED', { at: days(266), crls: wide });
      const long = await issueUnder(
        { algorithm, random: world.random, issuer: await looseProvince(world) },
        'person',
        { notBefore: days(-390), notAfter: days(7999) },
      );
      await both('OK', { leaf: long.certificate, crls: wide, at: days(2999) });
      await both('CHAIN_EXPIRED', { leaf: long.certificate, crls: wide, at: days(3001) });
      await both('CHAIN_NOT_YET_VALID', { leaf: long.certificate, crls: wide, at: days(-301) });
      const root = await reissue(world.root, world.root, { validity: [days(-400), days(-1)] });
      assert.equal(code({ roots: [root] }), 'CHAIN_EXPIRED');
    });

    it('CHAIN_BASIC_CONSTRAINTS: a person who issues', async () => {
      const forged = await reissue(world.authority, world.person, {});
      await both('CHAIN_BASIC_CONSTRAINTS', {
        leaf: forged,
        intermediates: [world.person.certificate, world.province.certificate],
        use: 'time-stamp',
      });
      assert.equal(code({ leaf: world.province.certificate, intermediates: [] }), 'CHAIN_BASIC_CONSTRAINTS');
    });

    it('CHAIN_PATH_LENGTH: an authority below a province that may have none', async () => {
      const below = newSigner(algorithm, world.random);
      const common = {
        policies: [POLICY_TEST],
        random: world.random,
        activation,
        provider,
        notBefore: days(-50),
        notAfter: days(50),
      };
      const sub = holder(
        below,
        await issueCertificateAuthority({
          ...common,
          issuer: await looseProvince(world),
          key: below.key,
          subject: { commonName: '下级 CA' },
        }),
      );
      const leaf = await issueUnder({ algorithm, random: world.random, issuer: sub }, 'person', {
        notBefore: days(-40),
        notAfter: days(40),
      });
      const crls = [...world.crls, await listOf(sub, [])];
      await gapOfPkijs('CHAIN_PATH_LENGTH', {
        leaf: leaf.certificate,
        intermediates: [sub.certificate, world.province.certificate],
        crls,
      });
    });

    it('CHAIN_KEYUSAGE, CHAIN_EKU: the wrong use', async () => {
      const at = { algorithm, random: world.random, issuer: world.province };
      const operator = await issueUnder(at, 'operator');
      assert.equal(code({ leaf: operator.certificate }), 'CHAIN_KEYUSAGE');
      assert.equal(code({ leaf: operator.certificate, use: 'any' }), 'OK');
      assert.equal(code({ leaf: world.authority.certificate }), 'CHAIN_EKU');
      assert.equal(code({ use: 'time-stamp' }), 'CHAIN_EKU');
      const province = await reissue(world.province, world.root, { keyUsage: [6] });
      await both('CHAIN_KEYUSAGE', { intermediates: [province] });
      const listing = await reissue(world.province, world.root, { keyUsage: [5] });
      assert.equal(code({ intermediates: [listing] }), 'CRL_KEYUSAGE');
      const loose = await reissue(world.authority, world.province, { notCritical: '2.5.29.37' });
      assert.equal(code({ leaf: loose, use: 'time-stamp' }), 'CHAIN_EKU');
    });

    it('CHAIN_CRITICAL_EXTENSION: what must be understood and is not, anywhere on the path', async () => {
      await both('OK', { leaf: await reissue(world.person, world.province, { more: [unknown(false)] }) });
      await gapOfPkijs('CHAIN_CRITICAL_EXTENSION', {
        leaf: await reissue(world.person, world.province, { more: [unknown(true)] }),
      });
      await gapOfPkijs('CHAIN_CRITICAL_EXTENSION', {
        intermediates: [await reissue(world.province, world.root, { more: [unknown(true)] })],
      });
    });

    it('CHAIN_REVOKED, REVOCATION_UNKNOWN: leaf and province', async () => {
      const serialOf = (der: Uint8Array): string => readCertificate(der).serial;
      const [provinces, roots] = world.crls;
      assert.ok(provinces && roots);
      const leafRevoked = await listOf(world.province, [
        { serial: serialOf(world.person.certificate), at: days(-2), reason: 'superseded' },
      ]);
      const provinceRevoked = await listOf(world.root, [
        { serial: serialOf(world.province.certificate), at: days(-2), reason: 'superseded' },
      ]);
      await both('CHAIN_REVOKED', { crls: [leafRevoked, roots] });
      await both('CHAIN_REVOKED', { crls: [provinces, provinceRevoked] });
      await both('CHAIN_REVOKED', { crls: [provinces, leafRevoked, roots] });
      for (const crls of [[], [provinces], [roots]])
        assert.equal(verifyChain(inputOf({ crls })).verdict, 'undetermined');
      await gapOfPkijs('REVOCATION_UNKNOWN', { crls: [] });
      assert.equal(code({ crls: [roots] }), 'REVOCATION_UNKNOWN');
      assert.equal(code({ crls: world.crls, at: days(7) }), 'REVOCATION_UNKNOWN');
    });

    it('CRL_SIGNATURE, NOT_DER, FORMAT: lists and certificates that are damaged', async () => {
      const forged = await listOf((await createImpostor(world)).province, []);
      await both('CRL_SIGNATURE', { crls: [forged, ...world.crls.slice(1)] });
      assert.equal(code({ crls: [Uint8Array.of(0x30, 0)] }), 'FORMAT');
      assert.equal(code({ leaf: Uint8Array.of(0x30, 0x80, 0, 0) }), 'NOT_DER');
      assert.equal(code({ leaf: Uint8Array.of(...world.person.certificate, 0) }), 'NOT_DER');
      assert.equal(code({ leaf: world.crls[0] ?? new Uint8Array() }), 'FORMAT');
    });

    it('undetermined without roots, and a fault inside is still a fault', async () => {
      assert.deepEqual(
        [verifyChain(inputOf({ roots: undefined })).verdict, code({ roots: undefined })],
        ['undetermined', 'TRUST_NOT_GIVEN'],
      );
      assert.equal(code({ roots: undefined, at: days(266) }), 'CHAIN_EXPIRED');
      assert.equal(
        code({ roots: undefined, leaf: (await createImpostor(world)).person.certificate }),
        'CHAIN_SIGNATURE',
      );
    });

    it('finds the one good path among many certificates of one name, and ends when there is none', async () => {
      const impostor = await createImpostor(world);
      const many = Array.from({ length: 200 }, () => impostor.province.certificate);
      const copies = await Promise.all(
        Array.from({ length: 40 }, () =>
          reissue(impostor.province, impostor.root, { validity: [days(-9), days(9)] }),
        ),
      );
      assert.equal(code({ intermediates: [...copies.slice(0, 20), world.province.certificate] }), 'OK');
      // A search of all paths would never end: mocha's limit is the judge.
      assert.equal(code({ intermediates: [...copies, ...many], provider: pureProvider }), 'CHAIN_SIGNATURE');
    });

    it('takes the good path when a certificate of the same key would give a bad one', async () => {
      const expired = await reissue(world.province, world.root, { validity: [days(-300), days(-1)] });
      assert.equal(code({ intermediates: [expired, world.province.certificate] }), 'OK');
      assert.equal(code({ intermediates: [expired] }), 'CHAIN_EXPIRED');
    });

    it("CHAIN_ALG: the other suite's name on a signature", async () => {
      const signatureOid = algorithm === 'SM2' ? '1.2.840.10045.4.3.2' : '1.2.156.10197.1.501';
      assert.equal(
        code({ leaf: await reissue(world.person, world.province, { signatureOid }) }),
        'CHAIN_ALG',
      );
    });

    it('CHAIN_ALG: a small RSA key, a P-384 key, SHA-1 and MD5 signatures', async () => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
      const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
      for (const spki of [publicKey, p384].map(
        (key) => new Uint8Array(key.export({ type: 'spki', format: 'der' })),
      )) {
        assert.equal(code({ leaf: await reissue(world.person, world.province, { spki }) }), 'CHAIN_ALG');
        const province = await reissue(world.province, world.root, { spki });
        assert.equal(code({ intermediates: [province] }), 'CHAIN_ALG');
      }
      for (const signatureOid of ['1.2.840.10045.4.1', '1.2.840.113549.1.1.5', '1.2.840.113549.1.1.4']) {
        assert.equal(
          code({ leaf: await reissue(world.person, world.province, { signatureOid }) }),
          'CHAIN_ALG',
        );
        const province = await reissue(world.province, world.root, { signatureOid });
        assert.equal(code({ intermediates: [province] }), 'CHAIN_ALG');
      }
    });

    it('CHAIN_ALG: a point that is not on its curve', async () => {
      const spki = certificateSpkiOf(world.person.key);
      spki[spki.length - 1] = (spki[spki.length - 1] ?? 0) ^ 1;
      assert.equal(code({ leaf: await reissue(world.person, world.province, { spki }) }), 'CHAIN_ALG');
    });

    it('remembers what it verified, and nothing else', () => {
      let asked = 0;
      const counting = rememberVerified(
        { ...provider, verify: (...args) => (asked++, pureProvider.verify(...args)) },
        100,
      );
      assert.equal(code({ provider: counting }), 'OK');
      assert.equal(asked, 4);
      assert.equal(code({ provider: counting }), 'OK');
      assert.equal(asked, 4);
      const altered = world.person.certificate.slice();
      altered[altered.length - 1] = (altered[altered.length - 1] ?? 0) ^ 1;
      for (let i = 0; i < 2; i++)
        assert.equal(code({ leaf: altered, provider: counting }), 'CHAIN_SIGNATURE');
      assert.equal(asked, 6);
    });
  });
}
