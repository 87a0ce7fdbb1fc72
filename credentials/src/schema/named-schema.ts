import { canonicalBytes, toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { pureProvider } from '@renxin/seal/pure';
import type { CredentialType } from './definition.js';
import { jsonSchemaOf } from './json-schema.js';
import { credentialTypes } from './types/index.js';

/** A type with its schema, named by what it says. */
export interface NamedSchema {
  readonly definition: CredentialType;
  /** The canonical bytes of the JSON Schema. */
  readonly bytes: Uint8Array;
  /** Base64url of SM3 and of SHA-256 of the bytes; SM3 is the name on the ledger. */
  readonly sm3: string;
  readonly sha256: string;
  /** What a credential carries as `credentialSchema`. */
  readonly reference: SchemaReference;
}

export interface SchemaReference extends JsonObject {
  readonly id: string;
  readonly type: 'JsonSchema';
  readonly digestSRI: string;
}

/** Every schema, made once. */
export function namedSchemas(): readonly NamedSchema[] {
  made ??= credentialTypes.map(named);
  return made;
}

let made: readonly NamedSchema[] | undefined;

/** The latest version of a type by its word (`vocational-skill-level`). @throws RangeError when there is none */
export function schemaOf(word: string): NamedSchema {
  const found = namedSchemas().findLast(({ definition }) => definition.word === word);
  if (found === undefined) throw new RangeError('no such type of credential');
  return found;
}

function named(definition: CredentialType): NamedSchema {
  const bytes = canonicalBytes(jsonSchemaOf(definition));
  const sm3 = toBase64url(pureProvider.hash('SM3', bytes));
  const sha256 = toBase64url(pureProvider.hash('SHA-256', bytes));
  const digestSRI = `sha256-${sha256.replaceAll('-', '+').replaceAll('_', '/')}=`;
  const id = `urn:renxin:schema:${definition.word}:${String(definition.version)}:sm3:${sm3}`;
  return { definition, bytes, sm3, sha256, reference: { id, type: 'JsonSchema', digestSRI } };
}
