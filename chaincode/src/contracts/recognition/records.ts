import { z } from 'zod';
import { date, instant, recognitionMessages as messages, recordId, word } from '../../messages/index.js';
import { collection } from '../operation.js';
import type { OrganisationRecord } from '../registry/records.js';

/** What the ledger keeps of recognition. docs/formats/recognition.md */

/** How many times the end of a recognition can be brought forward. */
export const MOST_WITHDRAWALS = 8;

const withdrawal = z.strictObject({ from: date, reason: word, at: instant });

export const recognitionRecord = z.strictObject({
  schema: z.literal(1),
  recognition: messages.recognising,
  recognisedAt: instant,
  withdrawn: z.exactOptional(withdrawal),
  /** Withdrawals that a later one brought forward, the oldest first. */
  withdrawnBefore: z.exactOptional(z.array(withdrawal).min(1).max(MOST_WITHDRAWALS)),
  /** The one before by the same for the same province and type. */
  previous: z.exactOptional(recordId),
  /** The one before by the same, about whatever province and type. */
  before: z.exactOptional(recordId),
});

/** The latest recognition by one of another's type: the head of a chain. */
export const recognisedRecord = z.strictObject({ schema: z.literal(1), latest: recordId });

export const recognitions = collection('recognition', recognitionRecord);
export const recognised = collection('recognised', recognisedRecord);
/** The latest recognition by one, by its id. */
export const recognisedBy = collection('recognised-by', recognisedRecord);

/** The id of the head of a chain: by whom, the ministry being 00, of which province, which type. */
export function chainOf(by: OrganisationRecord, of: OrganisationRecord, type: string): string {
  const whose = by.role === 'ministry' ? MINISTRY : by.region.slice(0, 2);
  return `${whose}:${of.region.slice(0, 2)}:${type}`;
}

/** No province has this region. */
export const MINISTRY = '00';

export type RecognitionRecord = z.infer<typeof recognitionRecord>;
