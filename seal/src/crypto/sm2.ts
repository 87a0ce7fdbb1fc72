import { invertCt } from '@noble/curves/abstract/modular.js';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { fromBase64url, toHex } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import { nonces } from './nonce.js';
import { sm3 } from './sm3.js';

/** SM2 digital signatures (GB/T 32918.2-2016) on the curve of GB/T 32918.5-2017, pure and browser-safe. */

const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const { n } = CURVE;

/** Points of the SM2 curve. */
export const Sm2Point = weierstrass(CURVE);
type Sm2Point = InstanceType<typeof Sm2Point>;

/** a, b, xG, yG as they stand in Z. */
const DOMAIN = [CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy].map(bytes32);

/** The user id that every profile of this field uses (GM/T 0009 section 10). */
export const SM2_USER_ID = new TextEncoder().encode('1234567812345678');

/** Z = SM3(ENTL || ID || a || b || xG || yG || xA || yA), GB/T 32918.2 clause 5.5. `point`: 65 bytes, uncompressed. */
export function za(point: Uint8Array, userId: Uint8Array = SM2_USER_ID): Uint8Array {
  const bits = userId.length * 8;
  const head = Uint8Array.of(bits >> 8, bits & 255);
  return sm3(head, userId, ...DOMAIN, point.subarray(1));
}

/** The point of a public key, or undefined when it is not on the curve. */
function sm2PointOf(key: Uint8Array): Sm2Point | undefined {
  if (key.length !== 65 || key[0] !== 4) return undefined;
  try {
    const point = Sm2Point.fromBytes(key);
    point.assertValidity();
    return point;
  } catch {
    return undefined;
  }
}

/** Verification, GB/T 32918.2 clause 7.1. `signature`: r || s, 64 bytes. Never throws. */
export function sm2Verify(
  point: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  userId = SM2_USER_ID,
): boolean {
  const publicPoint = sm2PointOf(point);
  if (publicPoint === undefined || signature.length !== 64) return false;
  const r = number(signature.subarray(0, 32));
  const s = number(signature.subarray(32));
  if (r < 1n || r >= n || s < 1n || s >= n) return false;
  const e = number(sm3(za(point, userId), message));
  const t = (r + s) % n;
  if (t === 0n) return false;
  const sum = Sm2Point.BASE.mulAddUnsafe(s, publicPoint, t);
  if (sum.is0()) return false;
  return (e + sum.toAffine().x) % n === r;
}

/** What signing needs of a private key, computed once. */
export interface Sm2PrivateKey {
  readonly bytes: Uint8Array;
  readonly d: bigint;
  /** (1 + d)^-1 mod n */
  readonly inverse: bigint;
  /** The public point, 65 bytes, uncompressed. */
  readonly point: Uint8Array;
  readonly z: Uint8Array;
}

/** True for 32 bytes with 1 <= d <= n - 2 (GB/T 32918.1 clause 6.1). */
export function isSm2PrivateKey(bytes: Uint8Array): boolean {
  const d = number(bytes);
  return bytes.length === 32 && d >= 1n && d < n - 1n;
}

/** @throws RangeError unless {@link isSm2PrivateKey} */
export function sm2PrivateKey(privateKey: Uint8Array, userId = SM2_USER_ID): Sm2PrivateKey {
  if (!isSm2PrivateKey(privateKey)) throw new RangeError('not an SM2 private key');
  const d = number(privateKey);
  const point = Sm2Point.BASE.multiply(d).toBytes(false);
  const bytes = Uint8Array.from(privateKey); // not slice(): of a Buffer that is no copy
  return { bytes, d, inverse: invertCt(1n + d, n), point, z: za(point, userId) };
}

/** Signing, GB/T 32918.2 clause 6.1. `fresh`: random bytes that go into the nonce beside key and message. */
export function sm2Sign(key: Sm2PrivateKey, message: Uint8Array, fresh: Uint8Array): Uint8Array {
  const e = number(sm3(key.z, message)) % n;
  const candidates = nonces(key.bytes, bytes32(e), fresh);
  for (;;) {
    const signature = sm2SignWithNonce(key, e, number(candidates.next().value));
    if (signature !== undefined) return signature;
  }
}

/** Steps A4 to A7 of clause 6.1 for one nonce; undefined when another one must be taken. */
export function sm2SignWithNonce(key: Sm2PrivateKey, e: bigint, k: bigint): Uint8Array | undefined {
  if (k < 1n || k >= n) return undefined;
  const r = (e + Sm2Point.BASE.multiply(k).toAffine().x) % n;
  if (r === 0n || r + k === n) return undefined;
  const difference = (((k - r * key.d) % n) + n) % n;
  const s = (key.inverse * difference) % n;
  if (s === 0n) return undefined;
  const signature = new Uint8Array(64);
  signature.set(bytes32(r));
  signature.set(bytes32(s), 32);
  return signature;
}

/** The bytes of a key's point; none for a text that is not base64url. */
export function pointOf(key: VerificationKey): Uint8Array {
  return fromBase64url(key.point) ?? new Uint8Array();
}

function number(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

function bytes32(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 31, rest = value; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes;
}
