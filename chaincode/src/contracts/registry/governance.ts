import { ContractError } from '../../kernel/index.js';
import type { registryMessages } from '../../messages/index.js';
import type { GovernanceRecord } from './records.js';

/** Who decides about the registry, and how a decision changes that. */

/**
 * Counts the approvals of a change: the ministry's, and more than half of the active provinces'. Each counts once, and
 * none counts in a change about its own organisation: nobody is asked about its own suspension, and neither the ministry
 * nor the last province can be suspended, because then nobody could decide any more.
 * @throws ContractError APPROVALS_MISSING
 */
export function assertApproved(
  governance: GovernanceRecord,
  change: registryMessages.Change,
  approvers: readonly string[],
): void {
  assertDecided(governance, approvers, subjectOf(change));
}

/** The same for a decision of another kind. @throws ContractError APPROVALS_MISSING */
export function assertDecided(
  governance: GovernanceRecord,
  approvers: readonly string[],
  subject?: string,
): void {
  const signed = new Set(approvers.filter((id) => id !== subject));
  const provinces = governance.provinces.filter(({ id, active }) => active && id !== subject);
  const given = provinces.filter(({ id }) => signed.has(id)).length;
  if (!signed.has(governance.ministry) || given * 2 <= provinces.length) {
    throw new ContractError('APPROVALS_MISSING', {
      ministry: signed.has(governance.ministry),
      provinces: given,
      of: provinces.length,
    });
  }
}

/** The organisation that a change is about, where it is an enrolled one that may vote. */
function subjectOf(change: registryMessages.Change): string | undefined {
  return change.kind === 'suspend' || change.kind === 'reinstate' ? change.organisation : undefined;
}

/** @throws ContractError CHANGE_OUT_OF_SEQUENCE */
export function decided(governance: GovernanceRecord, sequence: number): GovernanceRecord {
  if (sequence !== governance.next) {
    throw new ContractError('CHANGE_OUT_OF_SEQUENCE', { next: governance.next });
  }
  return { ...governance, next: governance.next + 1 };
}

/** @throws ContractError ORGANISATION_EXISTS for a second ministry, or a second province of one region */
export function withOrganisation(
  governance: GovernanceRecord,
  organisation: registryMessages.Organisation,
): GovernanceRecord {
  const { id, role } = organisation;
  if (role === 'ministry') throw new ContractError('ORGANISATION_EXISTS', { role });
  if (role !== 'province') return governance;
  const region = organisation.region.slice(0, 2);
  if (governance.provinces.some((each) => each.region === region)) {
    throw new ContractError('ORGANISATION_EXISTS', { role, region });
  }
  return { ...governance, provinces: [...governance.provinces, { id, region, active: true }] };
}

/** An organisation that is no province changes nothing here. */
export function withStanding(
  governance: GovernanceRecord,
  organisation: string,
  active: boolean,
): GovernanceRecord {
  const provinces = governance.provinces.map((each) =>
    each.id === organisation ? { ...each, active } : each,
  );
  return { ...governance, provinces };
}

export function withOfficer(governance: GovernanceRecord): GovernanceRecord {
  return { ...governance, officers: governance.officers + 1 };
}

/** @throws ContractError OFFICERS_MISSING when fewer than two would be left */
export function withoutOfficer(governance: GovernanceRecord): GovernanceRecord {
  if (governance.officers <= 2)
    throw new ContractError('OFFICERS_MISSING', { officers: governance.officers });
  return { ...governance, officers: governance.officers - 1 };
}
