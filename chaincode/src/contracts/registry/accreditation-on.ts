import type { ReadTx } from '../../kernel/index.js';
import { whyChainBroken, type AccreditationChain, type NotAccredited } from './accreditation.js';
import { accreditationAsOf, organisationAsOf } from './as-of.js';
import {
  accreditations,
  accredited as heads,
  identifiers,
  type AccreditationRecord,
  type OrganisationRecord,
} from './records.js';

export type Accredited =
  | { readonly accredited: true; readonly accreditation: string }
  /** `accreditation` is the one that fails, of the organisation or above it. */
  | { readonly accredited: false; readonly reason: NotAccredited; readonly accreditation?: string };

/**
 * Whether an organisation was accredited for a type in a region on a date. When not, the reason is that of the
 * accreditation that came nearest to it.
 * @param asOf by what the ledger knew at this time; left out: knows now
 */
export async function accreditationOn(
  tx: ReadTx,
  organisation: OrganisationRecord,
  type: string,
  region: string,
  on: string,
  asOf?: string,
): Promise<Accredited> {
  let nearest: Accredited = { accredited: false, reason: 'NONE' };
  for await (const record of history(tx, organisation.identifier, type)) {
    const chain = await chainOf(tx, record, organisation, asOf);
    if (chain === undefined) continue;
    const why = whyChainBroken(chain, region, on);
    if (why === undefined) return { accredited: true, accreditation: record.id };
    if (NEARNESS.indexOf(why.reason) > NEARNESS.indexOf(nearest.reason))
      nearest = { accredited: false, ...why };
  }
  return nearest;
}

/** From the farthest reason to the nearest. */
const NEARNESS: readonly NotAccredited[] = [
  'NONE',
  'OTHER_REGION',
  'NOT_YET',
  'EXPIRED',
  'WITHDRAWN',
  'ACCREDITATION_SUSPENDED',
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

/** The accreditation and the one above it; undefined when it was not there yet. */
async function chainOf(
  tx: ReadTx,
  record: AccreditationRecord,
  organisation: OrganisationRecord,
  asOf: string | undefined,
): Promise<AccreditationChain | undefined> {
  const links = [{ record, organisation }];
  if (record.under !== undefined) {
    const above = await tx.get(accreditations, record.under);
    const province = above === undefined ? undefined : await tx.get(identifiers, above.organisation);
    if (above === undefined || province?.kind !== 'organisation') return undefined;
    links.push({ record: above, organisation: province });
  }
  if (asOf === undefined) return links;
  const known = links.map((link) => ({
    record: accreditationAsOf(link.record, asOf),
    organisation: organisationAsOf(link.organisation, asOf),
  }));
  return known.every(isKnown) ? known : undefined;
}

function isKnown(link: {
  readonly record: AccreditationRecord | undefined;
  readonly organisation: OrganisationRecord | undefined;
}): link is AccreditationChain[number] {
  return link.record !== undefined && link.organisation !== undefined;
}
