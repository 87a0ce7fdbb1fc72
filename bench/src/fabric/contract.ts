import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { ContractError, contractsOf, defineContract, type Command } from '@renxin/chaincode/kernel';
import { publicKey } from '@renxin/chaincode/messages';
import type { Signer } from '@renxin/seal/signer';
import { z } from 'zod';

const entry = z.strictObject({ text: z.string(), revision: z.int() });
const entries = { name: 'entry', parse: (value: unknown) => entry.parse(value) };
const setting = z.strictObject({ text: z.string() });
/** What every command reads and none writes, as commands of the platform read the registry. */
const settings = { name: 'setting', parse: (value: unknown) => setting.parse(value) };

const id = z.string().regex(/^[a-z0-9-]{1,32}$/);
const text = z.string().max(1024);

const plain = z.strictObject({ id, text });
/** Reads the common record and its own, writes its own. */
const put: Command<z.infer<typeof plain>, { revision: number }> = {
  kind: 'command',
  parse: (value) => plain.parse(value),
  async run(tx, { id, text }) {
    await tx.get(settings, 'common');
    const revision = ((await tx.get(entries, id))?.revision ?? 0) + 1;
    await tx.put(entries, id, { text, revision });
    return { revision };
  },
};

const signed = z.strictObject({ id, text, by: publicKey, signature: z.string() });
export type Signed = z.infer<typeof signed>;
/** The same with a signature that the rules verify. */
const write: Command<Signed, { revision: number }> = {
  kind: 'command',
  parse: (value) => signed.parse(value),
  async run(tx, { id, text, by, signature }) {
    if (!tx.verify(by, messageOf(tx.ledger, id, text), signature))
      throw new ContractError('SIGNATURE_INVALID');
    return put.run(tx, { id, text });
  },
};

const contract = defineContract('bench', { put, write });
export const { operations } = contract;
export const contracts = contractsOf(contract);

export function messageOf(ledger: string, id: string, text: string): Uint8Array {
  return canonicalBytes({ renxin: '1', kind: 'bench/entry', ledger, body: { id, text } });
}

export async function signedEntry(author: Signer, ledger: string, id: string): Promise<Signed> {
  const text = `text of ${id}`;
  const activation = { id: 'bench', method: 'unattended', at: '2026-01-01T00:00:00.000Z' } as const;
  const message = messageOf(ledger, id, text);
  const signature = await author.sign({ algorithm: author.key.algorithm, message, activation });
  return { id, text, by: author.key, signature: toBase64url(signature) };
}
