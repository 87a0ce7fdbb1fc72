import { toBase64url } from '@renxin/chaincode/canonical';
import { createPrivateKey, createPublicKey, randomBytes, type KeyObject } from 'node:crypto';
import { hexBytes } from '../crypto/hex.js';
import { nativeSigner } from './native-key.js';
import { SignerError } from './signer-error.js';
import type { AssertionSigner } from './signer.js';

/** PrivateKeyInfo of Ed25519 (RFC 8410 section 7), before the 32 bytes of the key. */
const HEAD = hexBytes('302e020100300506032b657004220420');
const SPKI_LENGTH = 44;

/** A new Ed25519 key pair: the signer, and the private key as PKCS#8 DER for the caller to seal and then overwrite. */
export function generateAssertionSigner(random: (length: number) => Uint8Array = randomBytes): {
  signer: AssertionSigner;
  privateKey: Uint8Array;
} {
  const privateKey = new Uint8Array(HEAD.length + 32);
  privateKey.set(HEAD);
  privateKey.set(random(32), HEAD.length);
  return { signer: assertionSignerOf(privateKey), privateKey };
}

/** A signer over an Ed25519 private key (PKCS#8 DER). @throws SignerError SIGNER_KEY_UNSUPPORTED for any other */
export function assertionSignerOf(privateKey: Uint8Array): AssertionSigner {
  const object = imported(privateKey);
  const point = createPublicKey(object)
    .export({ type: 'spki', format: 'der' })
    .subarray(SPKI_LENGTH - 32);
  return nativeSigner({ key: { algorithm: 'Ed25519', point: toBase64url(point) }, object, z: undefined });
}

function imported(privateKey: Uint8Array): KeyObject {
  const hasForm = privateKey.length === HEAD.length + 32 && HEAD.every((byte, i) => privateKey[i] === byte);
  if (!hasForm) throw new SignerError('SIGNER_KEY_UNSUPPORTED');
  return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
}
