import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { AssertionKey } from '@renxin/chaincode/messages';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign as nodeSign } from 'node:crypto';
import { nativeProvider } from '../../src/crypto/native.js';
import { createPureAssertionSigner, pureProvider } from '../../src/crypto/pure.js';
import { assertionSignerOf, generateAssertionSigner, generateSigner } from '../../src/signer/index.js';
import type { Activation, AssertionSigner } from '../../src/signer/index.js';
import { bytes, utf8 } from './vectors.js';

const activation: Activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' };

/** RFC 8032 section 7.1, tests 1, 2 and 3: secret key, public key, message, signature. */
const PUBLISHED = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

describe('Ed25519', () => {
  it('gives the signatures of RFC 8032, natively and in pure code', async () => {
    for (const [secret, point, message, signature] of PUBLISHED) {
      const pkcs8 = Uint8Array.of(...bytes('302e020100300506032b657004220420'), ...bytes(secret));
      for (const signer of [createPureAssertionSigner(bytes(secret)), assertionSignerOf(pkcs8)]) {
        assert.equal(signer.key.point, toBase64url(bytes(point)));
        assert.deepEqual(await sign(signer, bytes(message)), bytes(signature));
      }
      const key = keyOf(bytes(point));
      assert.ok(agreed(key, bytes(message), bytes(signature)));
    }
  });

  it('is judged alike by both providers, whatever byte is changed', async () => {
    const { signer } = generateAssertionSigner();
    const message = utf8('what is signed');
    const signature = await sign(signer, message);
    const point = fromBase64url(signer.key.point) ?? new Uint8Array();
    const change = fc.tuple(fc.constantFrom(0, 1, 2), fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(change, ([which, at, by]) => {
        const parts = [signature, message, point].map((part) => Uint8Array.from(part));
        const part = parts[which] ?? message;
        part[at % part.length] = (part[at % part.length] ?? 0) ^ by;
        assert.equal(agreed(keyOf(parts[2] ?? point), parts[1] ?? message, parts[0] ?? signature), false);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses S of the order or more, and signatures of another length', async () => {
    const { signer } = generateAssertionSigner();
    const message = utf8('m');
    const signature = await sign(signer, message);
    assert.ok(agreed(signer.key, message, signature));
    const malleable = Uint8Array.from(signature);
    let carry = 0n;
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    for (let i = 0; i < 32; i++) {
      const sum = BigInt(signature[32 + i] ?? 0) + ((order >> BigInt(8 * i)) & 255n) + carry;
      malleable[32 + i] = Number(sum & 255n);
      carry = sum >> 8n;
    }
    for (const wrong of [
      malleable,
      signature.subarray(1),
      new Uint8Array(64),
      new Uint8Array(64).fill(255),
    ]) {
      assert.equal(agreed(signer.key, message, wrong), false);
    }
  });

  it('refuses keys of small order and other encodings, with which one signature fits many messages', () => {
    const identity = new Uint8Array(32);
    identity[0] = 1;
    const signature = new Uint8Array(64);
    signature[0] = 1; // R is the neutral element and S is 0: valid for every message under a key of order 1.
    for (const point of [
      identity,
      new Uint8Array(32),
      bytes(`ee${'ff'.repeat(30)}7f`),
      bytes(`ec${'ff'.repeat(30)}7f`),
    ]) {
      assert.equal(agreed(keyOf(point), utf8('any'), signature), false);
    }
  });

  it('takes PKCS#8 as OpenSSL writes it, and no other key', async () => {
    const pair = generateKeyPairSync('ed25519').privateKey;
    const signer = assertionSignerOf(pair.export({ type: 'pkcs8', format: 'der' }));
    const message = utf8('m');
    assert.deepEqual(Buffer.from(await sign(signer, message)), nodeSign(null, message, pair));
    const x25519 = generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'der' });
    for (const der of [x25519, generateSigner('SM2').privateKey, new Uint8Array(48), new Uint8Array()]) {
      assert.throws(() => assertionSignerOf(der), { code: 'SIGNER_KEY_UNSUPPORTED' });
    }
    assert.throws(() => createPureAssertionSigner(new Uint8Array(31)), { code: 'SIGNER_KEY_UNSUPPORTED' });
  });

  it('keeps its key when the caller overwrites it, and signs for no other algorithm', async () => {
    const { signer, privateKey } = generateAssertionSigner();
    const raw = Buffer.from(privateKey.subarray(16));
    const signers = [assertionSignerOf(privateKey), createPureAssertionSigner(raw)];
    raw.fill(0);
    privateKey.fill(0);
    for (const each of [signer, ...signers]) {
      assert.ok(agreed(signer.key, utf8('m'), await sign(each, utf8('m'))));
      const request = { algorithm: 'SM2' as 'Ed25519', message: utf8('m'), activation };
      await assert.rejects(each.sign(request), { code: 'SIGNER_ALGORITHM_MISMATCH' });
    }
  });
});

function keyOf(point: Uint8Array): AssertionKey {
  return { algorithm: 'Ed25519', point: toBase64url(point) };
}

function sign(signer: AssertionSigner, message: Uint8Array): Promise<Uint8Array> {
  return signer.sign({ algorithm: 'Ed25519', message, activation });
}

/** What both providers say; they must say the same. */
function agreed(key: AssertionKey, message: Uint8Array, signature: Uint8Array): boolean {
  const [native, pure] = [nativeProvider, pureProvider].map((each) => each.verify(key, message, signature));
  assert.equal(native, pure);
  return native === true;
}
