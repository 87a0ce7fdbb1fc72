import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { ContractError, contractsOf, defineContract, type Command } from '@renxin/chaincode/kernel';
import { publicKey } from '@renxin/chaincode/messages';
import type { Signer } from '@renxin/seal/signer';
import { z } from 'zod';

/** One signed change of one record: what a command of the platform costs the ledger at least. */
const entry = z.strictObject({ text: z.string(), revision: z.int() });
const entries = { name: 'entry', parse: (value: unknown) => entry.parse(value) };

const id = z.string().regex(/^[0-9]{1,12}$/);
const writing = z.strictObject({ id, text: z.string().max(1024), by: publicKey, signature: z.string() });
export type Writing = z.infer<typeof writing>;

const write: Command<Writing, { revision: number }> = {
  kind: 'command',
  parse: (value) => writing.parse(value),
  async run(tx, { id, text, by, signature }) {
    if (!tx.verify(by, messageOf(tx.ledger, id, text), signature))
      throw new ContractError('SIGNATURE_INVALID');
    const revision = ((await tx.get(entries, id))?.revision ?? 0) + 1;
    await tx.put(entries, id, { text, revision });
    tx.emit('entry-written', { id, revision });
    return { revision };
  },
};

const range = z.strictObject({ from: z.int(), to: z.int() });

/** Fills the ledger: many records by one command. */
const fill: Command<z.infer<typeof range>, null> = {
  kind: 'command',
  parse: (value) => range.parse(value),
  async run(tx, { from, to }) {
    for (let i = from; i < to; i++) await tx.put(entries, String(i), { text: textOf(i), revision: 1 });
    return null;
  },
};

const contract = defineContract('bench', { write, fill });
export const { operations } = contract;
export const contracts = contractsOf(contract);

/** Two hundred characters that do not compress: records hold digests and keys. */
export function textOf(n: number): string {
  const at = (n * 7919) % (RANDOM.length - 200);
  return RANDOM.slice(at, at + 200);
}

const RANDOM = toBase64url(crypto.getRandomValues(new Uint8Array(49152)));

export function messageOf(ledger: string, id: string, text: string): Uint8Array {
  return canonicalBytes({ renxin: '1', kind: 'bench/entry', ledger, body: { id, text } });
}

export async function signedWriting(author: Signer, ledger: string, id: string): Promise<Writing> {
  const text = textOf(Number(id) + 1);
  const message = messageOf(ledger, id, text);
  const activation = { id: 'bench', method: 'unattended', at: '2026-01-01T00:00:00.000Z' } as const;
  const signature = await author.sign({ algorithm: author.key.algorithm, message, activation });
  return { id, text, by: author.key, signature: toBase64url(signature) };
}
