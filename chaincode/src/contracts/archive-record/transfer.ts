import { ContractError } from '../../kernel/index.js';
import type { archiveRecordMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { assertKeeper, assertKept, assertState, entered } from './keeping.js';
import { MOST_TRANSFERS, type ArchiveRecord, type HeldRecord, type TransferRecord } from './records.js';

/**
 * The hand-over of a package between organisations (转递): sent, received after checks, accepted or returned. There is
 * one keeper at any time, so never two that both pass on the same package.
 */

export interface Transfer {
  readonly archive: ArchiveRecord;
  readonly transfer: TransferRecord;
}

/**
 * @param before what stands under this number
 * @throws ContractError ARCHIVE_STATE (a transfer is under way), ARCHIVE_TRANSFERRED, NOT_ENTITLED,
 *   ARCHIVE_TRANSFER_NUMBER, SIGNATURE_TIME
 */
export function sent(
  archive: ArchiveRecord,
  before: TransferRecord | undefined,
  body: messages.Sending,
  time: string,
): Transfer {
  assertKept(archive);
  if (before !== undefined && isSame(before.sending.body, body)) return { archive, transfer: before };
  assertKeeper(archive, body.by);
  assertState(archive, ['HELD']);
  if (body.to === body.by) throw new ContractError('NOT_ENTITLED', { by: body.by });
  if (body.transfer !== archive.transfers + 1 || body.transfer > MOST_TRANSFERS) {
    throw new ContractError('ARCHIVE_TRANSFER_NUMBER', { transfers: archive.transfers });
  }
  requireTime(body.at, time, archive.states.at(-1)?.at);
  return {
    archive: { ...archive, ...entered(archive, 'SENT', time), transfers: body.transfer },
    transfer: { schema: 1, sending: { body, recordedAt: time } },
  };
}

/**
 * The receiver has the bytes of the registration and has checked them.
 * @throws ContractError ARCHIVE_STATE, ARCHIVE_DIGEST, NOT_ENTITLED, ARCHIVE_TRANSFER_NUMBER, SIGNATURE_TIME
 */
export function received(
  archive: ArchiveRecord,
  before: TransferRecord | undefined,
  body: messages.Receipt,
  time: string,
): Transfer {
  const transfer = underWay(archive, before, body);
  assertReceiver(transfer, body.by);
  if (transfer.receipt !== undefined && isSame(transfer.receipt.body, body)) return { archive, transfer };
  assertKept(archive);
  assertState(archive, ['SENT']);
  if (body.sm3 !== archive.registration.body.sm3) throw new ContractError('ARCHIVE_DIGEST');
  requireTime(body.at, time, transfer.sending.recordedAt);
  return {
    archive: { ...archive, ...entered(archive, 'RECEIVED', time) },
    transfer: { ...transfer, receipt: { body, recordedAt: time } },
  };
}

/**
 * The receiver keeps the package from now on; for the sender it is transferred.
 * @throws ContractError ARCHIVE_STATE, NOT_ENTITLED, ARCHIVE_TRANSFER_NUMBER, SIGNATURE_TIME
 */
export function accepted(
  archive: ArchiveRecord,
  before: TransferRecord | undefined,
  body: messages.Acceptance,
  time: string,
): Transfer {
  const transfer = underWay(archive, before, body);
  assertReceiver(transfer, body.by);
  if (isEnd(transfer, 'accepted', body)) return { archive, transfer };
  assertKept(archive);
  assertState(archive, ['RECEIVED']);
  requireTime(body.at, time, transfer.receipt?.recordedAt);
  const keepers = [...archive.keepers, { organisation: body.by, from: time }];
  return {
    archive: { ...archive, ...entered(archive, 'HELD', time), keepers },
    transfer: { ...transfer, end: { kind: 'accepted', body, recordedAt: time } },
  };
}

/**
 * The receiver sends it back, at any time before it accepts. Throws as {@link accepted} does.
 */
export function returned(
  archive: ArchiveRecord,
  before: TransferRecord | undefined,
  body: messages.SendingBack,
  time: string,
): Transfer {
  const transfer = underWay(archive, before, body);
  assertReceiver(transfer, body.by);
  return ended(archive, transfer, 'returned', body, ['SENT', 'RECEIVED'], time);
}

/** The sender takes it back, as long as nobody received it. Throws as {@link accepted} does. */
export function recalled(
  archive: ArchiveRecord,
  before: TransferRecord | undefined,
  body: messages.SendingBack,
  time: string,
): Transfer {
  const transfer = underWay(archive, before, body);
  if (transfer.sending.body.by !== body.by) throw new ContractError('NOT_ENTITLED', { by: body.by });
  return ended(archive, transfer, 'recalled', body, ['SENT'], time);
}

function ended(
  archive: ArchiveRecord,
  transfer: TransferRecord,
  kind: 'returned' | 'recalled',
  body: messages.SendingBack,
  from: readonly HeldRecord['state'][],
  time: string,
): Transfer {
  if (isEnd(transfer, kind, body)) return { archive, transfer };
  assertKept(archive);
  assertState(archive, from);
  requireTime(body.at, time, transfer.sending.recordedAt);
  return {
    archive: { ...archive, ...entered(archive, 'HELD', time) },
    transfer: { ...transfer, end: { kind, body, recordedAt: time } },
  };
}

/** @throws ContractError ARCHIVE_TRANSFER_NUMBER when it is not the latest transfer */
function underWay(
  archive: ArchiveRecord,
  transfer: TransferRecord | undefined,
  body: { readonly transfer: number },
): TransferRecord {
  if (transfer === undefined || body.transfer !== archive.transfers) {
    throw new ContractError('ARCHIVE_TRANSFER_NUMBER', { transfers: archive.transfers });
  }
  return transfer;
}

function assertReceiver({ sending }: TransferRecord, by: string): void {
  if (sending.body.to !== by) throw new ContractError('NOT_ENTITLED', { by });
}

function isEnd({ end }: TransferRecord, kind: string, body: object): boolean {
  return end?.kind === kind && isSame(end.body, body);
}
