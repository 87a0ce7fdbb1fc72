import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { toBase64url } from '@renxin/chaincode/canonical';
import { isEdwardsPoint, isSignatureBytes, type AssertionKey } from '@renxin/chaincode/messages';
import { SignerError } from '../signer/signer-error.js';
import type { AssertionSigner } from '../signer/signer.js';
import { pointOf } from './sm2.js';

/** Ed25519 (RFC 8032), pure and browser-safe. */

/**
 * Verification by section 5.1.7 without the cofactor: R must be the encoding of SB - kA. That is how OpenSSL verifies,
 * so both providers agree on every input. Never throws.
 */
export function ed25519Verify(key: AssertionKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isSignatureBytes('Ed25519', signature) || !isEdwardsPoint(key)) return false;
  try {
    const point = pointOf(key);
    const r = signature.subarray(0, 32);
    const s = scalar(signature.subarray(32));
    const k = scalar(sha512.create().update(r).update(point).update(message).digest());
    const minusA = ed25519.Point.fromBytes(point).negate();
    const expected = ed25519.Point.BASE.multiplyUnsafe(s).add(minusA.multiplyUnsafe(k)).toBytes();
    return r.every((byte, i) => byte === expected[i]);
  } catch {
    return false;
  }
}

/** A signer over a private key of 32 bytes (the seed of RFC 8032), for browsers. @throws SignerError SIGNER_KEY_UNSUPPORTED */
export function createPureAssertionSigner(privateKey: Uint8Array): AssertionSigner {
  if (privateKey.length !== 32) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  const secret = Uint8Array.from(privateKey); // not slice(): of a Buffer that is no copy
  return {
    key: { algorithm: 'Ed25519', point: toBase64url(ed25519.getPublicKey(secret)) },
    sign: async (request) => {
      // A caller in plain JavaScript may ask for anything.
      if ((request.algorithm as string) !== 'Ed25519') throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
      return ed25519.sign(request.message, secret);
    },
  };
}

const { Fn } = ed25519.Point;

/** A little-endian number modulo the order. */
function scalar(bytes: Uint8Array): bigint {
  return Fn.create(bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n));
}
