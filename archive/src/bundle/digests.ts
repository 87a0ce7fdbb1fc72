import { toBase64url } from '@renxin/chaincode/canonical';
import { digest } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';

/** Both digests of a file, base64url: two hash functions, so that the fall of one leaves the other. */
export const digests = z.strictObject({ sm3: digest, sha256: digest });
export const measured = digests.extend({ bytes: z.int().min(0) });

export type Digests = z.infer<typeof digests>;
export type Measured = z.infer<typeof measured>;

export function digestsOf(provider: CryptoProvider, bytes: Uint8Array): Digests {
  return { sm3: sm3Of(provider, bytes), sha256: toBase64url(provider.hash('SHA-256', bytes)) };
}

export function measure(provider: CryptoProvider, bytes: Uint8Array): Measured {
  return { ...digestsOf(provider, bytes), bytes: bytes.length };
}

export function sm3Of(provider: CryptoProvider, bytes: Uint8Array): string {
  return toBase64url(provider.hash('SM3', bytes));
}

/** True when the bytes have both digests. */
export function hasDigests(provider: CryptoProvider, bytes: Uint8Array, expected: Digests): boolean {
  const found = digestsOf(provider, bytes);
  return found.sm3 === expected.sm3 && found.sha256 === expected.sha256;
}
