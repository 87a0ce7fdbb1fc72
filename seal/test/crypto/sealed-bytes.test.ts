import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { createDecipheriv, createHmac, scryptSync } from 'node:crypto';
import { generateSigner, openBytes, sealBytes, signerOf, type SealedBytes } from '../../src/signer/index.js';
import { utf8, vectors } from './vectors.js';

const passphrase = '正确的口令 correct horse';
const secret = utf8('a secret of any length');

describe('sealed bytes', () => {
  it('open with the passphrase, whatever their length', async () => {
    for (const length of [0, 1, 16, 138, 1000]) {
      const plain = new Uint8Array(length).fill(length & 255);
      assert.deepEqual(await openBytes(passphrase, await sealBytes(passphrase, plain)), plain);
    }
  });

  it('keep a private key', async () => {
    const { signer, privateKey } = generateSigner('SM2');
    const sealed: unknown = JSON.parse(JSON.stringify(await sealBytes(passphrase, privateKey)));
    assert.deepEqual(signerOf(await openBytes(passphrase, sealed)).key, signer.key);
  });

  it('are never the same twice, and show nothing of the secret', async () => {
    const [one, two] = [await sealBytes(passphrase, secret), await sealBytes(passphrase, secret)];
    for (const member of ['iv', 'data', 'mac'] as const) assert.notEqual(one[member], two[member]);
    assert.notEqual(one.kdf.salt, two.kdf.salt);
    assert.ok(!Buffer.from(decoded(one.data)).includes(Buffer.from(secret.subarray(0, 4))));
  });

  it('do not open with another passphrase', async () => {
    const sealed = await sealBytes(passphrase, secret);
    for (const wrong of ['', passphrase + ' ', passphrase.toUpperCase()]) {
      await assert.rejects(openBytes(wrong, sealed), { code: 'PASSPHRASE_WRONG' });
    }
  });

  it('open however the passphrase was typed: full-width and composed forms are the same (NFKC)', async () => {
    const sealed = await sealBytes('café１２３', secret);
    assert.deepEqual(await openBytes('cafe\u0301123', sealed), secret);
  });

  it('do not open when a byte is altered, with the same code and message wherever it was', async () => {
    const sealed = await sealBytes(passphrase, secret);
    const altered: SealedBytes[] = [];
    for (const at of [0, 7, 15]) {
      altered.push({ ...sealed, iv: flipped(sealed.iv, at) });
      altered.push({ ...sealed, kdf: { ...sealed.kdf, salt: flipped(sealed.kdf.salt, at) } });
    }
    for (let at = 0; at < secret.length; at += 3) altered.push({ ...sealed, data: flipped(sealed.data, at) });
    for (const at of [0, 15, 31]) altered.push({ ...sealed, mac: flipped(sealed.mac, at) });
    altered.push({ ...sealed, data: toBase64url(decoded(sealed.data).subarray(1)) });
    altered.push({ ...sealed, data: '' });
    for (const one of altered) {
      await assert.rejects(openBytes(passphrase, one), {
        code: 'PASSPHRASE_WRONG',
        message: 'PASSPHRASE_WRONG',
      });
    }
  });

  for (const [name, sealed] of vectors<unknown>('key-file/invalid')) {
    it(`refuse the form: ${name}`, async () => {
      await assert.rejects(openBytes(passphrase, sealed), { code: 'KEY_FILE_INVALID' });
    });
  }

  type Example = { passphrase: string; secret: string; sealed: SealedBytes };
  for (const [name, example] of vectors<Example>('key-file/valid')) {
    it(`are those of the vector: ${name}`, async () => {
      const plain = decoded(example.secret);
      assert.deepEqual(await openBytes(example.passphrase, example.sealed), plain);
      const given = [decoded(example.sealed.kdf.salt), decoded(example.sealed.iv)];
      const sealed = await sealBytes(example.passphrase, plain, () => given.shift() ?? new Uint8Array());
      assert.deepEqual(sealed, example.sealed);
    });

    it(`are opened by docs/formats/key-file.md alone: ${name}`, () => {
      const { kdf, iv, data, mac } = example.sealed;
      const password = example.passphrase.normalize('NFKC');
      const derived = scryptSync(password, decoded(kdf.salt), 48, { N: 32768, r: 8, p: 1, maxmem: 2 ** 26 });
      const code = createHmac('sm3', derived.subarray(16));
      for (const part of [utf8('renxin-sealed-bytes-1'), decoded(kdf.salt), decoded(iv), decoded(data)])
        code.update(part);
      assert.equal(code.digest('base64url'), mac);
      const plain = createDecipheriv('sm4-ctr', derived.subarray(0, 16), decoded(iv)).update(decoded(data));
      assert.equal(plain.toString('base64url'), example.secret);
    });
  }
});

function decoded(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  assert.ok(bytes);
  return bytes;
}

function flipped(text: string, at: number): string {
  const bytes = decoded(text);
  return toBase64url(bytes.with(at, (bytes[at] ?? 0) ^ 1));
}
