import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  authorityOf,
  claims,
  createImpostor,
  createWorld,
  days,
  DOCUMENT,
  issueUnder,
  listOf,
  newSigner,
  requestFor,
  signWith,
  T0,
  type World,
} from '../world.js';
import { compareBytes } from '../../src/asn1/index.js';
import { readCertificate } from '../../src/verify/index.js';
import { SUITE } from '../../src/x509/index.js';
import { at, derOf, replaceOid, treeOf, type Tree } from './tree.js';

/** Writes seal/test/vectors again: `node seal/dist/test/verify/write-vectors.js`. The same bytes at every run. */

type Vectors = Record<string, Uint8Array>;

for (const algorithm of ['SM2', 'P-256'] as const) {
  const suite = algorithm.toLowerCase();
  const world = await createWorld(algorithm, 'vectors');
  await write('document-signature', suite, 'p7s', world, await signatures(world));
  await write('time-stamp', suite, 'tsr', world, await tokens(world));
}

async function signatures(world: World): Promise<Vectors> {
  const { algorithm, random, province } = world;
  const cms = await signWith(world);
  const operator = await issueUnder({ algorithm, random, issuer: province }, 'operator');
  const short = await issueUnder({ algorithm, random, issuer: province }, 'person', { notAfter: days(-1) });
  return {
    'OK.plain': cms,
    'DATA_HASH.of-another-document': await signWith(world, { document: new Uint8Array(3) }),
    'SIG_VALUE.by-another-key': await signWith(world, {
      signer: { ...newSigner(algorithm, random), key: world.person.key },
    }),
    'SIGNER_CHAIN.impostor-with-the-same-names': await signWith(await createImpostor(world)),
    'SIGNER_KEYUSAGE.an-operator': await signWith(world, operator),
    'SIGNER_NOT_VALID_AT_SIGNING.expired-the-day-before': await signWith(world, short),
    'SIGNER_REVOKED_BEFORE.two-days-before': await signWith(world, {
      crls: await revoked(world, world.person.certificate),
    }),
    'SIGNING_TIME_AFTER.a-day-ahead': await signWith(world, {
      signedAttributes: { ...claims, signingTime: days(1) },
    }),
    'REVOCATION_UNKNOWN.no-lists': await signWith(world, { crls: [] }),
    'REVOCATION_UNKNOWN.stale-lists': await signWith(world, {
      crls: [await listOf(province, [], days(-20), days(-13))],
    }),
    'FORMAT.an-unsigned-attribute': changed(cms, (tree) => {
      at(tree, 1, 0, 5, 0).members.push({
        tag: 0xa1,
        members: [at(tree, 1, 0, 5, 0, 3, 0)],
        content: new Uint8Array(),
      });
    }),
    'FORMAT.two-signers': changed(cms, (tree) => at(tree, 1, 0, 5).members.push(at(tree, 1, 0, 5, 0))),
    'FORMAT.a-root-inside': changed(cms, (tree) => {
      const carried = at(tree, 1, 0, 3).members;
      carried.push(treeOf(world.root.certificate));
      carried.sort((a, b) => compareBytes(derOf(a), derOf(b)));
    }),
    'ALG.sha-1': changed(cms, (tree) => replaceOid(tree, SUITE[algorithm].hashOid, '1.3.14.3.2.26')),
    'NOT_DER.a-byte-after': Uint8Array.of(...cms, 0),
    'NOT_DER.attributes-out-of-order': changed(cms, (tree) => at(tree, 1, 0, 5, 0, 3).members.reverse()),
  };
}

async function tokens(world: World): Promise<Vectors> {
  const request = requestFor(world);
  const respond = (overrides: Parameters<typeof authorityOf>[1] = {}): Promise<Uint8Array> =>
    authorityOf(world, overrides).respond(request);
  const { algorithm, random, province } = world;
  const response = await respond();
  const person = await issueUnder({ algorithm, random, issuer: province }, 'person');
  const superseded = await revoked(world, world.authority.certificate);
  return {
    'OK.plain': response,
    'TS_IMPRINT.of-another-file': await authorityOf(world).respond(requestFor(world, new Uint8Array(3))),
    'TS_FUTURE.an-hour-ahead': await respond({ clock: () => new Date(T0.getTime() + 3_600_000) }),
    'TS_EKU.by-a-person': await respond(person),
    'TS_CHAIN.impostor-with-the-same-names': await authorityOf(await createImpostor(world)).respond(request),
    'TS_REVOKED.two-days-before': await respond({ crls: () => superseded }),
    'SIG_VALUE.by-another-key': await respond({
      signer: { ...newSigner(algorithm, random), key: world.authority.key },
    }),
    'REVOCATION_UNKNOWN.no-lists': await respond({ crls: () => [] }),
    'TS_NOT_GRANTED.refused': await respond({ clock: () => undefined }),
    'TS_NOT_GRANTED.granted-with-changes': changed(response, (tree) => {
      at(tree, 0, 0).content = Uint8Array.of(1);
    }),
    'ALG.sha-1': changed(response, (tree) => replaceOid(tree, SUITE[algorithm].hashOid, '1.3.14.3.2.26')),
    'FORMAT.two-signers': changed(response, (tree) =>
      at(tree, 1, 1, 0, 5).members.push(at(tree, 1, 1, 0, 5, 0)),
    ),
    'NOT_DER.a-byte-after': Uint8Array.of(...response, 0),
  };
}

async function revoked(world: World, certificate: Uint8Array): Promise<Uint8Array[]> {
  const { serial } = readCertificate(certificate);
  return [
    await listOf(world.province, [{ serial, at: days(-2), reason: 'superseded' }]),
    ...world.crls.slice(1),
  ];
}

function changed(der: Uint8Array, change: (tree: Tree) => unknown): Uint8Array {
  const tree = treeOf(der);
  change(tree);
  return derOf(tree);
}

async function write(
  kind: string,
  suite: string,
  extension: string,
  world: World,
  vectors: Vectors,
): Promise<void> {
  const folder = fileURLToPath(new URL(`../../../test/vectors/${kind}/`, import.meta.url));
  for (const each of ['valid', 'invalid']) await mkdir(join(folder, each), { recursive: true });
  await writeFile(join(folder, 'document.txt'), DOCUMENT);
  await writeFile(join(folder, `root.${suite}.der`), world.root.certificate);
  for (const [name, der] of Object.entries(vectors)) {
    const [code, what] = name.split('.');
    const file =
      code === 'OK' ? `valid/${what}.${suite}.${extension}` : `invalid/${name}.${suite}.${extension}`;
    await writeFile(join(folder, file), der);
  }
}
