import { sealRecord } from '@renxin/chaincode/contracts';
import type { Receipt, sealUseRequest, SealUseView } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { decode, load, receiptOf, requireOpening, sm3OfText, type Asker, type SealDesk } from './desk.js';
import type { UseFile } from './seal-file.js';

/**
 * Puts a use down, or one that was refused (用印记录). The ledger has commitments, this desk what opens them, for the
 * owner's log.
 * @throws Refusal COMMITMENT_MISMATCH, NOT_ENTITLED, and what the rules refuse (SEAL_NOT_ACTIVE)
 */
export async function used(
  desk: SealDesk,
  asker: Asker,
  seal: string,
  { use, details, openings }: z.infer<typeof sealUseRequest>,
): Promise<{ use: SealUseView; receipt: Receipt }> {
  const { body } = use;
  await load(desk, asker, seal);
  if (body.seal !== seal || body.by !== asker.identifier) throw new Refusal('NOT_ENTITLED');
  requireOpening(desk, body.document, openings.document, decode(details.document));
  requireOpening(desk, body.place, openings.place, sm3OfText(desk, details.place));
  requireOpening(desk, body.authority, openings.authority, sm3OfText(desk, details.authority));
  const { outcome } = body;
  if ((outcome.kind === 'sealed') !== (openings.signature !== undefined))
    throw new Refusal('COMMITMENT_MISMATCH');
  if (outcome.kind === 'sealed' && openings.signature !== undefined)
    requireOpening(desk, outcome.signature, openings.signature, decode(openings.signature.digest));
  // The commit point.
  const committed = await desk.ledger.submit(sealRecord.operations.use, use);
  const file: UseFile = {
    schema: 1,
    seal,
    details,
    openings,
    use: body,
    recordedAt: committed.result.at,
  };
  await desk.store.write([desk.uses.put(nameOf(seal, body.use), file)]);
  return { use: useView(file), receipt: await receiptOf(desk, committed) };
}

/** Lines of the log that one answer holds at most. */
const MOST = 200;

/** The log of a seal's uses, the latest first. */
export async function usesOf(desk: SealDesk, asker: Asker, seal: string): Promise<SealUseView[]> {
  await load(desk, asker, seal);
  const all: UseFile[] = [];
  let after: string | undefined;
  do {
    const page = await desk.uses.list({
      prefix: `${seal}:`,
      limit: 1000,
      ...(after !== undefined && { after }),
    });
    all.push(...page.records.map(({ value }) => value));
    after = page.next;
  } while (after !== undefined);
  return all
    .sort((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1))
    .slice(0, MOST)
    .map(useView);
}

function useView({ use, details, recordedAt }: UseFile): SealUseView {
  const { kind } = use.outcome;
  return {
    use: use.use,
    outcome: kind,
    ...(use.outcome.kind === 'refused' && { reason: use.outcome.reason }),
    at: use.at,
    recordedAt,
    details,
  };
}

function nameOf(seal: string, use: string): string {
  return `${seal}:${use}`;
}
