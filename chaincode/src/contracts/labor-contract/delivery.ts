import { ContractError } from '../../kernel/index.js';
import type { laborContractMessages as messages } from '../../messages/index.js';
import { requireTime } from '../times.js';
import type { ContractRecord, LaborContractRecord, SigningRecord } from './records.js';
import { assertKept, assertState, isTaken } from './transition.js';

/** Delivery and its acknowledgement: dated facts about the latest document that was delivered, not states. */

/**
 * The worker was told (指引 art. 10). An attempt that was not acknowledged can be repeated, by another channel too.
 * @param signing what both signed under this number
 * @throws ContractError CONTRACT_STATE (not concluded; acknowledged already), CONTRACT_VERSION (not signed, or an earlier
 *   document than the one delivered), SIGNATURE_TIME
 */
export function delivered(
  record: LaborContractRecord,
  signing: SigningRecord | undefined,
  delivery: messages.Delivery,
  time: string,
): ContractRecord {
  assertKept(record);
  if (isTaken(record.delivery, delivery)) return record;
  assertState(record, ['CONCLUDED', 'DISSOLVED', 'TERMINATED']);
  const before = record.delivery?.body.amendment ?? 0;
  if (signing === undefined || delivery.amendment < before) {
    throw new ContractError('CONTRACT_VERSION', { amendment: record.amendment ?? 0 });
  }
  if (record.acknowledgement?.body.amendment === delivery.amendment) {
    throw new ContractError('CONTRACT_STATE', { state: record.state });
  }
  requireTime(delivery.at, time, signing.recordedAt);
  const { acknowledgement: _earlier, ...rest } = record;
  return { ...rest, delivery: { body: delivery, recordedAt: time } };
}

/**
 * The worker has it.
 * @param signing what both signed under this number
 * @throws ContractError CONTRACT_STATE (not delivered, or acknowledged otherwise), CONTRACT_VERSION, DOCUMENT_MISMATCH,
 *   SIGNATURE_TIME
 */
export function acknowledged(
  record: LaborContractRecord,
  signing: SigningRecord | undefined,
  acknowledgement: messages.Acknowledgement,
  time: string,
): ContractRecord {
  assertKept(record);
  if (isTaken(record.acknowledgement, acknowledgement)) return record;
  const { delivery } = record;
  if (delivery === undefined || record.acknowledgement !== undefined) {
    throw new ContractError('CONTRACT_STATE', { state: record.state });
  }
  if (signing === undefined || acknowledgement.amendment !== delivery.body.amendment) {
    throw new ContractError('CONTRACT_VERSION', { amendment: delivery.body.amendment });
  }
  if (acknowledgement.document !== signing.worker.document) throw new ContractError('DOCUMENT_MISMATCH');
  requireTime(acknowledgement.at, time, delivery.recordedAt);
  return { ...record, acknowledgement: { body: acknowledgement, recordedAt: time } };
}
