import type { PublicKey } from '@renxin/chaincode/messages';
import { hexBytes } from './hex.js';
import { pointOf } from './sm2.js';

/**
 * PrivateKeyInfo (RFC 5208) with ECPrivateKey (RFC 5915) as OpenSSL writes it: named curve outside, private key of 32
 * bytes, public point inside.
 */
const HEAD: Record<PublicKey['algorithm'], Uint8Array> = {
  SM2: hexBytes('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420'),
  'P-256': hexBytes('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420'),
};
const MIDDLE = hexBytes('a144034200');
const LENGTH = 138;

/** PKCS#8 DER of a private key of 32 bytes and its public key. It is as secret as the key: overwrite it after use. */
export function pkcs8Of(privateKey: Uint8Array, key: PublicKey): Uint8Array {
  const der = new Uint8Array(LENGTH);
  const point = pointOf(key);
  if (privateKey.length !== 32 || point.length !== 65) throw new RangeError('a private key is 32 bytes');
  const head = HEAD[key.algorithm];
  der.set(head);
  der.set(privateKey, head.length);
  der.set(MIDDLE, head.length + 32);
  der.set(point, head.length + 32 + MIDDLE.length);
  return der;
}

/** The private key in PKCS#8 DER of exactly the form of {@link pkcs8Of}; undefined for any other. */
export function privateKeyOfPkcs8(
  der: Uint8Array,
): { algorithm: PublicKey['algorithm']; privateKey: Uint8Array } | undefined {
  if (der.length !== LENGTH) return undefined;
  for (const algorithm of ['SM2', 'P-256'] as const) {
    const head = HEAD[algorithm];
    const end = head.length + 32;
    if (!startsWith(der, head) || !startsWith(der.subarray(end), MIDDLE)) continue;
    return { algorithm, privateKey: Uint8Array.from(der.subarray(head.length, end)) };
  }
  return undefined;
}

function startsWith(der: Uint8Array, head: Uint8Array): boolean {
  return head.every((byte, i) => der[i] === byte);
}
