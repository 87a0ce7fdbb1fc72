import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import {
  ContractError,
  contractsOf,
  defineContract,
  type Command,
  type Query,
} from '@renxin/chaincode/kernel';
import { publicKey } from '@renxin/chaincode/messages';
import { toBase64url } from '@renxin/chaincode/canonical';
import type { Signer } from '@renxin/seal/signer';
import { z } from 'zod';

/** A small contract for the ledger's own tests: signed notes, and counters that many commands fight for. */
const note = z.strictObject({ text: z.string().max(4096), by: publicKey, revision: z.int().min(1) });
type Note = z.infer<typeof note>;
export const notes = { name: 'note', parse: (value: unknown) => note.parse(value) };

const counter = z.strictObject({ value: z.int() });
export const counters = { name: 'counter', parse: (value: unknown) => counter.parse(value) };

const id = z.string().regex(/^[a-z0-9-]{1,64}$/);
const writing = z.strictObject({ id, text: z.string().max(4096), by: publicKey, signature: z.string() });
export type Writing = z.infer<typeof writing>;

/** Writes a note that its author signed. The same note again answers the same; another text by the same author revises it. */
const write: Command<Writing, { id: string; revision: number }> = {
  kind: 'command',
  parse: (value) => writing.parse(value),
  async run(tx, { id, text, by, signature }) {
    if (!tx.verify(by, noteBytes(tx.ledger, id, text), signature))
      throw new ContractError('SIGNATURE_INVALID');
    const before = await tx.get(notes, id);
    if (before !== undefined && before.by.point !== by.point)
      throw new ContractError('CONTRACT_EXISTS', { id });
    if (before?.text === text) return { id, revision: before.revision };
    const revision = (before?.revision ?? 0) + 1;
    await tx.put(notes, id, { text, by, revision });
    tx.emit('note-written', { id, revision });
    return { id, revision };
  },
};

const addition = z.strictObject({ counter: id, by: z.int() });

/** Adds to a counter, which must not fall below zero. */
const add: Command<z.infer<typeof addition>, { value: number }> = {
  kind: 'command',
  parse: (value) => addition.parse(value),
  async run(tx, input) {
    const value = ((await tx.get(counters, input.counter))?.value ?? 0) + input.by;
    if (value < 0) throw new ContractError('CONTRACT_STATE', { counter: input.counter });
    await tx.put(counters, input.counter, { value });
    if (input.by !== 0) tx.emit('counter-moved', { counter: input.counter, by: input.by });
    return { value };
  },
};

const many = z.strictObject({ prefix: id, from: z.int().min(0), count: z.int().min(1).max(100000) });

/** Writes many counters at once. */
const fill: Command<z.infer<typeof many>, null> = {
  kind: 'command',
  parse: (value) => many.parse(value),
  async run(tx, { prefix, from, count }) {
    for (let i = from; i < from + count; i++) await tx.put(counters, `${prefix}-${i}`, { value: i });
    return null;
  },
};

/** Breaks the kernel's guard: a defect, not a refusal. */
const defect: Command<null, null> = {
  kind: 'command',
  parse: () => null,
  async run(tx) {
    await tx.put(counters, 'defect', { value: 1 });
    await tx.get(counters, 'defect');
    return null;
  },
};

const one = z.strictObject({ id });
const read: Query<z.infer<typeof one>, Note> = {
  kind: 'query',
  parse: (value) => one.parse(value),
  async run(tx, { id }) {
    const found = await tx.get(notes, id);
    if (found === undefined) throw new ContractError('CONTRACT_UNKNOWN', { id });
    return found;
  },
};

const value: Query<z.infer<typeof one>, number> = {
  kind: 'query',
  parse: (value) => one.parse(value),
  run: async (tx, { id }) => (await tx.get(counters, id))?.value ?? 0,
};

const contract = defineContract('notes', { write, add, fill, defect, read, value });
export const notebook = contract.operations;
export const contracts = contractsOf(contract);

export function noteBytes(ledger: string, id: string, text: string): Uint8Array {
  return canonicalBytes({ renxin: '1', kind: 'test/note', ledger, body: { id, text } } satisfies Json);
}

/** A note signed by its author. */
export async function signedNote(author: Signer, ledger: string, id: string, text: string): Promise<Writing> {
  const signature = await author.sign({
    algorithm: author.key.algorithm,
    message: noteBytes(ledger, id, text),
    activation: { id: 'test', method: 'confirmation', at: '2026-01-01T00:00:00.000Z' },
  });
  return { id, text, by: author.key, signature: toBase64url(signature) };
}
