import { ContractError, type CertificateCode } from '../../kernel/index.js';
import { dateInChina } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import {
  LAST_BEGINNING,
  MOST_STATES,
  type CertificateRecord,
  type Decision,
  type OperationWord,
  type State,
} from './records.js';

/** Parts of every transition. A transition that changes nothing returns the record itself. */

/** The state at a time: what was recorded by then, and the end of its validity. `undefined` before it was issued. */
export function stateAt(record: CertificateRecord, time: string): State | undefined {
  const recorded = record.states.filter(({ at }) => at <= time).at(-1)?.state;
  if (recorded === undefined || !open.includes(recorded)) return recorded;
  const { validUntil } = record.beginning.body;
  return validUntil !== undefined && dateInChina(time) > validUntil ? 'EXPIRED' : recorded;
}

/** States that end with the validity. */
const open: readonly State[] = ['VALID', 'SUSPENDED', 'SET_ASIDE', 'TRANSFERRING'];

/** Why a certificate in this state is good for nothing. */
export const refusals: Readonly<Record<Exclude<State, 'VALID'>, CertificateCode>> = {
  SUSPENDED: 'CERTIFICATE_SUSPENDED',
  SET_ASIDE: 'CERTIFICATE_SET_ASIDE',
  TRANSFERRING: 'TRANSFERRED_OUT',
  TRANSFERRED: 'TRANSFERRED_OUT',
  REVOKED: 'CERTIFICATE_REVOKED',
  CANCELLED: 'CERTIFICATE_CANCELLED',
  EXPIRED: 'CERTIFICATE_EXPIRED',
  REPLACED: 'CERTIFICATE_REPLACED',
};

/** @throws ContractError the code of the state it is in, when that is none of these */
export function assertState(record: CertificateRecord, time: string, allowed: readonly State[]): void {
  const now = stateAt(record, time) ?? record.state;
  if (allowed.includes(now)) return;
  const { certificate } = record;
  throw new ContractError(now === 'VALID' ? 'CERTIFICATE_STATE' : refusals[now], { certificate });
}

/** True when this very decision was taken before, under its number. */
export function isTaken(record: CertificateRecord, operation: OperationWord, decision: Decision): boolean {
  const known = record.states[decision.sequence - 1];
  return known?.operation === operation && isSame(known.decision, decision);
}

/**
 * The state that follows a decision of the issuing province.
 * @throws ContractError NOT_ISSUING_PROVINCE, CERTIFICATE_SEQUENCE, SIGNATURE_TIME, and the code of the state it is in
 */
export function decided(
  record: CertificateRecord,
  operation: OperationWord,
  decision: Decision,
  time: string,
  from: readonly State[],
  to: State,
): CertificateRecord {
  const { certificate, province, states } = record;
  if (decision.by !== province) throw new ContractError('NOT_ISSUING_PROVINCE', { by: decision.by });
  if (isTaken(record, operation, decision)) return record;
  assertState(record, time, from);
  if (decision.sequence !== states.length + 1)
    throw new ContractError('CERTIFICATE_SEQUENCE', { certificate });
  const hasRoom = states.length < (ends(to) ? MOST_STATES : LAST_BEGINNING);
  if (!hasRoom) throw new ContractError('CERTIFICATE_STATE', { certificate });
  requireTime(decision.at, time, states.at(-1)?.at);
  return { ...record, state: to, states: [...states, { state: to, operation, at: time, decision }] };
}

/** The state that follows without a decision about this very certificate. */
export function entered(
  record: CertificateRecord,
  operation: OperationWord,
  state: State,
  time: string,
): CertificateRecord {
  return { ...record, state, states: [...record.states, { state, operation, at: time }] };
}

/** After these nothing has to follow; VALID again ends what was begun. */
function ends(state: State): boolean {
  return state !== 'SUSPENDED' && state !== 'SET_ASIDE' && state !== 'TRANSFERRING';
}
