import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pureProvider } from '../../src/crypto/pure.js';
import { openOfd, prepareSignature, sealOfd, signOfd, verifyOfd } from '../../src/ofd/index.js';
import { readCertificate } from '../../src/verify/index.js';
import { writeZip } from '../../src/zip/index.js';
import { activation, issueUnder, newSigner, provider, seeded, T0 } from '../world.js';
import { signed } from './signing.js';
import {
  check,
  codes,
  createSealWorld,
  days,
  document,
  listOf,
  plan,
  sealerOf,
  type SealWorld,
} from './world.js';

const vectors = fileURLToPath(new URL('../../../test/vectors/ofd', import.meta.url));
const read = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(vectors, ...path)));

describe('a signature without a seal in an OFD', function () {
  this.timeout(60_000);
  let world: SealWorld;
  let own: Uint8Array;
  before(async () => {
    world = await createSealWorld();
    own = await signed(world, world.people.person, document());
  });
  const sealedBy = (bytes: Uint8Array): Promise<Uint8Array> =>
    sealOfd(bytes, plan({ seal: world.seals.employer, close: true }), sealerOf(world, world.employer));

  it('holds, and tells who and when, and what was shown; nothing of it is seen', () => {
    const report = check(world, own);
    assert.deepEqual(codes(report), ['OK', 'OK']);
    const [signature] = report.signatures;
    assert.equal(signature?.type, 'Sign');
    assert.equal(signature.sealed, undefined);
    assert.deepEqual(signature.stamps, []);
    assert.deepEqual(signature.signed?.signer.key, world.people.person.key);
    assert.equal(signature.signed.claimedAt, T0.toISOString());
    assert.equal(signature.signed.trustedAt, T0.toISOString());
    assert.equal(signature.signed.claims.activation, 'activation-1');
  });

  it('stands under a seal that closes the document, and has its time from there when no authority answered', async () => {
    assert.deepEqual(codes(check(world, await sealedBy(own))), ['OK', 'OK', 'OK']);
    const timeless = await signed(world, world.people.person, document(), { stamped: 'none' });
    assert.equal(check(world, timeless).verdict, 'undetermined');
    const report = check(world, await sealedBy(timeless));
    assert.deepEqual(codes(report), ['OK', 'OK', 'OK']);
    assert.equal(report.signatures[0]?.signed?.trustedAt, T0.toISOString());
    const closed = await signed(world, world.people.person, document(), { close: true });
    await assert.rejects(sealedBy(closed), { code: 'OFD_CLOSED' });
  });

  it('a document with a seal takes it as well, and both see the same bytes', async () => {
    const { person } = world.people;
    const sealed = await sealOfd(
      document(),
      plan({ seal: world.seals.employer }),
      sealerOf(world, world.employer),
    );
    assert.deepEqual(codes(check(world, await signed(world, person, sealed))), ['OK', 'OK', 'OK']);
    const wanted = { at: T0, close: false };
    const here = prepareSignature(openOfd(document()), wanted, provider);
    const there = prepareSignature(openOfd(document()), wanted, pureProvider);
    assert.deepEqual(here, there);
  });

  it('is taken away, moved or exchanged under the seal: never unseen', async () => {
    const sealed = await sealedBy(own);
    const after = (change: (files: Map<string, Uint8Array>) => void): string | undefined => {
      const files = new Map(openOfd(sealed).files);
      change(files);
      return codes(check(world, writeZip(files)))[0];
    };
    const list = 'Doc_0/Signs/Signatures.xml';
    const listed = new TextDecoder().decode(openOfd(sealed).files.get(list));
    const without = listed.replace(/<ofd:Signature ID="s001"[^>]*\/>/, '');
    assert.notEqual(without, listed);
    const put = (files: Map<string, Uint8Array>): unknown =>
      files.set(list, new TextEncoder().encode(without));
    assert.equal(after(put), 'SIGNATURE_UNLISTED');
    const gone = after((files) => {
      put(files);
      for (const path of [...files.keys()]) if (path.includes('Sign_0')) files.delete(path);
    });
    assert.equal(gone, 'REFERENCE_HASH');
    const another = await signed(world, world.employer, document());
    const value = 'Doc_0/Signs/Sign_0/SignedValue.dat';
    assert.equal(
      after((files) => files.set(value, openOfd(another).files.get(value) ?? new Uint8Array())),
      'REFERENCE_HASH',
    );
  });

  it('a certificate revoked before it, and after it', async () => {
    const { people } = world;
    const judged = async (day: number): Promise<string | undefined> => {
      const list = await listOf(people.province, [
        { serial: readCertificate(people.person.certificate).serial, at: days(day), reason: 'unspecified' },
      ]);
      const bytes = await signed(world, people.person, document(), { by: { crls: [] } });
      const { trust } = world;
      const input = { document: bytes, trust, now: days(2), crls: [list, ...people.crls], provider };
      const [signature] = verifyOfd(input).signatures;
      return `${signature?.code ?? ''} ${signature?.signed?.revokedLater ?? ''}`;
    };
    assert.equal(await judged(-1), 'SIGNER_REVOKED_BEFORE ');
    assert.equal(await judged(1), `OK ${days(1).toISOString()}`);
  });

  it('is made with SM2 alone, by the key of the certificate', async () => {
    const prepared = prepareSignature(openOfd(document()), { at: T0, close: false }, provider);
    const { people } = world;
    const by = { chain: [], crls: [], activation, provider };
    const stranger = newSigner('SM2', seeded('stranger'));
    await assert.rejects(
      signOfd(prepared, { ...by, signer: stranger, certificate: people.person.certificate }),
      {
        code: 'SIGNER_KEY_MISMATCH',
      },
    );
    const key = newSigner('P-256', seeded('p-256'));
    const { certificate } = await issueUnder({ ...people, issuer: people.province }, 'person', {
      key: key.key,
    });
    await assert.rejects(signOfd(prepared, { ...by, signer: key, certificate }), {
      code: 'SIGNER_KEY_MISMATCH',
    });
  });

  it('never passes with one changed byte', () => {
    const random = seeded('bytes');
    for (let i = 0; i < 300; i++) {
      const [a = 0, b = 0, mask = 0] = random(3);
      const changed = Uint8Array.from(own);
      const at = ((a << 8) | b) % changed.length;
      changed[at] = (changed[at] ?? 0) ^ (mask || 1);
      assert.notEqual(check(world, changed).verdict, 'valid', `byte ${at}`);
    }
  });
});

/** docs/formats/ofd.md: `valid/WHAT.ofd`, `invalid/CODE.WHAT.ofd`. */
describe('vectors of signed OFDs', () => {
  const judge = (bytes: Uint8Array, with_ = provider): string => {
    const [root, makers] = [read('root.der'), read('makers.der')];
    const trust = { signers: [root], makers: [makers], timeStamps: [root] };
    return verifyOfd({ document: bytes, trust, now: days(1), provider: with_ }).code;
  };
  for (const name of readdirSync(join(vectors, 'valid')))
    it(name, () => {
      assert.equal(judge(read('valid', name)), 'OK');
      assert.equal(judge(read('valid', name), pureProvider), 'OK');
    });
  for (const name of readdirSync(join(vectors, 'invalid')))
    it(name, () => {
      assert.equal(judge(read('invalid', name)), name.split('.')[0]);
    });
  it('none is missing', () => {
    assert.ok(readdirSync(join(vectors, 'invalid')).length >= 16);
  });
});
