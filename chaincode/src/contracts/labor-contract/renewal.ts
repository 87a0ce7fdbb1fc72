import { ContractError } from '../../kernel/index.js';
import type { ContractRecord, LaborContractRecord } from './records.js';

/**
 * A contract can be renewed while it is in force or after its term has ended, once, by the same two parties.
 * @throws ContractError PREDECESSOR_STATE
 */
export function assertRenewable(
  predecessor: LaborContractRecord | undefined,
  by: { readonly contract: string; readonly employer: string; readonly worker: string },
): asserts predecessor is ContractRecord {
  const isRenewable =
    predecessor !== undefined &&
    (predecessor.state === 'CONCLUDED' || predecessor.state === 'TERMINATED') &&
    predecessor.contract !== by.contract &&
    predecessor.employer === by.employer &&
    predecessor.worker === by.worker &&
    predecessor.renewedBy === undefined;
  if (!isRenewable) throw new ContractError('PREDECESSOR_STATE');
}

/** The predecessor of a contract that is concluded now. @throws ContractError PREDECESSOR_STATE */
export function renewed(predecessor: LaborContractRecord | undefined, by: ContractRecord): ContractRecord {
  assertRenewable(predecessor, by);
  return { ...predecessor, renewedBy: by.contract };
}
