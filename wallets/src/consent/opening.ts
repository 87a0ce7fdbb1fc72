import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';

/** Something that may be personal, with the salt that opens the ledger's commitment to it. */
export interface Opened<T> {
  readonly salt: string;
  readonly content: T;
}

/** A fresh salted commitment to SM3 of the canonical form of a content. */
export function commitTo<T>(
  { provider, random }: { provider: CryptoProvider; random: (length: number) => Uint8Array },
  content: T,
): { readonly commitment: string; readonly opened: Opened<T> } {
  const salt = random(32);
  return { commitment: over(provider, salt, content), opened: { salt: toBase64url(salt), content } };
}

/** True when a commitment was made over this content with this salt. */
export function opens(
  provider: CryptoProvider,
  committed: string,
  { salt, content }: Opened<unknown>,
): boolean {
  const bytes = fromBase64url(salt);
  return bytes?.length === 32 && over(provider, bytes, content) === committed;
}

function over(provider: CryptoProvider, salt: Uint8Array, content: unknown): string {
  return commitment(provider, salt, provider.hash('SM3', canonicalBytes(content)));
}
