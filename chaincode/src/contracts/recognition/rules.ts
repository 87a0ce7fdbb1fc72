import { ContractError } from '../../kernel/index.js';
import { dateInChina, type recognitionMessages as messages } from '../../messages/index.js';
import { MOST_WITHDRAWALS, type RecognitionRecord } from './records.js';

/** Rules of recognition: functions of (record, message, time). */

/**
 * @param previous the one before by the same about the same
 * @param before the one before by the same about anything
 * @throws ContractError RECOGNITION_PERIOD_INVALID when it ends before it begins
 */
export function recognisedAs(
  recognition: messages.Recognising,
  previous: string | undefined,
  time: string,
  before?: string,
): RecognitionRecord {
  if (recognition.until < recognition.from) throw new ContractError('RECOGNITION_PERIOD_INVALID');
  return {
    schema: 1,
    recognition,
    recognisedAt: time,
    ...(previous !== undefined && { previous }),
    ...(before !== undefined && { before }),
  };
}

/**
 * What was recognised stays so: it can end from today on, and a later end can be brought forward.
 * @throws ContractError RECOGNITION_PERIOD_INVALID
 */
export function recognitionWithdrawn(
  record: RecognitionRecord,
  { from, reason }: messages.RecognitionWithdrawal,
  time: string,
): RecognitionRecord {
  const { withdrawn: last, withdrawnBefore = [] } = record;
  if (last?.from === from && last.reason === reason) return record;
  const end = last?.from ?? record.recognition.until;
  const isPossible =
    from >= dateInChina(time) &&
    from >= record.recognition.from &&
    from <= end &&
    from !== last?.from &&
    withdrawnBefore.length < MOST_WITHDRAWALS;
  if (!isPossible) throw new ContractError('RECOGNITION_PERIOD_INVALID');
  return {
    ...record,
    withdrawn: { from, reason, at: time },
    ...(last !== undefined && { withdrawnBefore: [...withdrawnBefore, last] }),
  };
}

/** The record as it stood at a time of the ledger; undefined when there was none yet. */
export function recognitionAsOf(record: RecognitionRecord, asOf: string): RecognitionRecord | undefined {
  if (record.recognisedAt > asOf) return undefined;
  const { withdrawn, withdrawnBefore = [], ...rest } = record;
  const all = [...withdrawnBefore, ...(withdrawn === undefined ? [] : [withdrawn])];
  const known = all.filter(({ at }) => at <= asOf);
  const [last] = known.splice(-1);
  return {
    ...rest,
    ...(last !== undefined && { withdrawn: last }),
    ...(known.length > 0 && { withdrawnBefore: known }),
  };
}

export type NotRecognised = 'NONE' | 'OTHER_LEVEL' | 'NOT_YET' | 'EXPIRED' | 'WITHDRAWN';

/** Whether a recognition holds on a date, for a level when one is asked for. @returns undefined when it holds */
export function whyNotRecognised(
  { recognition, withdrawn }: RecognitionRecord,
  level: string | undefined,
  on: string,
): NotRecognised | undefined {
  const { levels, from, until } = recognition;
  if (levels !== undefined && (level === undefined || !levels.includes(level))) return 'OTHER_LEVEL';
  if (on < from) return 'NOT_YET';
  if (withdrawn !== undefined && on >= withdrawn.from) return 'WITHDRAWN';
  return on > until ? 'EXPIRED' : undefined;
}
