import { ContractError } from '../../kernel/index.js';
import type { logMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { originOf } from './checkpoint.js';
import type { LogRecord } from './records.js';

/** The rules of a log on the ledger: functions of (record, message, time). A transition that changes nothing returns the record. */

/**
 * A log gets its first keys, or new ones in place of those in force.
 * @throws ContractError KEY_CHANGE_OUT_OF_SEQUENCE, SIGNATURE_TIME, LOG_FORKED
 */
export function registered(
  before: LogRecord | undefined,
  { log, sequence, hash, ed25519, sm2, at }: messages.LogKeys,
  ledger: string,
  time: string,
): LogRecord {
  const keys = before?.keys ?? [];
  const known = keys[sequence - 1];
  const isRepeated = known !== undefined && isSame([known.ed25519, known.sm2], [ed25519, sm2]);
  if (before !== undefined && isRepeated && before.hash === hash) return before;
  if (sequence !== keys.length + 1 || (before !== undefined && before.hash !== hash))
    throw new ContractError('KEY_CHANGE_OUT_OF_SEQUENCE', { next: keys.length + 1 });
  if (before !== undefined) assertNotForked(before);
  requireTime(at, time);
  const closed = keys.map((each) => (each.until === undefined ? { ...each, until: time } : each));
  const period = { ed25519, sm2, from: time };
  if (before !== undefined) return { ...before, keys: [...closed, period] };
  return { schema: 1, log, origin: originOf(ledger, log), hash, keys: [period] };
}

/**
 * A checkpoint is written down; each is larger than the one before.
 * @throws ContractError LOG_FORKED for another root at the same size, or after an alarm; LOG_ROLLED_BACK for a smaller
 *   size; ANCHOR_OUT_OF_SEQUENCE, SIGNATURE_TIME
 */
export function anchored(before: LogRecord, anchoring: messages.Anchoring, time: string): LogRecord {
  assertNotForked(before);
  const { sequence, checkpoint, note, at } = anchoring;
  const { latest } = before;
  if (latest !== undefined) {
    const { size, root } = latest.checkpoint;
    if (checkpoint.size < size) throw new ContractError('LOG_ROLLED_BACK', { size });
    if (checkpoint.size === size) {
      if (checkpoint.root === root) return before;
      throw new ContractError('LOG_FORKED', { size });
    }
  }
  const next = (latest?.sequence ?? 0) + 1;
  if (sequence !== next) throw new ContractError('ANCHOR_OUT_OF_SEQUENCE', { next });
  requireTime(at, time);
  return { ...before, latest: { sequence, checkpoint, note, at, anchoredAt: time } };
}

/**
 * The log signed two checkpoints of one size: the alarm stands from now on.
 * @throws ContractError FORK_NOT_PROVEN when they do not contradict each other, SIGNATURE_TIME
 */
export function alarmed(before: LogRecord, alarm: messages.ForkAlarm, time: string): LogRecord {
  const { by, first, second, at } = alarm;
  if (first.size !== second.size || first.root === second.root)
    throw new ContractError('FORK_NOT_PROVEN', { log: before.log });
  if (before.fork !== undefined) return before;
  requireTime(at, time);
  return { ...before, fork: { by, first, second, raisedAt: time } };
}

/** @throws ContractError LOG_FORKED */
function assertNotForked({ log, fork }: LogRecord): void {
  if (fork !== undefined) throw new ContractError('LOG_FORKED', { log, size: fork.first.size });
}
