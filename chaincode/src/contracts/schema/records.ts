import { z } from 'zod';
import { fromBase64url, toHex } from '../../canonical/index.js';
import { digest, identifier, instant, schemaMessages as messages, word } from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of schemas: their names, which are digests of what they say. docs/formats/schema-registry.md */

export const schemaRecord = z.strictObject({
  schema: z.literal(1),
  registered: messages.editedSchema,
  by: identifier,
  registeredAt: instant,
  /** The next version of the type. */
  superseded: z.exactOptional(z.strictObject({ by: digest, at: instant })),
  retired: z.exactOptional(z.strictObject({ by: identifier, reason: word, at: instant })),
  /** The version before. */
  previous: z.exactOptional(digest),
  /** The schema that was registered before this one, of whatever type. */
  before: z.exactOptional(digest),
});

/** The latest schema of a type, and of all: the heads of chains. */
export const latestSchema = z.strictObject({ schema: z.literal(1), latest: digest });

export const schemas = collection('schema', schemaRecord);
export const schemaTypes = collection('schema-type', latestSchema);
export const schemaCatalogues = collection('schema-catalogue', latestSchema);

/** The one id of the catalogue's head. */
export const ONLY = 'ledger';

/** The id of a schema: its digest in lower-case hexadecimal. */
export function schemaId(schema: string): string {
  return toHex(fromBase64url(schema) ?? new Uint8Array());
}

export type SchemaRecord = z.infer<typeof schemaRecord>;
