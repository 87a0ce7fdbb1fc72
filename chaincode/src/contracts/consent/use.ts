import { ContractError } from '../../kernel/index.js';
import type { consentMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { ConsentRecord, UseRecord } from './records.js';
import { entering, scopeOf } from './transition.js';

/** One fetch: the rule that decides whether data leaves. */

export interface Fetched {
  readonly fetch: messages.Fetch;
  readonly use: messages.Use;
}

export interface Used {
  readonly record: ConsentRecord;
  readonly use: UseRecord;
}

/**
 * Counts one fetch. The same one again is the same answer as long as the consent is in force: after a revocation, or
 * when the window is over, it is refused as well.
 * @param known the same authorisation, when it was used before
 * @throws ContractError CONSENT_OTHER_SOURCE, CONSENT_OTHER_RECIPIENT, CONSENT_NOT_GRANTED, CONSENT_REVOKED,
 *   CONSENT_NOT_YET_VALID, CONSENT_EXPIRED, CONSENT_OTHER_PURPOSE, CONSENT_OTHER_FIELDS, CONSENT_USE_EXISTS,
 *   CONSENT_USED_UP, SIGNATURE_TIME
 */
export function used(
  record: ConsentRecord,
  known: UseRecord | undefined,
  { fetch, use }: Fetched,
  time: string,
): Used {
  if (use.source !== record.source) throw new ContractError('CONSENT_OTHER_SOURCE');
  const scope = inForce(record, fetch.recipient, time);
  if (fetch.purpose !== scope.purpose) throw new ContractError('CONSENT_OTHER_PURPOSE');
  const beyond = fetch.fields.filter((field) => !scope.fields.includes(field));
  if (beyond.length > 0) throw new ContractError('CONSENT_OTHER_FIELDS', { fields: beyond });
  if (known !== undefined) {
    if (isSame({ fetch: known.fetch, use: known.use }, { fetch, use })) return { record, use: known };
    throw new ContractError('CONSENT_USE_EXISTS');
  }
  assertLeft(record, scope);
  const since = record.states.at(-1)?.at;
  requireTime(fetch.at, time, since);
  requireTime(use.at, time, fetch.at);
  const number = record.used + 1;
  const isLast = number >= scope.count;
  return {
    record: { ...record, used: number, ...(isLast && entering(record, 'USED_UP', time)) },
    use: { schema: 1, fetch, use, number, usedAt: time },
  };
}

/**
 * The scope of a consent that this recipient can use once more now: what a data source asks before it makes an answer.
 * Throws as {@link used} does.
 */
export function assertUsable(record: ConsentRecord, recipient: string, time: string): messages.Scope {
  const scope = inForce(record, recipient, time);
  assertLeft(record, scope);
  return scope;
}

function assertLeft(record: ConsentRecord, { count }: messages.Scope): void {
  if (record.used >= count) throw new ContractError('CONSENT_USED_UP', { count });
}

/** The scope of a consent that holds for this recipient at this time. */
function inForce(record: ConsentRecord, recipient: string, time: string): messages.Scope {
  if (recipient !== record.recipient) throw new ContractError('CONSENT_OTHER_RECIPIENT');
  const scope = scopeOf(record);
  if (record.state === 'REVOKED') throw new ContractError('CONSENT_REVOKED');
  if (scope === undefined) throw new ContractError('CONSENT_NOT_GRANTED', { state: record.state });
  if (time < scope.from) throw new ContractError('CONSENT_NOT_YET_VALID', { from: scope.from });
  if (scope.until <= time) throw new ContractError('CONSENT_EXPIRED', { until: scope.until });
  return scope;
}
