import { ContractError } from '../../kernel/index.js';
import { isSame } from '../same.js';
import { openStates, type ContractRecord, type LaborContractRecord, type State } from './records.js';

/** Parts of every transition. A transition that changes nothing returns the record itself. */

/** @throws ContractError CONTRACT_STATE for a contract that was disposed of */
export function assertKept(record: LaborContractRecord): asserts record is ContractRecord {
  if (record.state === 'DISPOSED') throw new ContractError('CONTRACT_STATE', { state: record.state });
}

/** @throws ContractError CONTRACT_CONCLUDED when it was concluded, CONTRACT_STATE in any other state but these */
export function assertOpen(record: ContractRecord, allowed: readonly State[] = openStates): void {
  const { state } = record;
  if (allowed.includes(state)) return;
  const wasConcluded = record.amendment !== undefined;
  throw new ContractError(wasConcluded ? 'CONTRACT_CONCLUDED' : 'CONTRACT_STATE', { state });
}

/** @throws ContractError CONTRACT_STATE in any other state but these */
export function assertState(record: ContractRecord, allowed: readonly State[]): void {
  const { state } = record;
  if (!allowed.includes(state)) throw new ContractError('CONTRACT_STATE', { state });
}

/** The record in a state from now on. */
export function entered(
  record: ContractRecord,
  state: ContractRecord['state'],
  time: string,
): ContractRecord {
  return { ...record, state, states: [...record.states, { state, at: time }] };
}

/** When the contract came into a state for the last time. @throws ContractError CONTRACT_STATE when it never was */
export function stateDate(record: LaborContractRecord, state: State): string {
  const found = record.states.filter((each) => each.state === state).at(-1);
  if (found === undefined) throw new ContractError('CONTRACT_STATE', { state: record.state });
  return found.at;
}

/** True when this word was taken before. */
export function isTaken<B>(
  taken: { readonly body: B; readonly recordedAt: string } | undefined,
  body: B,
): boolean {
  return taken !== undefined && isSame(taken.body, body);
}
