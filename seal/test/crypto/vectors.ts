import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fromHex } from '@renxin/chaincode/canonical';

/** Files under seal/test/vectors: what is valid, and what must be refused, named by the reason. */

const folder = new URL('../../../test/vectors/', import.meta.url);

/** A vector by its path without `.json`. */
export function vector<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`${path}.json`, folder), 'utf8')) as T;
}

/** All vectors of a folder, by name; at least one. */
export function vectors<T>(path: string): [name: string, content: T][] {
  const names = readdirSync(new URL(`${path}/`, folder)).filter((name) => name.endsWith('.json'));
  assert.ok(names.length > 0);
  return names.sort().map((file) => {
    const name = file.replace(/\.json$/, '');
    return [name, vector<T>(`${path}/${name}`)];
  });
}

export function bytes(hex: string): Uint8Array {
  const decoded = fromHex(hex);
  assert.ok(decoded);
  return decoded;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
