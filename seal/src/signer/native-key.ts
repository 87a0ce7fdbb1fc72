import { fromBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { createPrivateKey, createPublicKey, createSign, type KeyObject } from 'node:crypto';
import { publicKeyOfSpki, signatureFromDer, za } from '../crypto/index.js';
import { SignerError } from './signer-error.js';
import type { Signer } from './signer.js';

/** A private key inside node:crypto. It stays in this room: other threads of the process share it, its bytes are not read. */
export interface NativeKey {
  readonly key: PublicKey;
  readonly object: KeyObject;
  /** Z of an SM2 key. */
  readonly z: Uint8Array | undefined;
}

/** @throws SignerError SIGNER_KEY_UNSUPPORTED for what is not PKCS#8 DER of SM2 or P-256 */
export function nativeKey(privateKey: Uint8Array): NativeKey {
  const object = imported(privateKey);
  const key = publicKeyOfSpki(createPublicKey(object).export({ type: 'spki', format: 'der' }));
  if (key === undefined) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  const z = key.algorithm === 'SM2' ? za(fromBase64url(key.point) ?? new Uint8Array()) : undefined;
  return { key, object, z };
}

/**
 * r || s, 64 bytes. For SM2 the digest of Z || M is signed as it is: without Z in front node:crypto would take an empty
 * user id.
 */
export function signNatively({ object, z }: Omit<NativeKey, 'key'>, message: Uint8Array): Uint8Array {
  const signing = createSign(z === undefined ? 'sha256' : 'sm3');
  if (z !== undefined) signing.update(z);
  const signature = signatureFromDer(signing.update(message).sign(object));
  if (signature === undefined) throw new Error('the signature has no strict form');
  return signature;
}

/** The signer over a key inside node:crypto. */
export function nativeSigner(native: NativeKey): Signer {
  const signer: Signer = {
    key: native.key,
    sign: async (request) => {
      if (request.algorithm !== native.key.algorithm) throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
      return signNatively(native, request.message);
    },
  };
  keys.set(signer, native);
  return signer;
}

/** The key behind a signer that {@link nativeSigner} made; undefined for any other, a device's for example. */
export function nativeKeyOf(signer: Signer): NativeKey | undefined {
  return keys.get(signer);
}

const keys = new WeakMap<Signer, NativeKey>();

/** Always from DER: an SM2 key that node:crypto has just generated signs ECDSA instead. */
function imported(privateKey: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new SignerError('SIGNER_KEY_UNSUPPORTED', { cause: error });
  }
}
