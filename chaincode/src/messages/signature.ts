import { fromHex } from '../canonical/index.js';
import type { VerificationKey } from './primitives.js';

/** Group orders, big-endian (GB/T 32918.5; FIPS 186-5; RFC 8032). */
const ORDER: Record<VerificationKey['algorithm'], Uint8Array> = {
  SM2: bytes('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'),
  'P-256': bytes('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  Ed25519: bytes('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'),
};

/**
 * True when the bytes are r || s with 0 < r < n and 0 < s < n: the one form in which a signature is accepted. Of Ed25519
 * they are R || S with 0 <= S < L, little-endian.
 */
export function isSignatureBytes(algorithm: VerificationKey['algorithm'], signature: Uint8Array): boolean {
  const order = ORDER[algorithm];
  if (signature.length !== 64) return false;
  const s = signature.subarray(32);
  if (algorithm === 'Ed25519') return isBelow(s.toReversed(), order);
  return inRange(signature.subarray(0, 32), order) && inRange(s, order);
}

function inRange(scalar: Uint8Array, order: Uint8Array): boolean {
  return scalar.some((byte) => byte !== 0) && isBelow(scalar, order);
}

function isBelow(scalar: Uint8Array, order: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) {
    const [a, n] = [scalar[i] ?? 0, order[i] ?? 0];
    if (a !== n) return a < n;
  }
  return false;
}

function bytes(hex: string): Uint8Array {
  const decoded = fromHex(hex);
  if (decoded === undefined) throw new Error('not hexadecimal');
  return decoded;
}
