import type { LedgerProof, StateProof } from './format.js';

/** The height of the block that a proof speaks of: a command's own block, a record's latest one. */
export function heightOf({ signed }: LedgerProof | StateProof): number {
  return signed.header.height;
}
