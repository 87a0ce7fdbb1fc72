import { defineContract } from '../../kernel/index.js';
import * as commands from './commands.js';
import * as queries from './queries.js';

/** The schemas of credentials, each named by what it says, with its versions. docs/formats/schema-registry.md */
export const schema = defineContract('schema', {
  register: commands.register,
  retire: commands.retire,
  schema: queries.schema,
  schemas: queries.schemasQuery,
});

export * as schemaRecords from './records.js';
export * as schemaRules from './rules.js';
