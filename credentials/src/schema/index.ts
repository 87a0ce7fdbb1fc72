export { faultsOfSubject } from './check-subject.js';
export type {
  CredentialType,
  Field,
  Fields,
  Keys,
  Label,
  Sensitivity,
  Subject,
  SubjectCode,
  SubjectFault,
  Value,
} from './definition.js';
export { jsonSchemaOf } from './json-schema.js';
export { namedSchemas, schemaOf, type NamedSchema, type SchemaReference } from './named-schema.js';
export { credentialTypes } from './types/index.js';
export { samples } from './samples.js';
