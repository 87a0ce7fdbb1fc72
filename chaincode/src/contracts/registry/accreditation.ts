import { ContractError } from '../../kernel/index.js';
import { dateInChina, type registryMessages } from '../../messages/index.js';
import {
  MOST_STATES,
  MOST_WITHDRAWALS,
  type AccreditationRecord,
  type OrganisationRecord,
} from './records.js';

export type Accreditation = Extract<registryMessages.Change, { kind: 'accredit' }>['accreditation'];

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
  const { withdrawn: last, withdrawnBefore = [] } = record;
  const end = last?.from ?? record.until;
  const isPossible =
    from >= dateInChina(time) &&
    from >= record.from &&
    from <= end &&
    from !== last?.from &&
    withdrawnBefore.length < MOST_WITHDRAWALS;
  if (!isPossible) throw new ContractError('ACCREDITATION_PERIOD_INVALID');
  return {
    ...record,
    withdrawn: { from, reason, at: time },
    ...(last !== undefined && { withdrawnBefore: [...withdrawnBefore, last] }),
  };
}

/** Suspended (暂停) by the registry, or by the province that gave it. @throws ContractError ACCREDITATION_SUSPENDED */
export function accreditationSuspended(
  record: AccreditationRecord,
  reason: string,
  time: string,
  by?: string,
): AccreditationRecord {
  const { id, states = [] } = record;
  if (isAccreditationSuspended(record)) throw new ContractError('ACCREDITATION_SUSPENDED', { id });
  return stated(record, { state: 'suspended', at: time, reason, ...(by !== undefined && { by }) }, states);
}

/**
 * The end of a suspension. A province ends only what it decided itself; the registry ends each. Its 64th state stays.
 * @throws ContractError ACCREDITATION_STATE when it is not suspended, NOT_ENTITLED, ACCREDITATION_SUSPENDED
 */
export function accreditationReinstated(
  record: AccreditationRecord,
  reason: string,
  time: string,
  by?: string,
): AccreditationRecord {
  const { id, states = [] } = record;
  if (!isAccreditationSuspended(record)) throw new ContractError('ACCREDITATION_STATE', { id });
  if (by !== undefined && states.at(-1)?.by !== by) throw new ContractError('NOT_ENTITLED', { by });
  if (states.length >= MOST_STATES) throw new ContractError('ACCREDITATION_SUSPENDED', { id });
  return stated(record, { state: 'active', at: time, reason, ...(by !== undefined && { by }) }, states);
}

type States = NonNullable<AccreditationRecord['states']>;

function stated(record: AccreditationRecord, state: States[number], before: States): AccreditationRecord {
  return { ...record, states: [...before, state] };
}

export function isAccreditationSuspended({ states }: AccreditationRecord): boolean {
  return states?.at(-1)?.state === 'suspended';
}

export type NotAccredited =
  'NONE' | 'SUSPENDED' | 'ACCREDITATION_SUSPENDED' | 'OTHER_REGION' | 'NOT_YET' | 'WITHDRAWN' | 'EXPIRED';

/**
 * Whether an accreditation by itself holds on a date in a region: by its period, its own suspensions and the standing of
 * its organisation then. Of one under another see {@link whyChainBroken}.
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
  if (wasSuspendedOn(record.states ?? [], on)) return 'ACCREDITATION_SUSPENDED';
  return wasSuspendedOn(organisation.states, on) ? 'SUSPENDED' : undefined;
}

/** An accreditation with its organisation; then the one above it, when a province gave it. */
export type AccreditationChain = readonly {
  readonly record: AccreditationRecord;
  readonly organisation: OrganisationRecord;
}[];

/**
 * Whether an accreditation holds with the one that it was given under: a province that loses its own takes with it what it
 * gave, from that day on, without any of it being written anew.
 * @returns undefined when it holds, else the reason and which one of them fails
 */
export function whyChainBroken(
  chain: AccreditationChain,
  region: string,
  on: string,
): { readonly reason: NotAccredited; readonly accreditation: string } | undefined {
  for (const { record, organisation } of chain) {
    const reason = whyNotAccredited(record, organisation, region, on);
    if (reason !== undefined) return { reason, accreditation: record.id };
  }
  return undefined;
}

/** True when a region (GB/T 2260) is the other or lies in it: 440305 in 4403(00), in 44 and in 440000. */
export function isWithin(region: string, other: string): boolean {
  return region.startsWith(other.replace(/(?:00)+$/, ''));
}

/** True when suspended at any time of that day in China; days to come are taken as the last state. */
function wasSuspendedOn(
  states: readonly { readonly state: string; readonly at: string }[],
  on: string,
): boolean {
  const before = states.filter(({ at }) => dateInChina(at) < on).at(-1);
  const thatDay = states.filter(({ at }) => dateInChina(at) === on);
  return [before, ...thatDay].some((each) => each?.state === 'suspended');
}
