import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import type { CredentialType, Field, Fields, Label, Value } from './definition.js';

/**
 * The JSON Schema (2020-12) of a type: for whole credentials, as VC JSON Schema asks. `x-label` and `x-sensitivity` stand
 * beside each field. What a schema cannot say (check digits, real dates, rules over several fields) is in
 * docs/formats/credential-types.md and in this room.
 */
export function jsonSchemaOf(type: CredentialType): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:renxin:schema:${type.word}:${String(type.version)}`,
    title: titleOf(type.label),
    type: 'object',
    required: ['type', 'credentialSubject'],
    properties: {
      type: { type: 'array', contains: { const: type.type } },
      credentialSubject: objectOf(type.fields, { id: { type: 'string', format: 'uri' } }),
    },
  };
}

function objectOf(fields: Fields, besides: JsonObject = {}): JsonObject {
  const required = Object.keys(fields).filter((name) => fields[name]?.required === true);
  const properties = Object.entries(fields).map(([name, field]) => [name, propertyOf(field)] as const);
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties: { ...besides, ...Object.fromEntries(properties) },
  };
}

function propertyOf({ label, value, sensitivity }: Field): JsonObject {
  return {
    title: titleOf(label),
    'x-label': { ...label },
    'x-sensitivity': sensitivity,
    ...formOf(value),
  };
}

function formOf(value: Value): JsonObject {
  const text = (pattern: string, maxLength: number): JsonObject => ({ type: 'string', pattern, maxLength });
  switch (value.kind) {
    case 'text':
      return { type: 'string', minLength: 1, maxLength: value.most };
    case 'name':
      return { type: 'string', minLength: 2, maxLength: 50 };
    case 'pattern':
      return text(value.pattern, value.most);
    case 'date':
      return { ...text('^[1-9]\\d{3}-\\d{2}-\\d{2}$', 10), format: 'date' };
    case 'date-time':
      return { type: 'string', format: 'date-time' };
    case 'integer':
      return { type: 'integer', minimum: value.least, maximum: value.most };
    case 'code':
      return { type: 'string', oneOf: Object.entries(value.codes).map(codeOf) };
    case 'citizen-number':
      return text('^[1-9]\\d{16}[\\dX]$', 18);
    case 'uscc':
      return text('^[0-9A-HJ-NPQRTUWXY]{2}\\d{6}[0-9A-HJ-NPQRTUWXY]{10}$', 18);
    case 'region':
      return text('^[1-9]\\d{5}$', 6);
    case 'bank-card':
      return text('^\\d{12,19}$', 19);
    case 'digest':
      return text('^[A-Za-z0-9_-]{43}$', 43);
    case 'certificate-identifier':
      return text('^1\\.2\\.156\\.3005\\.2(?:\\.[0-9A-Z]+){5}$', 96);
    case 'group':
      return objectOf(value.fields);
  }
}

function codeOf([code, label]: readonly [string, Label]): Json {
  return { const: code, title: titleOf(label), 'x-label': { ...label } };
}

function titleOf({ zh, en }: Label): string {
  return `${zh} ${en}`;
}
