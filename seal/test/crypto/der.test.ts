import { fromBase64url, toHex } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import {
  isOnCurve,
  pkcs8Of,
  privateKeyOfPkcs8,
  publicKeyOfSpki,
  signatureFromDer,
  signatureToDer,
  spkiOf,
} from '../../src/crypto/index.js';
import { generatePureSigner } from '../../src/crypto/pure.js';
import { bytes, vectors } from './vectors.js';

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

describe('signatures in DER', () => {
  for (const [name, { der }] of vectors<{ der: string }>('der-signature/valid')) {
    it(`reads and writes: ${name}`, () => {
      const signature = signatureFromDer(bytes(der));
      assert.ok(signature);
      assert.equal(toHex(signatureToDer(signature)), der);
    });
  }

  for (const [name, { der }] of vectors<{ der: string }>('der-signature/invalid')) {
    it(`refuses: ${name}`, () => assert.equal(signatureFromDer(bytes(der)), undefined));
  }

  it('come back the same from r || s', () => {
    const half = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc
        .tuple(fc.nat(32), fc.uint8Array({ minLength: 32, maxLength: 32 }))
        .map(([zeros, half]) => half.fill(0, 0, zeros)),
    );
    fc.assert(
      fc.property(half, half, (r, s) => {
        const signature = Uint8Array.of(...r, ...s);
        assert.deepEqual(signatureFromDer(signatureToDer(signature)), signature);
      }),
    );
  });

  it('have one encoding only: what is read after a change is written as it was read', () => {
    const change = fc.record({
      signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
      at: fc.nat(80),
      to: fc.nat(255),
      cut: fc.nat(3),
    });
    fc.assert(
      fc.property(change, ({ signature, at, to, cut }) => {
        const der = signatureToDer(signature);
        der[at % der.length] = to;
        const changed = der.subarray(0, der.length - cut);
        const read = signatureFromDer(changed);
        if (read !== undefined) assert.deepEqual(signatureToDer(read), changed);
      }),
      { numRuns: 3000 },
    );
  });

  it('are not made of anything but 64 bytes', () => {
    for (const length of [0, 63, 65]) assert.throws(() => signatureToDer(new Uint8Array(length)), RangeError);
  });
});

describe('public keys as SubjectPublicKeyInfo', () => {
  for (const [name, { der }] of vectors<{ der: string }>('spki/valid')) {
    it(`reads and writes: ${name}`, () => {
      const key = publicKeyOfSpki(bytes(der));
      assert.ok(key && isOnCurve(key));
      assert.equal(toHex(spkiOf(key)), der);
    });
  }

  for (const [name, { der }] of vectors<{ der: string }>('spki/invalid')) {
    it(`refuses: ${name}`, () => assert.equal(publicKeyOfSpki(bytes(der)), undefined));
  }

  it('are not made of a point of another form', () => {
    for (const point of ['', 'AAAA', '!']) {
      assert.throws(() => spkiOf({ algorithm: 'SM2', point }), RangeError);
      assert.equal(isOnCurve({ algorithm: 'SM2', point }), false);
      assert.equal(isOnCurve({ algorithm: 'P-256', point }), false);
    }
  });
});

for (const algorithm of ['SM2', 'P-256'] as const) {
  describe(`private keys in PKCS#8, ${algorithm}`, () => {
    const { signer, privateKey } = generatePureSigner(algorithm, random);
    const der = pkcs8Of(privateKey, signer.key);

    it('are what OpenSSL reads, with the public key that belongs to them', () => {
      const object = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
      const spki = createPublicKey(object).export({ type: 'spki', format: 'der' });
      assert.deepEqual(publicKeyOfSpki(spki), signer.key);
    });

    it('are what OpenSSL writes', () => {
      const pair = generateKeyPairSync('ec', { namedCurve: algorithm });
      const written = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
      const key = publicKeyOfSpki(pair.publicKey.export({ type: 'spki', format: 'der' }));
      const read = privateKeyOfPkcs8(written);
      assert.ok(key && read);
      assert.equal(read.algorithm, algorithm);
      assert.equal(toHex(pkcs8Of(read.privateKey, key)), written.toString('hex'));
    });

    it('come back, and from no other form', () => {
      assert.deepEqual(privateKeyOfPkcs8(der), { algorithm, privateKey });
      assert.equal(privateKeyOfPkcs8(der.subarray(1)), undefined);
      assert.equal(privateKeyOfPkcs8(der.with(5, 9)), undefined);
      assert.equal(privateKeyOfPkcs8(der.with(70, 9)), undefined);
      assert.throws(() => pkcs8Of(privateKey.subarray(1), signer.key), RangeError);
      assert.throws(() => pkcs8Of(privateKey, { algorithm, point: 'AAAA' }), RangeError);
    });

    it('have a point on the curve', () => {
      assert.ok(isOnCurve(signer.key));
      assert.equal(fromBase64url(signer.key.point)?.length, 65);
    });
  });
}
