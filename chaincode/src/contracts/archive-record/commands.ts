import { ContractError, type ReadTx, type WriteTx } from '../../kernel/index.js';
import {
  archiveRecordMessages as messages,
  type MessageBody,
  type MessageKind,
} from '../../messages/index.js';
import type { z } from 'zod';
import { command, signed } from '../operation.js';
import { partId } from '../part-id.js';
import { requireSignature, signerRecord } from '../registry/index.js';
import type { IdentifierRecord } from '../registry/records.js';
import { assertTribunal } from '../tribunal.js';
import {
  archiveDisposed,
  archiveHeld,
  archiveReleased,
  assertVersion,
  registered,
  superseded,
} from './keeping.js';
import {
  archiveHolds,
  archives,
  transfers,
  type ArchiveRecord,
  type HoldRecord,
  type TransferRecord,
} from './records.js';
import { accepted, recalled, received, returned, sent, type Transfer } from './transfer.js';

/** `register`, by the organisation that keeps the package. */
export const register = command(signed(messages.registration), async (tx, { body, signature }) => {
  assertOrganisation(await requireSignature(tx, 'archive-record/register', body, body.by, signature));
  const before = await tx.get(archives, body.archive);
  const after = registered(before, body, tx.time);
  if (after !== before) {
    assertVersion(body);
    if (body.predecessor !== undefined) {
      const next = superseded(await tx.get(archives, body.predecessor), body);
      await tx.put(archives, body.predecessor, next);
    }
  }
  await commit(tx, before, after, 'archive-registered');
  return { archive: body.archive, at: after.registration.recordedAt };
});

type TransferKind = MessageKind & `archive-record/${'send' | 'receive' | 'accept' | 'return' | 'recall'}`;

/** A command of one transfer: both records are read, the rule is applied, what changed is written. */
function transferStep<K extends TransferKind>(
  kind: K,
  schema: z.ZodType<MessageBody<K>>,
  event: string,
  rule: (
    archive: ArchiveRecord,
    before: TransferRecord | undefined,
    body: MessageBody<K>,
    time: string,
  ) => Transfer,
  at: (transfer: TransferRecord) => string | undefined,
) {
  return command(signed(schema), async (tx, { body, signature }) => {
    await requireSignature(tx, kind, body, body.by, signature);
    if ('to' in body) assertOrganisation(await signerRecord(tx, body.to));
    const archive = await archiveOf(tx, body.archive);
    const id = transferId(body.archive, body.transfer);
    const before = await tx.get(transfers, id);
    const after = rule(archive, before, body, tx.time);
    if (after.transfer !== before) await tx.put(transfers, id, after.transfer);
    await commit(tx, archive, after.archive, event);
    return { archive: body.archive, transfer: body.transfer, at: at(after.transfer) ?? tx.time };
  });
}

/** `send`, by who keeps the package. A second sending is refused until the first has ended. */
export const send = transferStep(
  'archive-record/send',
  messages.sending,
  'archive-sent',
  sent,
  ({ sending }) => sending.recordedAt,
);

/** `receive`, by the receiver, after its own checks. */
export const receive = transferStep(
  'archive-record/receive',
  messages.receipt,
  'archive-received',
  received,
  ({ receipt }) => receipt?.recordedAt,
);

/** `accept`, by the receiver. */
export const accept = transferStep(
  'archive-record/accept',
  messages.acceptance,
  'archive-accepted',
  accepted,
  ({ end }) => end?.recordedAt,
);

/** `return`, by the receiver. */
export const giveBack = transferStep(
  'archive-record/return',
  messages.sendingBack,
  'archive-returned',
  returned,
  ({ end }) => end?.recordedAt,
);

/** `recall`, by the sender. */
export const recall = transferStep(
  'archive-record/recall',
  messages.sendingBack,
  'archive-recalled',
  recalled,
  ({ end }) => end?.recordedAt,
);

/** `hold`, by an arbitration commission or a court. */
export const hold = holdStep('archive-record/hold', 'archive-held', archiveHeld, ({ heldAt }) => heldAt);
/** `release`, by who holds. */
export const release = holdStep(
  'archive-record/release',
  'archive-released',
  archiveReleased,
  ({ release }) => release?.recordedAt,
);

function holdStep(
  kind: 'archive-record/hold' | 'archive-record/release',
  event: string,
  rule: typeof archiveHeld,
  at: (hold: HoldRecord) => string | undefined,
) {
  return command(signed(messages.archiveHold), async (tx, { body, signature }) => {
    assertTribunal(await requireSignature(tx, kind, body, body.by, signature));
    const before = await archiveOf(tx, body.archive);
    const id = partId(body.archive, body.case);
    const known = await tx.get(archiveHolds, id);
    const after = rule(before, known, body, tx.time);
    if (after.hold !== known) await tx.put(archiveHolds, id, after.hold);
    await commit(tx, before, after.archive, event);
    return { archive: body.archive, at: at(after.hold) ?? tx.time };
  });
}

/** `dispose`, by who keeps the package. */
export const dispose = command(signed(messages.archiveDisposal), async (tx, { body, signature }) => {
  await requireSignature(tx, 'archive-record/dispose', body, body.by, signature);
  const before = await archiveOf(tx, body.archive);
  const after = archiveDisposed(before, body, tx.time);
  await commit(tx, before, after, 'archive-disposed');
  return { archive: body.archive, at: after.disposal.recordedAt };
});

/** @throws ContractError ARCHIVE_UNKNOWN */
export async function archiveOf(tx: ReadTx, archive: string): Promise<ArchiveRecord> {
  const record = await tx.get(archives, archive);
  if (record === undefined) throw new ContractError('ARCHIVE_UNKNOWN', { archive });
  return record;
}

/** The id under which a transfer is kept. */
export function transferId(archive: string, transfer: number): string {
  return `${archive}:${String(transfer)}`;
}

/** @throws ContractError NOT_ENTITLED */
function assertOrganisation({ kind, identifier }: IdentifierRecord): void {
  if (kind !== 'organisation') throw new ContractError('NOT_ENTITLED', { by: identifier });
}

async function commit(
  tx: WriteTx,
  before: ArchiveRecord | undefined,
  after: ArchiveRecord,
  event: string,
): Promise<void> {
  if (after === before) return;
  await tx.put(archives, after.archive, after);
  tx.emit(event, { archive: after.archive, state: after.state });
}
