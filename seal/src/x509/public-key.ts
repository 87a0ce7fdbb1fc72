import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { bitsOf, DerError, membersOf, oidOf, TAG, type Value } from '../asn1/index.js';
import { CURVE_P256, CURVE_SM2, ID_EC_PUBLIC_KEY } from '../asn1/oids.js';
import { bitString, oid, sequence } from '../asn1/write.js';

const CURVE: Record<PublicKey['algorithm'], string> = { SM2: CURVE_SM2, 'P-256': CURVE_P256 };

/** DER of SubjectPublicKeyInfo (RFC 5480; for SM2 GM/T 0006): the uncompressed point on its named curve. */
export function subjectPublicKeyInfo(key: PublicKey): Uint8Array {
  const point = fromBase64url(key.point);
  if (point === undefined) throw new DerError('FORMAT', 'not base64url');
  return sequence(sequence(oid(ID_EC_PUBLIC_KEY), oid(CURVE[key.algorithm])), bitString(point));
}

/** The key in a SubjectPublicKeyInfo, or undefined when it is of a kind that is not accepted (RSA, other curves, compressed points). */
export function publicKeyOf(value: Value): PublicKey | undefined {
  const members = membersOf(value);
  const algorithm = membersOf(members.next(TAG.sequence));
  const bits = bitsOf(members.next(TAG.bitString));
  members.end();
  if (oidOf(algorithm.next(TAG.oid)) !== ID_EC_PUBLIC_KEY) return undefined;
  const parameters = algorithm.any();
  algorithm.end();
  const curve = parameters.tag === TAG.oid ? oidOf(parameters) : undefined;
  const name = (['SM2', 'P-256'] as const).find((each) => CURVE[each] === curve);
  if (name === undefined || bits.length !== 65 || bits[0] !== 4) return undefined;
  return { algorithm: name, point: toBase64url(bits) };
}
