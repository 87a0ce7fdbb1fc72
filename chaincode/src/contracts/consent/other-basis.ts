import { ContractError } from '../../kernel/index.js';
import type { consentMessages as messages } from '../../messages/index.js';
import type { IdentifierRecord } from '../registry/records.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { ConsentRecord, OrderedRecord } from './records.js';

/** Access that the law allows without consent: a court's order, an arbitration commission's inquiry, an emergency. */

/** Roles that may demand on a basis. */
const DEMANDING = {
  'court-order': ['court'],
  arbitration: ['arbitration'],
  emergency: ['ministry', 'province'],
} as const;

/** @throws ContractError NOT_ENTITLED */
export function assertMayDemand(record: IdentifierRecord, basis: messages.Order['basis']): void {
  const roles: readonly string[] = DEMANDING[basis];
  if (record.kind === 'organisation' && roles.includes(record.role)) return;
  throw new ContractError('NOT_ENTITLED', { by: record.identifier });
}

/**
 * Four eyes: the ministry or a province approves, and never what it demands itself.
 * @throws ContractError APPROVER_NOT_INDEPENDENT
 */
export function assertMayApprove(record: IdentifierRecord, { recipient }: messages.Order): void {
  const isEntitled =
    record.kind === 'organisation' && (record.role === 'ministry' || record.role === 'province');
  if (!isEntitled || record.identifier === recipient) {
    throw new ContractError('APPROVER_NOT_INDEPENDENT', { by: record.identifier });
  }
}

/** @throws ContractError CONSENT_EXISTS, CONSENT_PERIOD_INVALID, SIGNATURE_TIME */
export function ordered(
  before: ConsentRecord | undefined,
  order: messages.Order,
  approvedBy: string,
  time: string,
): OrderedRecord {
  const { consent, source, recipient, subject, basis } = order;
  if (before !== undefined) {
    const isAgain = before.basis !== 'consent' && before.approvedBy === approvedBy;
    if (isAgain && isSame(before.order.body, order)) return before;
    throw new ContractError('CONSENT_EXISTS', { consent });
  }
  requireTime(order.at, time);
  if (order.scope.until <= time) throw new ContractError('CONSENT_PERIOD_INVALID');
  return {
    schema: 1,
    consent,
    source,
    recipient,
    subject,
    basis,
    state: 'GRANTED',
    states: [{ state: 'GRANTED', at: time }],
    used: 0,
    order: { body: order, recordedAt: time },
    approvedBy,
  };
}
