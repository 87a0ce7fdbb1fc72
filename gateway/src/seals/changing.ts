import { sealRecord } from '@renxin/chaincode/contracts';
import type { sealRecordMessages as messages } from '@renxin/chaincode/messages';
import type { Receipt, sealChangeRequest, sealSupervisionRequest, SealView } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import {
  load,
  receiptOf,
  recordOf,
  requireOfficial,
  signAsOrganisation,
  type Asker,
  type SealDesk,
} from './desk.js';
import { viewOf } from './view.js';

type Kind = z.infer<typeof sealChangeRequest>['kind'];
type Changed = { seal: SealView; receipt: Receipt };

/** The owner's own change, signed by it: into use, suspended, resumed, revoked. */
export async function changed(
  desk: SealDesk,
  asker: Asker,
  seal: string,
  { kind, change }: z.infer<typeof sealChangeRequest>,
): Promise<Changed> {
  if (change.body.seal !== seal || change.body.by !== asker.identifier) throw new Refusal('NOT_ENTITLED');
  return submitted(desk, asker, seal, kind, change);
}

/** The deciding organisation suspends, resumes or revokes. */
export async function supervised(
  desk: SealDesk,
  asker: Asker,
  seal: string,
  { kind, reason }: z.infer<typeof sealSupervisionRequest>,
): Promise<Changed> {
  requireOfficial(desk, asker);
  const { changes } = await recordOf(desk, seal);
  const at = desk.clock().toISOString();
  const body = { seal, number: changes + 1, by: desk.organisation, reason, at };
  const signature = await signAsOrganisation(desk, `seal-record/${kind}`, body);
  return submitted(desk, asker, seal, kind, { body, signature });
}

async function submitted(
  desk: SealDesk,
  asker: Asker,
  seal: string,
  kind: Kind,
  change: { body: messages.SealChange; signature: string },
): Promise<Changed> {
  const { value } = await load(desk, asker, seal);
  const committed = await desk.ledger.submit(sealRecord.operations[kind], change);
  return { seal: await viewOf(desk, value), receipt: await receiptOf(desk, committed) };
}
