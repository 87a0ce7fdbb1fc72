import type { KeyAlgorithm } from '../../src/x509/index.js';
import assert from 'node:assert/strict';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate as CertificateSchema, CertificateList } from '@peculiar/asn1-x509';
import {
  createRequest,
  issueCertificateAuthority,
  issueCertificate,
  issueCrl,
  openRequest,
  PkiError,
  POLICY_TEST,
} from '../../src/pki/index.js';
import { nameText, readCertificate, readRevocationList } from '../../src/x509/index.js';
import {
  activation,
  createWorld,
  days,
  issueUnder,
  listOf,
  newSigner,
  provider,
  type World,
} from '../world.js';

for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
  describe(`pki with ${algorithm}`, () => {
    let world: World<KeyAlgorithm>;
    before(async () => {
      world = await createWorld(algorithm);
    });

    it('issues a chain whose certificates say what their profile says', () => {
      const [root, province, person, authority] = [
        world.root,
        world.province,
        world.person,
        world.authority,
      ].map((each) => readCertificate(each.certificate));
      assert.ok(root && province && person && authority);
      assert.deepEqual(
        [root, province, person].map(({ ca, pathLength }) => ({ ca, pathLength })),
        [
          { ca: true, pathLength: 1 },
          { ca: true, pathLength: 0 },
          { ca: false, pathLength: undefined },
        ],
      );
      assert.deepEqual([...(province.keyUsage ?? [])], [5, 6]);
      assert.deepEqual([...(person.keyUsage ?? [])], [0, 1]);
      assert.deepEqual(authority.extendedKeyUsage, { critical: true, purposes: ['1.3.6.1.5.5.7.3.8'] });
      assert.ok(person.policies.includes(POLICY_TEST));
      assert.deepEqual(person.authorityKeyIdentifier, province.subjectKeyIdentifier);
      assert.deepEqual(person.key, world.person.key);
      assert.equal(nameText(person.subject), 'CN=测试工人,C=CN');
      assert.equal(person.signedWith, algorithm);
    });

    it('gives 16-byte serial numbers that do not repeat', () => {
      const serials = [world.root, world.province, world.person, world.authority].map(
        (each) => readCertificate(each.certificate).serial,
      );
      assert.equal(new Set(serials).size, 4);
      assert.ok(serials.every((serial) => /^[4-7][0-9a-f]{31}$/.test(serial)));
    });

    it('writes structures that a schema library decodes and encodes to the same bytes', () => {
      for (const { certificate } of [world.root, world.province, world.person, world.authority]) {
        const again = new Uint8Array(AsnConvert.serialize(AsnConvert.parse(certificate, CertificateSchema)));
        assert.deepEqual(again, certificate);
      }
      for (const list of world.crls) {
        assert.deepEqual(new Uint8Array(AsnConvert.serialize(AsnConvert.parse(list, CertificateList))), list);
      }
    });

    it('lists revoked certificates with date, reason and since when the key was in doubt', async () => {
      const { serial } = readCertificate(world.person.certificate);
      const der = await listOf(world.province, [
        { serial, at: days(-2), reason: 'keyCompromise', invalidSince: days(-5) },
        { serial: 'ff', at: days(-3), reason: 'unspecified' },
      ]);
      const list = readRevocationList(der);
      assert.deepEqual(list.revoked.get(serial), {
        at: days(-2).getTime(),
        reason: 1,
        invalidSince: days(-5).getTime(),
      });
      assert.deepEqual(list.revoked.get('ff'), {
        at: days(-3).getTime(),
        reason: undefined,
        invalidSince: undefined,
      });
      assert.equal(list.number, '07');
    });

    it('opens a request with its proof of possession', async () => {
      const signer = newSigner(algorithm, world.random);
      const subject = { organization: '测试公司', commonName: '测试' };
      const request = await createRequest({ signer, subject, activation });
      assert.deepEqual(openRequest(request, provider), { subject, key: signer.key });
    });

    it('refuses a request changed in any one byte', async () => {
      const signer = newSigner(algorithm, world.random);
      const request = await createRequest({ signer, subject: { commonName: '测试' }, activation });
      for (let at = 0; at < request.length; at++) {
        const altered = request.slice();
        altered[at] = (altered[at] ?? 0) ^ 1;
        assert.throws(
          () => openRequest(altered, provider),
          (error) => error instanceof PkiError && error.code.startsWith('REQUEST_'),
        );
      }
    });

    it('refuses a request signed by another key', async () => {
      const [asked, other] = [newSigner(algorithm, world.random), newSigner(algorithm, world.random)];
      const lying = { key: asked.key, sign: other.sign };
      const request = await createRequest({ signer: lying, subject: { commonName: '测试' }, activation });
      assert.throws(() => openRequest(request, provider), { code: 'REQUEST_SIGNATURE' });
    });

    it('refuses to issue what the issuer may not issue', async () => {
      const at = { algorithm, random: world.random, issuer: world.province };
      const common = {
        policies: [POLICY_TEST],
        random: world.random,
        activation,
        provider,
        key: world.person.key,
      };
      const subject = { commonName: '测试' };
      await assert.rejects(issueUnder({ ...at, issuer: world.person }, 'person'), { code: 'ISSUER_NOT_CA' });
      await assert.rejects(
        issueUnder({ ...at, issuer: { ...world.province, signer: world.root.signer } }, 'person'),
        { code: 'SIGNER_KEY_MISMATCH' },
      );
      await assert.rejects(issueUnder(at, 'person', { notAfter: days(3001) }), {
        code: 'VALIDITY_OUTSIDE_ISSUER',
      });
      await assert.rejects(issueUnder(at, 'person', { notBefore: days(-301) }), {
        code: 'VALIDITY_OUTSIDE_ISSUER',
      });
      await assert.rejects(issueUnder(at, 'person', { notAfter: days(-100) }), { code: 'VALIDITY_EMPTY' });
      await assert.rejects(issueUnder(at, 'person', { policies: [] }), { code: 'POLICY_MISSING' });
      await assert.rejects(issueUnder(at, 'person', { subject: { commonName: ' ' } }), {
        code: 'NAME_EMPTY',
      });
      const sub = { ...common, issuer: world.province, subject, notBefore: days(-10), notAfter: days(10) };
      await assert.rejects(issueCertificateAuthority(sub), { code: 'ISSUER_PATH_LENGTH' });
      await assert.rejects(
        issueCertificate({ ...sub, profile: 'person', random: () => new Uint8Array(4) }),
        RangeError,
      );
      const twice = { serial: '01', at: days(-1), reason: 'superseded' as const };
      await assert.rejects(listOf(world.province, [twice, twice]), { code: 'REVOCATION_TWICE' });
      await assert.rejects(listOf(world.province, [{ ...twice, serial: '00ff' }]), {
        code: 'REVOCATION_SERIAL',
      });
      const period = { issuer: world.province, number: 1, revoked: [], activation, provider };
      await assert.rejects(issueCrl({ ...period, thisUpdate: days(1), nextUpdate: days(1) }), {
        code: 'CRL_PERIOD',
      });
    });
  });
}
