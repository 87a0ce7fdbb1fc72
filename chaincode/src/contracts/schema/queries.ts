import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { digest, instant } from '../../messages/index.js';
import { query } from '../operation.js';
import { ONLY, schemaCatalogues, schemaId, schemas, type SchemaRecord } from './records.js';
import { schemaAsOf } from './rules.js';

/** One schema's record. @throws ContractError SCHEMA_NOT_REGISTERED */
export const schema = query(z.strictObject({ schema: digest }), async (tx, input) => {
  const record = await tx.get(schemas, schemaId(input.schema));
  if (record === undefined) throw new ContractError('SCHEMA_NOT_REGISTERED', input);
  return record;
});

/**
 * Every schema, the latest first, at most `limit` (1 to 100) from `from` on; with `asOf` as the ledger had them at that time.
 * `next`, when there are more, is where to go on.
 * @throws ContractError SCHEMA_NOT_REGISTERED
 */
export const schemasQuery = query(
  z.strictObject({
    from: z.exactOptional(digest),
    limit: z.int().min(1).max(100),
    asOf: z.exactOptional(instant),
  }),
  async (tx, { from, limit, asOf }) => {
    const found: SchemaRecord[] = [];
    let next = from ?? (await tx.get(schemaCatalogues, ONLY))?.latest;
    for (let read = 0; next !== undefined && read < limit; read++) {
      const stored: SchemaRecord | undefined = await tx.get(schemas, schemaId(next));
      if (stored === undefined) throw new ContractError('SCHEMA_NOT_REGISTERED', { schema: next });
      const record = asOf === undefined ? stored : schemaAsOf(stored, asOf);
      if (record !== undefined) found.push(record);
      next = stored.before;
    }
    return { schemas: found, ...(next !== undefined && { next }) };
  },
);
