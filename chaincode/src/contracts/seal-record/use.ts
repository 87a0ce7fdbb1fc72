import { ContractError } from '../../kernel/index.js';
import {
  plusMilliseconds,
  type PublicKey,
  type sealRecordMessages as messages,
} from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { stateAt } from './life.js';
import type { SealRecord, UseRecord } from './records.js';

/** How long an officer's word counts, in milliseconds, and how far a clock may be ahead. */
const WINDOW = 600_000;
const SKEW = 60_000;

/**
 * Two different officers of the seal confirmed this very use, each not longer ago than ten minutes; a seal without officers
 * asks nobody.
 * @param holds whether a key signed a confirmation
 * @throws ContractError SEAL_CONFIRMATIONS_MISSING, SEAL_CONFIRMATION_INVALID
 */
export function requireConfirmed(
  { application }: SealRecord,
  use: messages.SealUse,
  time: string,
  holds: (key: PublicKey, confirmation: messages.SealConfirmation, signature: string) => boolean,
): void {
  const { officers } = application.body;
  if (officers === undefined || use.outcome.kind !== 'sealed') return;
  const { seal, document, place, authority, confirmations = [] } = use;
  const confirmed = new Set<string>();
  for (const { officer, at, signature } of confirmations) {
    const key = officers.find((each) => each.officer === officer)?.key;
    const isTimely = at >= plusMilliseconds(time, -WINDOW) && at <= plusMilliseconds(time, SKEW);
    const word = { seal, use: use.use, document, place, authority, officer, at };
    if (key === undefined || !isTimely || !holds(key, word, signature))
      throw new ContractError('SEAL_CONFIRMATION_INVALID', { officer });
    confirmed.add(officer);
  }
  if (confirmed.size < 2)
    throw new ContractError('SEAL_CONFIRMATIONS_MISSING', { confirmed: confirmed.size });
}

/**
 * One use of a seal, or one that was refused (用印记录). Sealing needs a seal that is in use and in its period; that it
 * was refused can be put down in every state.
 * @param before what stands under this name
 * @throws ContractError NOT_ENTITLED, SEAL_EXISTS, SEAL_NOT_ACTIVE, SIGNATURE_TIME
 */
export function used(
  seal: SealRecord,
  before: UseRecord | undefined,
  use: messages.SealUse,
  time: string,
): UseRecord {
  if (use.by !== seal.owner) throw new ContractError('NOT_ENTITLED', { by: use.by });
  if (before !== undefined) {
    if (isSame(before.use, use)) return before;
    throw new ContractError('SEAL_EXISTS', { seal: use.seal });
  }
  const isSealed = use.outcome.kind === 'sealed';
  const state = stateAt(seal, time);
  if (isSealed && state !== 'ACTIVE') throw new ContractError('SEAL_NOT_ACTIVE', { state });
  requireTime(use.at, time, isSealed ? seal.states.at(-1)?.at : seal.application.recordedAt);
  return { schema: 1, use, recordedAt: time };
}
