import type { JsonObject } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { readdirSync, readFileSync } from 'node:fs';

/** Vectors of docs/formats/sm2-jcs.md. The name of a file of `invalid` is the reason. */
export interface Sm2Vector {
  readonly document: JsonObject;
  readonly canonicalOptions?: string;
  readonly optionsHash?: string;
  readonly canonicalDocument?: string;
  readonly documentHash?: string;
}

export type ReadSm2Vector = Sm2Vector & { readonly key: PublicKey; readonly multikey: string };

/** Of the sources: tests run from dist. */
export function vectorsFolder(kind: 'valid' | 'invalid'): URL {
  return new URL(`../../../test/vectors/sm2-jcs/${kind}/`, import.meta.url);
}

export function sm2Vectors(kind: 'valid' | 'invalid'): [name: string, vector: ReadSm2Vector][] {
  const folder = vectorsFolder(kind);
  return readdirSync(folder).map((file) => [
    file.replace(/\.json$/, ''),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ReadSm2Vector,
  ]);
}
