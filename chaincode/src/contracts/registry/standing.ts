import { ContractError } from '../../kernel/index.js';
import { currentKey } from './keys.js';
import {
  MOST_STATES,
  type IdentifierRecord,
  type OfficerRecord,
  type OrganisationRecord,
} from './records.js';

/** Whether an identifier may act, and how that changes. */

/** @throws ContractError ORGANISATION_SUSPENDED, KEY_NOT_ACTIVE for a dismissed officer */
export function assertActive(record: IdentifierRecord): void {
  if (record.kind === 'organisation' && isSuspended(record)) {
    throw new ContractError('ORGANISATION_SUSPENDED', { organisation: record.identifier });
  }
  if (record.kind === 'officer' && record.dismissedAt !== undefined) {
    throw new ContractError('KEY_NOT_ACTIVE', { identifier: record.identifier });
  }
  currentKey(record);
}

export function isSuspended(record: OrganisationRecord): boolean {
  return record.states.at(-1)?.state !== 'active';
}

/** @throws ContractError ORGANISATION_SUSPENDED when it is so already */
export function suspended(record: OrganisationRecord, reason: string, time: string): OrganisationRecord {
  if (isSuspended(record)) {
    throw new ContractError('ORGANISATION_SUSPENDED', { organisation: record.identifier });
  }
  return { ...record, states: [...record.states, { state: 'suspended', at: time, reason }] };
}

/**
 * @throws ContractError ORGANISATION_EXISTS when it is active; ORGANISATION_SUSPENDED when it was suspended too often to
 *   come back
 */
export function reinstated(record: OrganisationRecord, reason: string, time: string): OrganisationRecord {
  const { identifier: organisation, states } = record;
  if (!isSuspended(record)) throw new ContractError('ORGANISATION_EXISTS', { organisation });
  if (states.length >= MOST_STATES) throw new ContractError('ORGANISATION_SUSPENDED', { organisation });
  return { ...record, states: [...states, { state: 'active', at: time, reason }] };
}

/** @throws ContractError KEY_NOT_ACTIVE when the officer was dismissed before */
export function dismissed(record: OfficerRecord, time: string): OfficerRecord {
  assertActive(record);
  return { ...record, dismissedAt: time };
}
