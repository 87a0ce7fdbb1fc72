import { ContractError } from '../../kernel/index.js';
import type { registryMessages } from '../../messages/index.js';
import {
  accreditationReinstated,
  accreditationSuspended,
  accreditedAs,
  isAccreditationSuspended,
  isWithin,
  withdrawn,
} from './accreditation.js';
import type { AccreditationRecord } from './records.js';

/** Accreditations that a province gives within its own (ministry → province → issuer): functions of (record, message, time). */

/**
 * The new accreditation, and the province's own with it: within its type, its regions and its period, while it stands.
 * @throws ContractError NOT_ENTITLED (not the signer's, or itself given by a province), ACCREDITATION_BEYOND with the member,
 *   ACCREDITATION_SUSPENDED, ACCREDITATION_PERIOD_INVALID
 */
export function delegatedAs(
  { by, accreditation }: registryMessages.Delegation,
  above: AccreditationRecord,
  previous: string | undefined,
  time: string,
): { readonly given: AccreditationRecord; readonly above: AccreditationRecord } {
  if (above.organisation !== by || above.under !== undefined) throw new ContractError('NOT_ENTITLED', { by });
  if (isAccreditationSuspended(above)) throw new ContractError('ACCREDITATION_SUSPENDED', { id: above.id });
  const record = accreditedAs(accreditation, previous, time);
  const member = beyond(accreditation, above);
  if (member !== undefined) throw new ContractError('ACCREDITATION_BEYOND', { under: above.id, member });
  return {
    given: {
      ...record,
      by,
      under: above.id,
      ...(above.delegated !== undefined && { sibling: above.delegated }),
    },
    above: { ...above, delegated: record.id },
  };
}

/** The first member in which it is more than the one above. */
function beyond(
  { type, regions, from, until }: registryMessages.Delegation['accreditation'],
  above: AccreditationRecord,
): string | undefined {
  if (type !== above.type) return 'type';
  if (!regions.every((region) => above.regions.some((each) => isWithin(region, each)))) return 'regions';
  if (from < above.from) return 'from';
  const end = above.withdrawn?.from;
  return until > above.until || (end !== undefined && until >= end) ? 'until' : undefined;
}

/**
 * Suspended by the province that gave it; a repetition returns the record itself.
 * @throws ContractError NOT_ENTITLED, ACCREDITATION_SEQUENCE, ACCREDITATION_SUSPENDED
 */
export function delegationSuspended(
  record: AccreditationRecord,
  message: registryMessages.DelegationSuspension,
  time: string,
): AccreditationRecord {
  if (isTaken(record, message, 'suspended')) return record;
  return accreditationSuspended(record, message.reason, time, message.by);
}

/** @throws ContractError NOT_ENTITLED, ACCREDITATION_SEQUENCE, ACCREDITATION_STATE, ACCREDITATION_SUSPENDED */
export function delegationReinstated(
  record: AccreditationRecord,
  message: registryMessages.DelegationSuspension,
  time: string,
): AccreditationRecord {
  if (isTaken(record, message, 'active')) return record;
  return accreditationReinstated(record, message.reason, time, message.by);
}

/** @throws ContractError NOT_ENTITLED, ACCREDITATION_SEQUENCE, ACCREDITATION_PERIOD_INVALID */
export function delegationWithdrawn(
  record: AccreditationRecord,
  message: registryMessages.DelegationWithdrawal,
  time: string,
): AccreditationRecord {
  const { sequence, from, reason } = message;
  requireGiver(record, message.by);
  const last = record.withdrawn;
  if (sequence === decisionsAbout(record) && last?.from === from && last.reason === reason) return record;
  requireNext(record, sequence);
  return withdrawn(record, from, reason, time);
}

/** How many decisions were taken about an accreditation; the next one has the number after. */
export function decisionsAbout({ states, withdrawn: last, withdrawnBefore }: AccreditationRecord): number {
  return (states?.length ?? 0) + (withdrawnBefore?.length ?? 0) + (last === undefined ? 0 : 1);
}

/** True when this decision is the latest one. @throws ContractError NOT_ENTITLED, ACCREDITATION_SEQUENCE */
function isTaken(
  record: AccreditationRecord,
  { by, sequence, reason }: registryMessages.DelegationSuspension,
  state: 'active' | 'suspended',
): boolean {
  requireGiver(record, by);
  const last = record.states?.at(-1);
  const isLast = last?.state === state && last.reason === reason && last.by === by;
  if (isLast && sequence === decisionsAbout(record)) return true;
  requireNext(record, sequence);
  return false;
}

function requireGiver(record: AccreditationRecord, by: string): void {
  if (record.by !== by) throw new ContractError('NOT_ENTITLED', { by });
}

function requireNext(record: AccreditationRecord, sequence: number): void {
  const next = decisionsAbout(record) + 1;
  if (sequence !== next) throw new ContractError('ACCREDITATION_SEQUENCE', { next });
}
