import { fromBase64url, toHex } from '../canonical/index.js';

/** The id of a record for each name and commitment: the first 20 bytes of it in hexadecimal; the whole stands in the record. */
export function partId(name: string, commitment: string): string {
  return `${name}:${toHex((fromBase64url(commitment) ?? new Uint8Array(0)).subarray(0, 20))}`;
}
