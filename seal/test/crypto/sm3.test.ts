import { toHex } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { nativeProvider } from '../../src/crypto/native.js';
import { pureProvider, sm3 } from '../../src/crypto/pure.js';
import { bytes, vector } from './vectors.js';

describe('SM3', () => {
  const { examples } = vector<{ examples: { name: string; message: string; digest: string }[] }>(
    'published/sm3',
  );
  for (const { name, message, digest } of examples) {
    it(`gives the digest of GB/T 32905 ${name}`, () => {
      for (const provider of [pureProvider, nativeProvider]) {
        assert.equal(toHex(provider.hash('SM3', bytes(message))), digest, provider.name);
      }
    });
  }

  it('agrees with OpenSSL on every length up to 300 bytes, where padding begins anew', () => {
    for (let length = 0; length <= 300; length++) {
      const data = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
      assert.equal(toHex(sm3(data)), createHash('sm3').update(data).digest('hex'), `${length} bytes`);
    }
  });

  it('agrees with OpenSSL on a megabyte', () => {
    const data = new Uint8Array(1_000_003).fill(0x5a);
    assert.equal(toHex(sm3(data)), createHash('sm3').update(data).digest('hex'));
  });
});

describe('hash of both providers', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
  const algorithm = fc.constantFrom('SM3' as const, 'SHA-256' as const);

  it('does not depend on how the input is cut, and is that of OpenSSL', () => {
    fc.assert(
      fc.property(algorithm, parts, (name, cut) => {
        const expected = createHash(name === 'SM3' ? 'sm3' : 'sha256')
          .update(Buffer.concat(cut))
          .digest('hex');
        for (const provider of [pureProvider, nativeProvider]) {
          assert.equal(toHex(provider.hash(name, ...cut)), expected, provider.name);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is of a text what it is of its UTF-8', () => {
    fc.assert(
      fc.property(algorithm, fc.string({ unit: 'grapheme', maxLength: 400 }), (name, text) => {
        const expected = toHex(pureProvider.hash(name, Buffer.from(text)));
        for (const provider of [pureProvider, nativeProvider]) {
          assert.equal(toHex(provider.hashText(name, text)), expected, provider.name);
        }
      }),
    );
  });

  it('gives a plain Uint8Array that a later hash does not change', () => {
    for (const provider of [pureProvider, nativeProvider]) {
      const first = provider.hash('SM3', bytes('00'));
      const copy = first.slice();
      provider.hash('SM3', bytes('01'));
      assert.equal(Object.getPrototypeOf(first), Uint8Array.prototype);
      assert.deepEqual(first, copy);
    }
  });
});
