import assert from 'node:assert/strict';
import {
  addTimeStamp,
  readSealSignature,
  verifySealSignature,
  type SealMakingError,
  type SealSignatureInput,
} from '../../src/eseal/index.js';
import { pureProvider } from '../../src/crypto/pure.js';
import { readCertificate } from '../../src/x509/index.js';
import { at, derOf, treeOf, type Tree } from '../verify/tree.js';
import {
  createImpostor,
  days,
  DOCUMENT,
  issueUnder,
  listOf,
  newSigner,
  provider,
  seeded,
  T0,
  type Holder,
} from '../world.js';
import {
  firstVersionSeal,
  firstVersionSignature,
  fourthVersionSeal,
  fourthVersionSignature,
  signed,
} from './other-forms.js';
import { createSealWorld, makeSeal, PLACE, sealWith, stamp, type SealWorld } from './seal-world.js';

describe('signature with an e-seal', () => {
  let world: SealWorld;
  let genuine: Uint8Array;
  before(async () => {
    world = await createSealWorld();
    genuine = await sealWith(world);
  });

  const judge = (signature: Uint8Array, overrides: Partial<SealSignatureInput> = {}) =>
    verifySealSignature({
      signature,
      document: DOCUMENT,
      propertyInfo: PLACE,
      trust: {
        signers: [world.root.certificate],
        makers: [world.makers.certificate],
        timeStamps: [world.root.certificate],
      },
      now: T0,
      provider,
      ...overrides,
    });
  const codeAt = (report: ReturnType<typeof judge>, step: string) =>
    report.checks.find((check) => check.step === step)?.code;

  it('is valid, by both providers, and carries what it takes', () => {
    const report = judge(genuine);
    assert.deepEqual([report.verdict, report.code], ['valid', 'OK']);
    assert.equal(report.sealed?.trustedAt, T0.toISOString());
    assert.equal(report.sealed?.activation, 'test');
    assert.equal(judge(genuine, { provider: pureProvider }).verdict, 'valid');
  });

  it('each fault has its code', async () => {
    assert.equal(judge(genuine, { document: new Uint8Array(3) }).code, 'DATA_HASH');
    assert.equal(judge(genuine, { propertyInfo: '/Doc_0/Signs/Sign_1/Signature.xml' }).code, 'PROPERTY_INFO');
    const another = { ...newSigner('SM2', world.random), key: world.signer.key };
    assert.equal(judge(await sealWith(world, { signer: another })).code, 'SIG_VALUE');
    const stranger = await createImpostor(world);
    assert.equal(judge(await bySomebody(stranger.person)).code, 'SIGNER_CHAIN');
    assert.equal(judge(await bySomebody(await issued('operator', {}))).code, 'SIGNER_KEYUSAGE');
    const short = await issued('organisation', { notAfter: days(-1) });
    assert.equal(judge(await bySomebody(short)).code, 'SIGNER_NOT_VALID_AT_SIGNING');
    assert.equal(judge(await sealWith(world, { signedAt: days(1) })).code, 'SIGNING_TIME_AFTER');
  });

  it('a signer outside the seal’s list: SIGNER_NOT_IN_SEAL', async () => {
    const outsider = await issued('organisation', {});
    await assert.rejects(
      sealWith(world, outsider),
      (error: SealMakingError) => error.code === 'SIGNER_NOT_IN_SEAL',
    );
    const seal = await makeSeal(world);
    const forged = await rebuilt(world, seal, outsider);
    const report = judge(forged);
    assert.equal(codeAt(report, 'signature'), 'OK');
    assert.equal(report.code, 'SIGNER_NOT_IN_SEAL');
  });

  it('an altered seal, a rogue maker, an expired seal', async () => {
    const altered = changed(await makeSeal(world), (tree) => {
      at(tree, 0, 2, 1).content = new TextEncoder().encode('另一个公司的名字');
    });
    assert.equal(judge(await rebuilt(world, altered, world.signer)).code, 'SEAL_SIG');
    const rogue = await createSealWorld('rogue');
    const seal = await makeSeal({
      ...world,
      maker: rogue.maker,
      makers: rogue.makers,
      makerCrls: rogue.makerCrls,
    });
    assert.equal(judge(await sealWith(world, { seal })).code, 'MAKER_CHAIN');
    const over = await makeSeal(world, { validUntil: days(-1) });
    assert.equal(judge(await sealWith(world, { seal: over })).code, 'SEAL_NOT_VALID_AT_SIGNING');
  });

  it('a swapped seal leaves the signature behind: SIG_VALUE', async () => {
    const other = treeOf(await makeSeal(world, { esId: '44010000000002' }));
    assert.equal(judge(changed(genuine, (tree) => (at(tree, 0).members[1] = other))).code, 'SIG_VALUE');
  });

  describe('time', () => {
    it('no token: nothing about time is known; it can be added later', async () => {
      const bare = await sealWith(world, { timeStamp: () => Promise.resolve(undefined) });
      const report = judge(bare);
      assert.deepEqual([report.verdict, report.code], ['undetermined', 'NO_TRUSTED_TIME']);
      assert.equal(codeAt(report, 'seal-period'), 'NO_TRUSTED_TIME');
      assert.equal(judge(bare, { at: T0 }).verdict, 'valid');
      const { signature } = readSealSignature(bare);
      const later = addTimeStamp(bare, await stamp(world, signature));
      assert.equal(judge(later).verdict, 'valid');
      assert.throws(() => addTimeStamp(later, signature), { code: 'SEAL_FIELD' });
    });

    it('the token decides, not the signer’s clock', async () => {
      const backdated = await sealWith(world, {
        signedAt: days(-5),
        seal: await makeSeal(world, { validUntil: days(-2) }),
      });
      assert.equal(judge(backdated).code, 'SEAL_NOT_VALID_AT_SIGNING');
    });

    it('a token over something else: TS_IMPRINT; of a stranger: TS_CHAIN; from the future: TS_INVALID', async () => {
      const over = (timeStamp: (value: Uint8Array) => Promise<Uint8Array>) => sealWith(world, { timeStamp });
      assert.equal(judge(await over(() => stamp(world, DOCUMENT))).code, 'TS_IMPRINT');
      const stranger = await createSealWorld('rogue');
      assert.equal(judge(await over((value) => stamp(stranger, value))).code, 'TS_CHAIN');
      const report = judge(await over((value) => stamp(world, value, { clock: () => days(1) })));
      assert.equal(report.code, 'TS_INVALID');
      assert.equal(report.checks.find(({ step }) => step === 'time-stamp')?.cause, 'TS_FUTURE');
      const broken = judge(await over(() => stamp(world, DOCUMENT)), { at: T0 });
      assert.equal(codeAt(broken, 'time'), 'NO_TRUSTED_TIME');
    });

    it('revoked before signing is invalid, after it valid and said', async () => {
      const { serial } = readCertificate(world.signer.certificate);
      const revoked = (when: number) =>
        listOf(world.province, [{ serial, at: days(when), reason: 'keyCompromise' }]);
      assert.equal(judge(genuine, { crls: [await revoked(-1)] }).code, 'SIGNER_REVOKED_BEFORE');
      const later = judge(genuine, { crls: [await revoked(3)] });
      assert.equal(later.verdict, 'valid');
      assert.equal(later.sealed?.revokedLater, days(3).toISOString());
      const bare = await sealWith(world, { timeStamp: () => Promise.resolve(undefined) });
      assert.notEqual(judge(bare, { crls: [await revoked(3)] }).verdict, 'valid');
    });
  });

  it('roots are good for one thing each', () => {
    const [root, makers] = [world.root.certificate, world.makers.certificate];
    const swapped = judge(genuine, { trust: { signers: [makers], makers: [root], timeStamps: [root] } });
    assert.equal(codeAt(swapped, 'signer'), 'SIGNER_CHAIN');
    assert.equal(codeAt(swapped, 'maker'), 'MAKER_CHAIN');
    const nobody = judge(genuine, { trust: undefined });
    assert.equal(nobody.verdict, 'undetermined');
    assert.equal(codeAt(nobody, 'time-stamp'), 'TRUST_NOT_GIVEN');
  });

  it('the register’s word about the seal: SEAL_STATUS_...', () => {
    assert.equal(judge(genuine, { state: 'ACTIVE' }).verdict, 'valid');
    assert.equal(judge(genuine, { state: 'SUSPENDED' }).code, 'SEAL_STATUS_SUSPENDED');
  });

  it('reads GM/T 0031-2014 and each tagging of extDatas', async () => {
    const crls = [...world.crls, ...world.makerCrls];
    const more = { at: T0, crls, certificates: [world.province.certificate] };
    const first = judge(await firstVersionSignature(world), more);
    assert.equal(first.code, 'OK');
    assert.equal(first.sealed?.claimedAt, T0.toISOString());
    for (const tagging of ['plain', 'explicit', 'implicit'] as const) {
      const seal = await fourthVersionSeal(world, tagging);
      assert.equal(judge(await fourthVersionSignature(world, tagging, seal), more).code, 'OK', tagging);
    }
    const mixed = await fourthVersionSignature(world, 'explicit', await firstVersionSeal(world));
    assert.equal(judge(mixed, more).code, 'VERSION_MISMATCH');
  });

  it('no byte of it can change without notice: every eleventh', function () {
    this.timeout(60_000);
    const random = seeded('seal-signature');
    const lists = { crls: [...world.crls, ...world.makerCrls] };
    for (let i = 0; i < genuine.length; i += 11) {
      const altered = Uint8Array.from(genuine);
      const [change = 0] = random(1);
      altered[i] = (altered[i] ?? 0) ^ (change === 0 ? 1 : change);
      assert.notEqual(judge(altered, lists).verdict, 'valid', `byte ${i}`);
    }
  });

  function issued(profile: 'organisation' | 'operator', overrides: object): Promise<Holder> {
    return issueUnder({ algorithm: 'SM2', random: world.random, issuer: world.province }, profile, overrides);
  }

  async function bySomebody(holder: Holder): Promise<Uint8Array> {
    const seal = await makeSeal(world, {
      signers: { kind: 'certificates', certificates: [holder.certificate] },
    });
    return sealWith(world, { seal, signer: holder.signer, certificate: holder.certificate });
  }
});

/** A signature over a seal that our own code would not use. */
async function rebuilt(world: SealWorld, seal: Uint8Array, signer: Holder): Promise<Uint8Array> {
  const usable = await makeSeal(world, {
    signers: { kind: 'certificates', certificates: [signer.certificate] },
  });
  const template = await sealWith(world, {
    seal: usable,
    signer: signer.signer,
    certificate: signer.certificate,
  });
  const tree = treeOf(template);
  at(tree, 0).members[1] = treeOf(seal);
  const signature = await signed(signer.signer, derOf(at(tree, 0)));
  tree.members[3] = treeOf(signature);
  tree.members[4] = at(treeOf(addedStamp(derOf(tree), await stamp(world, signature.subarray(3)))), 4);
  return derOf(tree);
}

function addedStamp(der: Uint8Array, token: Uint8Array): Uint8Array {
  const tree = treeOf(der);
  tree.members.length = 4;
  return addTimeStamp(derOf(tree), token);
}

function changed(der: Uint8Array, change: (tree: Tree) => unknown): Uint8Array {
  const tree = treeOf(der);
  change(tree);
  return derOf(tree);
}
