import { fromBase58, fromBase64url, toBase58, toBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { keyOfMultikey, multikeyOf } from '../../src/data-integrity/index.js';

const START = { SM2: 'zEPJ', 'P-256': 'zDna', Ed25519: 'z6Mk' } as const;

describe('multikeys', () => {
  it('come back as the key that they were', () => {
    for (let i = 0; i < 20; i++) {
      const keys = [generateSigner('SM2'), generateSigner('P-256'), generateAssertionSigner()];
      for (const { key } of keys.map(({ signer }) => signer)) {
        const text = multikeyOf(key);
        assert.ok(text.startsWith(START[key.algorithm].slice(0, 3)), text);
        assert.deepEqual(keyOfMultikey(text), key);
      }
    }
  });

  it('are refused when a character is changed, or are another key', () => {
    const text = multikeyOf(generateSigner('SM2').signer.key);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        const key = keyOfMultikey(changed);
        if (key !== undefined) assert.equal(multikeyOf(key), changed);
      }),
    );
  });

  it('are no points of small order, none beside the curve, none of another length', () => {
    const small = [
      '0100000000000000000000000000000000000000000000000000000000000000',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '0000000000000000000000000000000000000000000000000000000000000000',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      // y = p + 1: another encoding of the neutral element.
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      // No point has this y.
      '0200000000000000000000000000000000000000000000000000000000000000',
    ];
    for (const hex of small) {
      const bytes = Buffer.from(hex, 'hex');
      const key = { algorithm: 'Ed25519', point: toBase64url(bytes) } as const;
      assert.equal(keyOfMultikey(multikeyOf(key)), undefined, hex);
      assert.ok(!nativeProvider.verify(key, bytes, new Uint8Array(64)));
    }
    const good = fromBase58(multikeyOf(generateAssertionSigner().signer.key).slice(1)) ?? new Uint8Array();
    for (const bytes of [good.subarray(1), good.subarray(0, 33), Uint8Array.of(...good, 0)]) {
      assert.equal(keyOfMultikey(`z${toBase58(bytes)}`), undefined);
    }
    for (const text of ['', 'z', 'u123', `z${'1'.repeat(100)}`]) assert.equal(keyOfMultikey(text), undefined);
    assert.equal(fromBase64url('!'), undefined);
  });
});
