import { laborContract } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { LedgerEvent } from '@renxin/network';
import { z } from 'zod';
import type { LogMatter, Matters } from '../evidence-log/index.js';
import type { Desk } from './desk.js';
import { bytesOf } from './signing.js';

/** A contract that was concluded, and each amendment: the record of document and signatures goes into the evidence log. */
export function laborContractMatters(desk: Desk): Matters {
  const signed = (event: LedgerEvent): Promise<readonly LogMatter[]> => signedRecords(desk, event);
  return { 'labor-contract.contract-concluded': signed, 'labor-contract.contract-amended': signed };
}

/** Under which kind and id the signed record of a contract or an amendment stands in the log. */
export function logNameOf(contract: string, amendment: number): { kind: string; id: string } {
  return amendment === 0
    ? { kind: 'labor-contract/concluded', id: contract }
    : { kind: 'labor-contract/amended', id: `${contract}-${amendment}` };
}

const payload = z.object({ contract: z.string() });

async function signedRecords(desk: Desk, event: LedgerEvent): Promise<readonly LogMatter[]> {
  const { contract } = payload.parse(event.payload);
  const file = (await desk.files.get(contract))?.value;
  const matters: LogMatter[] = [];
  for (const { amendment, concluded } of file?.signings ?? []) {
    // What both signed is kept before the ledger takes it.
    if (concluded === undefined || !(await isOnLedger(desk, contract, amendment))) continue;
    matters.push({ ...logNameOf(contract, amendment), document: bytesOf(concluded.signed) });
  }
  return matters;
}

async function isOnLedger(desk: Desk, contract: string, amendment: number): Promise<boolean> {
  try {
    await desk.ledger.evaluate(laborContract.operations.signing, { contract, amendment });
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}
