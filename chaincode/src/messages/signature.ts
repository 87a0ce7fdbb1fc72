import { fromHex } from '../canonical/index.js';
import type { PublicKey } from './primitives.js';

/** Group orders n, big-endian (GB/T 32918.5; FIPS 186-5). */
const ORDER: Record<PublicKey['algorithm'], Uint8Array> = {
  SM2: bytes('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'),
  'P-256': bytes('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
};

/** True when the bytes are r || s with 0 < r < n and 0 < s < n: the one form in which a signature is accepted. */
export function isSignatureBytes(algorithm: PublicKey['algorithm'], signature: Uint8Array): boolean {
  const order = ORDER[algorithm];
  return (
    signature.length === 64 &&
    inRange(signature.subarray(0, 32), order) &&
    inRange(signature.subarray(32), order)
  );
}

function inRange(scalar: Uint8Array, order: Uint8Array): boolean {
  if (scalar.every((byte) => byte === 0)) return false;
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
