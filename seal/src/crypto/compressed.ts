import { p256 } from '@noble/curves/nist.js';
import { toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { pointOf, Sm2Point } from './sm2.js';

/** Compressed points (SEC 1 section 2.3.3), as Multikeys carry them. */

/** 0x02 or 0x03 by the parity of Y, then X: 33 bytes. */
export function compressedPoint(key: PublicKey): Uint8Array {
  const point = pointOf(key);
  const compressed = point.slice(0, 33);
  compressed[0] = 2 + ((point[64] ?? 0) & 1);
  return compressed;
}

/** The key of a compressed point, or undefined when there is no such point on the curve. */
export function publicKeyOfCompressed(
  algorithm: PublicKey['algorithm'],
  compressed: Uint8Array,
): PublicKey | undefined {
  if (compressed.length !== 33) return undefined;
  try {
    const Point = algorithm === 'SM2' ? Sm2Point : p256.Point;
    return { algorithm, point: toBase64url(Point.fromBytes(compressed).toBytes(false)) };
  } catch {
    return undefined;
  }
}
