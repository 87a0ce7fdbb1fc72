import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { createHash, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { Latest } from '@renxin/seal/crypto';
import type { FurtherKey, FurtherSigner } from '../data-integrity/index.js';

/** ECDSA on P-384 with SHA-384, through node:crypto. */

export function sha384(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha384');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** False for a point that is not on the curve, and for whatever is not r || s of 96 bytes. */
export function verifyP384(key: FurtherKey, message: Uint8Array, signature: Uint8Array): boolean {
  const known = imported.of(key.point, () => importKey(key));
  if (known === undefined || signature.length !== 96) return false;
  return verify('sha384', message, { key: known, dsaEncoding: 'ieee-p1363' }, signature);
}

/** A new key that stays in this process. */
export function generateP384Signer(): FurtherSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return p384SignerOf(privateKey, publicKey);
}

/** A signer over a private key of P-384. */
export function p384SignerOf(privateKey: KeyObject, publicKey = createPublicKey(privateKey)): FurtherSigner {
  return {
    key: { algorithm: 'P-384', point: pointOf(publicKey) },
    sign: async ({ message }) =>
      new Uint8Array(sign('sha384', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

/** SubjectPublicKeyInfo of P-384 with a compressed point, before the 49 bytes of the point. */
const HEAD = Buffer.from('3046301006072a8648ce3d020106052b81040022033200', 'hex');
const imported = new Latest<KeyObject>(1024);

function importKey({ algorithm, point }: FurtherKey): KeyObject | undefined {
  const bytes = fromBase64url(point);
  if (algorithm !== 'P-384' || bytes?.length !== 49) return undefined;
  try {
    return createPublicKey({ key: Buffer.concat([HEAD, bytes]), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** The compressed point, base64url. */
function pointOf(publicKey: KeyObject): string {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const last = fromBase64url(y)?.at(-1) ?? 0;
  return toBase64url(Uint8Array.of(2 + (last & 1), ...(fromBase64url(x) ?? [])));
}
