import { z } from 'zod';
import type { Json } from '../canonical/index.js';
import type { Collection, Command, Query, ReadTx, WriteTx } from '../kernel/index.js';
import { signature } from '../messages/index.js';

/** A collection whose records are of one schema. */
export function collection<T extends Json>(name: string, schema: z.ZodType<T>): Collection<T> {
  return { name, parse: (value) => schema.parse(value) };
}

export function command<I extends Json, O extends Json>(
  schema: z.ZodType<I>,
  run: (tx: WriteTx, input: I) => Promise<O>,
): Command<I, O> {
  return { kind: 'command', parse: (value) => schema.parse(value), run };
}

export function query<I extends Json, O extends Json>(
  schema: z.ZodType<I>,
  run: (tx: ReadTx, input: I) => Promise<O>,
): Query<I, O> {
  return { kind: 'query', parse: (value) => schema.parse(value), run };
}

/** A body with the signature of the party that says it. */
export const signed = <B extends z.ZodType>(body: B) => z.strictObject({ body, signature });
