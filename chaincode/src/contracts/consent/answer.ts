import { ContractError } from '../../kernel/index.js';
import { plusMilliseconds, type consentMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { sensitiveOf } from './catalogue.js';
import {
  MOST_REFUSALS,
  type CatalogueRecord,
  type ConsentedRecord,
  type ConsentRecord,
  type RefusalsRecord,
} from './records.js';
import { assertConsented, assertState, assertSubject, entering } from './transition.js';

/** A request and what the citizen says to it: rules of (record, message, time). */

/** Days in which a recipient deletes what it fetched, after a revocation. */
const DELETION_DAYS = 15;
const DAY = 86_400_000;

/**
 * @throws ContractError CONSENT_EXISTS for other content under the same name, REQUEST_REFUSED_BEFORE, REQUEST_EXPIRED,
 *   CONSENT_PERIOD_INVALID, SIGNATURE_TIME
 */
export function requested(
  before: ConsentRecord | undefined,
  refused: RefusalsRecord | undefined,
  request: messages.Request,
  time: string,
): ConsentedRecord {
  const { consent, source, recipient, subject, scope } = request;
  if (before !== undefined) {
    if (before.basis === 'consent' && isSame(before.request.body, request)) return before;
    throw new ContractError('CONSENT_EXISTS', { consent });
  }
  assertNotRefused(refused, scope.purpose);
  requireTime(request.at, time);
  if (request.answerBy <= time) throw new ContractError('REQUEST_EXPIRED');
  if (scope.until <= time) throw new ContractError('CONSENT_PERIOD_INVALID');
  return {
    schema: 1,
    consent,
    source,
    recipient,
    subject,
    basis: 'consent',
    state: 'REQUESTED',
    states: [{ state: 'REQUESTED', at: time }],
    used: 0,
    request: { body: request, recordedAt: time },
  };
}

/** Who refused is not asked again (网络数据安全管理条例 art. 22). */
function assertNotRefused(refused: RefusalsRecord | undefined, purpose: string): void {
  if (refused === undefined) return;
  const isFull = refused.refused.length >= MOST_REFUSALS;
  if (isFull || refused.refused.some((each) => each.purpose === purpose)) {
    throw new ContractError('REQUEST_REFUSED_BEFORE', { purpose });
  }
}

/**
 * @param catalogue the current one of the source
 * @throws ContractError CONSENT_OTHER_SUBJECT, CONSENT_STATE, REQUEST_EXPIRED, GRANT_BEYOND_REQUEST,
 *   SEPARATE_CONSENT_MISSING, SIGNATURE_TIME
 */
export function granted(
  record: ConsentRecord,
  catalogue: CatalogueRecord,
  grant: messages.Grant,
  time: string,
): ConsentedRecord {
  assertConsented(record);
  assertSubject(record, grant.subject);
  if (record.grant !== undefined && isSame(record.grant.body, grant)) return record;
  assertState(record, ['REQUESTED']);
  const request = record.request.body;
  if (request.answerBy <= time) throw new ContractError('REQUEST_EXPIRED');
  assertWithin(request, grant);
  const missing = sensitiveOf(catalogue, grant.scope.fields).filter((each) => !grant.separate.includes(each));
  if (missing.length > 0) throw new ContractError('SEPARATE_CONSENT_MISSING', { fields: missing });
  requireTime(grant.at, time, record.request.recordedAt);
  return { ...record, ...entering(record, 'GRANTED', time), grant: { body: grant, recordedAt: time } };
}

/** A citizen grants what was asked, or less: never more, nor anything else. */
function assertWithin({ scope: asked, catalogue, notice }: messages.Request, grant: messages.Grant): void {
  const { scope } = grant;
  const isWithin =
    scope.purpose === asked.purpose &&
    scope.mode === asked.mode &&
    scope.fields.every((field) => asked.fields.includes(field)) &&
    scope.count <= asked.count &&
    asked.from <= scope.from &&
    scope.from < scope.until &&
    scope.until <= asked.until &&
    scope.retentionDays <= asked.retentionDays &&
    grant.separate.every((field) => scope.fields.includes(field)) &&
    notice === grant.notice &&
    isSame(catalogue, grant.catalogue);
  if (!isWithin) throw new ContractError('GRANT_BEYOND_REQUEST');
}

export interface Refused {
  readonly record: ConsentedRecord;
  readonly refusals: RefusalsRecord | undefined;
}

/** @throws ContractError CONSENT_OTHER_SUBJECT, CONSENT_STATE, SIGNATURE_TIME */
export function refused(
  record: ConsentRecord,
  refusals: RefusalsRecord | undefined,
  refusal: messages.Refusal,
  time: string,
): Refused {
  assertConsented(record);
  assertSubject(record, refusal.subject);
  if (record.refusal !== undefined && isSame(record.refusal.body, refusal)) return { record, refusals };
  assertState(record, ['REQUESTED']);
  requireTime(refusal.at, time, record.request.recordedAt);
  const { consent, subject, recipient } = record;
  const known = refusals?.refused ?? [];
  const { purpose } = record.request.body.scope;
  const isNew = known.length < MOST_REFUSALS && known.every((each) => each.purpose !== purpose);
  return {
    record: { ...record, ...entering(record, 'REFUSED', time), refusal: { body: refusal, recordedAt: time } },
    refusals: isNew
      ? { schema: 1, subject, recipient, refused: [...known, { purpose, consent, at: time }] }
      : refusals,
  };
}

/**
 * The request stays refused; the recipient may ask anew for its purpose. A list that is full stays as it is: what else was
 * refused does not stand in it.
 * @throws ContractError CONSENT_OTHER_SUBJECT, CONSENT_STATE, SIGNATURE_TIME
 */
export function reopened(
  record: ConsentRecord,
  refusals: RefusalsRecord | undefined,
  reopening: messages.Reopening,
  time: string,
): Refused {
  assertConsented(record);
  assertSubject(record, reopening.subject);
  if (record.reopening !== undefined && isSame(record.reopening.body, reopening)) return { record, refusals };
  assertState(record, ['REFUSED']);
  const isFull = (refusals?.refused.length ?? 0) >= MOST_REFUSALS;
  if (record.reopening !== undefined || isFull)
    throw new ContractError('CONSENT_STATE', { state: record.state });
  requireTime(reopening.at, time, record.refusal?.recordedAt);
  const { purpose } = record.request.body.scope;
  return {
    record: { ...record, reopening: { body: reopening, recordedAt: time } },
    refusals: refusals && {
      ...refusals,
      refused: refusals.refused.filter((each) => each.purpose !== purpose),
    },
  };
}

/**
 * The very next use is refused; what was fetched before was lawful, and is deleted by the recipient in time.
 * @throws ContractError CONSENT_NOT_REVOCABLE, CONSENT_OTHER_SUBJECT, CONSENT_STATE, SIGNATURE_TIME
 */
export function revoked(
  record: ConsentRecord,
  revocation: messages.Revocation,
  time: string,
): ConsentedRecord {
  assertConsented(record);
  assertSubject(record, revocation.subject);
  if (record.revocation !== undefined && isSame(record.revocation.body, revocation)) return record;
  assertState(record, ['GRANTED', 'USED_UP']);
  requireTime(revocation.at, time, record.grant?.recordedAt);
  return {
    ...record,
    ...entering(record, 'REVOKED', time),
    revocation: { body: revocation, recordedAt: time },
    ...(record.used > 0 && { deleteBy: plusMilliseconds(time, DELETION_DAYS * DAY) }),
  };
}

/** @throws ContractError CONSENT_NOT_REVOCABLE, CONSENT_OTHER_RECIPIENT, CONSENT_STATE, SIGNATURE_TIME */
export function deleted(record: ConsentRecord, deletion: messages.Deletion, time: string): ConsentedRecord {
  assertConsented(record);
  if (record.recipient !== deletion.recipient) throw new ContractError('CONSENT_OTHER_RECIPIENT');
  if (record.deletion !== undefined && isSame(record.deletion.body, deletion)) return record;
  assertState(record, ['REVOKED']);
  if (record.deletion !== undefined) throw new ContractError('CONSENT_STATE', { state: record.state });
  requireTime(deletion.at, time, record.revocation?.recordedAt);
  return { ...record, deletion: { body: deletion, recordedAt: time } };
}
