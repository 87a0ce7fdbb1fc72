import { fromBase58, fromBase64url, toBase58, toBase64url } from '@renxin/chaincode/canonical';
import { isEdwardsPoint, type VerificationKey } from '@renxin/chaincode/messages';
import { compressedPoint, Latest, publicKeyOfCompressed } from '@renxin/seal/crypto';

/** Multicodec names as unsigned varints: sm2-pub 0x1206, p256-pub 0x1200, ed25519-pub 0xed. */
const CODEC: Record<VerificationKey['algorithm'], readonly [number, number]> = {
  SM2: [0x86, 0x24],
  'P-256': [0x80, 0x24],
  Ed25519: [0xed, 0x01],
};

/** A Multikey (Controlled Identifiers 1.0 section 2.2.2): `z6Mk…` Ed25519, `zEPJ…` SM2, `zDn…` P-256. */
export function multikeyOf(key: VerificationKey): string {
  const point = key.algorithm === 'Ed25519' ? fromBase64url(key.point) : compressedPoint(key);
  return `z${toBase58(Uint8Array.of(...CODEC[key.algorithm], ...(point ?? [])))}`;
}

/** The key of a Multikey, or undefined when it is none of these algorithms or no point of its curve. */
export function keyOfMultikey(text: string): VerificationKey | undefined {
  return text.length > LONGEST ? undefined : known.of(text, () => decode(text));
}

const LONGEST = 64;
/** Decompressing a point costs as much as a verification. */
const known = new Latest<VerificationKey>(4096);

function decode(text: string): VerificationKey | undefined {
  const bytes = text.startsWith('z') ? fromBase58(text.slice(1)) : undefined;
  if (bytes === undefined) return undefined;
  const point = bytes.subarray(2);
  if (hasCodec(bytes, 'Ed25519')) {
    const key = { algorithm: 'Ed25519', point: toBase64url(point) } as const;
    return isEdwardsPoint(key) ? key : undefined;
  }
  for (const algorithm of ['SM2', 'P-256'] as const) {
    if (hasCodec(bytes, algorithm)) return publicKeyOfCompressed(algorithm, point);
  }
  return undefined;
}

function hasCodec(bytes: Uint8Array, algorithm: VerificationKey['algorithm']): boolean {
  return CODEC[algorithm].every((byte, i) => bytes[i] === byte);
}
