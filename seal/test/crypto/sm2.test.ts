import { toBase64url, toHex } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { nativeProvider } from '../../src/crypto/native.js';
import { nonces } from '../../src/crypto/nonce.js';
import { pureProvider, sm3 } from '../../src/crypto/pure.js';
import { sm2PrivateKey, sm2Sign, sm2SignWithNonce, sm2Verify, za } from '../../src/crypto/sm2.js';
import { bytes, utf8, vector } from './vectors.js';

const published =
  vector<Record<'userId' | 'message' | 'privateKey' | 'point' | 'z' | 'e' | 'k' | 'r' | 's', string>>(
    'published/sm2-signature',
  );
const message = bytes(published.message);
const key = sm2PrivateKey(bytes(published.privateKey));
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

describe('SM2, example of GB/T 32918.5 annex A', () => {
  it('gives the public point and Z', () => {
    assert.equal(toHex(key.point), published.point);
    assert.equal(toHex(key.z), published.z);
    assert.equal(toHex(za(bytes(published.point), bytes(published.userId))), published.z);
    assert.equal(toHex(sm3(key.z, message)), published.e);
  });

  it('gives r and s for the nonce of the example', () => {
    const signature = sm2SignWithNonce(key, integer(published.e), integer(published.k));
    assert.equal(signature && toHex(signature), published.r + published.s);
  });

  it('is verified by both providers', () => {
    const publicKey = { algorithm: 'SM2' as const, point: toBase64url(bytes(published.point)) };
    for (const provider of [pureProvider, nativeProvider]) {
      assert.equal(
        provider.verify(publicKey, message, bytes(published.r + published.s)),
        true,
        provider.name,
      );
    }
  });
});

describe('SM2 signing', () => {
  it('takes private keys from 1 to n - 2 only', () => {
    for (const d of [1n, 2n, ORDER - 2n]) {
      const edge = sm2PrivateKey(bytes(hex(d)));
      assert.ok(sm2Verify(edge.point, message, sm2Sign(edge, message, new Uint8Array(32))), hex(d));
    }
    for (const d of [0n, ORDER - 1n, ORDER, ORDER + 1n, 2n ** 256n - 1n]) {
      assert.throws(() => sm2PrivateKey(bytes(hex(d))), RangeError, hex(d));
    }
    assert.throws(() => sm2PrivateKey(new Uint8Array(31).fill(1)), RangeError);
    assert.throws(() => sm2PrivateKey(new Uint8Array(33).fill(1)), RangeError);
  });

  it('keeps its own copy of the private key, also of a Buffer, whose slice() is none', () => {
    for (const secret of [bytes(published.privateKey), Buffer.from(published.privateKey, 'hex')]) {
      const held = sm2PrivateKey(secret);
      const before = sm2Sign(held, message, new Uint8Array(32));
      secret.fill(0);
      assert.deepEqual(sm2Sign(held, message, new Uint8Array(32)), before);
    }
  });

  it('takes another nonce when r is 0, r + k is n or s is 0, and when the nonce is out of range', () => {
    const k = integer(published.k);
    const x = (integer(published.r) - integer(published.e) + ORDER) % ORDER;
    assert.equal(sm2SignWithNonce(key, (ORDER - x) % ORDER, k), undefined, 'r = 0');
    assert.equal(sm2SignWithNonce(key, (2n * ORDER - k - x) % ORDER, k), undefined, 'r + k = n');
    assert.equal(sm2SignWithNonce(key, (quotient(k, key.d) - x + ORDER) % ORDER, k), undefined, 's = 0');
    for (const outside of [0n, ORDER, ORDER + 1n]) {
      assert.equal(sm2SignWithNonce(key, 1n, outside), undefined);
    }
  });
});

describe('the nonce of an SM2 signature', () => {
  const digest = sm3(utf8('digest'));
  const broken = new Uint8Array(32);
  const first = (privateKey: Uint8Array, e: Uint8Array, fresh: Uint8Array): string =>
    toHex(nonces(privateKey, e, fresh).next().value);

  it('differs between messages and between keys although randomness stands still', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) seen.add(first(key.bytes, sm3(Uint8Array.of(i)), broken));
    for (let i = 0; i < 200; i++) seen.add(first(sm3(Uint8Array.of(i)), digest, broken));
    assert.equal(seen.size, 400);
  });

  it('differs between two signatures of one message when randomness works', () => {
    assert.notEqual(first(key.bytes, digest, broken), first(key.bytes, digest, broken.slice().fill(1)));
  });

  it('goes on to new candidates', () => {
    const candidates = nonces(key.bytes, digest, broken);
    const seen = new Set(Array.from({ length: 50 }, () => toHex(candidates.next().value)));
    assert.equal(seen.size, 50);
  });

  it('is the one of the vector, so that other implementations can follow', () => {
    const known = vector<{ privateKey: string; fresh: string; message: string; signature: string }>(
      'sm2-signature/valid/deterministic',
    );
    const signature = sm2Sign(
      sm2PrivateKey(bytes(known.privateKey)),
      bytes(known.message),
      bytes(known.fresh),
    );
    assert.equal(toHex(signature), known.signature);
  });
});

function integer(hexadecimal: string): bigint {
  return BigInt(`0x${hexadecimal}`);
}

function hex(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}

/** a / b modulo the order, by Fermat. */
function quotient(a: bigint, b: bigint): bigint {
  let result = a % ORDER;
  let base = b;
  for (let power = ORDER - 2n; power > 0n; power >>= 1n) {
    if ((power & 1n) === 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}
