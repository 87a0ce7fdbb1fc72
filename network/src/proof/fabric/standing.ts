import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from '../error.js';
import type { ActionEvidence } from './action.js';
import { majorityOf, standingAt, type FabricAnchor } from './anchor.js';
import type { FabricHeaderEvidence } from './command.js';
import { holdsRole } from './identity.js';
import { orderersOf } from './orderers.js';

/** Identifiers of the organisations that stand behind something. */
export interface Standing {
  /** Whose peers endorsed the transaction or a read of it: all of them would have to lie. Each needs a majority. */
  readonly endorsers: readonly string[];
  /** Whose orderers signed the header; empty for block 0 and for a header that a later one leads back to. */
  readonly orderers: readonly string[];
}

/**
 * Asks whether the channel's organisations stand behind what was shown: enough orderers signed the header, a majority of
 * the organisations endorsed, each by a peer with a certificate of its own root.
 * @throws ProofError LEDGER_OTHER, HEADER_SIGNATURE, ORDERERS_TOO_FEW, ENDORSER_UNKNOWN, ENDORSEMENTS_TOO_FEW,
 *   LEDGER_FORKED for another block 0
 */
export function standBehind(
  provider: CryptoProvider,
  anchor: FabricAnchor,
  evidence: FabricHeaderEvidence,
): Standing {
  if (evidence.header.ledger !== anchor.channel) throw new ProofError('LEDGER_OTHER');
  const orderers = evidence.signed === undefined ? [] : orderersOf(provider, anchor, evidence.signed);
  const sets = evidence.endorsed.map(({ action, at, final }) => {
    if (final) assertSubmitter(provider, anchor, action, at);
    return endorsersOf(provider, anchor, action, final ? [at] : configurationsFrom(anchor, at));
  });
  return { orderers, endorsers: [...new Set(sets.flat())].sort() };
}

/** The organisations of the anchor that endorsed, each counted once, in the first configuration in which they suffice. */
function endorsersOf(
  provider: CryptoProvider,
  anchor: FabricAnchor,
  action: ActionEvidence,
  heights: readonly number[],
): string[] {
  for (const height of heights) {
    const organisations = standingAt(anchor.organisations, height);
    const endorsers = new Set<string>();
    for (const endorser of action.endorsers) {
      const known = organisations.find(({ id }) => id === endorser.organisation);
      if (known === undefined) continue;
      if (!holdsRole(provider, endorser, known.roots, action.time, ['peer'])) {
        throw new ProofError('ENDORSER_UNKNOWN');
      }
      endorsers.add(known.id);
    }
    if (organisations.length > 0 && endorsers.size >= majorityOf(organisations.length)) {
      return [...endorsers].sort();
    }
  }
  throw new ProofError('ENDORSEMENTS_TOO_FEW');
}

/** The caller of a command is the organisation whose root its certificate leads to. */
function assertSubmitter(
  provider: CryptoProvider,
  anchor: FabricAnchor,
  { creator, time }: ActionEvidence,
  height: number,
): void {
  const known = standingAt(anchor.organisations, height).find(({ id }) => id === creator.organisation);
  if (known === undefined || !holdsRole(provider, creator, known.roots, time, ['client', 'admin', 'peer'])) {
    throw new ProofError('ENDORSER_UNKNOWN');
  }
}

/** A read names no block: it was made in the configuration of the record's block or in a later one. */
function configurationsFrom({ organisations }: FabricAnchor, height: number): number[] {
  const changes = organisations.flatMap(({ from, until }) => [from, until]);
  const later = changes.filter((each) => each !== undefined && each > height) as number[];
  return [height, ...new Set(later)].sort((a, b) => a - b);
}
