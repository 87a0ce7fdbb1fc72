import { createPrivateKey, createPublicKey, createSign, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { rsaKeyOfSpki } from '../crypto/rsa.js';
import { SignerError } from './signer-error.js';
import type { RsaSigner } from './signer.js';

/** A new RSA key pair: the signer, and the private key as PKCS#8 DER for the caller to seal and then overwrite. */
export async function generateRsaSigner(
  bits: 2048 | 3072 | 4096,
): Promise<{ signer: RsaSigner; privateKey: Uint8Array }> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const der = new Uint8Array(privateKey);
  return { signer: rsaSignerOf(der), privateKey: der };
}

/**
 * A signer over an RSA private key of 2048 to 4096 bits (PKCS#8 DER), through node:crypto: for services, not for pages.
 * @throws SignerError SIGNER_KEY_UNSUPPORTED for any other; `sign` SIGNER_ALGORITHM_MISMATCH
 */
export function rsaSignerOf(privateKey: Uint8Array): RsaSigner {
  const object = imported(privateKey);
  const key =
    object.asymmetricKeyType === 'rsa'
      ? rsaKeyOfSpki(createPublicKey(object).export({ type: 'spki', format: 'der' }))
      : undefined;
  if (key === undefined) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  return {
    key,
    sign: async (request) => {
      // A caller in plain JavaScript may ask for anything.
      if ((request.algorithm as string) !== 'RSA') throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
      return Uint8Array.from(createSign('sha256').update(request.message).sign(object));
    },
  };
}

function imported(privateKey: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new SignerError('SIGNER_KEY_UNSUPPORTED', { cause: error });
  }
}
