import { ContractError } from '../../kernel/index.js';
import { dateInChina, type registryMessages } from '../../messages/index.js';
import type { AccreditationRecord, OrganisationRecord } from './records.js';

type Accreditation = Extract<registryMessages.Change, { kind: 'accredit' }>['accreditation'];

/** @throws ContractError ACCREDITATION_PERIOD_INVALID when it ends before it begins */
export function accreditedAs(
  accreditation: Accreditation,
  previous: string | undefined,
  time: string,
): AccreditationRecord {
  if (accreditation.until < accreditation.from) throw new ContractError('ACCREDITATION_PERIOD_INVALID');
  return { schema: 1, ...accreditation, accreditedAt: time, ...(previous !== undefined && { previous }) };
}

/**
 * What an accreditation allowed is never changed backwards: it can end from today on, and a later end can be brought
 * forward.
 * @throws ContractError ACCREDITATION_PERIOD_INVALID
 */
export function withdrawn(
  record: AccreditationRecord,
  from: string,
  reason: string,
  time: string,
): AccreditationRecord {
  const end = record.withdrawn?.from ?? record.until;
  const isPossible =
    from >= dateInChina(time) && from >= record.from && from <= end && from !== record.withdrawn?.from;
  if (!isPossible) throw new ContractError('ACCREDITATION_PERIOD_INVALID');
  return { ...record, withdrawn: { from, reason, at: time } };
}

export type NotAccredited = 'NONE' | 'SUSPENDED' | 'OTHER_REGION' | 'NOT_YET' | 'WITHDRAWN' | 'EXPIRED';

/**
 * Whether an accreditation holds on a date in a region, by its period and by the standing of its organisation then.
 * @returns undefined when it holds, else the reason
 */
export function whyNotAccredited(
  record: AccreditationRecord,
  organisation: OrganisationRecord,
  region: string,
  on: string,
): NotAccredited | undefined {
  if (!record.regions.some((each) => isWithin(region, each))) return 'OTHER_REGION';
  if (on < record.from) return 'NOT_YET';
  if (record.withdrawn !== undefined && on >= record.withdrawn.from) return 'WITHDRAWN';
  if (on > record.until) return 'EXPIRED';
  return wasSuspendedOn(organisation, on) ? 'SUSPENDED' : undefined;
}

/** True when a region (GB/T 2260) is the other or lies in it: 440305 in 4403(00), in 44 and in 440000. */
export function isWithin(region: string, other: string): boolean {
  return region.startsWith(other.replace(/(?:00)+$/, ''));
}

/** True when the organisation was suspended at any time of that day in China; days to come are taken as the last state. */
function wasSuspendedOn(organisation: OrganisationRecord, on: string): boolean {
  const before = organisation.states.filter(({ at }) => dateInChina(at) < on).at(-1);
  const thatDay = organisation.states.filter(({ at }) => dateInChina(at) === on);
  return [before, ...thatDay].some((each) => each?.state === 'suspended');
}
