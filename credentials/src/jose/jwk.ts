import { canonicalBytes, fromBase64url, toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { isEdwardsPoint, publicKey, type VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';

/** A public JSON Web Key (RFC 7517; RFC 8037 for Ed25519). `SM2` has no registered name yet: docs/formats/jose.md. */
export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256' | 'SM2'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

export function jwkOf(key: VerificationKey): PublicJwk {
  if (key.algorithm === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x: key.point };
  const point = fromBase64url(key.point) ?? new Uint8Array();
  const [x, y] = [toBase64url(point.subarray(1, 33)), toBase64url(point.subarray(33))];
  return { kty: 'EC', crv: key.algorithm, x, y };
}

/**
 * The key of a JWK; undefined for any other curve, a point that is not on it, or a JWK with a private member. What it says
 * about itself besides (`kid`, `alg`, `use`) is not asked: whoever uses the key names the algorithm.
 */
export function keyOfJwk(value: unknown): VerificationKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const jwk = value as Readonly<Record<string, unknown>>;
  if (PRIVATE.some((name) => Object.hasOwn(jwk, name))) return undefined;
  const { kty, crv } = jwk;
  const [x, y] = [coordinate(jwk['x']), coordinate(jwk['y'])];
  if (x === undefined) return undefined;
  if (kty === 'OKP' && crv === 'Ed25519') {
    const key = { algorithm: 'Ed25519', point: toBase64url(x) } as const;
    return isEdwardsPoint(key) ? key : undefined;
  }
  if (kty !== 'EC' || (crv !== 'P-256' && crv !== 'SM2') || y === undefined) return undefined;
  const parsed = publicKey.safeParse({ algorithm: crv, point: toBase64url(Uint8Array.of(4, ...x, ...y)) });
  return parsed.success ? parsed.data : undefined;
}

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

function coordinate(text: unknown): Uint8Array | undefined {
  const bytes = typeof text === 'string' ? fromBase64url(text) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

/** RFC 7638: base64url of SHA-256 over the members that make the key. */
export function thumbprintOf(jwk: PublicJwk, provider: CryptoProvider): string {
  return toBase64url(provider.hash('SHA-256', canonicalBytes(jwk satisfies JsonObject)));
}
