import type {
  LookUpPurpose,
  TransferIn,
  TransferInLook,
  transferInDecision,
  transferInRequest,
} from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { DecidedTransfer, WaitingTransfer } from './certificate-file.js';
import { recordOf, type Asker, type CertificateDesk } from './desk.js';
import { note } from './look-ups.js';
import { requireOnItsWay, successorHere, takenOver } from './taking-over.js';

/**
 * The handshake of a transfer at the province that is to take over: the holder hands the certificate in, an official looks
 * at it and accepts or refuses. What it says is kept only until then.
 */

/** Kept until an official decides. The same again answers the same. @throws Refusal as `requireOnItsWay` */
export async function handedIn(
  desk: CertificateDesk,
  asker: Asker,
  { predecessor, credential }: z.infer<typeof transferInRequest>,
): Promise<TransferIn> {
  const holder = asker.identifier;
  const before = await latest(desk, predecessor);
  if (before !== undefined) {
    if (before.holder !== holder) throw new Refusal('HOLDER_MISMATCH');
    return before.view;
  }
  const { record } = await requireOnItsWay(desk, { predecessor, holder, credential });
  const sequence = record.states.length;
  const file: WaitingTransfer = {
    schema: 1,
    transfer: nameOf(desk, predecessor, sequence),
    predecessor,
    from: record.province,
    sequence,
    holder,
    type: record.beginning.body.type,
    handedInAt: desk.clock().toISOString(),
    credential,
  };
  await desk.store.write([desk.waitingTransfers.put(file.transfer, file, 0)]);
  return waiting(file);
}

/** What became of the holder's own. @throws Refusal TRANSFER_UNKNOWN */
export async function transferOf(desk: CertificateDesk, asker: Asker, transfer: string): Promise<TransferIn> {
  const found = await standing(desk, transfer);
  if (found?.holder !== asker.identifier) throw new Refusal('TRANSFER_UNKNOWN');
  return found.view;
}

/** Those that wait, a page at a time; what has lapsed meanwhile is put away. */
export async function waitingTransfers(
  desk: CertificateDesk,
  after: string | undefined,
): Promise<{ transfers: TransferIn[]; next?: string }> {
  const { records, next } = await desk.waitingTransfers.list({
    limit: PAGE,
    ...(after !== undefined && { after }),
  });
  const all = await Promise.all(records.map(({ key }) => standing(desk, key)));
  const transfers = all.flatMap((each) => (each?.view.state === 'waiting' ? [each.view] : []));
  return { transfers, ...(next !== undefined && { next }) };
}

/** One that waits, with what it says. The look is kept as one at the certificate that it becomes. @throws Refusal TRANSFER_UNKNOWN, TRANSFER_DECIDED */
export async function lookedAt(
  desk: CertificateDesk,
  asker: Asker,
  transfer: string,
  purpose: LookUpPurpose,
  nameOfParty: (organisation: string) => Promise<string>,
): Promise<TransferInLook> {
  const file = await requireWaiting(desk, transfer);
  const { predecessor, from, credential } = file;
  const record = await recordOf(desk, predecessor);
  if (record === undefined) throw new Refusal('TRANSFER_UNKNOWN');
  await note(desk, asker, purpose, [{ certificate: successorHere(desk, predecessor) }]);
  const { issuer } = record;
  const names = { fromName: await nameOfParty(from), issuerName: await nameOfParty(issuer) };
  return { ...waiting(file), ...names, issuer, credential };
}

/**
 * An official decides; the same decision again answers the same.
 * @throws Refusal TRANSFER_UNKNOWN, TRANSFER_DECIDED, and as `takenOver`
 */
export async function transferDecided(
  desk: CertificateDesk,
  transfer: string,
  request: z.infer<typeof transferInDecision>,
): Promise<TransferIn> {
  const outcome = request.decision === 'accept' ? 'accepted' : 'refused';
  const before = await standing(desk, transfer);
  if (before?.view.state === outcome) return before.view;
  const file = await requireWaiting(desk, transfer);
  if (request.decision === 'refuse') return putAway(desk, file, 'refused', request.reason);
  const { predecessor, holder, credential } = file;
  await takenOver(desk, { predecessor, holder, credential });
  return putAway(desk, file, 'accepted');
}

/** How many are told at once. */
const PAGE = 200;

interface Standing {
  readonly holder: string;
  readonly view: TransferIn;
}

/** A transfer as it stands by the ledger; what nobody can decide about any more is put away. */
async function standing(desk: CertificateDesk, transfer: string): Promise<Standing | undefined> {
  const file = (await desk.waitingTransfers.get(transfer))?.value;
  if (file === undefined) {
    const decided = (await desk.decidedTransfers.get(transfer))?.value;
    return decided && { holder: decided.holder, view: decidedView(desk, decided) };
  }
  const { holder, predecessor, sequence } = file;
  const record = await recordOf(desk, predecessor);
  if (record?.state === 'TRANSFERRING' && record.states.length === sequence)
    return { holder, view: waiting(file) };
  // Accepted, and the process ended before that was put down; or nobody can accept it any more.
  const isTaken = (await recordOf(desk, successorHere(desk, predecessor))) !== undefined;
  return { holder, view: await putAway(desk, file, isTaken ? 'accepted' : 'lapsed') };
}

/** What was handed in of the last sending, if anything. */
async function latest(desk: CertificateDesk, predecessor: string): Promise<Standing | undefined> {
  const record = await recordOf(desk, predecessor);
  if (record === undefined) return undefined;
  const sent = record.states.findLastIndex(({ state }) => state === 'TRANSFERRING') + 1;
  const found = sent === 0 ? undefined : await standing(desk, nameOf(desk, predecessor, sent));
  // What lapsed is looked at again: the ledger says why it cannot be taken over.
  return found?.view.state === 'lapsed' ? undefined : found;
}

async function requireWaiting(desk: CertificateDesk, transfer: string): Promise<WaitingTransfer> {
  const found = await standing(desk, transfer);
  if (found === undefined) throw new Refusal('TRANSFER_UNKNOWN');
  const file = (await desk.waitingTransfers.get(transfer))?.value;
  if (file === undefined) throw new Refusal('TRANSFER_DECIDED');
  return file;
}

/** In one write what the certificate says is gone and what was decided is kept. */
async function putAway(
  desk: CertificateDesk,
  file: WaitingTransfer,
  outcome: DecidedTransfer['outcome'],
  reason?: string,
): Promise<TransferIn> {
  const { credential: _credential, ...rest } = file;
  const decidedAt = desk.clock().toISOString();
  const decided = { ...rest, outcome, decidedAt, ...(reason !== undefined && { reason }) };
  await desk.store.write([
    desk.waitingTransfers.delete(file.transfer),
    desk.decidedTransfers.put(file.transfer, decided),
  ]);
  return decidedView(desk, decided);
}

function waiting({ transfer, predecessor, from, type, handedInAt }: WaitingTransfer): TransferIn {
  return { transfer, predecessor, from, type, handedInAt, state: 'waiting' };
}

function decidedView(desk: CertificateDesk, decided: DecidedTransfer): TransferIn {
  const { transfer, predecessor, from, type, handedInAt, outcome, decidedAt, reason } = decided;
  return {
    ...{ transfer, predecessor, from, type, handedInAt, state: outcome, decidedAt },
    ...(outcome === 'accepted' && { certificate: successorHere(desk, predecessor) }),
    ...(reason !== undefined && { reason }),
  };
}

/** The same sending gives the same name; a certificate that is sent again can be handed in again. */
function nameOf(desk: CertificateDesk, predecessor: string, sequence: number): string {
  return `t-${desk.nameFor(`transfer-in ${predecessor} ${String(sequence)}`)}`;
}
