import { isSignatureBytes } from '@renxin/chaincode/messages';
import { membersOf, readDer, TAG, type Value } from '../asn1/index.js';
import { concat } from '../asn1/bytes.js';
import { sequence, tagged } from '../asn1/write.js';
import type { KeyAlgorithm } from './algorithm.js';

/** DER SEQUENCE { r INTEGER, s INTEGER } of r || s: the form inside certificates, CMS and time-stamps. */
export function signatureToSequence(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) throw new RangeError('a signature is 64 bytes');
  return sequence(unsigned(signature.subarray(0, 32)), unsigned(signature.subarray(32)));
}

/** r || s, 64 bytes, or undefined when the value is not the one DER form of 0 < r < n and 0 < s < n. */
export function signatureFromSequence(algorithm: KeyAlgorithm, der: Uint8Array): Uint8Array | undefined {
  try {
    const members = membersOf(readDer(der));
    const r = padded(members.next(TAG.integer));
    const s = padded(members.next(TAG.integer));
    members.end();
    if (r === undefined || s === undefined) return undefined;
    const signature = concat(r, s);
    return isSignatureBytes(algorithm, signature) ? signature : undefined;
  } catch {
    return undefined;
  }
}

function unsigned(scalar: Uint8Array): Uint8Array {
  const first = scalar.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : scalar.subarray(first);
  return (digits[0] ?? 0) < 0x80
    ? tagged(TAG.integer, digits)
    : tagged(TAG.integer, Uint8Array.of(0), digits);
}

function padded(value: Value): Uint8Array | undefined {
  const { content } = value;
  if ((content[0] ?? 0) >= 0x80) return undefined;
  const digits = content[0] === 0 ? content.subarray(1) : content;
  if (digits.length > 32) return undefined;
  const scalar = new Uint8Array(32);
  scalar.set(digits, 32 - digits.length);
  return scalar;
}
