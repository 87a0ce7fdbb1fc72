import { JsonError, MAX_DEPTH, readJson, type JsonCode } from '@renxin/chaincode/canonical';
import { Refusal } from '../problem/index.js';

export { MAX_DEPTH };

/**
 * The JSON of a body, read strictly (`readJson`).
 * @throws Refusal BODY_NOT_UTF8, BODY_NOT_JSON, BODY_TOO_DEEP, BODY_MEMBER_REPEATED, BODY_MEMBER_FORBIDDEN
 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return readJson(bytes);
  } catch (error) {
    if (error instanceof JsonError) throw new Refusal(CODES[error.code]);
    throw error;
  }
}

const CODES = {
  JSON_NOT_UTF8: 'BODY_NOT_UTF8',
  JSON_SYNTAX: 'BODY_NOT_JSON',
  JSON_TOO_DEEP: 'BODY_TOO_DEEP',
  JSON_MEMBER_REPEATED: 'BODY_MEMBER_REPEATED',
  JSON_MEMBER_FORBIDDEN: 'BODY_MEMBER_FORBIDDEN',
} as const satisfies Record<JsonCode, string>;
