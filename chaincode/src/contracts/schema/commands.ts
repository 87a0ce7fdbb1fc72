import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { schemaMessages as messages, signature } from '../../messages/index.js';
import { command } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import type { IdentifierRecord, OrganisationRecord } from '../registry/records.js';
import { isSame } from '../same.js';
import { ONLY, schemaCatalogues, schemaId, schemas, schemaTypes, type SchemaRecord } from './records.js';
import { registeredAs, retiredAs } from './rules.js';

/** `schema.register`: one edition, all of it or nothing. */
export const register = command(
  z.strictObject({ body: messages.schemaEdition, signature }),
  async (tx, { body, signature: given }) => {
    const by = registrar(await requireSignature(tx, 'schema/register', body, body.by, given));
    const known = await Promise.all(body.schemas.map(({ schema }) => tx.get(schemas, schemaId(schema))));
    const isRepeated = known.every((each, i) => isSame(each?.registered ?? null, body.schemas[i]));
    if (isRepeated && known[0]?.by === body.by) return { schemas: known.length, at: known[0].registeredAt };
    const taken = known.find((each) => each !== undefined);
    if (taken !== undefined) throw new ContractError('SCHEMA_EXISTS', { type: taken.registered.type });
    let before = (await tx.get(schemaCatalogues, ONLY))?.latest;
    const written: SchemaRecord[] = [];
    for (const registered of body.schemas) {
      const head = await tx.get(schemaTypes, registered.type);
      const previous = head === undefined ? undefined : await tx.get(schemas, schemaId(head.latest));
      const after = registeredAs(registered, by, previous, tx.time, before);
      written.push(after.record, ...(after.previous === undefined ? [] : [after.previous]));
      before = registered.schema;
    }
    for (const record of written) await tx.put(schemas, schemaId(record.registered.schema), record);
    for (const { type, schema } of body.schemas)
      await tx.put(schemaTypes, type, { schema: 1, latest: schema });
    if (before !== undefined) await tx.put(schemaCatalogues, ONLY, { schema: 1, latest: before });
    tx.emit('schemas-registered', { by: body.by, schemas: body.schemas.map(({ schema }) => schema) });
    return { schemas: body.schemas.length, at: tx.time };
  },
);

/** `schema.retire`, by who registered it or by the ministry. */
export const retire = command(
  z.strictObject({ body: messages.schemaRetirement, signature }),
  async (tx, { body, signature: given }) => {
    const by = registrar(await requireSignature(tx, 'schema/retire', body, body.by, given));
    const { schema } = body;
    const before = await tx.get(schemas, schemaId(schema));
    if (before === undefined) throw new ContractError('SCHEMA_NOT_REGISTERED', { schema });
    const after = retiredAs(before, by, body, tx.time);
    if (after !== before) {
      await tx.put(schemas, schemaId(schema), after);
      tx.emit('schema-retired', { schema, by: body.by });
    }
    return { schema, at: after.retired?.at ?? tx.time };
  },
);

/** @throws ContractError NOT_ENTITLED unless it is the ministry or a province */
function registrar(record: IdentifierRecord): OrganisationRecord {
  const may = record.kind === 'organisation' && (record.role === 'province' || record.role === 'ministry');
  if (!may) throw new ContractError('NOT_ENTITLED', { by: record.identifier });
  return record;
}
