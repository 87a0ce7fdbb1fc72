import { toHex } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { commitment, hmac } from '../../src/crypto/index.js';
import { nativeProvider } from '../../src/crypto/native.js';
import { pureProvider } from '../../src/crypto/pure.js';
import { bytes, vector, vectors } from './vectors.js';

describe('commitment', () => {
  type Example = Record<'salt' | 'digest' | 'commitment', string>;
  for (const [name, example] of vectors<Example>('commitment/valid')) {
    it(`is that of the vector: ${name}`, () => {
      for (const provider of [pureProvider, nativeProvider]) {
        assert.equal(commitment(provider, bytes(example.salt), bytes(example.digest)), example.commitment);
      }
    });
  }

  it('changes with the salt and with the digest', () => {
    const [salt, digest] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const all = [
      commitment(pureProvider, salt, digest),
      commitment(pureProvider, digest, salt),
      commitment(pureProvider, salt.with(31, 0), digest),
      commitment(pureProvider, salt, digest.with(0, 0)),
    ];
    assert.equal(new Set(all).size, 4);
    assert.ok(all.every((text) => text.length === 43));
  });

  it('takes 32 bytes of each, nothing else', () => {
    for (const length of [0, 16, 31, 33, 64]) {
      const [wrong, right] = [new Uint8Array(length), new Uint8Array(32)];
      assert.throws(() => commitment(pureProvider, wrong, right), RangeError);
      assert.throws(() => commitment(pureProvider, right, wrong), RangeError);
    }
  });
});

describe('HMAC', () => {
  it('gives the codes of RFC 4231', () => {
    const { examples } = vector<{ examples: Record<'key' | 'data' | 'mac', string>[] }>('published/hmac');
    for (const { key, data, mac } of examples) {
      for (const provider of [pureProvider, nativeProvider]) {
        assert.equal(toHex(hmac(provider, 'SHA-256', bytes(key), bytes(data))), mac);
      }
    }
  });

  it('agrees with OpenSSL, with SM3 and SHA-256, for keys of every length', () => {
    const input = fc.tuple(fc.uint8Array({ maxLength: 150 }), fc.array(fc.uint8Array({ maxLength: 100 })));
    fc.assert(
      fc.property(input, fc.constantFrom('SM3' as const, 'SHA-256' as const), ([key, data], algorithm) => {
        const expected = createHmac(algorithm === 'SM3' ? 'sm3' : 'sha256', key).update(Buffer.concat(data));
        const expectedHex = expected.digest('hex');
        for (const provider of [pureProvider, nativeProvider]) {
          assert.equal(toHex(hmac(provider, algorithm, key, ...data)), expectedHex);
        }
      }),
      { numRuns: 200 },
    );
  });
});
