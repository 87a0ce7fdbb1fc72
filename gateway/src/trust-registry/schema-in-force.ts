import { schema } from '@renxin/chaincode/contracts';
import type { Ledger } from '@renxin/network';
import { Refusal } from '../problem/index.js';

/**
 * Nothing new is issued by a schema that the ledger does not have, or that was retired. What was issued by it stays.
 * @param sm3 the schema's name
 * @throws ContractError SCHEMA_NOT_REGISTERED; Refusal SCHEMA_RETIRED
 */
export async function requireSchemaInForce(ledger: Ledger, sm3: string): Promise<void> {
  const { retired } = await ledger.evaluate(schema.operations.schema, { schema: sm3 });
  if (retired !== undefined) throw new Refusal('SCHEMA_RETIRED');
}
