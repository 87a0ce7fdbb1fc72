import type { JsonObject } from '@renxin/chaincode/canonical';
import { RENXIN_CONTEXT } from '../context/index.js';
import type { Credential } from '../credential/data-model.js';
import { listOf } from '../credential/read.js';
import { requireSchema } from '../credential/steps.js';
import { namedSchemas, type NamedSchema } from '../schema/index.js';
import { idOf } from './form.js';

/**
 * A credential that is of a type of ours, or names a schema of ours, is what that schema asks for.
 * @returns the schema; undefined for any other credential
 * @throws CredentialError SCHEMA_MISSING, SCHEMA_UNKNOWN, SUBJECT_INVALID, CHECK_DIGIT_MISMATCH
 */
export function requireOwnSchema(credential: JsonObject, now: Date): NamedSchema | undefined {
  const references = listOf(credential['credentialSchema'] ?? []);
  const isNamed = references.some((each) => idOf(each)?.startsWith('urn:renxin:schema:') === true);
  const hasContext = listOf(credential['@context'] ?? []).includes(RENXIN_CONTEXT);
  const types = hasContext ? listOf(credential['type'] ?? []) : [];
  const isOurs =
    isNamed || types.some((type) => namedSchemas().some(({ definition }) => definition.type === type));
  return isOurs ? requireSchema(credential as unknown as Credential, now) : undefined;
}
