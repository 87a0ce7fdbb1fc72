import { z } from 'zod';
import { region } from '../messages/primitives.js';
import { isCalendarDate } from './calendar.js';

/**
 * Monthly minimum wages are decrees of each province, often by county, and change every few years: the operator
 * configures them with their source (docs/labor-law.md). Where no figure is known the check says so.
 */
export const minimumWage = z.strictObject({
  /** Two digits for a whole province, four for a prefecture, six for a county. */
  region: z.union([region, z.string().regex(/^[1-9]\d{3}$/)]),
  from: z.string().refine(isCalendarDate, 'DATE'),
  /** The last day, where another decree has followed. */
  until: z.exactOptional(z.string().refine(isCalendarDate, 'DATE')),
  /** Fen a month for full-time work. */
  monthly: z.int().min(1),
  /** Title and number of the decree. */
  source: z.string().min(1).max(200),
});
export const minimumWages = z.array(minimumWage).max(10_000);

export type MinimumWage = z.infer<typeof minimumWage>;

/** The figure for a county on a day: the narrowest region that is in force, the later decree first; undefined when unknown. */
export function minimumWageAt(
  table: readonly MinimumWage[],
  county: string,
  day: string,
): MinimumWage | undefined {
  let best: MinimumWage | undefined;
  for (const entry of table) {
    if (!county.startsWith(entry.region) || entry.from > day || (entry.until ?? day) < day) continue;
    if (best === undefined || entry.region.length > best.region.length) best = entry;
    else if (entry.region.length === best.region.length && entry.from > best.from) best = entry;
  }
  return best;
}
