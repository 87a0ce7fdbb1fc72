import type { z } from 'zod';
import { ContractError, type ReadTx, type WriteTx } from '../../kernel/index.js';
import type { MessageBody, MessageKind } from '../../messages/index.js';
import { command, signed } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { laborContracts, type ContractRecord, type LaborContractRecord } from './records.js';
import { assertKept } from './transition.js';

/** Kinds of messages that one party signs about one contract. */
type StepKind = MessageKind & `labor-contract/${string}`;

export async function contractOf(tx: ReadTx, contract: string): Promise<LaborContractRecord> {
  const record = await tx.get(laborContracts, contract);
  if (record === undefined) throw new ContractError('CONTRACT_UNKNOWN', { contract });
  return record;
}

/** Writes the record and tells of it, unless nothing changed. */
export async function commit(
  tx: WriteTx,
  before: LaborContractRecord | undefined,
  after: LaborContractRecord,
  event: string,
): Promise<void> {
  if (after === before) return;
  await tx.put(laborContracts, after.contract, after);
  tx.emit(event, { contract: after.contract, state: after.state });
}

/**
 * A command in which one party says one thing: read the contract, apply the rule, check the signature, write.
 * @param rule the next record; it may read what else it needs
 * @param at when the ledger took this word, from the record
 */
export function step<K extends StepKind>(
  kind: K,
  schema: z.ZodType<MessageBody<K> & { contract: string }>,
  by: 'worker' | 'employer',
  event: string,
  rule: (
    record: LaborContractRecord,
    body: MessageBody<K>,
    tx: ReadTx,
  ) => ContractRecord | Promise<ContractRecord>,
  at: (record: ContractRecord) => string | undefined,
) {
  return command(signed(schema), async (tx, { body, signature }) => {
    const before = await contractOf(tx, body.contract);
    const after = await rule(before, body, tx);
    await requireSignature(tx, kind, body, partyOf(before, by), signature);
    await commit(tx, before, after, event);
    return { contract: body.contract, at: at(after) ?? tx.time };
  });
}

function partyOf(record: LaborContractRecord, role: 'worker' | 'employer'): string {
  assertKept(record);
  return record[role];
}
