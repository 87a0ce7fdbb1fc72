/** The two hash functions that stand side by side: SM3 (GB/T 32905) and SHA-256 (FIPS 180-4). */
export type HashAlgorithm = 'SM3' | 'SHA-256';

/** The longer ones of SHA-2 (FIPS 180-4): only read, where certificates, signatures and tokens of others use them. */
export type LongHash = 'SHA-384' | 'SHA-512';
export type AnyHash = HashAlgorithm | LongHash;

/** Bytes of a digest. */
export const DIGEST_LENGTH: Readonly<Record<AnyHash, number>> = {
  SM3: 32,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
};
