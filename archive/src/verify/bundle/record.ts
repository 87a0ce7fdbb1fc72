import type { Json } from '@renxin/chaincode/canonical';
import { digest, identifier, instant, recordId } from '@renxin/chaincode/messages';
import { z } from 'zod';
import type { Context } from '../context.js';
import { Undecided } from '../examination.js';

const dated = z.object({
  state: z.string(),
  states: z.array(z.object({ state: z.string(), at: instant })).min(1),
});

/** The record of a contract on the ledger, as far as the verifier reads it (docs/formats/labor-contract.md). */
export const contractRecord = z.object({
  contract: recordId,
  employer: identifier,
  /** Absent once the contract was disposed of. */
  worker: z.exactOptional(identifier),
  amendment: z.exactOptional(z.int()),
  document: z.exactOptional(digest),
  ...dated.shape,
});

const DAY = 86_400_000;

/**
 * The state that a record had for the caller's `asOf`, by its dated states; null for a record without any.
 * @param headerTime the time for which the record was proven
 * @throws Undecided STATUS_TOO_OLD, STATE_BEFORE
 */
export function stateAsOf(value: Json, context: Context, headerTime: string): string | null {
  const { asOf, maxAgeDays } = context;
  const age = Date.parse(asOf) - Date.parse(headerTime);
  if (maxAgeDays !== undefined && age > maxAgeDays * DAY) {
    throw new Undecided('STATUS_TOO_OLD', { statusAsOf: headerTime, asOf, maxAgeDays });
  }
  const record = dated.safeParse(value);
  if (!record.success) return null;
  const { state, states } = record.data;
  if (age >= 0) return state;
  const then = states.filter(({ at }) => at <= asOf).at(-1);
  if (then === undefined) throw new Undecided('STATE_BEFORE', { asOf });
  return then.state;
}
