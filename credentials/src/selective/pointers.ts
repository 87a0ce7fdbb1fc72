import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { ProofError } from '../data-integrity/index.js';

const MOST = 128;
const LONGEST = 512;

/**
 * Asks for JSON pointers (RFC 6901) that each name something of the document.
 * @throws ProofError POINTER_INVALID
 */
export function assertPointers(document: JsonObject, pointers: readonly string[]): void {
  const areGood =
    pointers.length <= MOST &&
    pointers.every((each) => each.length <= LONGEST && /^(?:\/(?:[^~/]|~[01])*)+$/.test(each)) &&
    pointers.every((each) => names(document, each));
  if (!areGood) throw new ProofError('POINTER_INVALID');
}

function names(document: JsonObject, pointer: string): boolean {
  let value: Json | undefined = document;
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const isIndex = !Array.isArray(value) || /^(?:0|[1-9]\d{0,3})$/.test(name);
    if (typeof value !== 'object' || value === null || !isIndex || !Object.hasOwn(value, name)) return false;
    value = (value as Readonly<Record<string, Json>>)[name];
  }
  return true;
}
