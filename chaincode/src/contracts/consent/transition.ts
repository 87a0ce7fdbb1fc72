import { ContractError } from '../../kernel/index.js';
import type { consentMessages as messages } from '../../messages/index.js';
import type { ConsentedRecord, ConsentRecord, State } from './records.js';

/** Parts of every transition. A transition that changes nothing returns the record itself. */

/** @throws ContractError CONSENT_STATE in any other state but these */
export function assertState(record: ConsentRecord, allowed: readonly State[]): void {
  if (!allowed.includes(record.state)) throw new ContractError('CONSENT_STATE', { state: record.state });
}

/** @throws ContractError CONSENT_NOT_REVOCABLE for an access on another basis than consent */
export function assertConsented(record: ConsentRecord): asserts record is ConsentedRecord {
  if (record.basis !== 'consent') throw new ContractError('CONSENT_NOT_REVOCABLE', { basis: record.basis });
}

/** @throws ContractError CONSENT_OTHER_SUBJECT */
export function assertSubject(record: ConsentRecord, subject: string): void {
  if (record.subject !== subject) throw new ContractError('CONSENT_OTHER_SUBJECT');
}

/** The dated states with one more. */
export function entering<S extends State>(record: ConsentRecord, state: S, at: string) {
  return { state, states: [...record.states, { state, at }] };
}

/** What may be read, when it may be. */
export function scopeOf(record: ConsentRecord): messages.Scope | undefined {
  return record.basis === 'consent' ? record.grant?.body.scope : record.order.body.scope;
}
