import { verifyConsistencyProof, type HeaderEvidence } from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { Fault, Undecided } from './examination.js';

/** Headers that were shown to be of one history. */
export interface OneHistory {
  /** Each once, by its hash. */
  readonly headers: ReadonlyMap<string, HeaderEvidence>;
  /** The earlier header of each proof. */
  readonly earlier: readonly HeaderEvidence[];
  /** The later header of each proof as it stands there: on a Fabric channel each carries signatures of its own. */
  readonly later: readonly HeaderEvidence[];
}

/**
 * Headers of which each proof, in ascending order, shows that it leads to the latest. The signatures of a Fabric header
 * are not checked here: who stands behind all these headers is for the step `operators`.
 * @throws Fault LEDGER_FORKED, PROOF_ORDER, ProofError as `verifyConsistencyProof`
 */
export function leadingTo(
  provider: CryptoProvider,
  latest: HeaderEvidence,
  proofs: readonly unknown[],
): OneHistory {
  const headers = new Map([[latest.headerHash, latest]]);
  const pairs = proofs.map((proof) => verifyConsistencyProof(provider, proof));
  let height = -1;
  for (const { earlier, later } of pairs) {
    if (later.headerHash !== latest.headerHash)
      throw new Fault('LEDGER_FORKED', { height: later.header.height });
    if (earlier.header.height <= height) throw new Fault('PROOF_ORDER', { height: earlier.header.height });
    height = earlier.header.height;
    headers.set(earlier.headerHash, earlier);
  }
  return { headers, earlier: pairs.map(({ earlier }) => earlier), later: pairs.map(({ later }) => later) };
}

/**
 * @throws Fault LEDGER_FORKED when the history has another header at this height, Undecided HISTORY_INCOMPLETE when
 *   nothing shows that this header belongs to it
 */
export function requireInHistory(
  headers: ReadonlyMap<string, HeaderEvidence>,
  height: number,
  headerHash: string,
): HeaderEvidence {
  const found = headers.get(headerHash);
  if (found !== undefined) {
    if (found.header.height !== height) throw new Fault('LEDGER_FORKED', { height });
    return found;
  }
  const other = [...headers.values()].some(({ header }) => header.height === height);
  if (other) throw new Fault('LEDGER_FORKED', { height, header: headerHash });
  throw new Undecided('HISTORY_INCOMPLETE', { height, header: headerHash });
}
