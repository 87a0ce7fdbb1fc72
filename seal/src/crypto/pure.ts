import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '@renxin/chaincode/canonical';
import { isSignatureBytes, type PublicKey } from '@renxin/chaincode/messages';
import type { Signer } from '../signer/signer.js';
import type { CryptoProvider } from './provider.js';
import { pointOf, sm2PublicPoint, sm2Sign, sm2Verify } from './sm2.js';
import { sm3 } from './sm3.js';

export { sm3 } from './sm3.js';
export * from './sm4.js';

/** Everything in pure code: the reference, and what pages and wallets in a browser use. */
export const pureProvider: CryptoProvider = {
  name: 'pure',
  hash(algorithm, ...parts) {
    if (algorithm === 'SM3') return sm3(...parts);
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
  verify(key, message, signature) {
    if (!isSignatureBytes(key.algorithm, signature)) return false;
    const point = pointOf(key);
    return key.algorithm === 'SM2'
      ? sm2Verify(point, message, signature)
      : p256Verify(point, message, signature);
  },
};

/** A signer over a private key of 32 bytes, for browsers; `random` must be cryptographically strong. */
export function createPureSigner(
  algorithm: PublicKey['algorithm'],
  privateKey: Uint8Array,
  random: (length: number) => Uint8Array,
): Signer {
  const secret = privateKey.slice();
  const point = algorithm === 'SM2' ? sm2PublicPoint(secret) : p256.getPublicKey(secret, false);
  return {
    key: { algorithm, point: toBase64url(point) },
    sign: async (request) => {
      if (request.algorithm !== algorithm) throw new TypeError('the key is of another algorithm');
      if (algorithm === 'SM2') return sm2Sign(secret, request.message, random);
      return p256.sign(request.message, secret, { prehash: true, lowS: false });
    },
  };
}

function p256Verify(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return p256.verify(signature, message, point, { prehash: true, lowS: false });
  } catch {
    return false;
  }
}
