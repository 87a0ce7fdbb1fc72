import { ContractError } from '../../kernel/index.js';
import type { laborContractMessages as messages } from '../../messages/index.js';
import type { IdentifierRecord } from '../registry/records.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { CustodyRecord, ExportRecord, LaborContractRecord } from './records.js';
import { assertKept } from './transition.js';

/** Where a bundle stands before it is handed on. */
export interface Custody {
  readonly contract: LaborContractRecord;
  /** Its export; undefined when the ledger knows none. */
  readonly bundle: ExportRecord | undefined;
  readonly custody: CustodyRecord | undefined;
}

/**
 * The same bundle goes from one hand to the next: first from a party or the exporter to an arbitration commission or a
 * court, then from each to the next.
 * @throws ContractError CONTRACT_STATE, BUNDLE_UNKNOWN, BUNDLE_DIFFERS, CUSTODY_NUMBER, NOT_CUSTODIAN, NOT_ENTITLED,
 *   SIGNATURE_TIME
 */
export function handedOver(
  { contract, bundle, custody }: Custody,
  body: messages.HandOver,
  { giver, receiver }: { readonly giver: IdentifierRecord; readonly receiver: IdentifierRecord },
  time: string,
): CustodyRecord {
  const before = custody?.handOvers ?? [];
  const known = before[body.number - 1];
  if (custody !== undefined && known !== undefined && isSame(known.body, body)) return custody;
  assertKept(contract);
  if (bundle === undefined || bundle.export.bundle !== body.bundle) throw new ContractError('BUNDLE_UNKNOWN');
  if (body.number !== before.length + 1)
    throw new ContractError('CUSTODY_NUMBER', { next: before.length + 1 });
  if (custody !== undefined && custody.file !== body.file) throw new ContractError('BUNDLE_DIFFERS');
  const last = before.at(-1);
  const mayGive =
    last === undefined
      ? [contract.worker, contract.employer, bundle.export.by].includes(giver.identifier)
      : last.body.to === giver.identifier;
  if (!mayGive) throw new ContractError('NOT_CUSTODIAN', { by: body.from });
  const mayReceive =
    receiver.kind === 'organisation' &&
    receiver.role === body.purpose &&
    receiver.identifier !== giver.identifier;
  if (!mayReceive) throw new ContractError('NOT_ENTITLED', { by: body.to });
  requireTime(body.at, time, last?.recordedAt ?? bundle.exportedAt);
  const { contract: id, bundle: commitment, file } = body;
  const handOvers = [...before, { body, recordedAt: time }];
  return { schema: 1, contract: id, bundle: commitment, file, handOvers };
}
