import { toHex } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import {
  sm4CbcDecrypt,
  sm4CbcEncrypt,
  sm4Ctr,
  sm4DecryptBlock,
  sm4EncryptBlock,
} from '../../src/crypto/pure.js';
import { bytes, vector } from './vectors.js';

const published = vector<{ key: string; block: string; once: string; millionTimes: string }>('published/sm4');
const key = bytes(published.key);
const block = bytes(published.block);
const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('SM4', () => {
  it('encrypts and decrypts the block of GB/T 32907 A.1', () => {
    assert.equal(toHex(sm4EncryptBlock(key, block)), published.once);
    assert.equal(toHex(sm4DecryptBlock(key, bytes(published.once))), published.block);
  });

  it('encrypts it 1,000,000 times as in A.2 (zeros in CBC mode, the block as initialisation vector)', () => {
    const encrypted = sm4CbcEncrypt(key, block, new Uint8Array(16_000_000));
    assert.equal(toHex(encrypted.subarray(0, 16)), published.once);
    assert.equal(toHex(encrypted.subarray(15_999_984, 16_000_000)), published.millionTimes);
  });

  it('agrees with OpenSSL on single blocks', () => {
    fc.assert(
      fc.property(sixteen, sixteen, (anyKey, anyBlock) => {
        const expected = openssl('sm4-ecb', anyKey, null, anyBlock).subarray(0, 16);
        assert.deepEqual(sm4EncryptBlock(anyKey, anyBlock), expected);
        assert.deepEqual(sm4DecryptBlock(anyKey, expected), anyBlock);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with OpenSSL in CTR and CBC mode, and reverses both', () => {
    fc.assert(
      fc.property(sixteen, sixteen, fc.uint8Array({ maxLength: 200 }), (anyKey, iv, data) => {
        assert.deepEqual(sm4Ctr(anyKey, iv, data), openssl('sm4-ctr', anyKey, iv, data));
        assert.deepEqual(sm4Ctr(anyKey, iv, sm4Ctr(anyKey, iv, data)), data);
        assert.deepEqual(sm4CbcEncrypt(anyKey, iv, data), openssl('sm4-cbc', anyKey, iv, data));
        assert.deepEqual(sm4CbcDecrypt(anyKey, iv, sm4CbcEncrypt(anyKey, iv, data)), data);
      }),
      { numRuns: 300 },
    );
  });

  it('carries the counter over all 16 bytes, and leaves what it was given as it was', () => {
    for (const iv of [new Uint8Array(16).fill(0xff), Buffer.alloc(16, 0xff)]) {
      const data = new Uint8Array(48);
      assert.deepEqual(sm4Ctr(key, iv, data), openssl('sm4-ctr', key, iv, data));
      assert.deepEqual(sm4CbcDecrypt(key, iv, sm4CbcEncrypt(key, iv, data)), data);
      assert.ok(data.every((byte) => byte === 0));
      assert.ok(iv.every((byte) => byte === 0xff));
    }
  });

  it('refuses wrong lengths and wrong padding', () => {
    const short = new Uint8Array(15);
    assert.throws(() => sm4EncryptBlock(short, block), RangeError);
    assert.throws(() => sm4EncryptBlock(key, short), RangeError);
    assert.throws(() => sm4Ctr(key, short, block), RangeError);
    assert.throws(() => sm4CbcEncrypt(key, short, block), RangeError);
    assert.throws(() => sm4CbcDecrypt(key, short, block), RangeError);
    assert.equal(sm4CbcDecrypt(key, block, new Uint8Array()), undefined);
    assert.equal(sm4CbcDecrypt(key, block, short), undefined);
    for (const end of ['00', '11', '0302', '02030303']) {
      const padded = new Uint8Array(16).fill(9);
      padded.set(bytes(end), 16 - end.length / 2);
      const raw = sm4CbcEncrypt(key, block, padded).subarray(0, 16);
      const refused = sm4CbcDecrypt(key, block, raw);
      if (end === '02030303') assert.equal(refused?.length, 13);
      else assert.equal(refused, undefined, end);
    }
  });
});

function openssl(name: string, anyKey: Uint8Array, iv: Uint8Array | null, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv(name, anyKey, iv);
  return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
}
