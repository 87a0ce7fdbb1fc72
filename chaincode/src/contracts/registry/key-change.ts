import { ContractError } from '../../kernel/index.js';
import { HOUR, plusMilliseconds, type PublicKey, type registryMessages } from '../../messages/index.js';
import type { IdentifierRecord, KeyPeriod } from './records.js';
import { isSame } from '../same.js';

/** How the keys of an identifier change: rules of (record, message, time). */

/** @throws ContractError KEY_CHANGE_OUT_OF_SEQUENCE, RECOVERY_PENDING */
export function rotated<R extends IdentifierRecord>(
  record: R,
  rotation: registryMessages.Rotation,
  time: string,
): R {
  assertNext(record, rotation.sequence);
  if (record.pending !== undefined) throw new ContractError('RECOVERY_PENDING');
  return { ...withKey(record, rotation.sequence, rotation.key, time), next: rotation.sequence + 1 };
}

/**
 * The new key waits; the old one stays in force and can cancel.
 * @throws ContractError KEY_CHANGE_OUT_OF_SEQUENCE, RECOVERY_PENDING, OFFICERS_MISSING (two different ones, and not the
 *   identifier itself)
 */
export function recoveryAnnounced<R extends IdentifierRecord>(
  record: R,
  recovery: registryMessages.Recovery,
  officers: readonly string[],
  delayHours: number,
  time: string,
): R {
  if (record.pending !== undefined) throw new ContractError('RECOVERY_PENDING');
  assertNext(record, recovery.sequence);
  const { sequence, key, reason } = recovery;
  const effectiveFrom = plusMilliseconds(time, delayHours * HOUR);
  const pending = {
    sequence,
    key,
    officers: twoOfficers(record.identifier, officers),
    reason,
    announcedAt: time,
    effectiveFrom,
  };
  return { ...record, pending, next: sequence + 1 };
}

/** The first two different officers, other than the identifier itself. @throws ContractError OFFICERS_MISSING */
export function twoOfficers(identifier: string, officers: readonly string[]): string[] {
  const two = [...new Set(officers)].filter((id) => id !== identifier).slice(0, 2);
  if (two.length < 2) throw new ContractError('OFFICERS_MISSING');
  return two;
}

/** @throws ContractError RECOVERY_NOT_PENDING, KEY_CHANGE_OUT_OF_SEQUENCE */
export function recoveryCancelled<R extends IdentifierRecord>(record: R, sequence: number, time: string): R {
  const { pending, ...rest } = record;
  if (pending === undefined) throw new ContractError('RECOVERY_NOT_PENDING');
  if (pending.sequence !== sequence)
    throw new ContractError('KEY_CHANGE_OUT_OF_SEQUENCE', { next: record.next });
  return { ...rest, cancelled: { sequence, at: time } } as R;
}

/** @throws ContractError RECOVERY_NOT_PENDING, KEY_CHANGE_OUT_OF_SEQUENCE, RECOVERY_DELAY_NOT_OVER */
export function recovered<R extends IdentifierRecord>(record: R, sequence: number, time: string): R {
  const { pending, ...rest } = record;
  if (pending === undefined) throw new ContractError('RECOVERY_NOT_PENDING');
  if (pending.sequence !== sequence)
    throw new ContractError('KEY_CHANGE_OUT_OF_SEQUENCE', { next: record.next });
  const { effectiveFrom } = pending;
  if (time < effectiveFrom) throw new ContractError('RECOVERY_DELAY_NOT_OVER', { effectiveFrom });
  return withKey(rest as R, sequence, pending.key, time);
}

/** The period of a key that an earlier change brought, when it was this very change; for commands that come again. */
export function changedBefore(
  record: IdentifierRecord,
  sequence: number,
  key?: PublicKey,
): KeyPeriod | undefined {
  return record.keys.find(
    (each) => each.sequence === sequence && (key === undefined || isSame(each.key, key)),
  );
}

/** The key that was in force before a change. @throws ContractError KEY_NOT_ACTIVE */
export function keyBefore(record: IdentifierRecord, sequence: number): KeyPeriod {
  const before = record.keys.filter((each) => each.sequence < sequence).at(-1);
  if (before === undefined) throw new ContractError('KEY_NOT_ACTIVE', { identifier: record.identifier });
  return before;
}

function assertNext(record: IdentifierRecord, sequence: number): void {
  if (sequence !== record.next) throw new ContractError('KEY_CHANGE_OUT_OF_SEQUENCE', { next: record.next });
}

/** The key in force ends at the moment in which the next one begins: there is never a second one. */
function withKey<R extends IdentifierRecord>(record: R, sequence: number, key: PublicKey, time: string): R {
  const ended = record.keys.map((each) => (each.until === undefined ? { ...each, until: time } : each));
  return { ...record, keys: [...ended, { sequence, key, from: time }] };
}
