import type { PublicKey } from '@renxin/chaincode/messages';
import { randomBytes } from 'node:crypto';
import { pkcs8Of, privateKeyOfPkcs8 } from '../crypto/index.js';
import { createPureSigner, generatePureSigner, pureProvider } from '../crypto/pure.js';
import { MESSAGE, PRIVATE_KEY, SM2_KEY } from '../crypto/known-answers.js';
import { nativeKey, nativeSigner, signNatively } from './native-key.js';
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
  return nativeSigner(nativeKey(privateKey));
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
    const signature = signNatively(nativeKey(pkcs8Of(PRIVATE_KEY, SM2_KEY)), MESSAGE);
    return pureProvider.verify(SM2_KEY, MESSAGE, signature) ? undefined : 'SM2 signs something else';
  } catch (error) {
    return error instanceof Error ? error.message : 'it throws';
  }
}
