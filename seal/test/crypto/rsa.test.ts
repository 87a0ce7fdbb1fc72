import assert from 'node:assert/strict';
import { constants, createPrivateKey, sign } from 'node:crypto';
import fc from 'fast-check';
import { rsaKeyOfSpki, sameKey, type RsaKey } from '../../src/crypto/index.js';
import { nativeProvider } from '../../src/crypto/native.js';
import { pureProvider } from '../../src/crypto/pure.js';
import { rsaSpkiOf } from '../../src/crypto/rsa.js';
import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { integer, sequence } from '../../src/asn1/write.js';
import { generateRsaSigner, generateSigner, rsaSignerOf, SignerError } from '../../src/signer/index.js';
import { RSA_TEST_KEYS } from '../keys/rsa-keys.js';
import { activation, newSigner } from '../world.js';

const providers = [nativeProvider, pureProvider];
const message = new TextEncoder().encode('劳动合同');
const object = createPrivateKey({
  key: Buffer.from(RSA_TEST_KEYS[0] ?? '', 'base64'),
  format: 'der',
  type: 'pkcs8',
});
const signer = rsaSignerOf(new Uint8Array(Buffer.from(RSA_TEST_KEYS[0] ?? '', 'base64')));
const pss = (saltLength: number): Uint8Array =>
  sign('sha256', message, { key: object, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

describe('RSA', () => {
  it('signs with PKCS#1 v1.5, and both providers accept it', async () => {
    const signature = await signer.sign({ algorithm: 'RSA', message, activation });
    assert.equal(signature.length, 256);
    for (const provider of providers) {
      assert.equal(provider.verifyRsa(signer.key, 'PKCS1', message, signature), true, provider.name);
      assert.equal(provider.verifyRsa(signer.key, 'PSS', message, signature), false, provider.name);
      assert.equal(provider.verifyRsa(signer.key, 'PKCS1', message.subarray(1), signature), false);
    }
  });

  it('accepts PSS with 32 bytes of salt and no other', () => {
    for (const provider of providers) {
      assert.equal(provider.verifyRsa(signer.key, 'PSS', message, pss(32)), true, provider.name);
      assert.equal(provider.verifyRsa(signer.key, 'PKCS1', message, pss(32)), false, provider.name);
      for (const salt of [0, 20, 31, 33])
        assert.equal(
          provider.verifyRsa(signer.key, 'PSS', message, pss(salt)),
          false,
          `${provider.name} ${salt}`,
        );
    }
  });

  it('takes keys of 3072 bits', async () => {
    const long = rsaSignerOf(new Uint8Array(Buffer.from(RSA_TEST_KEYS[12] ?? '', 'base64')));
    const signature = await long.sign({ algorithm: 'RSA', message, activation });
    assert.equal(signature.length, 384);
    for (const provider of providers)
      assert.equal(provider.verifyRsa(long.key, 'PKCS1', message, signature), true, provider.name);
  });

  it('both providers agree on changed signatures, messages and keys', async () => {
    const signatures = { PKCS1: await signer.sign({ algorithm: 'RSA', message, activation }), PSS: pss(32) };
    fc.assert(
      fc.property(
        fc.constantFrom('PKCS1' as const, 'PSS' as const),
        fc.constantFrom('signature', 'message', 'modulus'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (padding, what, place, mask) => {
          const changed = (bytes: Uint8Array): Uint8Array => {
            const copy = Uint8Array.from(bytes);
            const at = place % copy.length;
            copy[at] = (copy[at] ?? 0) ^ mask;
            return copy;
          };
          const signature = signatures[padding];
          const key: RsaKey =
            what === 'modulus'
              ? { ...signer.key, modulus: toBase64url(changed(fromBase64url(signer.key.modulus) ?? message)) }
              : signer.key;
          const args = [
            key,
            padding,
            what === 'message' ? changed(message) : message,
            what === 'signature' ? changed(signature) : signature,
          ] as const;
          assert.equal(nativeProvider.verifyRsa(...args), false);
          assert.equal(pureProvider.verifyRsa(...args), false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses a signature of another length, and one that is not below the modulus', async () => {
    const signature = await signer.sign({ algorithm: 'RSA', message, activation });
    const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
    const above = number(signature) + number(fromBase64url(signer.key.modulus) ?? message);
    const grown = Buffer.from(above.toString(16).padStart(512, '0'), 'hex');
    for (const provider of providers) {
      for (const other of [
        new Uint8Array(),
        signature.subarray(1),
        Uint8Array.from([0, ...signature]),
        Uint8Array.from([...signature, 0]),
        new Uint8Array(256),
        new Uint8Array(256).fill(0xff),
        new Uint8Array(grown),
      ])
        assert.equal(provider.verifyRsa(signer.key, 'PKCS1', message, other), false, provider.name);
    }
  });

  it('refuses keys that are short, long, even, or of another exponent', async () => {
    const signature = await signer.sign({ algorithm: 'RSA', message, activation });
    const modulus = fromBase64url(signer.key.modulus) ?? message;
    const keys: [string, RsaKey][] = [
      [
        '2047 bits',
        { ...signer.key, modulus: toBase64url(Uint8Array.from(modulus, (b, i) => (i === 0 ? 0x7f : b))) },
      ],
      ['1024 bits', { ...signer.key, modulus: toBase64url(modulus.subarray(0, 128)) }],
      ['4104 bits', { ...signer.key, modulus: toBase64url(new Uint8Array(513).fill(0xff)) }],
      ['even', { ...signer.key, modulus: toBase64url(Uint8Array.from([...modulus.subarray(0, -1), 2])) }],
      ['exponent 3', { ...signer.key, exponent: 3 }],
      ['even exponent', { ...signer.key, exponent: 65538 }],
      ['exponent 2^32 + 1', { ...signer.key, exponent: 2 ** 32 + 1 }],
      ['exponent that is no number', { ...signer.key, exponent: Number.NaN }],
      ['no base64url', { ...signer.key, modulus: '=' }],
    ];
    for (const [what, key] of keys)
      for (const provider of providers)
        assert.equal(provider.verifyRsa(key, 'PKCS1', message, signature), false, `${what} ${provider.name}`);
  });

  it('has one SubjectPublicKeyInfo, and reads no other form of it', () => {
    const spki = rsaSpkiOf(signer.key);
    const read = rsaKeyOfSpki(spki);
    assert.ok(read !== undefined && sameKey(read, signer.key));
    for (let at = 0; at < spki.length; at++) {
      const altered = Uint8Array.from(spki);
      altered[at] = (altered[at] ?? 0) ^ 1;
      const other = rsaKeyOfSpki(altered);
      assert.ok(other === undefined || !sameKey(other, signer.key), `byte ${at}`);
    }
    assert.equal(rsaKeyOfSpki(sequence(integer(1))), undefined);
    assert.equal(rsaKeyOfSpki(new Uint8Array()), undefined);
  });

  it('makes a key of its own, which signs', async () => {
    const made = await generateRsaSigner(2048);
    const signature = await made.signer.sign({ algorithm: 'RSA', message, activation });
    assert.equal(pureProvider.verifyRsa(made.signer.key, 'PKCS1', message, signature), true);
  });

  it('refuses private keys of another kind, and to sign with another algorithm', async () => {
    const code = (expected: string) => (error: unknown) =>
      error instanceof SignerError && error.code === expected;
    for (const bytes of [generateSigner('P-256').privateKey, generateSigner('SM2').privateKey, message])
      assert.throws(() => rsaSignerOf(bytes), code('SIGNER_KEY_UNSUPPORTED'));
    const elliptic = newSigner('P-256', (length) => new Uint8Array(length).fill(7));
    assert.equal(sameKey(signer.key, elliptic.key), false);
    await assert.rejects(
      signer.sign({ algorithm: 'SM2' as 'RSA', message, activation }),
      code('SIGNER_ALGORITHM_MISMATCH'),
    );
  });
});
