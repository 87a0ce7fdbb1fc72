import {
  constants,
  createHash,
  createPublicKey,
  createVerify,
  hash as oneShot,
  verify as verifyOnce,
  type KeyObject,
} from 'node:crypto';
import { isEdwardsPoint, isSignatureBytes, type VerificationKey } from '@renxin/chaincode/messages';
import { isOnCurve, signatureToDer, spkiOf } from './der.js';
import { Latest } from './latest.js';
import type { AnyHash, CryptoProvider } from './provider.js';
import { pureProvider } from './pure.js';
import { DIGEST_LENGTH } from './hashes.js';
import { rsaNumbers, rsaSpkiOf, type RsaKey, type RsaPadding } from './rsa.js';
import { pointOf, za } from './sm2.js';
import { selfTest } from './self-test.js';
import { sm3 } from './sm3.js';

const NAMES: Record<AnyHash, string> = {
  SM3: 'sm3',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
/** Up to three blocks of SM3 the call into native code takes longer than the hash; the ledger hashes millions of them. */
const SMALL = 183;
/** Parts up to this length are put together first: one call into native code costs less than several. */
const JOINED = 1024;

/** node:crypto behind the provider: SM2 by Z prepended and a plain EC verification over SM3, GB/T 32918.2 to the letter. */
const throughOpenssl: CryptoProvider = {
  name: 'native',
  hash(algorithm, ...parts) {
    const length = lengthOf(parts);
    if (algorithm === 'SM3' && length <= SMALL) return sm3(...parts);
    const name = NAMES[algorithm];
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return bytesOf(oneShot(name, only, 'binary'));
    if (length <= JOINED) return bytesOf(oneShot(name, joined(parts, length), 'binary'));
    const hash = createHash(name);
    for (const part of parts) hash.update(part);
    return bytesOf(hash.digest('binary'));
  },
  hashText: (algorithm, text) => bytesOf(oneShot(NAMES[algorithm], text, 'binary')),
  verify(key, message, signature) {
    if (!isSignatureBytes(key.algorithm, signature)) return false;
    const known = knownKey(key);
    if (known === undefined) return false;
    if (key.algorithm === 'Ed25519') return verifyOnce(null, message, known.object, signature);
    const verify = createVerify(key.algorithm === 'SM2' ? 'sm3' : 'sha256');
    if (known.z !== undefined) verify.update(known.z);
    try {
      return verify.update(message).verify(known.object, signatureToDer(signature));
    } catch {
      return false;
    }
  },
  verifyRsa(key, padding, message, signature, hash = 'SHA-256') {
    const known = knownKeys.of(`RSA ${key.exponent} ${key.modulus}`, () => importRsa(key));
    if (known === undefined || signature.length !== known.length) return false;
    try {
      return createVerify(NAMES[hash])
        .update(message)
        .verify({ key: known.object, ...rsaOptions(padding, hash) }, signature);
    } catch {
      return false;
    }
  },
  verifyEcdsa(key, hash, message, signature) {
    if (key.algorithm !== 'P-256' || !isSignatureBytes(key.algorithm, signature)) return false;
    const known = knownKey(key);
    if (known === undefined) return false;
    try {
      return createVerify(NAMES[hash]).update(message).verify(known.object, signatureToDer(signature));
    } catch {
      return false;
    }
  },
};

/** The salt of PSS is as long as the digest. */
function rsaOptions(padding: RsaPadding, hash: AnyHash): { padding: number; saltLength?: number } {
  return padding === 'PKCS1'
    ? { padding: constants.RSA_PKCS1_PADDING }
    : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: DIGEST_LENGTH[hash] };
}

/**
 * The fast provider of this machine: node:crypto when it passes the self-test (it does SM2 at full speed, but not in
 * documented ways), else the pure one with the reason, for the caller to log.
 */
export function createNativeProvider(candidate: CryptoProvider = throughOpenssl): {
  provider: CryptoProvider;
  fallback?: string;
} {
  const fault = selfTest(candidate);
  return fault === undefined ? { provider: candidate } : { provider: pureProvider, fallback: fault };
}

interface KnownKey {
  readonly object: KeyObject;
  /** Octets of a signature. */
  readonly length: number;
  /** Z of an SM2 key. */
  readonly z: Uint8Array | undefined;
}

/** Importing a key costs as much as half a verification: the latest ones are kept. */
const knownKeys = new Latest<KnownKey>(4096);

function knownKey(key: VerificationKey): KnownKey | undefined {
  return knownKeys.of(key.algorithm + key.point, () => importKey(key));
}

function importKey(key: VerificationKey): KnownKey | undefined {
  if (key.algorithm === 'Ed25519' ? !isEdwardsPoint(key) : !isOnCurve(key)) return undefined;
  try {
    const object = createPublicKey({ key: Buffer.from(spkiOf(key)), format: 'der', type: 'spki' });
    return { object, length: 64, z: key.algorithm === 'SM2' ? za(pointOf(key)) : undefined };
  } catch {
    return undefined;
  }
}

function importRsa(key: RsaKey): KnownKey | undefined {
  const numbers = rsaNumbers(key);
  if (numbers === undefined) return undefined;
  const object = createPublicKey({ key: Buffer.from(rsaSpkiOf(key)), format: 'der', type: 'spki' });
  return { object, length: numbers.length, z: undefined };
}

function lengthOf(parts: readonly Uint8Array[]): number {
  let length = 0;
  for (const part of parts) length += part.length;
  return length;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Digests come as strings of one character for each byte: the memory of a buffer costs more than the hash. */
function bytesOf(digest: string): Uint8Array {
  const bytes = new Uint8Array(digest.length);
  for (let i = 0; i < digest.length; i++) bytes[i] = digest.charCodeAt(i);
  return bytes;
}

/** {@link createNativeProvider}'s choice for this process; constructed last, since the self-test uses everything above. */
export const nativeProvider: CryptoProvider = createNativeProvider().provider;
