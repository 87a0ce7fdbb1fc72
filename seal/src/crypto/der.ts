import { toBase64url } from '@renxin/chaincode/canonical';
import {
  isOnCurve as satisfiesCurve,
  type PublicKey,
  type VerificationKey,
} from '@renxin/chaincode/messages';
import { hexBytes } from './hex.js';
import { pointOf } from './sm2.js';

/** Conversions between the forms of JSON (points, r || s) and those of X.509 and CMS (SubjectPublicKeyInfo, DER). */

/**
 * SEQUENCE { r INTEGER, s INTEGER } of r || s (GM/T 0009; RFC 3279 2.2.3).
 * @throws RangeError unless it is 64 bytes
 */
export function signatureToDer(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) throw new RangeError('a signature is 64 bytes');
  const r = integer(signature.subarray(0, 32));
  const s = integer(signature.subarray(32));
  return Uint8Array.of(0x30, r.length + s.length, ...r, ...s);
}

/**
 * r || s of a signature in strict DER; undefined for any other encoding and for numbers that are negative or longer
 * than 32 bytes. That r and s are between 0 and the order is for the verification to check.
 */
export function signatureFromDer(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72) return undefined;
  const signature = new Uint8Array(64);
  let at = 2;
  for (const half of [0, 32]) {
    const length = der[at + 1] ?? 0;
    const content = der.subarray(at + 2, at + 2 + length);
    if (der[at] !== 0x02 || content.length !== length || !isMinimal(content)) return undefined;
    const value = content[0] === 0 ? content.subarray(1) : content;
    if (value.length > 32) return undefined;
    signature.set(value, half + 32 - value.length);
    at += 2 + length;
  }
  return at === der.length ? signature : undefined;
}

const SPKI_HEAD: Record<VerificationKey['algorithm'], Uint8Array> = {
  SM2: hexBytes('3059301306072a8648ce3d020106082a811ccf5501822d034200'),
  'P-256': hexBytes('3059301306072a8648ce3d020106082a8648ce3d030107034200'),
  Ed25519: hexBytes('302a300506032b6570032100'),
};

/**
 * DER of SubjectPublicKeyInfo: id-ecPublicKey with the curve's OID (1.2.156.10197.1.301 or prime256v1), or id-Ed25519
 * (RFC 8410).
 * @throws RangeError when the key's point has not the form 0x04 || X || Y, or is not 32 bytes of Ed25519
 */
export function spkiOf(key: VerificationKey): Uint8Array {
  const point = pointOf(key);
  const isWellFormed = key.algorithm === 'Ed25519' ? point.length === 32 : hasForm(point);
  if (!isWellFormed) throw new RangeError('not a point of this algorithm');
  const head = SPKI_HEAD[key.algorithm];
  const der = new Uint8Array(head.length + point.length);
  der.set(head);
  der.set(point, head.length);
  return der;
}

/** The key of a SubjectPublicKeyInfo, or undefined when it is of another kind or not on its curve. */
export function publicKeyOfSpki(der: Uint8Array): PublicKey | undefined {
  for (const algorithm of ['SM2', 'P-256'] as const) {
    const head = SPKI_HEAD[algorithm];
    if (der.length !== head.length + 65 || !head.every((byte, i) => der[i] === byte)) continue;
    const key = { algorithm, point: toBase64url(der.subarray(head.length)) };
    return isOnCurve(key) ? key : undefined;
  }
  return undefined;
}

/** True when the key's point has the form 0x04 || X || Y and lies on its curve. */
export function isOnCurve(key: PublicKey): boolean {
  return hasForm(pointOf(key)) && satisfiesCurve(key);
}

function hasForm(point: Uint8Array): boolean {
  return point.length === 65 && point[0] === 4;
}

function integer(unsigned: Uint8Array): Uint8Array {
  let from = 0;
  while (from < unsigned.length - 1 && unsigned[from] === 0) from++;
  const magnitude = unsigned.subarray(from);
  const sign = (magnitude[0] ?? 0) >= 0x80 ? [0] : [];
  return Uint8Array.of(0x02, magnitude.length + sign.length, ...sign, ...magnitude);
}

function isMinimal(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined || first >= 0x80) return false;
  return first !== 0 || second === undefined || second >= 0x80;
}
