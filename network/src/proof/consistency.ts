import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from './error.js';
import type { FabricAnchor } from './fabric/anchor.js';
import { fabricHeaderHash } from './fabric/block-header.js';
import { verifyFabricConsistencyProof, type FabricConsistencyEvidence } from './fabric/consistency.js';
import { fabricConsistencyProof } from './fabric/schemas.js';
import { standBehind } from './fabric/standing.js';
import type { AnySignedHeader } from './format.js';
import {
  assertOperator,
  headerEvidence,
  headerHash,
  type EmbeddedHeaderEvidence,
  type HeaderEvidence,
} from './header.js';
import { leafHash, rootFromInclusion } from './merkle.js';
import { consistencyProof, isOfFabric, parseProof } from './schemas.js';

/** Two headers of one history, on either kind of ledger. */
export type ConsistencyEvidence = EmbeddedConsistencyEvidence | FabricConsistencyEvidence;

export interface EmbeddedConsistencyEvidence {
  readonly earlier: EmbeddedHeaderEvidence;
  readonly later: EmbeddedHeaderEvidence;
}

/**
 * Checks a proof (bytes or value) of either kind of ledger that the later header extends the earlier one, or is the same.
 * @throws ProofError as {@link verifyEmbeddedConsistencyProof} and `verifyFabricConsistencyProof`
 */
export function verifyConsistencyProof(provider: CryptoProvider, proof: unknown): ConsistencyEvidence {
  return isOfFabric(proof)
    ? verifyFabricConsistencyProof(provider, proof)
    : verifyEmbeddedConsistencyProof(provider, proof);
}

/**
 * Checks that the later header extends the earlier one, or is the same (bytes or value). About the operators as for
 * `verifyEmbeddedCommandProof`.
 * @throws ProofError PROOF_FORMAT, HEADER_SIGNATURE, LEDGER_OTHER, LEDGER_STALE, LEDGER_TIME, LEDGER_FORKED
 */
export function verifyEmbeddedConsistencyProof(
  provider: CryptoProvider,
  proof: unknown,
): EmbeddedConsistencyEvidence {
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
export type KeptHeader = AnySignedHeader;

/** Whom a holder believes: the operators of an embedded ledger, or the anchor of a Fabric channel. */
export type HeaderTrust = readonly PublicKey[] | FabricAnchor;

/**
 * What to keep after a proof was shown: its later header, when it extends the one kept so far. Without one kept, the
 * proof's earlier header is believed: let it be block 0, compared with the trust file's genesis.
 * @throws ProofError as {@link verifyConsistencyProof}; OPERATOR_UNKNOWN, or as `standBehind`; LEDGER_STALE when an older
 *   header is shown as current; LEDGER_FORKED when the proof does not begin at the kept header
 */
export function acceptHeader(
  provider: CryptoProvider,
  trust: HeaderTrust,
  kept: KeptHeader | undefined,
  proof: unknown,
): KeptHeader {
  const { earlier, later } = verifyConsistencyProof(provider, proof);
  assertBelieved(provider, trust, earlier);
  assertBelieved(provider, trust, later);
  if (kept !== undefined) {
    if (kept.header.ledger !== later.header.ledger) throw new ProofError('LEDGER_OTHER');
    if (later.header.height < kept.header.height) throw new ProofError('LEDGER_STALE');
    if (earlier.headerHash !== hashOfHeader(provider, kept)) throw new ProofError('LEDGER_FORKED');
  }
  return later.kind === 'fabric'
    ? parseProof(fabricConsistencyProof, proof).later
    : parseProof(consistencyProof, proof).later;
}

/**
 * Asks the trust of the same kind of ledger; a proof of the other kind is of another ledger.
 * @throws ProofError OPERATOR_UNKNOWN, LEDGER_OTHER, or as `standBehind`
 */
export function assertBelieved(provider: CryptoProvider, trust: HeaderTrust, evidence: HeaderEvidence): void {
  if (evidence.kind === 'fabric') {
    if (!('channel' in trust)) throw new ProofError('LEDGER_OTHER');
    standBehind(provider, trust, evidence);
  } else {
    if ('channel' in trust) throw new ProofError('LEDGER_OTHER');
    assertOperator(trust, evidence);
  }
}

/** The hash by which a header of either kind of ledger is named. */
export function hashOfHeader(provider: CryptoProvider, signed: AnySignedHeader): string {
  return 'metadata' in signed
    ? fabricHeaderHash(provider, signed.header)
    : headerHash(provider, signed.header);
}

function isExtension(
  provider: CryptoProvider,
  earlier: EmbeddedHeaderEvidence,
  later: EmbeddedHeaderEvidence,
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
