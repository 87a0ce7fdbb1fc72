import { fromBase64url, toHex } from '../canonical/index.js';
import type { PublicKey } from './primitives.js';

/** Curves y^2 = x^3 - 3x + b over the integers modulo p (GB/T 32918.5; SP 800-186 section 3.2.1.3). */
const CURVES: Record<PublicKey['algorithm'], { readonly p: bigint; readonly b: bigint }> = {
  SM2: {
    p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
    b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  },
  'P-256': {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
};

/**
 * True when the key is a point of its curve with both coordinates below p. Both curves have prime order, so every point
 * but infinity, which this form cannot write, is a good public key.
 */
export function isOnCurve(key: PublicKey): boolean {
  const hex = toHex(fromBase64url(key.point)?.subarray(1) ?? new Uint8Array(0));
  if (hex.length !== 128) return false;
  const { p, b } = CURVES[key.algorithm];
  const [x, y] = [BigInt(`0x${hex.slice(0, 64)}`), BigInt(`0x${hex.slice(64)}`)];
  return x < p && y < p && (y * y - ((x * x - 3n) * x + b)) % p === 0n;
}
