import { readdirSync, readFileSync } from 'node:fs';

/** Vectors of docs/formats/jose.md. The name of a file of `invalid` is the reason. */
export interface JoseVector {
  readonly jws: string;
  readonly jwk: Readonly<Record<string, string>>;
}

/** Of the sources: tests run from dist. */
export function folderOf(kind: 'valid' | 'invalid'): URL {
  return new URL(`../../../test/vectors/jose/${kind}/`, import.meta.url);
}

export function joseVectors(kind: 'valid' | 'invalid'): [name: string, vector: JoseVector][] {
  return readdirSync(folderOf(kind)).map((file) => [
    file.replace(/\.json$/, ''),
    JSON.parse(readFileSync(new URL(file, folderOf(kind)), 'utf8')) as JoseVector,
  ]);
}
