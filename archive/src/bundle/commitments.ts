import { canonicalBytes, compareCodeUnits, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { digest } from '@renxin/chaincode/messages';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { parsePart } from './canonical-part.js';
import { BundleError } from './error.js';

export const COMMITMENTS = 'commitments.json';

export const opening = z.strictObject({
  commitment: digest,
  salt: digest,
  digest,
  /** A path of the bundle (the digest is SM3 of that file) or `shown/<role>` with the amendment's prefix. */
  of: z.string().regex(/^[a-z0-9][a-z0-9./-]{0,95}$/),
});

export const commitments = z.strictObject({
  kind: z.literal('renxin-commitments'),
  schema: z.literal(1),
  /** Sorted by `of`, each once. */
  openings: z.array(opening).max(256),
});

export type Opening = z.infer<typeof opening>;

/** The canonical commitments file: the salts that stay with the documents (docs/formats/commitment.md). */
export function buildCommitments(openings: readonly Opening[]): Uint8Array {
  const sorted = [...openings].sort((a, b) => compareCodeUnits(a.of, b.of));
  return canonicalBytes(commitments.parse({ kind: 'renxin-commitments', schema: 1, openings: sorted }));
}

/** Openings that were found to be true: each commitment is the one of its salt and digest. */
export interface Openings {
  /**
   * Shows that the commitment on the ledger is about this digest.
   * @throws BundleError COMMITMENT_MISSING, COMMITMENT_MISMATCH with `of` as path
   */
  require(of: string, commitmentOnLedger: string, sm3: string): void;
}

/**
 * Reads the commitments file and recomputes each commitment from its salt and digest.
 * @throws BundleError PART_MALFORMED, COMMITMENT_MISMATCH
 */
export function openCommitments(bytes: Uint8Array, provider: CryptoProvider): Openings {
  const { openings } = parsePart(COMMITMENTS, commitments, bytes);
  const byName = new Map<string, Opening>();
  let last = '';
  for (const each of openings) {
    if (compareCodeUnits(last, each.of) >= 0) throw new BundleError('PART_MALFORMED', { path: COMMITMENTS });
    last = each.of;
    if (!opens(provider, each)) throw new BundleError('COMMITMENT_MISMATCH', { path: each.of });
    byName.set(each.of, each);
  }
  return {
    require(of, onLedger, sm3) {
      const found = byName.get(of);
      if (found === undefined) throw new BundleError('COMMITMENT_MISSING', { path: of });
      if (found.commitment !== onLedger || found.digest !== sm3) {
        throw new BundleError('COMMITMENT_MISMATCH', { path: of });
      }
    },
  };
}

/** Makes the opening of one commitment. `salt` is 32 random bytes, used once. */
export function makeOpening(
  provider: CryptoProvider,
  of: string,
  salt: Uint8Array,
  sm3: Uint8Array,
): Opening {
  return { commitment: commit(provider, salt, sm3), salt: toBase64url(salt), digest: toBase64url(sm3), of };
}

/** True when the commitment is the one of this salt and digest. */
export function opens(provider: CryptoProvider, each: Omit<Opening, 'of'>): boolean {
  const [salt, sm3] = [fromBase64url(each.salt), fromBase64url(each.digest)];
  return salt !== undefined && sm3 !== undefined && commit(provider, salt, sm3) === each.commitment;
}

function commit(provider: CryptoProvider, salt: Uint8Array, sm3: Uint8Array): string {
  return commitment(provider, salt, sm3);
}
