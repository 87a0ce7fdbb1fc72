import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from './error.js';
import type { SignedHeader } from './format.js';
import { assertOperator, headerEvidence, headerHash, type HeaderEvidence } from './header.js';
import { leafHash, rootFromInclusion } from './merkle.js';
import { consistencyProof, parseProof } from './schemas.js';

export interface ConsistencyEvidence {
  readonly earlier: HeaderEvidence;
  readonly later: HeaderEvidence;
}

/**
 * Checks that the later header extends the earlier one, or is the same (bytes or value). About the operators as for
 * {@link verifyCommandProof}.
 * @throws ProofError PROOF_FORMAT, HEADER_SIGNATURE, LEDGER_OTHER, LEDGER_STALE, LEDGER_TIME, LEDGER_FORKED
 */
export function verifyConsistencyProof(provider: CryptoProvider, proof: unknown): ConsistencyEvidence {
  const { path, ...signed } = parseProof(consistencyProof, proof);
  const earlier = headerEvidence(provider, signed.earlier);
  const later = headerEvidence(provider, signed.later);
  if (earlier.header.ledger !== later.header.ledger) throw new ProofError('LEDGER_OTHER');
  if (later.header.height < earlier.header.height) throw new ProofError('LEDGER_STALE');
  if (later.header.time < earlier.header.time) throw new ProofError('LEDGER_TIME');
  if (!isExtension(provider, earlier, later, path)) throw new ProofError('LEDGER_FORKED');
  return { earlier, later };
}

/** What a holder keeps of a ledger: the latest header that was shown to extend all before it. */
export type KeptHeader = SignedHeader;

/**
 * What to keep after a proof was shown: its later header, when it extends the one kept so far. Without one kept, the
 * proof's earlier header is believed: let it be block 0, compared with the trust file's genesis.
 * @throws ProofError as {@link verifyConsistencyProof}; OPERATOR_UNKNOWN; LEDGER_STALE when an older header is shown as
 *   current; LEDGER_FORKED when the proof does not begin at the kept header
 */
export function acceptHeader(
  provider: CryptoProvider,
  operators: readonly PublicKey[],
  kept: KeptHeader | undefined,
  proof: unknown,
): KeptHeader {
  const { earlier, later } = verifyConsistencyProof(provider, proof);
  assertOperator(operators, earlier);
  assertOperator(operators, later);
  if (kept !== undefined) assertContinues(provider, kept, earlier, later);
  return parseProof(consistencyProof, proof).later;
}

function assertContinues(
  provider: CryptoProvider,
  kept: KeptHeader,
  earlier: HeaderEvidence,
  later: HeaderEvidence,
): void {
  if (kept.header.ledger !== later.header.ledger) throw new ProofError('LEDGER_OTHER');
  if (later.header.height < kept.header.height) throw new ProofError('LEDGER_STALE');
  if (earlier.headerHash !== headerHash(provider, kept.header)) throw new ProofError('LEDGER_FORKED');
}

function isExtension(
  provider: CryptoProvider,
  earlier: HeaderEvidence,
  later: HeaderEvidence,
  path: readonly string[],
): boolean {
  if (earlier.header.height === later.header.height) {
    return path.length === 0 && earlier.headerHash === later.headerHash;
  }
  const next = earlier.header.height + 1 === later.header.height;
  if (next && later.header.previous !== earlier.headerHash) return false;
  const hash = (bytes: Uint8Array) => provider.hash('SM3', bytes);
  const siblings = path.map((text) => fromBase64url(text) ?? new Uint8Array());
  const leaf = leafHash(hash, fromBase64url(earlier.headerHash) ?? new Uint8Array());
  const root = rootFromInclusion(hash, leaf, earlier.header.height, later.header.height, siblings);
  return root !== undefined && toBase64url(root) === later.header.history;
}
