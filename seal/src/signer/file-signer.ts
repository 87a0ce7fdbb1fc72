import { fromBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { createPrivateKey, createPublicKey, createSign, randomBytes, type KeyObject } from 'node:crypto';
import { pkcs8Of, privateKeyOfPkcs8, publicKeyOfSpki, signatureFromDer, za } from '../crypto/index.js';
import { createPureSigner, generatePureSigner, pureProvider } from '../crypto/pure.js';
import { MESSAGE, PRIVATE_KEY, SM2_KEY } from '../crypto/known-answers.js';
import { SignerError } from './signer-error.js';
import type { Signer } from './signer.js';

/** A new key pair: the signer, and the private key as PKCS#8 DER for the caller to seal and then overwrite. */
export function generateSigner(
  algorithm: PublicKey['algorithm'],
  random: (length: number) => Uint8Array = randomBytes,
): { signer: Signer; privateKey: Uint8Array } {
  const { signer, privateKey } = generatePureSigner(algorithm, random);
  const der = pkcs8Of(privateKey, signer.key);
  privateKey.fill(0);
  return { signer: signerOf(der), privateKey: der };
}

/**
 * A signer over a private key (PKCS#8 DER, SM2 or P-256). SM2 goes through node:crypto when {@link nativeSigningFault}
 * finds nothing, else through pure code.
 * @throws SignerError SIGNER_KEY_UNSUPPORTED for a key of another kind; `sign` SIGNER_ALGORITHM_MISMATCH
 */
export function signerOf(privateKey: Uint8Array, fault = nativeSigningFault): Signer {
  const plain = privateKeyOfPkcs8(privateKey);
  if (plain?.algorithm === 'SM2' && fault() !== undefined) {
    return createPureSigner('SM2', plain.privateKey, randomBytes);
  }
  const { key, sign } = nativeKey(privateKey);
  return {
    key,
    sign: async (request) => {
      if (request.algorithm !== key.algorithm) throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
      return sign(request.message);
    },
  };
}

/**
 * Why node:crypto of this process does not sign SM2 as GB/T 32918.2 says, or undefined when it does: tried once with a
 * known key, judged by the pure verification. For the caller to log.
 */
export function nativeSigningFault(): string | undefined {
  tried ??= { fault: trySigning() };
  return tried.fault;
}

let tried: { readonly fault: string | undefined } | undefined;

function trySigning(): string | undefined {
  try {
    const signature = nativeKey(pkcs8Of(PRIVATE_KEY, SM2_KEY)).sign(MESSAGE);
    return pureProvider.verify(SM2_KEY, MESSAGE, signature) ? undefined : 'SM2 signs something else';
  } catch (error) {
    return error instanceof Error ? error.message : 'it throws';
  }
}

interface NativeKey {
  readonly key: PublicKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

function nativeKey(privateKey: Uint8Array): NativeKey {
  const object = imported(privateKey);
  const key = publicKeyOfSpki(createPublicKey(object).export({ type: 'spki', format: 'der' }));
  if (key === undefined) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  if (key.algorithm === 'P-256') return { key, sign: (message) => sign(object, 'sha256', message) };
  const z = za(fromBase64url(key.point) ?? new Uint8Array());
  return { key, sign: (message) => sign(object, 'sm3', z, message) };
}

/** Always from DER: an SM2 key that node:crypto has just generated signs ECDSA instead. */
function imported(privateKey: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new SignerError('SIGNER_KEY_UNSUPPORTED', { cause: error });
  }
}

/** For SM2 the digest of Z || M is signed as it is: without Z in front node:crypto would take an empty user id. */
function sign(key: KeyObject, hash: 'sm3' | 'sha256', ...parts: readonly Uint8Array[]): Uint8Array {
  const signing = createSign(hash);
  for (const part of parts) signing.update(part);
  const signature = signatureFromDer(signing.sign(key));
  if (signature === undefined) throw new Error('the signature has no strict form');
  return signature;
}
