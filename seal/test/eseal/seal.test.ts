import assert from 'node:assert/strict';
import fc from 'fast-check';
import { booleanTrue, tagged } from '../../src/asn1/write.js';
import { SM2_WITH_SM3 } from '../../src/asn1/oids.js';
import { pureProvider } from '../../src/crypto/pure.js';
import { readSeal, verifySeal, type SealInput, type SealMakingError } from '../../src/eseal/index.js';
import { readCertificate } from '../../src/x509/index.js';
import { at, derOf, replaceOid, treeOf, type Tree } from '../verify/tree.js';
import { createWorld, days, issueUnder, listOf, newSigner, provider, T0 } from '../world.js';
import { extension, firstVersionSeal, fourthVersionSeal } from './other-forms.js';
import { createSealWorld, makerUnder, makeSeal, PICTURE, type SealWorld } from './seal-world.js';

describe('e-seal', () => {
  let world: SealWorld;
  let genuine: Uint8Array;
  before(async () => {
    world = await createSealWorld();
    genuine = await makeSeal(world);
  });

  const judge = (seal: Uint8Array, overrides: Partial<SealInput> = {}) =>
    verifySeal({ seal, makers: [world.makers.certificate], at: T0, provider, ...overrides });

  it('is valid under a trusted maker, by both providers', () => {
    const report = judge(genuine);
    assert.equal(report.verdict, 'valid');
    assert.equal(report.code, 'OK');
    assert.deepEqual(
      report.checks.map(({ step }) => step),
      ['format', 'algorithms', 'seal-signature', 'maker', 'maker-time', 'maker-revocation', 'seal-period'],
    );
    assert.equal(report.seal?.name, '演示科技有限公司');
    assert.equal(report.seal?.esId, '44010000000001');
    assert.deepEqual(judge(genuine, { provider: pureProvider }), report);
  });

  it('is read as it was written, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
          esId: fc.string({
            unit: fc.constantFrom(...'0123456789ABCDEFabcdef-'),
            minLength: 1,
            maxLength: 64,
          }),
          type: fc.integer({ min: 0, max: 99 }),
          from: fc.integer({ min: -1000, max: 0 }),
          until: fc.integer({ min: 0, max: 1000 }),
          data: fc.uint8Array({ minLength: 1, maxLength: 400 }),
          width: fc.integer({ min: 1, max: 1000 }),
        }),
        async ({ name, esId, type, from, until, data, width }) => {
          const der = await makeSeal(world, {
            name,
            esId,
            type,
            validFrom: days(from),
            validUntil: days(until),
            picture: { type: 'PNG', data, width, height: 40 },
          });
          const { info, version } = readSeal(der);
          assert.equal(version, 4);
          assert.deepEqual([info.name, info.esId, info.type, info.picture.width], [name, esId, type, width]);
          assert.deepEqual(new Uint8Array(info.picture.data), new Uint8Array(data));
          assert.deepEqual([info.validFrom, info.validUntil], [+days(from), +days(until)]);
          assert.equal(judge(der).verdict, 'valid');
        },
      ),
      { numRuns: 25 },
    );
  });

  it('names signers by certificate or by digest', async () => {
    const value = provider.hash('SM3', world.signer.certificate);
    const der = await makeSeal(world, {
      signers: { kind: 'digests', digests: [{ type: '1.2.156.10197.1.401', value }] },
    });
    const { signers } = readSeal(der).info;
    assert.equal(signers.kind, 'digests');
    assert.equal(judge(der).verdict, 'valid');
  });

  describe('what other validators let through', () => {
    it('an altered name: SEAL_SIG', () => {
      const altered = changed(genuine, (tree) => {
        at(tree, 0, 2, 1).content = new TextEncoder().encode('演示科技有限公词');
      });
      assert.equal(judge(altered).code, 'SEAL_SIG');
    });

    it('a rogue maker, also with the same names: MAKER_CHAIN', async () => {
      const rogue = await createSealWorld('rogue');
      const seal = await makeSeal(rogue);
      const report = judge(seal);
      assert.equal(report.code, 'MAKER_CHAIN');
      assert.equal(report.checks.find(({ step }) => step === 'maker')?.cause, 'CHAIN_UNKNOWN_ROOT');
    });

    it('a certificate of the authority for organisations is no maker: MAKER_CHAIN', async () => {
      const { signer, certificate } = await issueUnder(
        { algorithm: 'SM2', random: world.random, issuer: world.province },
        'organisation',
      );
      const seal = await makeSeal(world, {}, { signer, certificate, chain: [world.province.certificate] });
      assert.equal(judge(seal).code, 'MAKER_CHAIN');
    });

    it('an expired seal: SEAL_EXPIRED, and one of tomorrow: SEAL_NOT_YET_VALID', () => {
      assert.equal(judge(genuine, { at: days(100) }).code, 'OK');
      assert.equal(judge(genuine, { at: days(101) }).code, 'SEAL_EXPIRED');
      assert.equal(judge(genuine, { at: days(-11) }).code, 'SEAL_NOT_YET_VALID');
    });
  });

  it('its maker: use, period and revocation each have a code', async () => {
    const operator = await issueUnder(
      { algorithm: 'SM2', random: world.random, issuer: world.makers },
      'operator',
    );
    assert.equal(judge(await makeSeal(world, {}, operator)).code, 'MAKER_KEYUSAGE');
    const expired = await makerUnder(world, world.makers, { notAfter: days(-20) });
    assert.equal(judge(await makeSeal(world, {}, expired)).code, 'MAKER_NOT_VALID_AT_MAKING');
    const { serial } = readCertificate(world.maker.certificate);
    const listed = (reason: 'keyCompromise' | 'superseded', when: number) =>
      listOf(world.makers, [{ serial, at: days(when), reason }]);
    const without = await makeSeal(world, {}, { crls: [] });
    const code = async (crl: Promise<Uint8Array>) => judge(without, { crls: [await crl] }).code;
    assert.equal(judge(without).code, 'REVOCATION_UNKNOWN');
    assert.equal(await code(listed('superseded', -20)), 'MAKER_REVOKED');
    assert.equal(await code(listed('superseded', -2)), 'OK');
    assert.equal(await code(listed('keyCompromise', -2)), 'MAKER_REVOKED');
  });

  it('trust is never taken from the seal', () => {
    const report = judge(genuine, { makers: undefined });
    assert.equal(report.verdict, 'undetermined');
    assert.equal(report.code, 'TRUST_NOT_GIVEN');
  });

  it('the register’s word about its state', () => {
    assert.equal(judge(genuine, { state: 'ACTIVE' }).code, 'OK');
    for (const state of ['MADE', 'SUSPENDED', 'REVOKED', 'REPLACED', 'EXPIRED', 'NOT_YET'] as const)
      assert.equal(judge(genuine, { state }).code, `SEAL_STATUS_${state}`);
  });

  it('reads GM/T 0031-2014, and extDatas in each tagging', async () => {
    const first = await firstVersionSeal(world);
    const { version, info } = readSeal(first);
    assert.equal(version, 1);
    assert.equal(info.extensions.length, 1);
    const crls = world.makerCrls;
    assert.equal(judge(first, { crls }).code, 'OK');
    for (const tagging of ['plain', 'explicit', 'implicit'] as const) {
      const one = await fourthVersionSeal(world, tagging);
      assert.equal(readSeal(one).info.extensions.length, 1, tagging);
      assert.equal(judge(one, { crls }).code, 'OK', tagging);
      assert.equal(judge(await fourthVersionSeal(world, tagging, []), { crls }).code, 'OK', tagging);
    }
  });

  it('names GM/T 0031-2025 and other versions: VERSION_MISMATCH', () => {
    const fifth = judge(
      changed(genuine, (tree) => tree.members.push({ tag: 0xa0, members: [at(tree, 1)], content: PICTURE })),
    );
    assert.equal(fifth.code, 'VERSION_MISMATCH');
    assert.deepEqual(fifth.checks[0]?.evidence, { version: 5 });
    const third = judge(changed(genuine, (tree) => (at(tree, 0, 0, 1).content = Uint8Array.of(3))));
    assert.deepEqual([third.code, third.checks[0]?.evidence], ['VERSION_MISMATCH', { version: 3 }]);
  });

  it('is strict: BER and padding are NOT_DER', () => {
    const code = (change: (tree: Tree) => unknown) => judge(changed(genuine, change)).code;
    assert.equal(
      code((tree) => (at(tree, 0, 3, 2).content = Uint8Array.of(0, 40))),
      'NOT_DER',
    );
    assert.equal(
      code((tree) => (at(tree, 0, 0, 1).content = Uint8Array.of(0, 4))),
      'NOT_DER',
    );
    assert.equal(judge(Uint8Array.of(...genuine, 0)).code, 'NOT_DER');
    assert.equal(judge(genuine.subarray(0, -1)).code, 'NOT_DER');
    const indefinite = Uint8Array.of(0x30, 0x80, ...genuine.subarray(4), 0, 0);
    assert.equal(judge(indefinite).code, 'NOT_DER');
  });

  it('reads extensions with and without a written FALSE', async () => {
    const written = await fourthVersionSeal(world, 'plain', [extension(Uint8Array.of(1, 1, 0))]);
    const left = await fourthVersionSeal(world, 'plain', [extension()]);
    assert.deepEqual(readSeal(written).info.extensions, readSeal(left).info.extensions);
  });

  it('padded r and s are no signature', () => {
    const altered = changed(genuine, (tree) => {
      const { content } = at(tree, 3);
      const signature = treeOf(content.subarray(1));
      const [r] = signature.members;
      if (r !== undefined) r.content = Uint8Array.of(0, 0, ...r.content);
      at(tree, 3).content = Uint8Array.of(0, ...derOf(signature));
    });
    assert.equal(judge(altered).code, 'SEAL_SIG');
  });

  it('other algorithms are refused: ALG', async () => {
    assert.equal(
      judge(changed(genuine, (tree) => replaceOid(at(tree, 2), SM2_WITH_SM3, '1.2.840.10045.4.3.2'))).code,
      'ALG',
    );
    const { person } = await createWorld('P-256');
    assert.equal(judge(changed(genuine, (tree) => (at(tree, 1).content = person.certificate))).code, 'ALG');
  });

  it('a structure that is none: FORMAT', async () => {
    const code = (change: (tree: Tree) => unknown) => judge(changed(genuine, change)).code;
    assert.equal(
      code((tree) => at(tree, 0, 2, 3).members.pop()),
      'FORMAT',
    );
    assert.equal(
      code((tree) => (at(tree, 0, 3, 2).content = Uint8Array.of(0))),
      'FORMAT',
    );
    assert.equal(
      code((tree) => (at(tree, 0, 0, 0).content = new TextEncoder().encode('EX'))),
      'FORMAT',
    );
    assert.equal(
      code((tree) => tree.members.pop()),
      'FORMAT',
    );
    assert.equal(
      code((tree) => (at(tree, 0, 2, 2).content = Uint8Array.of(3))),
      'FORMAT',
    );
    const critical = await fourthVersionSeal(world, 'plain', [extension(booleanTrue())]);
    assert.equal(judge(critical).code, 'FORMAT');
    const twice = await fourthVersionSeal(world, 'explicit', [extension(), extension()]);
    assert.equal(judge(twice).code, 'FORMAT');
    assert.equal(judge(tagged(0x04, new Uint8Array(2 ** 20))).code, 'FORMAT');
  });

  it('is not made with a key or content that does not fit', async () => {
    const refused = async (making: Promise<Uint8Array>): Promise<string> =>
      making.then(
        () => 'made',
        (error: SealMakingError) => error.code,
      );
    const { person } = await createWorld('P-256');
    assert.equal(await refused(makeSeal(world, {}, person)), 'SIGNER_NOT_SM2');
    const other = newSigner('SM2', world.random);
    assert.equal(await refused(makeSeal(world, {}, { signer: other })), 'SIGNER_KEY_MISMATCH');
    const own = { kind: 'certificates', certificates: [world.maker.certificate] } as const;
    assert.equal(await refused(makeSeal(world, { signers: own })), 'MAKER_IS_SIGNER');
    for (const content of [
      { name: '' },
      { esId: '印' },
      { vendor: '' },
      { validFrom: days(2), validUntil: days(1) },
      { signers: { kind: 'certificates', certificates: [] } },
      { picture: { type: 'PNG', data: new Uint8Array(), width: 40, height: 40 } },
      { picture: { type: 'PNG', data: PICTURE, width: 40.5, height: 40 } },
    ] as const)
      assert.equal(await refused(makeSeal(world, content)), 'SEAL_FIELD');
  });
});

function changed(der: Uint8Array, change: (tree: Tree) => unknown): Uint8Array {
  const tree = treeOf(der);
  change(tree);
  return derOf(tree);
}
