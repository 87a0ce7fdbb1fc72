import { ContractError } from '../../kernel/index.js';
import type { sealRecordMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { stateAt } from './life.js';
import type { SealRecord, UseRecord } from './records.js';

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
