import { toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import {
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { publicKeyOfSpki, signatureFromDer, spkiOf, za } from '../crypto/index.js';
import { fromBase64url } from '@renxin/chaincode/canonical';
import type { Signer } from './signer.js';

const CURVES: Record<PublicKey['algorithm'], string> = { SM2: 'SM2', 'P-256': 'P-256' };

/** A new key pair: the signer, and the private key as PKCS#8 DER for the caller to seal and then overwrite. */
export function generateSigner(algorithm: PublicKey['algorithm']): {
  signer: Signer;
  privateKey: Uint8Array;
} {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: CURVES[algorithm] });
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  return { signer: signerOf(der), privateKey: der };
}

/**
 * A signer over a private key (PKCS#8 DER, SM2 or P-256). An SM2 key must be imported from DER: one that was just
 * generated signs ECDSA instead.
 * @throws TypeError for a key of another kind
 */
export function signerOf(privateKey: Uint8Array): Signer {
  const object = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  const key = publicKeyOf(object);
  const z = key.algorithm === 'SM2' ? za(fromBase64url(key.point) ?? new Uint8Array()) : undefined;
  return {
    key,
    sign: async (request) => {
      if (request.algorithm !== key.algorithm) throw new TypeError('the key is of another algorithm');
      return sign(object, z, request.message);
    },
  };
}

/** SM2: SM3(Z || M) signed as a plain digest; P-256: SHA-256(M). */
function sign(key: KeyObject, z: Uint8Array | undefined, message: Uint8Array): Uint8Array {
  const sign = createSign(z === undefined ? 'sha256' : 'sm3');
  if (z !== undefined) sign.update(z);
  const signature = signatureFromDer(sign.update(message).sign(key));
  if (signature === undefined) throw new Error('the signature has no strict form');
  return signature;
}

function publicKeyOf(privateKey: KeyObject): PublicKey {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const key = publicKeyOfSpki(spki);
  if (key === undefined || toBase64url(spkiOf(key)) !== toBase64url(spki))
    throw new TypeError('not an SM2 or P-256 key');
  return key;
}
