import { sealRecord, sealRecords } from '@renxin/chaincode/contracts';
import type { SealView } from '@renxin/wallets/api';
import { Refusal } from '../problem/index.js';
import { decode, isOfficial, load, type Asker, type SealDesk } from './desk.js';
import type { SealFile } from './seal-file.js';
import { viewOf } from './view.js';

/** One seal, for its owner and the deciding organisation. */
export async function sealFor(desk: SealDesk, asker: Asker, seal: string): Promise<SealView> {
  const { value } = await load(desk, asker, seal);
  return viewOf(desk, value);
}

/** The owner's seals; for the deciding organisation all. The latest first. */
export async function sealsFor(desk: SealDesk, asker: Asker): Promise<SealView[]> {
  const files: SealFile[] = [];
  let after: string | undefined;
  do {
    const page = await desk.files.list({ limit: 1000, ...(after !== undefined && { after }) });
    files.push(...page.records.map(({ value }) => value));
    after = page.next;
  } while (after !== undefined);
  const own = files.filter(({ owner }) => owner === asker.identifier || isOfficial(desk, asker));
  const views = await Promise.all(own.map((file) => viewOf(desk, file)));
  return views.sort((a, b) => (appliedAt(a) < appliedAt(b) ? 1 : -1));
}

/** SESeal (DER): seals of organisations are public. @throws Refusal SEAL_UNKNOWN also before it is registered */
export async function sealData(desk: SealDesk, seal: string): Promise<Uint8Array> {
  const found = await desk.files.get(seal);
  if (found?.value.made === undefined) throw new Refusal('SEAL_UNKNOWN');
  const { making } = await desk.ledger.evaluate(sealRecord.operations.seal, { seal });
  if (making === undefined) throw new Refusal('SEAL_UNKNOWN');
  return decode(found.value.made.der);
}

/** The ledger's proof of a seal's record, its absence included. */
export function sealProof(desk: SealDesk, seal: string): ReturnType<SealDesk['ledger']['proveState']> {
  return desk.ledger.proveState(sealRecords.seals, seal);
}

function appliedAt({ states }: SealView): string {
  return states[0]?.at ?? '';
}
