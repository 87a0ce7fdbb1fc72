import type { Instance } from '../story/instance.js';
import { deskOf } from '../certificates/stage.js';
import type { FileRow } from './file.js';

/** Sealed frames that are left of a file that was handed in. */
export async function framesOf(instance: Instance, name: string): Promise<number> {
  const { records } = await deskOf(instance, 'gd').store.list('gd/import-file', {
    prefix: `${name}:`,
    limit: 1000,
  });
  return records.length;
}

/** Rows of whom something stands in what is kept of the rows. */
export async function named(instance: Instance, name: string, rows: readonly FileRow[]): Promise<FileRow[]> {
  const { records } = await deskOf(instance, 'gd').store.list('gd/import-rows', {
    prefix: `${name}:`,
    limit: 1000,
  });
  const kept = records.map(({ value }) => new TextDecoder().decode(value)).join('\n');
  return rows.filter(({ person, number }) =>
    [person.name, person.citizenNumber, number].some((each) => kept.includes(each)),
  );
}
