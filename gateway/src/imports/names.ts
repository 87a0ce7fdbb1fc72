import type { ImportDesk } from './desk.js';

/** The certificate of a row: the same whenever it is asked for, and nothing that anybody outside can guess. */
export function certificateOf({ certificates }: ImportDesk, name: string, row: number): string {
  return `v-${certificates.nameFor(`import ${name} ${String(row)}`)}`;
}

/** The batch of a chunk, by the chunk's key. */
export function batchOf({ certificates }: ImportDesk, key: string): string {
  return `b-${certificates.nameFor(`import batch ${key}`)}`;
}
