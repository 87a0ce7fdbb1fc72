import type { VerificationKey } from '@renxin/chaincode/messages';
import type { AnyHash, HashAlgorithm, LongHash } from './hashes.js';
import type { RsaKey, RsaPadding } from './rsa.js';

export type { AnyHash, HashAlgorithm, LongHash };

/**
 * Hashing and verification without keys: pure functions, the same result from every provider. `native` (node:crypto)
 * and `pure` (browser-safe) agree on valid and on mutated vectors (seal/test).
 */
export interface CryptoProvider {
  readonly name: 'native' | 'pure';
  /** The digest (32 bytes; of the longer ones 48 and 64) of the parts, one after another. */
  hash(algorithm: AnyHash, ...parts: readonly Uint8Array[]): Uint8Array;
  /** The digest (32 bytes) of the UTF-8 of a text without lone surrogates. */
  hashText(algorithm: HashAlgorithm, text: string): Uint8Array;
  /**
   * SM2: GB/T 32918.2 with user id 1234567812345678 and SM3; P-256: ECDSA with SHA-256; Ed25519: RFC 8032 section 5.1.7
   * without the cofactor, for keys that are not of small order. `signature` is r || s (of Ed25519 R || S), 64 bytes.
   * False for every input that is not a valid signature; never throws.
   */
  verify(key: VerificationKey, message: Uint8Array, signature: Uint8Array): boolean;
  /** The same on another thread, where a provider has some: see {@link verifiedApart}. */
  verifyApart?(key: VerificationKey, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /**
   * RSA with SHA-256 or a longer one (RFC 8017 section 8), keys of 2048 to 4096 bits; `signature` is as long as the modulus.
   * False for every input that is not a valid signature; never throws.
   */
  verifyRsa(
    key: RsaKey,
    padding: RsaPadding,
    message: Uint8Array,
    signature: Uint8Array,
    hash?: 'SHA-256' | LongHash,
  ): boolean;
  /** ECDSA P-256 with a longer hash function, as others sign documents and certificates; it authorises nothing. As `verify`. */
  verifyEcdsa(key: VerificationKey, hash: LongHash, message: Uint8Array, signature: Uint8Array): boolean;
}

/** As `provider.verify`, for who can wait: on another thread where the provider has some that are free. */
export async function verifiedApart(
  provider: CryptoProvider,
  key: VerificationKey,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return provider.verifyApart === undefined
    ? provider.verify(key, message, signature)
    : provider.verifyApart(key, message, signature);
}
