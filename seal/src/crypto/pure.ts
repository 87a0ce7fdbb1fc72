import { p256 } from '@noble/curves/nist.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { toBase64url } from '@renxin/chaincode/canonical';
import { isSignatureBytes, type PublicKey } from '@renxin/chaincode/messages';
import { SignerError } from '../signer/signer-error.js';
import type { Signer } from '../signer/signer.js';
import { ed25519Verify } from './ed25519.js';
import type { CryptoProvider } from './provider.js';
import { rsaVerify } from './rsa.js';
import { isSm2PrivateKey, pointOf, sm2PrivateKey, sm2Sign, sm2Verify } from './sm2.js';
import { sm3 } from './sm3.js';

export { createPureAssertionSigner } from './ed25519.js';
export { sm3 } from './sm3.js';
export { sm4CbcDecrypt, sm4CbcEncrypt, sm4Ctr, sm4DecryptBlock, sm4EncryptBlock } from './sm4.js';

const utf8 = new TextEncoder();
const SHA2 = { 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;

/** Everything in pure code: the reference, and what pages and wallets in a browser use. */
export const pureProvider: CryptoProvider = {
  name: 'pure',
  hash(algorithm, ...parts) {
    if (algorithm === 'SM3') return sm3(...parts);
    const hash = SHA2[algorithm].create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
  hashText: (algorithm, text) => pureProvider.hash(algorithm, utf8.encode(text)),
  verify(key, message, signature) {
    if (key.algorithm === 'Ed25519') return ed25519Verify(key, message, signature);
    if (!isSignatureBytes(key.algorithm, signature)) return false;
    const point = pointOf(key);
    if (point.length !== 65 || point[0] !== 4) return false;
    return key.algorithm === 'SM2'
      ? sm2Verify(point, message, signature)
      : p256Verify(point, message, signature);
  },
  verifyRsa: rsaVerify,
  verifyEcdsa(key, hash, message, signature) {
    if (key.algorithm !== 'P-256' || !isSignatureBytes(key.algorithm, signature)) return false;
    const point = pointOf(key);
    if (point.length !== 65 || point[0] !== 4) return false;
    try {
      // The leftmost 256 bits of the digest count (FIPS 186-5 6.4.2).
      const digest = SHA2[hash](message);
      return p256.verify(signature, digest, point, { prehash: false, lowS: false });
    } catch {
      return false;
    }
  },
};

/**
 * A signer over a private key of 32 bytes, for browsers. The nonce comes from key, message and 32 bytes of `random`
 * together (RFC 6979 with additional data); `random` must be cryptographically strong all the same.
 * @throws SignerError SIGNER_KEY_UNSUPPORTED for bytes that are no private key; `sign` SIGNER_ALGORITHM_MISMATCH
 */
export function createPureSigner(
  algorithm: PublicKey['algorithm'],
  privateKey: Uint8Array,
  random: (length: number) => Uint8Array,
): Signer {
  const { point, sign } = algorithm === 'SM2' ? sm2(privateKey) : ecdsa(privateKey);
  return {
    key: { algorithm, point: toBase64url(point) },
    sign: async (request) => {
      if (request.algorithm !== algorithm) throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
      return sign(request.message, random(32));
    },
  };
}

/** A new key pair: the signer, and the private key (32 bytes) for the caller to seal and then overwrite. */
export function generatePureSigner(
  algorithm: PublicKey['algorithm'],
  random: (length: number) => Uint8Array,
): { signer: Signer; privateKey: Uint8Array } {
  for (let attempt = 0; attempt < 8; attempt++) {
    const privateKey = random(32);
    if (!isPrivateKey(algorithm, privateKey)) continue; // 2^-32 for each attempt
    return { signer: createPureSigner(algorithm, privateKey, random), privateKey };
  }
  throw new SignerError('SIGNER_RANDOM_BROKEN');
}

interface KeyPair {
  readonly point: Uint8Array;
  readonly sign: (message: Uint8Array, fresh: Uint8Array) => Uint8Array;
}

function sm2(privateKey: Uint8Array): KeyPair {
  if (!isPrivateKey('SM2', privateKey)) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  const key = sm2PrivateKey(privateKey);
  return { point: key.point, sign: (message, fresh) => sm2Sign(key, message, fresh) };
}

function ecdsa(privateKey: Uint8Array): KeyPair {
  if (!isPrivateKey('P-256', privateKey)) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  const secret = Uint8Array.from(privateKey); // not slice(): of a Buffer that is no copy
  return {
    point: p256.getPublicKey(secret, false),
    sign: (message, extraEntropy) => p256.sign(message, secret, { prehash: true, lowS: false, extraEntropy }),
  };
}

function isPrivateKey(algorithm: PublicKey['algorithm'], bytes: Uint8Array): boolean {
  return algorithm === 'SM2' ? isSm2PrivateKey(bytes) : p256.utils.isValidSecretKey(bytes);
}

function p256Verify(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return p256.verify(signature, message, point, { prehash: true, lowS: false });
  } catch {
    return false;
  }
}
