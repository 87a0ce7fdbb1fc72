import {
  canonicalBytes,
  fromBase64url,
  JsonError,
  readJson,
  toBase64url,
  type JsonObject,
} from '@renxin/chaincode/canonical';
import { isSignatureBytes, type PublicKey, type VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, AssertionSigner, Signer } from '@renxin/seal/signer';

/** Compact JSON Web Signatures (RFC 7515) by keys behind `Signer`: docs/formats/jose.md. */

export type JwsAlgorithm = 'ES256' | 'EdDSA' | 'SM2';

/** One algorithm for each kind of key: no header chooses another. */
export const jwsAlgorithms: Readonly<Record<VerificationKey['algorithm'], JwsAlgorithm>> = {
  'P-256': 'ES256',
  Ed25519: 'EdDSA',
  SM2: 'SM2',
};

/** Whether signed JSON is read and written by keys of this kind. */
export function isJwsKey(key: { readonly algorithm: string }): key is VerificationKey {
  return Object.hasOwn(jwsAlgorithms, key.algorithm);
}

export interface Jws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** What was signed. */
  readonly input: Uint8Array;
  readonly signature: Uint8Array;
}

/** Signs a payload; `alg` is that of the signer's key. @returns the compact form */
export async function signJws(
  { header, payload }: { readonly header: JsonObject; readonly payload: JsonObject },
  signer: Signer | AssertionSigner,
  activation: Activation,
): Promise<string> {
  const { algorithm } = signer.key;
  const head = toBase64url(canonicalBytes({ ...header, alg: jwsAlgorithms[algorithm] }));
  const input = `${head}.${toBase64url(canonicalBytes(payload))}`;
  const message = new TextEncoder().encode(input);
  // The algorithm is the signer's own.
  const request = { algorithm: algorithm as PublicKey['algorithm'], message, activation };
  return `${input}.${toBase64url(await (signer as Signer).sign(request))}`;
}

/**
 * Takes a compact JWS of an object apart, verifying nothing. Undefined when it has not that form: three parts of base64url
 * without padding, two JSON objects without repeated members, no `crit` and no `b64` (RFC 7797).
 */
export function readJws(compact: string, longest = 65_536): Jws | undefined {
  if (compact.length > longest) return undefined;
  const [head, body, tail, more] = compact.split('.');
  if (head === undefined || body === undefined || tail === undefined || more !== undefined) return undefined;
  const [header, payload, signature] = [objectOf(head), objectOf(body), fromBase64url(tail)];
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  if (Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) return undefined;
  return { header, payload, input: new TextEncoder().encode(`${head}.${body}`), signature };
}

/** The header names the key's algorithm, and the signature is the key's. */
export function isSignedBy(
  { header, input, signature }: Jws,
  key: VerificationKey,
  provider: CryptoProvider,
): boolean {
  return (
    header['alg'] === jwsAlgorithms[key.algorithm] &&
    isSignatureBytes(key.algorithm, signature) &&
    provider.verify(key, input, signature)
  );
}

function objectOf(part: string): JsonObject | undefined {
  const bytes = fromBase64url(part);
  if (bytes === undefined) return undefined;
  try {
    const value = readJson(bytes);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
