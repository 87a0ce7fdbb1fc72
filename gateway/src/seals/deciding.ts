import { sealRecord } from '@renxin/chaincode/contracts';
import type { Receipt, sealDecisionRequest, SealView } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import {
  commit,
  load,
  receiptOf,
  requireOfficial,
  signAsOrganisation,
  sm3OfJson,
  type Asker,
  type SealDesk,
} from './desk.js';
import type { SealFile } from './seal-file.js';
import { viewOf } from './view.js';

/**
 * Somebody of the deciding organisation approves or rejects. Never who applied: the ledger refuses the owner's
 * organisation, this the owner's agent.
 * @throws Refusal SEAL_UNKNOWN, ROLE_FORBIDDEN, SEAL_SELF_APPROVAL, and what the rules refuse
 */
export async function decided(
  desk: SealDesk,
  asker: Asker,
  seal: string,
  { decision, official, grounds }: z.infer<typeof sealDecisionRequest>,
): Promise<{ seal: SealView; receipt: Receipt }> {
  requireOfficial(desk, asker);
  const { value, version } = await load(desk, asker, seal);
  if (value.agent.staff === official) throw new Refusal('SEAL_SELF_APPROVAL');
  const before = value.decided;
  const again = before?.decision === decision && before.official === official && before.grounds === grounds;
  const made = before !== undefined && again ? before : prepared(desk, seal, { decision, official, grounds });
  const file: SealFile = { ...value, decided: made };
  const { body } = made;
  const kind = `seal-record/${decision}` as const;
  const signature = await signAsOrganisation(desk, kind, body);
  // The commit point.
  const committed = await desk.ledger.submit(sealRecord.operations[decision], { body, signature });
  if (!again) await desk.store.write([desk.files.put(seal, file, version)]);
  return { seal: await viewOf(desk, file), receipt: await receiptOf(desk, committed) };
}

function prepared(
  desk: SealDesk,
  seal: string,
  said: Pick<NonNullable<SealFile['decided']>, 'decision' | 'official' | 'grounds'>,
): NonNullable<SealFile['decided']> {
  const { commitment, opening } = commit(desk, sm3OfJson(desk, said));
  const body = { seal, by: desk.organisation, grounds: commitment, at: desk.clock().toISOString() };
  return { ...said, opening, body };
}
