import type { ReadTx } from '../../kernel/index.js';
import { whyNotAccredited, type NotAccredited } from './accreditation.js';
import {
  accreditations,
  accredited as heads,
  type AccreditationRecord,
  type OrganisationRecord,
} from './records.js';

export type Accredited =
  | { readonly accredited: true; readonly accreditation: string }
  | { readonly accredited: false; readonly reason: NotAccredited };

/**
 * Whether an organisation was accredited for a type in a region on a date. When not, the reason is that of the
 * accreditation that came nearest to it.
 */
export async function accreditationOn(
  tx: ReadTx,
  organisation: OrganisationRecord,
  type: string,
  region: string,
  on: string,
): Promise<Accredited> {
  let reason: NotAccredited = 'NONE';
  for await (const record of history(tx, organisation.identifier, type)) {
    const why = whyNotAccredited(record, organisation, region, on);
    if (why === undefined) return { accredited: true, accreditation: record.id };
    if (NEARNESS.indexOf(why) > NEARNESS.indexOf(reason)) reason = why;
  }
  return { accredited: false, reason };
}

/** From the farthest reason to the nearest. */
const NEARNESS: readonly NotAccredited[] = [
  'NONE',
  'OTHER_REGION',
  'NOT_YET',
  'EXPIRED',
  'WITHDRAWN',
  'SUSPENDED',
];

/** The accreditations of an organisation for a type, the latest first. */
async function* history(tx: ReadTx, organisation: string, type: string): AsyncGenerator<AccreditationRecord> {
  let id = (await tx.get(heads, `${organisation}:${type}`))?.latest;
  while (id !== undefined) {
    const record: AccreditationRecord | undefined = await tx.get(accreditations, id);
    if (record !== undefined) yield record;
    id = record?.previous;
  }
}
