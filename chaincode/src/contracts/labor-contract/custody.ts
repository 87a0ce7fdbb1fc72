import { ContractError } from '../../kernel/index.js';
import type { laborContractMessages as messages } from '../../messages/index.js';
import type { IdentifierRecord } from '../registry/records.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { ContractRecord, ExportRecord, HoldRecord, LaborContractRecord } from './records.js';
import { assertKept, assertState, isTaken, stateDate } from './transition.js';

/** Who else may touch a contract: holds of open cases, and bundles that were handed out. */

/** @throws ContractError NOT_ENTITLED unless it is a party, an arbitration commission, a court or a province */
export function assertMayExport(contract: LaborContractRecord, by: IdentifierRecord): void {
  assertKept(contract);
  const isParty = by.identifier === contract.worker || by.identifier === contract.employer;
  const isEntitled = by.kind === 'organisation' && ['arbitration', 'court', 'province'].includes(by.role);
  if (!isParty && !isEntitled) throw new ContractError('NOT_ENTITLED', { by: by.identifier });
}

export interface Held {
  readonly contract: ContractRecord;
  readonly hold: HoldRecord;
}

/**
 * The contract cannot be disposed of while the case is open.
 * @throws ContractError CONTRACT_STATE, CONTRACT_EXISTS for another word about the same case, SIGNATURE_TIME
 */
export function held(
  contract: LaborContractRecord,
  before: HoldRecord | undefined,
  hold: messages.Hold,
  time: string,
): Held {
  assertKept(contract);
  if (before !== undefined) {
    if (isSame(before.hold, hold)) return { contract, hold: before };
    throw new ContractError('CONTRACT_EXISTS', { contract: hold.contract });
  }
  assertState(contract, ['CONCLUDED', 'DISSOLVED', 'TERMINATED']);
  requireTime(hold.at, time, stateDate(contract, 'CONCLUDED'));
  return { contract: { ...contract, holds: contract.holds + 1 }, hold: { schema: 1, hold, heldAt: time } };
}

/**
 * The case is closed. Only who holds can release.
 * @throws ContractError CONTRACT_STATE (not held, or released otherwise), NOT_ENTITLED, SIGNATURE_TIME
 */
export function released(
  contract: LaborContractRecord,
  before: HoldRecord | undefined,
  release: messages.Hold,
  time: string,
): Held {
  assertKept(contract);
  if (before === undefined || before.hold.case !== release.case) {
    throw new ContractError('CONTRACT_STATE', { state: contract.state });
  }
  if (before.hold.by !== release.by) throw new ContractError('NOT_ENTITLED', { by: release.by });
  if (isTaken(before.release, release)) return { contract, hold: before };
  if (before.release !== undefined) throw new ContractError('CONTRACT_STATE', { state: contract.state });
  requireTime(release.at, time, before.heldAt);
  const hold = { ...before, release: { body: release, recordedAt: time } };
  return { contract: { ...contract, holds: contract.holds - 1 }, hold };
}

/**
 * A bundle with this commitment was handed out.
 * @throws ContractError CONTRACT_STATE, CONTRACT_EXISTS for another word about the same bundle, SIGNATURE_TIME
 */
export function exported(
  contract: LaborContractRecord,
  before: ExportRecord | undefined,
  bundle: messages.BundleExport,
  time: string,
): ExportRecord {
  assertKept(contract);
  if (before !== undefined) {
    if (isSame(before.export, bundle)) return before;
    throw new ContractError('CONTRACT_EXISTS', { contract: bundle.contract });
  }
  assertState(contract, ['CONCLUDED', 'DISSOLVED', 'TERMINATED']);
  requireTime(bundle.at, time, stateDate(contract, 'CONCLUDED'));
  return { schema: 1, export: bundle, exportedAt: time };
}
