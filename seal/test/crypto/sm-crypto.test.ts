import { fromBase64url, toHex } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { nativeProvider } from '../../src/crypto/native.js';
import { generatePureSigner, pureProvider, sm3, sm4CbcEncrypt } from '../../src/crypto/pure.js';
import { generateSigner, type Activation, type Signer } from '../../src/signer/index.js';
import { smCrypto } from './sm-crypto.js';

const activation: Activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' };
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const both = [pureProvider, nativeProvider];

describe('sm-crypto', () => {
  const options = { hash: true, userId: '1234567812345678' } as const;

  it('verifies what is signed here, natively and in pure code', async () => {
    for (const signer of [generateSigner('SM2').signer, generatePureSigner('SM2', random).signer]) {
      for (let i = 0; i < 5; i++) {
        const message = random(40);
        const signature = toHex(await sign(signer, message));
        assert.ok(smCrypto.sm2.doVerifySignature([...message], signature, pointHex(signer), options));
        const other = [...message, 0];
        assert.ok(!smCrypto.sm2.doVerifySignature(other, signature, pointHex(signer), options));
      }
    }
  });

  it('signs what is verified here', () => {
    for (let i = 0; i < 5; i++) {
      const { signer, privateKey } = generatePureSigner('SM2', random);
      const message = random(40);
      const hex = smCrypto.sm2.doSignature([...message], toHex(privateKey), options);
      const signature = new Uint8Array(Buffer.from(hex, 'hex'));
      for (const provider of both) {
        assert.ok(provider.verify(signer.key, message, signature), provider.name);
        assert.ok(!provider.verify(signer.key, random(40), signature), provider.name);
      }
    }
  });

  it('gives the same SM3 and SM4-CBC', () => {
    for (let length = 0; length < 130; length += 13) {
      const [data, key, iv] = [random(length), random(16), random(16)];
      assert.equal(toHex(sm3(data)), smCrypto.sm3([...data]));
      const expected = smCrypto.sm4.encrypt([...data], toHex(key), {
        mode: 'cbc',
        iv: toHex(iv),
        padding: 'pkcs#7',
      });
      assert.equal(toHex(sm4CbcEncrypt(key, iv, data)), expected);
    }
  });
});

function sign(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  return signer.sign({ algorithm: signer.key.algorithm, message, activation });
}

function pointHex(signer: Signer): string {
  const point = fromBase64url(signer.key.point);
  assert.ok(point);
  return toHex(point);
}
