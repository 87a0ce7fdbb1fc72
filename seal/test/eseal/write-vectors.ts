import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { booleanTrue } from '../../src/asn1/write.js';
import { SM2_WITH_SM3 } from '../../src/asn1/oids.js';
import { at, derOf, replaceOid, treeOf, type Tree } from '../verify/tree.js';
import { createImpostor, days, DOCUMENT, issueUnder, newSigner } from '../world.js';
import { extension, firstVersionSeal, firstVersionSignature, fourthVersionSeal } from './other-forms.js';
import { createSealWorld, makeSeal, PICTURE, sealWith, stamp, type SealWorld } from './seal-world.js';

/** Writes the vectors of seals again: `node seal/dist/test/eseal/write-vectors.js`. The same bytes at every run. */

type Vectors = Record<string, Uint8Array>;

const world = await createSealWorld('vectors');
await write('e-seal', 'esl', await seals(world));
await write('seal-signature', 'ses', await signatures(world));

async function seals(world: SealWorld): Promise<Vectors> {
  const seal = await makeSeal(world);
  const rogue = await createSealWorld('rogue');
  return {
    'OK.v4': seal,
    'OK.v1': await firstVersionSeal(world),
    'OK.v4-extensions-explicit': await fourthVersionSeal(world, 'explicit'),
    'OK.v4-extensions-implicit': await fourthVersionSeal(world, 'implicit'),
    'SEAL_SIG.another-name': changed(seal, (tree) => {
      at(tree, 0, 2, 1).content = new TextEncoder().encode('演示科技有限公词');
    }),
    'MAKER_CHAIN.rogue-maker': await makeSeal(rogue),
    'SEAL_EXPIRED.the-day-before': await makeSeal(world, { validUntil: days(-1) }),
    'SEAL_NOT_YET_VALID.of-tomorrow': await makeSeal(world, { validFrom: days(1) }),
    'VERSION_MISMATCH.v5': changed(seal, (tree) =>
      tree.members.push({ tag: 0xa0, members: [at(tree, 1)], content: PICTURE }),
    ),
    'VERSION_MISMATCH.header-says-1': changed(seal, (tree) => {
      at(tree, 0, 0, 1).content = Uint8Array.of(1);
    }),
    'ALG.ecdsa-with-sha-256': changed(seal, (tree) =>
      replaceOid(at(tree, 2), SM2_WITH_SM3, '1.2.840.10045.4.3.2'),
    ),
    'FORMAT.no-picture': changed(seal, (tree) => at(tree, 0).members.splice(3, 1)),
    'FORMAT.critical-extension': await fourthVersionSeal(world, 'plain', [extension(booleanTrue())]),
    'NOT_DER.padded-integer': changed(seal, (tree) => {
      at(tree, 0, 3, 2).content = Uint8Array.of(0, 40);
    }),
    'NOT_DER.indefinite-length': Uint8Array.of(0x30, 0x80, ...seal.subarray(4), 0, 0),
    'NOT_DER.a-byte-after': Uint8Array.of(...seal, 0),
  };
}

async function signatures(world: SealWorld): Promise<Vectors> {
  const genuine = await sealWith(world);
  const swapped = treeOf(await makeSeal(world, { esId: '44010000000002' }));
  const impostor = (await createImpostor(world)).person;
  const operator = await issueUnder(
    { algorithm: 'SM2', random: world.random, issuer: world.province },
    'operator',
  );
  const by = async ({ signer, certificate }: typeof operator): Promise<Uint8Array> =>
    sealWith(world, {
      seal: await makeSeal(world, { signers: { kind: 'certificates', certificates: [certificate] } }),
      signer,
      certificate,
    });
  return {
    'OK.v4': genuine,
    'NO_TRUSTED_TIME.no-token': await sealWith(world, { timeStamp: () => Promise.resolve(undefined) }),
    'NO_TRUSTED_TIME.v1': await firstVersionSignature(world),
    'DATA_HASH.of-another-document': await sealWith(world, { dataHash: new Uint8Array(32) }),
    'PROPERTY_INFO.another-place': await sealWith(world, {
      propertyInfo: '/Doc_0/Signs/Sign_1/Signature.xml',
    }),
    'SIG_VALUE.by-another-key': await sealWith(world, {
      signer: { ...newSigner('SM2', world.random), key: world.signer.key },
    }),
    'SIG_VALUE.another-seal-inside': changed(genuine, (tree) => (at(tree, 0).members[1] = swapped)),
    'SIGNER_CHAIN.impostor-with-the-same-names': await by(impostor),
    'SIGNER_KEYUSAGE.an-operator': await by(operator),
    'SIGNING_TIME_AFTER.a-day-ahead': await sealWith(world, { signedAt: days(1) }),
    'TS_IMPRINT.of-the-document': await sealWith(world, { timeStamp: () => stamp(world, DOCUMENT) }),
    'SEAL_NOT_VALID_AT_SIGNING.expired': await sealWith(world, {
      seal: await makeSeal(world, { validUntil: days(-1) }),
    }),
    'NOT_DER.a-byte-after': Uint8Array.of(...genuine, 0),
    'FORMAT.no-data-hash': changed(genuine, (tree) => at(tree, 0).members.splice(3, 1)),
    'VERSION_MISMATCH.header-says-1': changed(genuine, (tree) => {
      at(tree, 0, 0).content = Uint8Array.of(1);
    }),
  };
}

function changed(der: Uint8Array, change: (tree: Tree) => unknown): Uint8Array {
  const tree = treeOf(der);
  change(tree);
  return derOf(tree);
}

async function write(kind: string, extension: string, vectors: Vectors): Promise<void> {
  const folder = fileURLToPath(new URL(`../../../test/vectors/${kind}/`, import.meta.url));
  for (const each of ['valid', 'invalid']) await mkdir(join(folder, each), { recursive: true });
  const lists = [...world.crls, ...world.makerCrls];
  await writeFile(join(folder, 'makers.der'), world.makers.certificate);
  await writeFile(join(folder, 'root.der'), world.root.certificate);
  await writeFile(join(folder, 'province.der'), world.province.certificate);
  for (const [i, list] of lists.entries()) await writeFile(join(folder, `list-${i + 1}.crl`), list);
  if (kind === 'seal-signature') await writeFile(join(folder, 'document.txt'), DOCUMENT);
  for (const [name, der] of Object.entries(vectors)) {
    const [code, what] = name.split('.');
    await writeFile(
      join(folder, code === 'OK' ? `valid/${what}.${extension}` : `invalid/${name}.${extension}`),
      der,
    );
  }
}
