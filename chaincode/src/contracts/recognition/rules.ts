import { ContractError } from '../../kernel/index.js';
import { dateInChina, type recognitionMessages as messages } from '../../messages/index.js';
import type { RecognitionRecord } from './records.js';

/** Rules of recognition: functions of (record, message, time). */

/** @throws ContractError RECOGNITION_PERIOD_INVALID when it ends before it begins */
export function recognisedAs(
  recognition: messages.Recognising,
  previous: string | undefined,
  time: string,
): RecognitionRecord {
  if (recognition.until < recognition.from) throw new ContractError('RECOGNITION_PERIOD_INVALID');
  return { schema: 1, recognition, recognisedAt: time, ...(previous !== undefined && { previous }) };
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
  if (record.withdrawn?.from === from && record.withdrawn.reason === reason) return record;
  const end = record.withdrawn?.from ?? record.recognition.until;
  const isPossible =
    from >= dateInChina(time) &&
    from >= record.recognition.from &&
    from <= end &&
    from !== record.withdrawn?.from;
  if (!isPossible) throw new ContractError('RECOGNITION_PERIOD_INVALID');
  return { ...record, withdrawn: { from, reason, at: time } };
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
