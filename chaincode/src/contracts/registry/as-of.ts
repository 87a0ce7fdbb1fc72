import type {
  AccreditationRecord,
  AssertionKeysRecord,
  IdentifierRecord,
  OrganisationRecord,
} from './records.js';

/**
 * Records as they stood at a time of the ledger: what was written later is left out. Pure: a record carries the time of each
 * part. `undefined` when there was none yet.
 */

export function accreditationAsOf(
  record: AccreditationRecord,
  asOf: string,
): AccreditationRecord | undefined {
  if (record.accreditedAt > asOf) return undefined;
  const { withdrawn, withdrawnBefore = [], states = [], delegated: _delegated, ...rest } = record;
  const ended = [...withdrawnBefore, ...(withdrawn === undefined ? [] : [withdrawn])].filter(by(asOf));
  const stated = states.filter(by(asOf));
  const [last] = ended.splice(-1);
  return {
    ...rest,
    ...(last !== undefined && { withdrawn: last }),
    ...(ended.length > 0 && { withdrawnBefore: ended }),
    ...(stated.length > 0 && { states: stated }),
  };
}

export function organisationAsOf(record: OrganisationRecord, asOf: string): OrganisationRecord | undefined {
  const known = identifierAsOf(record, asOf);
  return known?.kind === 'organisation' ? known : undefined;
}

export function identifierAsOf(record: IdentifierRecord, asOf: string): IdentifierRecord | undefined {
  if (record.since > asOf) return undefined;
  const { pending, cancelled, ...rest } = record;
  const keys = keysAsOf(record.keys, asOf);
  const latest = keys.at(-1)?.sequence ?? 1;
  const known = {
    ...(pending !== undefined && pending.announcedAt <= asOf && { pending }),
    ...(cancelled !== undefined && cancelled.at <= asOf && { cancelled }),
  };
  const next = Math.max(latest, known.pending?.sequence ?? 0, known.cancelled?.sequence ?? 0) + 1;
  switch (rest.kind) {
    case 'organisation':
      return { ...rest, ...known, keys, next, states: rest.states.filter(by(asOf)) };
    case 'officer': {
      const { dismissedAt, ...officer } = rest;
      const isDismissed = dismissedAt !== undefined && dismissedAt <= asOf;
      return { ...officer, ...known, keys, next, ...(isDismissed && { dismissedAt }) };
    }
    case 'person':
      return { ...rest, ...known, keys, next };
  }
}

export function assertionKeysAsOf(
  record: AssertionKeysRecord | undefined,
  asOf: string,
): AssertionKeysRecord | undefined {
  const keys = keysAsOf(record?.keys ?? [], asOf);
  return record === undefined || keys.length === 0 ? undefined : { ...record, keys };
}

/** Keys that were there, without ends that had not come. */
function keysAsOf<K extends { readonly from: string; readonly until?: string }>(
  keys: readonly K[],
  asOf: string,
): (Omit<K, 'until'> & { until?: string })[] {
  return keys
    .filter(({ from }) => from <= asOf)
    .map(({ until, ...key }) => ({ ...key, ...(until !== undefined && until <= asOf && { until }) }));
}

function by(asOf: string): (each: { readonly at: string }) => boolean {
  return ({ at }) => at <= asOf;
}
