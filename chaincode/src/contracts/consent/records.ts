import { z } from 'zod';
import { consentMessages as messages, identifier, instant, word } from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of a consent: words, pairwise identifiers, counts, dates and commitments. docs/formats/consent.md */

/** Purposes that one citizen can refuse one recipient before every further request counts as refused. */
export const MOST_REFUSALS = 64;

/** `EXPIRED` is none: a window ends by itself, and whoever reads the record compares. */
export const states = ['REQUESTED', 'REFUSED', 'GRANTED', 'USED_UP', 'REVOKED'] as const;
export const state = z.enum(states);

/** A party's word as it was signed, and when the ledger took it. */
const taken = <B extends z.ZodType>(body: B) => z.strictObject({ body, recordedAt: instant });

const common = {
  schema: z.literal(1),
  consent: messages.consentId,
  source: identifier,
  recipient: identifier,
  subject: identifier,
  /** From the first to the present one; `at` is the ledger's time. */
  states: z
    .array(z.strictObject({ state, at: instant }))
    .min(1)
    .max(4),
  /** Count of fetches so far. */
  used: z.int().min(0).max(1000),
};

const consentedRecord = z.strictObject({
  ...common,
  basis: z.literal('consent'),
  state,
  request: taken(messages.request),
  grant: z.exactOptional(taken(messages.grant)),
  refusal: z.exactOptional(taken(messages.refusal)),
  /** The citizen lets the recipient ask again. */
  reopening: z.exactOptional(taken(messages.reopening)),
  revocation: z.exactOptional(taken(messages.revocation)),
  /** Until when the recipient deletes what it fetched. */
  deleteBy: z.exactOptional(instant),
  deletion: z.exactOptional(taken(messages.deletion)),
});

/** An access that the law allows without consent: the citizen cannot revoke it, and sees it. */
const orderedRecord = z.strictObject({
  ...common,
  basis: messages.otherBasis,
  state: state.extract(['GRANTED', 'USED_UP']),
  order: taken(messages.order),
  approvedBy: identifier,
});

export const consentRecord = z.discriminatedUnion('basis', [consentedRecord, orderedRecord]);

/** One fetch, as recipient and data source signed it. Written once. */
export const useRecord = z.strictObject({
  schema: z.literal(1),
  fetch: messages.fetch,
  use: messages.use,
  /** 1 for the first fetch of this consent. */
  number: z.int().min(1).max(1000),
  usedAt: instant,
});

/** What a citizen refused to a recipient and did not reopen: it is not asked again. */
export const refusalsRecord = z.strictObject({
  schema: z.literal(1),
  subject: identifier,
  recipient: identifier,
  refused: z
    .array(z.strictObject({ purpose: word, consent: messages.consentId, at: instant }))
    .max(MOST_REFUSALS),
});

/** A version of a catalogue. The current one is kept under the source's name, each one under its number as well. */
export const catalogueRecord = z.strictObject({
  schema: z.literal(1),
  catalogue: messages.catalogue,
  publishedAt: instant,
});

export const refusedBatchRecord = z.strictObject({
  schema: z.literal(1),
  batch: messages.refusedBatch,
  loggedAt: instant,
});

/** Where a data source's log of refused attempts stands. */
export const refusedHeadRecord = z.strictObject({ schema: z.literal(1), next: z.int().min(2) });

export const consents = collection('consent', consentRecord);
export const uses = collection('consent-use', useRecord);
export const refusals = collection('consent-refusals', refusalsRecord);
export const catalogues = collection('catalogue', catalogueRecord);
export const catalogueVersions = collection('catalogue-version', catalogueRecord);
export const refusedBatches = collection('consent-refused', refusedBatchRecord);
export const refusedHeads = collection('consent-refused-head', refusedHeadRecord);

/** The id under which a fetch is kept. */
export function useId(consent: string, authorisation: string): string {
  return `${consent}:${authorisation}`;
}

export function refusalsId(subject: string, recipient: string): string {
  return `${subject}:${recipient}`;
}

/** The id of a numbered thing of a data source: a version of its catalogue, a batch of its log. */
export function numberedId(source: string, number: number): string {
  return `${source}:${String(number)}`;
}

export type State = z.infer<typeof state>;
export type ConsentRecord = z.infer<typeof consentRecord>;
export type ConsentedRecord = z.infer<typeof consentedRecord>;
export type OrderedRecord = z.infer<typeof orderedRecord>;
export type UseRecord = z.infer<typeof useRecord>;
export type RefusalsRecord = z.infer<typeof refusalsRecord>;
export type CatalogueRecord = z.infer<typeof catalogueRecord>;
export type RefusedBatchRecord = z.infer<typeof refusedBatchRecord>;
