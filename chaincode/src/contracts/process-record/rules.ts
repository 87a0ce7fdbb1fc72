import { ContractError, type CertificateCode } from '../../kernel/index.js';
import { dateInChina, plusMilliseconds, type processMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { ProcessRecord } from './records.js';

/** An event is put down once, soon after it happened, and never changed. */

const DAY = 86_400_000;
/** An event is put down on its day, or so many days later. */
const DAYS_TO_RECORD = 30;

/** @throws ContractError PROCESS_EVENT_EXISTS for other content under its name, PROCESS_EVENT_DATE, SIGNATURE_TIME */
export function recorded(
  before: ProcessRecord | undefined,
  event: messages.ProcessEvent,
  time: string,
): ProcessRecord {
  if (before !== undefined) {
    if (isSame(before.event, event)) return before;
    throw new ContractError('PROCESS_EVENT_EXISTS', { event: event.event });
  }
  const earliest = dateInChina(plusMilliseconds(time, -DAYS_TO_RECORD * DAY));
  if (event.on > dateInChina(time) || event.on < earliest)
    throw new ContractError('PROCESS_EVENT_DATE', { event: event.event });
  requireTime(event.at, time);
  return { schema: 1, event, recordedAt: time };
}

/**
 * What a certificate says stands behind it: of the same person and type, not after the day of issue; an examination or an
 * assessment is its issuer's own.
 * @returns whether an examination or an assessment is among them
 * @throws ContractError PROCESS_EVENT_UNKNOWN, PROCESS_EVENT_MISMATCH
 */
export function assertBehind(
  records: readonly (readonly [event: string, record: ProcessRecord | undefined])[],
  certificate: {
    readonly issuer: string;
    readonly holder: string;
    readonly type: string;
    readonly issuedOn: string;
  },
): boolean {
  for (const [name, record] of records) {
    if (record === undefined) throw new ContractError('PROCESS_EVENT_UNKNOWN', { event: name });
    const { holder, type, on, kind, by } = record.event;
    const isOf = holder === certificate.holder && type === certificate.type && on <= certificate.issuedOn;
    const isByWhom = kind === 'training' || by === certificate.issuer;
    if (!isOf || !isByWhom) throw new ContractError('PROCESS_EVENT_MISMATCH', { event: name });
  }
  return records.some(([, record]) => record !== undefined && record.event.kind !== 'training');
}

/** Types of certificate that an examination or an assessment stands behind. */
const ASSESSED: readonly string[] = ['vocational-skill-level'];

/** What is to be asked about a certificate that is good by every rule; nothing is refused for it. */
export function processWarning(certificate: {
  readonly beginning: { readonly provenance: string; readonly body: { readonly type: string } };
  readonly examined?: true;
}): Extract<CertificateCode, 'NO_PROCESS_EVENT'> | undefined {
  const { beginning, examined } = certificate;
  const isAsked = beginning.provenance === 'issued' && ASSESSED.includes(beginning.body.type);
  return isAsked && examined === undefined ? 'NO_PROCESS_EVENT' : undefined;
}
