import { p384 } from '@noble/curves/nist.js';
import { fromBase58, toBase58, toBase64url } from '@renxin/chaincode/canonical';
import { isEdwardsPoint } from '@renxin/chaincode/messages';
import { publicKeyOfCompressed } from '@renxin/seal/crypto';
import type { DidError } from './result.js';

/**
 * What is wrong with the Multikey (Controlled Identifiers 1.0 section 2.2.2) that a `did:key` names, or undefined when
 * it is a key: of Ed25519, SM2, P-256, P-384, or of BLS12-381 in G2.
 */
export async function faultOfNamedKey(multikey: string): Promise<DidError | undefined> {
  const bytes =
    multikey.startsWith('z') && multikey.length <= LONGEST ? fromBase58(multikey.slice(1)) : undefined;
  // One key has one name.
  if (bytes === undefined || bytes.length < 3 || `z${toBase58(bytes)}` !== multikey) return 'invalidDid';
  const kind = kinds.find(({ codec: [first, second] }) => bytes[0] === first && bytes[1] === second);
  if (kind === undefined) return 'unsupportedPublicKeyType';
  const point = bytes.subarray(2);
  if (point.length !== kind.length) return 'invalidPublicKeyLength';
  return (await kind.isKey(point)) ? undefined : 'invalidPublicKey';
}

const LONGEST = 160;

interface Kind {
  /** The multicodec's number as an unsigned varint. */
  readonly codec: readonly [number, number];
  /** Bytes of a point. */
  readonly length: number;
  readonly isKey: (point: Uint8Array) => boolean | Promise<boolean>;
}

const kinds: readonly Kind[] = [
  // ed25519-pub 0xed
  {
    codec: [0xed, 0x01],
    length: 32,
    isKey: (point) => isEdwardsPoint({ algorithm: 'Ed25519', point: toBase64url(point) }),
  },
  // sm2-pub 0x1206
  { codec: [0x86, 0x24], length: 33, isKey: (point) => publicKeyOfCompressed('SM2', point) !== undefined },
  // p256-pub 0x1200
  { codec: [0x80, 0x24], length: 33, isKey: (point) => publicKeyOfCompressed('P-256', point) !== undefined },
  // p384-pub 0x1201
  {
    codec: [0x81, 0x24],
    length: 49,
    isKey: (point) => isPoint(() => p384.Point.fromBytes(point)),
  },
  // bls12_381-g2-pub 0xeb: loaded when somebody asks, as few do
  {
    codec: [0xeb, 0x01],
    length: 96,
    isKey: async (point) => {
      const { bls12_381 } = await import('@noble/curves/bls12-381.js');
      return isPoint(() => bls12_381.G2.Point.fromBytes(point));
    },
  },
];

/** Of the curve and of its subgroup; the point at infinity is nobody's key. */
function isPoint(read: () => { assertValidity(): void; is0(): boolean }): boolean {
  try {
    const point = read();
    point.assertValidity();
    return !point.is0();
  } catch {
    return false;
  }
}
