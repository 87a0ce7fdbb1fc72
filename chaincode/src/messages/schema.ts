import { z } from 'zod';
import { digest, identifier, instant, version, word } from './primitives.js';

/** Messages about schemas of credentials, each named by what it says. docs/formats/schema-registry.md */

/** One schema of an edition. */
export const editedSchema = z.strictObject({
  /** SM3 of the canonical JSON Schema. */
  schema: digest,
  type: word,
  /** The first of a type is 1; each next one is one more and supersedes the one before. */
  version,
});

/** `schema.register`, signed by the ministry or by a province: schemas that come together. */
export const schemaEdition = z.strictObject({
  by: identifier,
  /** At most one of a type. */
  schemas: z
    .array(editedSchema)
    .min(1)
    .max(32)
    .refine((each) => new Set(each.map(({ type }) => type)).size === each.length, 'types')
    .refine((each) => new Set(each.map(({ schema }) => schema)).size === each.length, 'schemas'),
  at: instant,
});

/** `schema.retire`, signed by who registered it or by the ministry: nothing new is to be made by it. */
export const schemaRetirement = z.strictObject({ schema: digest, by: identifier, reason: word, at: instant });

export type EditedSchema = z.infer<typeof editedSchema>;
export type SchemaEdition = z.infer<typeof schemaEdition>;
export type SchemaRetirement = z.infer<typeof schemaRetirement>;
