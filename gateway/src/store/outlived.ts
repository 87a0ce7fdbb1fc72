import type { z } from 'zod';
import type { JsonRecords } from './json-records.js';
import type { Change } from './record-store.js';

/** Looked at beside each new record: enough that more go than come. */
const LOOKED_AT = 32;

/**
 * Deletes what has outlived its time in a bucket: written together with each new record of it, so that the bucket does not
 * grow for ever. `since` is the time from which on it is over, as the records have it in `expires`.
 */
export async function outlived<S extends z.ZodType<{ readonly expires: string }>>(
  records: JsonRecords<S>,
  since: Date,
): Promise<Change[]> {
  const page = await records.list({ limit: LOOKED_AT });
  return page.records
    .filter(({ value }) => value.expires <= since.toISOString())
    .map(({ key }) => records.delete(key));
}
