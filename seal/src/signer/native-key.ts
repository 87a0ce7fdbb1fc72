import { fromBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey, VerificationKey } from '@renxin/chaincode/messages';
import { createPrivateKey, createPublicKey, createSign, sign as signOnce, type KeyObject } from 'node:crypto';
import { publicKeyOfSpki, signatureFromDer, za } from '../crypto/index.js';
import { SignerError } from './signer-error.js';
import type { CertificateKey } from '../crypto/certificate-key.js';
import type { Signer } from './signer.js';

/** A private key inside node:crypto. It stays in this room: other threads of the process share it, its bytes are not read. */
export interface NativeKey<K extends VerificationKey = VerificationKey> {
  readonly key: K;
  readonly object: KeyObject;
  /** Z of an SM2 key. */
  readonly z: Uint8Array | undefined;
}

/** @throws SignerError SIGNER_KEY_UNSUPPORTED for what is not PKCS#8 DER of SM2 or P-256 */
export function nativeKey(privateKey: Uint8Array): NativeKey<PublicKey> {
  const object = imported(privateKey);
  const key = publicKeyOfSpki(createPublicKey(object).export({ type: 'spki', format: 'der' }));
  if (key === undefined) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  const z = key.algorithm === 'SM2' ? za(fromBase64url(key.point) ?? new Uint8Array()) : undefined;
  return { key, object, z };
}

/**
 * r || s, 64 bytes. For SM2 the digest of Z || M is signed as it is: without Z in front node:crypto would take an empty
 * user id. Of Ed25519 R || S.
 */
export function signNatively({ key, object, z }: NativeKey, message: Uint8Array): Uint8Array {
  if (key.algorithm === 'Ed25519') {
    const { buffer, byteOffset, byteLength } = signOnce(null, message, object);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  const signing = createSign(z === undefined ? 'sha256' : 'sm3');
  if (z !== undefined) signing.update(z);
  const signature = signatureFromDer(signing.update(message).sign(object));
  if (signature === undefined) throw new Error('the signature has no strict form');
  return signature;
}

/** The signer over a key inside node:crypto. */
export function nativeSigner<K extends VerificationKey>(native: NativeKey<K>): Signer<K> {
  const signer: Signer<K> = {
    key: native.key,
    sign: async (request) => {
      // A caller in plain JavaScript may ask for anything.
      if (request.algorithm !== native.key.algorithm) throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
      return signNatively(native, request.message);
    },
  };
  keys.set(signer, { native, used: () => undefined });
  return signer;
}

/** Who is told of the uses of a key. */
export interface Told {
  readonly used: () => void;
  readonly refused: () => void;
}

/** The same key, whose every use is told, also of another thread that shares it. */
export function counted<K extends CertificateKey>(signer: Signer<K>, told: Told): Signer<K> {
  const same: Signer<K> = {
    key: signer.key,
    sign: async (request) => {
      let signature: Uint8Array;
      try {
        signature = await signer.sign(request);
      } catch (error) {
        told.refused();
        throw error;
      }
      told.used();
      return signature;
    },
  };
  const shared = keys.get(signer);
  if (shared !== undefined)
    keys.set(same, {
      native: shared.native,
      used: () => {
        shared.used();
        told.used();
      },
    });
  return same;
}

/** A key that other threads of the process may use, and who has to be told of each use of theirs. */
export interface SharedKey {
  readonly native: NativeKey;
  readonly used: () => void;
}

/** The key behind a signer that this room made; undefined for any other, a device's for example. */
export function sharedKeyOf(signer: Signer<VerificationKey>): SharedKey | undefined {
  return keys.get(signer);
}

/** Another signer by the same key. */
export function shareKey(signer: Signer, of: Signer): Signer {
  const shared = keys.get(of);
  if (shared !== undefined) keys.set(signer, shared);
  return signer;
}

const keys = new WeakMap<object, SharedKey>();

/** Always from DER: an SM2 key that node:crypto has just generated signs ECDSA instead. */
function imported(privateKey: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new SignerError('SIGNER_KEY_UNSUPPORTED', { cause: error });
  }
}
