import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { octetString, sequence, setOf, oid } from '../../src/asn1/write.js';
import { GM_DATA, GM_SIGNED_DATA, ID_DATA, ID_SIGNED_DATA } from '../../src/asn1/oids.js';
import { openOfd, sealOfd } from '../../src/ofd/index.js';
import { writeZip } from '../../src/zip/index.js';
import { at, derOf, replaceOid, treeOf, type Tree } from '../verify/tree.js';
import { createImpostor, days, issueUnder, newSigner } from '../world.js';
import { signed } from './signing.js';
import { createSealWorld, document, plan, sealerOf } from './world.js';

/** Writes the vectors of OFD documents again: `node seal/dist/test/ofd/write-vectors.js`. The same bytes at every run. */

const world = await createSealWorld();
const { people, employer } = world;
const { person } = people;
const SIGN = 'Doc_0/Signs/Sign_0/Signature.xml';
const LIST = 'Doc_0/Signs/Signatures.xml';

const plain = document(1);
const own = await signed(world, person, plain);
const impostor = (await createImpostor(people)).person;
const operator = await issueUnder({ ...people, issuer: people.province }, 'operator');
const byAnother = { ...newSigner('SM2', people.random), key: person.signer.key };

await write({
  'OK.signed': own,
  'OK.signed-and-sealed': await sealOfd(
    own,
    plan({ seal: world.seals.employer, close: true }),
    sealerOf(world, employer),
  ),
  'NO_TRUSTED_TIME.no-token': await signed(world, person, plain, { stamped: 'none' }),
  'SIG_VALUE.by-another-key': await signed(world, person, plain, { by: { signer: byAnother } }),
  'SIGNER_CHAIN.impostor-with-the-same-names': await signed(world, impostor, plain, {
    by: { chain: [], crls: [] },
  }),
  'SIGNER_KEYUSAGE.an-operator': await signed(world, operator, plain),
  'SIGNING_TIME_AFTER.a-day-ahead': await signed(world, person, plain, { at: days(1) }),
  'TS_IMPRINT.of-the-document': await signed(world, person, plain, { stamped: plain }),
  'DATA_HASH.the-time-in-it-changed': edited(own, SIGN, '20260301000000Z', '20260228000000Z'),
  'REFERENCE_HASH.edited-page': edited(own, 'Doc_0/Pages/Page_0/Content.xml', '甲方', '乙方'),
  'UNCOVERED_FILE.an-extra-file': after(own, (files) => files.set('Doc_0/extra.xml', utf8('<a/>'))),
  'SIGNATURE_TYPE.with-a-stamp': edited(
    own,
    SIGN,
    '</ofd:References>',
    '</ofd:References><ofd:StampAnnot ID="s009" PageRef="2" Boundary="10 10 40 40"/>',
  ),
  'SIGNATURE_TYPE.with-a-seal': after(own, (files) => {
    const seal = '<ofd:Seal><ofd:BaseLoc>/Doc_0/Signs/Sign_0/Seal.esl</ofd:BaseLoc></ofd:Seal>';
    files.set('Doc_0/Signs/Sign_0/Seal.esl', world.seals.employer);
    files.set(SIGN, utf8(text(files.get(SIGN)).replace('</ofd:SignedInfo>', `${seal}</ofd:SignedInfo>`)));
  }),
  'FORMAT.listed-as-a-seal': edited(own, LIST, 'Type="Sign"', 'Type="Seal"'),
  'FORMAT.names-of-rfc-5652': await changed((tree) => {
    replaceOid(tree, GM_SIGNED_DATA, ID_SIGNED_DATA);
    replaceOid(tree, GM_DATA, ID_DATA);
  }),
  'FORMAT.unsigned-attribute': await changed((tree) => {
    const beside = sequence(oid(GM_DATA), setOf([octetString(Uint8Array.of(1))]));
    at(tree, 1, 0, 5, 0, 6).members.unshift(treeOf(beside));
  }),
  'FORMAT.a-certificate-beside': await changed((tree) => {
    const { members } = at(tree, 1, 0, 3);
    members.push(treeOf(operator.certificate));
    members.sort((a, b) => Buffer.compare(derOf(a), derOf(b)));
  }),
  'NOT_DER.a-byte-after': await signed(world, person, plain, { change: (cms) => Uint8Array.of(...cms, 0) }),
});

/** The CMS, changed where nobody signed it. */
function changed(change: (tree: Tree) => unknown): Promise<Uint8Array> {
  return signed(world, person, plain, {
    change: (cms) => {
      const tree = treeOf(cms);
      change(tree);
      return derOf(tree);
    },
  });
}

function after(of: Uint8Array, change: (files: Map<string, Uint8Array>) => void): Uint8Array {
  const files = new Map(openOfd(of).files);
  change(files);
  return writeZip(files);
}

function edited(of: Uint8Array, path: string, from: string, to: string): Uint8Array {
  return after(of, (files) => files.set(path, utf8(text(files.get(path)).replace(from, to))));
}

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

async function write(vectors: Record<string, Uint8Array>): Promise<void> {
  const folder = fileURLToPath(new URL('../../../test/vectors/ofd/', import.meta.url));
  for (const each of ['valid', 'invalid']) await mkdir(join(folder, each), { recursive: true });
  await writeFile(join(folder, 'makers.der'), world.makers.root.certificate);
  await writeFile(join(folder, 'root.der'), people.root.certificate);
  for (const [name, bytes] of Object.entries(vectors)) {
    const [code, what = ''] = name.split('.');
    await writeFile(join(folder, code === 'OK' ? `valid/${what}.ofd` : `invalid/${name}.ofd`), bytes);
  }
}
