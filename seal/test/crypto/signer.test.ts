import { toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { privateKeyOfPkcs8 } from '../../src/crypto/index.js';
import { nativeProvider } from '../../src/crypto/native.js';
import { createPureSigner, generatePureSigner, pureProvider } from '../../src/crypto/pure.js';
import {
  generateSigner,
  nativeSigningFault,
  signerOf,
  type Activation,
  type Signer,
} from '../../src/signer/index.js';
import { utf8 } from './vectors.js';

const activation: Activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' };
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const message = utf8('what is signed');

for (const algorithm of ['SM2', 'P-256'] as const) {
  const other = algorithm === 'SM2' ? 'P-256' : 'SM2';
  describe(`signers, ${algorithm}`, () => {
    it('sign natively and in pure code what both providers accept', async () => {
      for (const signer of [generateSigner(algorithm).signer, generatePureSigner(algorithm, random).signer]) {
        for (let i = 0; i < 20; i++) {
          const signature = await sign(signer, algorithm, Uint8Array.of(i));
          assert.equal(signature.length, 64);
          for (const provider of [pureProvider, nativeProvider]) {
            assert.ok(provider.verify(signer.key, Uint8Array.of(i), signature), provider.name);
          }
        }
      }
    });

    it('are the same key again from the private key', async () => {
      const { signer, privateKey } = generateSigner(algorithm);
      const plain = privateKeyOfPkcs8(privateKey);
      assert.ok(plain);
      const again = signerOf(privateKey);
      privateKey.fill(0);
      const pure = createPureSigner(algorithm, plain.privateKey, random);
      for (const same of [again, pure]) {
        assert.deepEqual(same.key, signer.key);
        assert.ok(pureProvider.verify(signer.key, message, await sign(same, algorithm, message)));
      }
    });

    it('go on signing after the caller has overwritten the key, also a Buffer', async () => {
      const plain = privateKeyOfPkcs8(Buffer.from(generateSigner(algorithm).privateKey));
      assert.ok(plain);
      const der = Buffer.from(generateSigner(algorithm).privateKey);
      const raw = Buffer.from(plain.privateKey);
      const signers = [createPureSigner(algorithm, raw, random), signerOf(der), signerOf(der, () => 'pure')];
      raw.fill(0);
      der.fill(0);
      for (const signer of signers) {
        const signature = await sign(signer, algorithm, message);
        assert.ok(nativeProvider.verify(signer.key, message, signature));
      }
    });

    it('never give one signature twice', async () => {
      for (const signer of [generateSigner(algorithm).signer, generatePureSigner(algorithm, random).signer]) {
        const seen = new Set<string>();
        for (let i = 0; i < 20; i++) seen.add(toBase64url(await sign(signer, algorithm, message)));
        assert.equal(seen.size, 20);
      }
    });

    it(`refuse a request for ${other}`, async () => {
      for (const signer of [generateSigner(algorithm).signer, generatePureSigner(algorithm, random).signer]) {
        await assert.rejects(sign(signer, other, message), { code: 'SIGNER_ALGORITHM_MISMATCH' });
      }
    });

    it('are not made of bytes that are no private key', () => {
      for (const bytes of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31).fill(1)]) {
        assert.throws(() => createPureSigner(algorithm, bytes, random), { code: 'SIGNER_KEY_UNSUPPORTED' });
      }
    });

    it('are not generated from broken randomness', () => {
      const zeros = (length: number): Uint8Array => new Uint8Array(length);
      assert.throws(() => generatePureSigner(algorithm, zeros), { code: 'SIGNER_RANDOM_BROKEN' });
      assert.throws(() => generateSigner(algorithm, zeros), { code: 'SIGNER_RANDOM_BROKEN' });
    });

    it('take randomness that is handed in', () => {
      const same = (length: number): Uint8Array => new Uint8Array(length).fill(7);
      assert.deepEqual(
        generateSigner(algorithm, same).signer.key,
        generatePureSigner(algorithm, same).signer.key,
      );
    });
  });
}

describe('signerOf', () => {
  it('signs in pure code when node:crypto does not sign SM2 rightly', async () => {
    const { signer, privateKey } = generateSigner('SM2');
    const pure = signerOf(privateKey, () => 'no SM2 here');
    assert.deepEqual(pure.key, signer.key);
    assert.ok(nativeProvider.verify(signer.key, message, await sign(pure, 'SM2', message)));
  });

  it('finds that node:crypto of this process signs SM2 rightly', () => {
    assert.equal(nativeSigningFault(), undefined);
  });

  it('refuses keys of other kinds, and what is no key', () => {
    const encoding = { type: 'pkcs8', format: 'der' } as const;
    const others = [
      generateKeyPairSync('ed25519').privateKey.export(encoding),
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export(encoding),
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export(encoding),
      new Uint8Array(),
      generateSigner('SM2').privateKey.subarray(1),
    ];
    for (const der of others) assert.throws(() => signerOf(der), { code: 'SIGNER_KEY_UNSUPPORTED' });
  });
});

function sign(signer: Signer, algorithm: PublicKey['algorithm'], data: Uint8Array): Promise<Uint8Array> {
  return signer.sign({ algorithm, message: data, activation });
}
