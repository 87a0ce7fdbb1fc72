import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { publicKey } from '../../src/messages/index.js';

/** Vectors of docs/formats/messages.md. The name of a file says what it is about. */

const validVector = z.strictObject({
  kind: z.string(),
  ledger: z.string(),
  body: z.json(),
  bytes: z.hex(),
  key: publicKey,
  signature: z.string(),
});

const invalidVector = z.discriminatedUnion('refused', [
  z.strictObject({ refused: z.literal('bytes'), bytes: z.hex() }),
  z.strictObject({ refused: z.literal('signature'), bytes: z.hex(), key: publicKey, signature: z.string() }),
]);

export const validVectors = () => read('valid', validVector);
export const invalidVectors = () => read('invalid', invalidVector);

/** Of the sources: tests run from dist. */
export function vectorsFolder(kind: 'valid' | 'invalid'): URL {
  return new URL(`../../../test/vectors/messages/${kind}/`, import.meta.url);
}

function read<T>(kind: 'valid' | 'invalid', schema: z.ZodType<T>): { name: string; vector: T }[] {
  const folder = vectorsFolder(kind);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.map((name) => ({
    name: name.slice(0, -'.json'.length),
    vector: schema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
  }));
}
