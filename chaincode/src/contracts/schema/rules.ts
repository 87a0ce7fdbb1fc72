import { ContractError } from '../../kernel/index.js';
import type { schemaMessages as messages } from '../../messages/index.js';
import type { OrganisationRecord } from '../registry/records.js';
import type { SchemaRecord } from './records.js';

/** Rules of the schema registry: functions of (record, message, time). */

/**
 * The next version of a type; the one before is superseded. The next version is by who registered the one before, or by the
 * ministry.
 * @throws ContractError SCHEMA_VERSION, NOT_ENTITLED
 */
export function registeredAs(
  registered: messages.EditedSchema,
  by: OrganisationRecord,
  previous: SchemaRecord | undefined,
  time: string,
  before: string | undefined,
): { readonly record: SchemaRecord; readonly previous: SchemaRecord | undefined } {
  const { schema, version, type } = registered;
  if (version !== (previous?.registered.version ?? 0) + 1)
    throw new ContractError('SCHEMA_VERSION', { type });
  if (previous !== undefined) requireKeeper(previous, by);
  return {
    record: {
      schema: 1,
      registered,
      by: by.identifier,
      registeredAt: time,
      ...(previous !== undefined && { previous: previous.registered.schema }),
      ...(before !== undefined && { before }),
    },
    previous: previous === undefined ? undefined : { ...previous, superseded: { by: schema, at: time } },
  };
}

/** A repetition returns the record itself. @throws ContractError NOT_ENTITLED, SCHEMA_RETIRED */
export function retiredAs(
  record: SchemaRecord,
  by: OrganisationRecord,
  { reason, schema }: messages.SchemaRetirement,
  time: string,
): SchemaRecord {
  requireKeeper(record, by);
  const { retired } = record;
  if (retired?.by === by.identifier && retired.reason === reason) return record;
  if (retired !== undefined) throw new ContractError('SCHEMA_RETIRED', { schema });
  return { ...record, retired: { by: by.identifier, reason, at: time } };
}

function requireKeeper(record: SchemaRecord, by: OrganisationRecord): void {
  if (record.by !== by.identifier && by.role !== 'ministry')
    throw new ContractError('NOT_ENTITLED', { by: by.identifier });
}

/** The record as it stood at a time of the ledger; undefined when there was none yet. */
export function schemaAsOf(record: SchemaRecord, asOf: string): SchemaRecord | undefined {
  if (record.registeredAt > asOf) return undefined;
  const { superseded, retired, ...rest } = record;
  return {
    ...rest,
    ...(superseded !== undefined && superseded.at <= asOf && { superseded }),
    ...(retired !== undefined && retired.at <= asOf && { retired }),
  };
}
