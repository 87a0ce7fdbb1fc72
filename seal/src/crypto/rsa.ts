import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { fromBase64url, toBase64url, toHex } from '@renxin/chaincode/canonical';
import { bitsOf, DerError, membersOf, readDer, sameBytes, TAG, type Value } from '../asn1/index.js';
import { bitString, integer, sequence } from '../asn1/write.js';
import { hexBytes } from './hex.js';
import type { AnyHash } from './hashes.js';

/**
 * RSA for certificates, documents and time-stamps that the rest of the world reads. It authorises nothing on the ledger,
 * so it is no `PublicKey`.
 */
export interface RsaKey {
  readonly algorithm: 'RSA';
  /** base64url of the modulus, big-endian, without leading zeros: 256 to 512 bytes. */
  readonly modulus: string;
  readonly exponent: number;
}

/** RSASSA-PKCS1-v1_5, or RSASSA-PSS with MGF1 of the same hash function and as much salt (RFC 8017 section 8). */
export type RsaPadding = 'PKCS1' | 'PSS';

/** DER of AlgorithmIdentifier { rsaEncryption, NULL }. */
const RSA_ENCRYPTION = hexBytes('300d06092a864886f70d0101010500');

/**
 * The numbers of a key that is accepted: an odd modulus of 2048 to 4096 bits, an odd exponent of 65537 to 2^32 - 1
 * (FIPS 186-5 A.1.1 with a bound above, so that no key makes verification slow).
 */
export function rsaNumbers(key: RsaKey): { n: bigint; e: bigint; length: number } | undefined {
  const modulus = fromBase64url(key.modulus);
  const { exponent } = key;
  if (modulus === undefined || modulus.length < 256 || modulus.length > 512) return undefined;
  if (((modulus[0] ?? 0) & 0x80) === 0 || ((modulus.at(-1) ?? 0) & 1) === 0) return undefined;
  if (!Number.isSafeInteger(exponent) || exponent < 65537 || exponent > 0xffffffff || exponent % 2 === 0)
    return undefined;
  return { n: number(modulus), e: BigInt(exponent), length: modulus.length };
}

/** DER of RSAPublicKey (RFC 8017 A.1.1): what stands in the BIT STRING of a SubjectPublicKeyInfo. */
export function rsaPublicKeyBits(key: RsaKey): Uint8Array {
  return sequence(integer(number(fromBase64url(key.modulus) ?? new Uint8Array())), integer(key.exponent));
}

/** DER of SubjectPublicKeyInfo with rsaEncryption. */
export function rsaSpkiOf(key: RsaKey): Uint8Array {
  return sequence(RSA_ENCRYPTION, bitString(rsaPublicKeyBits(key)));
}

/** The key of a SubjectPublicKeyInfo, or undefined when it is of another kind or not accepted ({@link rsaNumbers}). */
export function rsaKeyOfSpki(der: Uint8Array): RsaKey | undefined {
  try {
    const members = membersOf(readDer(der));
    const algorithm = members.next(TAG.sequence);
    if (!sameBytes(algorithm.encoded, RSA_ENCRYPTION)) return undefined;
    const bits = bitsOf(members.next(TAG.bitString));
    members.end();
    const numbers = membersOf(readDer(bits));
    const modulus = magnitude(numbers.next(TAG.integer));
    const exponent = magnitude(numbers.next(TAG.integer));
    numbers.end();
    if (exponent.length > 4) return undefined;
    const key: RsaKey = {
      algorithm: 'RSA',
      modulus: toBase64url(modulus),
      exponent: Number(number(exponent)),
    };
    return rsaNumbers(key) === undefined ? undefined : key;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Verification, RFC 8017 8.1.2 and 8.2.2, in pure code. `signature` is as long as the modulus. Never throws. */
export function rsaVerify(
  key: RsaKey,
  padding: RsaPadding,
  message: Uint8Array,
  signature: Uint8Array,
  hash: RsaHash = 'SHA-256',
): boolean {
  const numbers = rsaNumbers(key);
  if (numbers === undefined || signature.length !== numbers.length) return false;
  const s = number(signature);
  if (s >= numbers.n) return false;
  const encoded = octets(power(s, numbers.e, numbers.n), numbers.length);
  const digest = HASHES[hash](message);
  return padding === 'PKCS1'
    ? sameBytes(encoded, pkcs1(digest, numbers.length, INFO[hash]))
    : isPss(encoded, digest, HASHES[hash]);
}

export type RsaHash = Exclude<AnyHash, 'SM3'>;

const HASHES = { 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;

/** DigestInfo { hash function with NULL } before the digest (RFC 8017 9.2, note 1). */
const INFO: Readonly<Record<RsaHash, Uint8Array>> = {
  'SHA-256': hexBytes('3031300d060960864801650304020105000420'),
  'SHA-384': hexBytes('3041300d060960864801650304020205000430'),
  'SHA-512': hexBytes('3051300d060960864801650304020305000440'),
};

/** EMSA-PKCS1-v1_5 made anew and compared as a whole: nothing is left for a forger to fill in. */
function pkcs1(digest: Uint8Array, length: number, digestInfo: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(length).fill(0xff);
  const info = length - digest.length - digestInfo.length;
  encoded[0] = 0;
  encoded[1] = 1;
  encoded[info - 1] = 0;
  encoded.set(digestInfo, info);
  encoded.set(digest, info + digestInfo.length);
  return encoded;
}

type Hash = (typeof HASHES)[RsaHash];

/** EMSA-PSS (RFC 8017 9.1.2). Moduli have whole octets, so one bit is cut off. */
function isPss(encoded: Uint8Array, digest: Uint8Array, hash: Hash): boolean {
  const length = encoded.length - digest.length - 1;
  if (encoded.at(-1) !== 0xbc || ((encoded[0] ?? 0) & 0x80) !== 0) return false;
  const h = encoded.subarray(length, -1);
  const db = mask(h, length, hash);
  for (let i = 0; i < length; i++) db[i] = (db[i] ?? 0) ^ (encoded[i] ?? 0);
  db[0] = (db[0] ?? 0) & 0x7f;
  const one = length - digest.length - 1;
  if (db[one] !== 1 || db.subarray(0, one).some((byte) => byte !== 0)) return false;
  const again = hash
    .create()
    .update(new Uint8Array(8))
    .update(digest)
    .update(db.subarray(one + 1));
  return sameBytes(h, again.digest());
}

/** MGF1 (RFC 8017 B.2.1). */
function mask(seed: Uint8Array, length: number, hash: Hash): Uint8Array {
  const bytes = new Uint8Array(length);
  const step = hash.outputLen;
  for (let counter = 0; counter * step < length; counter++) {
    const block = hash
      .create()
      .update(seed)
      .update(Uint8Array.of(0, 0, 0, counter))
      .digest();
    bytes.set(block.subarray(0, Math.min(step, length - counter * step)), counter * step);
  }
  return bytes;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function magnitude(value: Value): Uint8Array {
  const { content } = value;
  if ((content[0] ?? 0) >= 0x80) throw new DerError('FORMAT', 'a negative number');
  return content[0] === 0 ? content.subarray(1) : content;
}

function number(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

function octets(value: bigint, length: number): Uint8Array {
  return hexBytes(value.toString(16).padStart(2 * length, '0'));
}
