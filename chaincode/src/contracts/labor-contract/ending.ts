import { ContractError } from '../../kernel/index.js';
import { addDays, addMonths } from '../../labor-law/calendar.js';
import { dateInChina, type laborContractMessages as messages } from '../../messages/index.js';
import { requireTime } from '../times.js';
import type { ContractRecord, LaborContractRecord, Tombstone } from './records.js';
import { assertKept, assertState, entered, isTaken, stateDate } from './transition.js';

/** The end of a contract and what the law keeps after it: rules of (record, message, time). */

/** Months for which an ended contract is kept (劳动合同法 art. 50). */
const RETENTION_MONTHS = 24;

/** Who must sign an end on this ground: both (36), the worker (37, 38), the employer (39, 40, 41, 44). */
export function signersOf(ground: messages.Ground): readonly ('worker' | 'employer')[] {
  if (ground === '36') return ['worker', 'employer'];
  return ground === '37' || ground === '38' ? ['worker'] : ['employer'];
}

/**
 * Dissolved (解除, art. 36-41) or terminated (终止, art. 44).
 * @param signers the parties whose signatures hold
 * @throws ContractError CONTRACT_STATE, DISSOLUTION_SIGNATURES, DISSOLUTION_GROUND, SIGNATURE_TIME
 */
export function dissolved(
  record: LaborContractRecord,
  dissolution: messages.Dissolution,
  signers: readonly string[],
  time: string,
): ContractRecord {
  assertKept(record);
  const missing = signersOf(dissolution.ground).filter((role) => !signers.includes(record[role]));
  if (missing.length > 0) throw new ContractError('DISSOLUTION_SIGNATURES', { missing });
  if (isTaken(record.dissolution, dissolution)) return record;
  assertState(record, ['CONCLUDED']);
  requireTime(dissolution.at, time, stateDate(record, 'CONCLUDED'));
  const today = dateInChina(time);
  assertLastDay(dissolution, today);
  const state = dissolution.ground.startsWith('44.') ? 'TERMINATED' : 'DISSOLVED';
  return {
    ...entered(record, state, time),
    dissolution: { body: dissolution, recordedAt: time },
    retainUntil: retention(dissolution.on, today),
  };
}

/**
 * A worker who gives notice does so at least thirty days ahead, three days in probation (art. 37): three at the least,
 * because the ledger does not know the probation.
 */
function assertLastDay({ ground, on }: messages.Dissolution, today: string): void {
  if (ground === '37' && on < addDays(today, 3)) throw new ContractError('DISSOLUTION_GROUND', { ground });
}

/** The last day of keeping: two years after the end, or after the ledger heard of it when that was later. */
function retention(on: string, today: string): string {
  return addMonths(on < today ? today : on, RETENTION_MONTHS);
}

/**
 * Disposed of: only a tombstone is left. Not while the contract runs, nor before retention is over, nor while a case is
 * open. A contract that was never concluded can go at once.
 * @throws ContractError CONTRACT_STATE, RETENTION_NOT_OVER, LEGAL_HOLD, SIGNATURE_TIME
 */
export function disposed(record: LaborContractRecord, disposal: messages.Disposal, time: string): Tombstone {
  if (record.state === 'DISPOSED') {
    if (isTaken(record.disposal, disposal)) return record;
    throw new ContractError('CONTRACT_STATE', { state: record.state });
  }
  const { schema, contract, employer, retainUntil } = record;
  if (record.state === 'CONCLUDED') throw new ContractError('RETENTION_NOT_OVER');
  assertState(record, ['DISSOLVED', 'TERMINATED', 'DECLINED', 'WITHDRAWN']);
  if (retainUntil !== undefined && dateInChina(time) <= retainUntil) {
    throw new ContractError('RETENTION_NOT_OVER', { retainUntil });
  }
  if (record.holds > 0) throw new ContractError('LEGAL_HOLD', { holds: record.holds });
  requireTime(disposal.at, time, record.states.at(-1)?.at);
  return {
    schema,
    contract,
    employer,
    state: 'DISPOSED',
    states: [...record.states, { state: 'DISPOSED', at: time }],
    ...(retainUntil !== undefined && { retainUntil }),
    disposal: { body: disposal, recordedAt: time },
  };
}
