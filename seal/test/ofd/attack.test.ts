import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { openOfd, prepareSeal, embedValue, sealOfd, writeOfd } from '../../src/ofd/index.js';
import { readSealSignature, writeSealSignature } from '../../src/eseal/index.js';
import { writeZip } from '../../src/zip/index.js';
import { issueUnder, provider, seeded } from '../world.js';
import {
  check,
  codes,
  content,
  createSealWorld,
  days,
  document,
  makeSeal,
  plan,
  sealerOf,
  type SealWorld,
} from './world.js';

const SIGN = 'Doc_0/Signs/Sign_0/Signature.xml';
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('attacks on a sealed OFD', function () {
  this.timeout(120_000);
  let world: SealWorld;
  let sealed: Uint8Array;
  let twice: Uint8Array;
  before(async () => {
    world = await createSealWorld();
    sealed = await sealOfd(
      document(),
      plan({ seal: world.seals.worker }),
      sealerOf(world, world.people.person),
    );
    twice = await sealOfd(sealed, plan({ seal: world.seals.employer }), sealerOf(world, world.employer));
    assert.deepEqual(codes(check(world, twice)), ['OK', 'OK', 'OK']);
  });

  /** Codes of the document after its files were changed. */
  const after = (of: Uint8Array, change: (files: Map<string, Uint8Array>) => void): readonly string[] => {
    const files = new Map(openOfd(of).files);
    change(files);
    return codes(check(world, writeZip(files)));
  };
  const edited = (of: Uint8Array, path: string, from: string | RegExp, to: string): readonly string[] =>
    after(of, (files) => {
      const before = text(files.get(path));
      const now = before.replace(from, to);
      assert.notEqual(now, before);
      files.set(path, bytes(now));
    });

  it('an edited page', () => {
    assert.deepEqual(edited(sealed, 'Doc_0/Pages/Page_0/Content.xml', '甲方', '乙方'), [
      'REFERENCE_HASH',
      'REFERENCE_HASH',
    ]);
  });

  it('a moved stamp', () => {
    assert.deepEqual(edited(sealed, SIGN, 'Boundary="120 200', 'Boundary="20 200'), [
      'DATA_HASH',
      'DATA_HASH',
    ]);
  });

  it('a reference taken away together with its file', () => {
    assert.deepEqual(
      edited(
        sealed,
        SIGN,
        /<ofd:Reference FileRef="\/Doc_0\/Attachs\/content.json">.*?<\/ofd:Reference>/,
        '',
      ),
      ['DATA_HASH', 'DATA_HASH'],
    );
    assert.deepEqual(
      after(sealed, (files) => files.delete('Doc_0/Attachs/content.json')),
      ['REFERENCE_HASH', 'REFERENCE_HASH'],
    );
  });

  it('an extra file', () => {
    assert.deepEqual(
      after(sealed, (files) => files.set('Doc_0/Annots/Annotations.xml', bytes('<a/>'))),
      ['UNCOVERED_FILE', 'UNCOVERED_FILE'],
    );
  });

  it('a swapped seal file', () => {
    assert.deepEqual(
      after(sealed, (files) => files.set('Doc_0/Signs/Sign_0/Seal.esl', world.seals.employer)),
      ['SEAL_FILE_MISMATCH', 'SEAL_FILE_MISMATCH'],
    );
    // With its digest in Signature.xml as well, the signature itself does not hold any more.
    assert.equal(
      after(sealed, (files) => {
        files.set('Doc_0/Signs/Sign_0/Seal.esl', world.seals.employer);
        const digest = Buffer.from(provider.hash('SM3', world.seals.employer)).toString('base64');
        const signature = text(files.get(SIGN)).replace(
          /(Seal\.esl"><ofd:CheckValue>)[^<]+/,
          (_, head: string) => head + digest,
        );
        files.set(SIGN, bytes(signature));
      })[0],
      'DATA_HASH',
    );
  });

  it('a flipped signature, and one from another document', async () => {
    const flipped = after(sealed, (files) => {
      const value = Uint8Array.from(files.get('Doc_0/Signs/Sign_0/SignedValue.dat') ?? []);
      const { signature } = readSealSignature(value);
      const at = Buffer.from(value).lastIndexOf(Buffer.from(signature)) + signature.length - 1;
      value[at] = (value[at] ?? 0) ^ 1;
      files.set('Doc_0/Signs/Sign_0/SignedValue.dat', value);
    });
    assert.equal(flipped[0], 'SIG_VALUE');
    const other = await sealOfd(
      document(3),
      plan({ seal: world.seals.worker }),
      sealerOf(world, world.people.person),
    );
    const value = openOfd(other).files.get('Doc_0/Signs/Sign_0/SignedValue.dat') ?? new Uint8Array();
    assert.equal(
      after(sealed, (files) => files.set('Doc_0/Signs/Sign_0/SignedValue.dat', value))[0],
      'DATA_HASH',
    );
  });

  it('a Signature.xml in another place', async () => {
    const prepared = prepareSeal(document(), plan({ seal: world.seals.worker }), provider);
    const value = await writeSealSignature({
      ...sealerOf(world, world.people.person),
      seal: world.seals.worker,
      dataHash: prepared.dataHash,
      propertyInfo: '/Doc_0/Signs/Sign_7/Signature.xml',
      signedAt: days(0),
    });
    assert.equal(codes(check(world, embedValue(prepared, value)))[0], 'PROPERTY_INFO');
  });

  it('signatures hidden, taken away, reordered or doubled', () => {
    const list = 'Doc_0/Signs/Signatures.xml';
    const entries = (files: Map<string, Uint8Array>): string[] =>
      text(files.get(list)).match(/<ofd:Signature ID[^>]*>/g) ?? [];
    const withList = (change: (entries: string[]) => string[]): readonly string[] =>
      after(twice, (files) => {
        const before = entries(files);
        files.set(list, bytes(text(files.get(list)).replace(before.join(''), change(before).join(''))));
      });
    assert.equal(withList(([, second = '']) => [second])[0], 'SIGNATURE_UNLISTED');
    assert.equal(withList(([first = '']) => [first])[0], 'SIGNATURE_UNLISTED');
    assert.equal(withList(() => [])[0], 'UNSIGNED');
    assert.equal(withList(([first = '', second = '']) => [second, first])[0], 'UNCOVERED_FILE');
    assert.equal(withList(([first = '', second = '']) => [first, second, second])[0], 'OFD_FORMAT');
    // What remains when the last one is taken away with all its files is the document as it was before.
    assert.equal(
      after(twice, (files) => {
        const [, second = ''] = entries(files);
        files.set(list, bytes(text(files.get(list)).replace(second, '')));
        for (const path of [...files.keys()]) if (path.includes('Sign_1')) files.delete(path);
      })[0],
      'OK',
    );
  });

  it('a signature without a seal, an unknown hash, an entry without its file', () => {
    assert.equal(
      edited(sealed, 'Doc_0/Signs/Signatures.xml', 'Type="Seal"', 'Type="Sign"')[0],
      'SIGNATURE_TYPE',
    );
    assert.equal(
      edited(sealed, SIGN, 'CheckMethod="1.2.156.10197.1.401"', 'CheckMethod="MD5"').includes('DATA_HASH'),
      true,
    );
    assert.equal(edited(sealed, 'Doc_0/Signs/Signatures.xml', 'Sign_0', 'Sign_9')[0], 'SIGNATURE_UNLISTED');
    assert.equal(
      after(sealed, (files) => files.delete('Doc_0/Signs/Sign_0/SignedValue.dat'))[0],
      'OFD_FORMAT',
    );
  });

  it('what ofdrw lets through: a rogue maker, a signer outside the list, an expired seal, an altered name', async () => {
    const seal = async (esl: Uint8Array): Promise<string | undefined> =>
      codes(
        check(world, await sealOfd(document(), plan({ seal: esl }), sealerOf(world, world.people.person))),
      )[0];
    const { people, makers, maker } = world;
    const rogue = await issueUnder({ ...people, issuer: people.province }, 'seal-maker');
    assert.equal(
      await seal(await makeSeal({ makers: people, maker: rogue }, people.person, {})),
      'MAKER_CHAIN',
    );
    assert.equal(
      await seal(await makeSeal(world, people.person, { validFrom: days(-9), validUntil: days(-1) })),
      'SEAL_NOT_VALID_AT_SIGNING',
    );
    // Our own writer refuses to use it, so the seal is exchanged behind its back.
    await assert.rejects(seal(world.seals.employer), { code: 'SIGNER_NOT_IN_SEAL' });
    const named = await makeSeal({ makers, maker }, people.person, { name: '演示科技有限公司' });
    const at = Buffer.from(named).indexOf('演示');
    const altered = Uint8Array.from(named);
    altered.set(bytes('演王'), at);
    assert.equal(await seal(altered), 'SEAL_SIG');
  });

  it('the same files in another container', () => {
    const files = Object.fromEntries(openOfd(sealed).files);
    assert.equal(codes(check(world, zipSync(files, { level: 6 })))[0], 'CONTAINER_NOT_CANONICAL');
  });

  it('a page that draws a seal, without a signature', () => {
    assert.deepEqual(codes(check(world, writeOfd({ ...content(1), images: [] }))), ['UNSIGNED']);
  });

  it('any one changed byte', () => {
    const random = seeded('bytes');
    for (let i = 0; i < 300; i++) {
      const [a = 0, b = 0, c = 0, mask = 0] = random(4);
      const changed = Uint8Array.from(twice);
      const at = ((a << 16) | (b << 8) | c) % changed.length;
      changed[at] = (changed[at] ?? 0) ^ (mask || 1);
      assert.equal(check(world, changed).verdict, 'invalid', `byte ${String(at)}`);
    }
  });
});
