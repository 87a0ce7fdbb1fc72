import { z } from 'zod';
import { digest, identifier, instant, recordId, version, word } from './primitives.js';

/**
 * Messages of a consent (授权): who may read which fields of whom, for what, how often and how long. Words and pairwise
 * identifiers stand here, and salted commitments (docs/formats/commitment.md) to everything that may be personal.
 */

/** Random, made by the recipient that asks. */
export const consentId = recordId.max(48);
/** Random, made by the data source for one fetch. */
export const authorisationId = recordId.max(48);

const sorted = (words: readonly string[]) => words.every((each, i) => i === 0 || (words[i - 1] ?? '') < each);

/** Words of the catalogue, each once, in ascending order: one set has one form. */
export const fieldWords = z.array(word).min(1).max(32).refine(sorted, 'order');

/** On what an access stands (个人信息保护法 art. 13): exactly one. */
export const basis = z.enum(['consent', 'court-order', 'arbitration', 'emergency']);
export const otherBasis = basis.exclude(['consent']);

/** What the recipient may do with the data: look once, compare only, or keep for the retention. */
export const mode = z.enum(['view', 'verify', 'copy']);

/** The scope of an access. The window is from, inclusive, until, exclusive. */
export const scope = z.strictObject({
  purpose: word,
  fields: fieldWords,
  mode,
  /** How many fetches at most. */
  count: z.int().min(1).max(1000),
  from: instant,
  until: instant,
  /** How many days the recipient keeps what it fetched. */
  retentionDays: z.int().min(0).max(3650),
});

/** A catalogue is public, so that the digest of its text stands as it is. */
const catalogueReference = z.strictObject({ version, sm3: digest });

/** A field with the one authority that answers for it (一数一源). */
const catalogueField = z.strictObject({
  field: word,
  sensitivity: z.enum(['general', 'sensitive']),
  owner: identifier,
});

/** What one purpose allows at most. */
const cataloguePurpose = z.strictObject({
  purpose: word,
  bases: z.array(basis).min(1).max(4).refine(sorted, 'order'),
  fields: fieldWords,
  count: scope.shape.count,
  days: z.int().min(1).max(1096),
});

/** `consent.publish`, signed by the data source: the next version of its catalogue. */
export const catalogue = z.strictObject({
  source: identifier,
  version,
  /** SM3 of the catalogue's text in Chinese and English. */
  sm3: digest,
  fields: z
    .array(catalogueField)
    .min(1)
    .max(64)
    .refine((fields) => sorted(fields.map(({ field }) => field)), 'order'),
  purposes: z
    .array(cataloguePurpose)
    .min(1)
    .max(32)
    .refine((purposes) => sorted(purposes.map(({ purpose }) => purpose)), 'order'),
  at: instant,
});

/** `consent.request`, signed by the recipient. */
export const request = z.strictObject({
  consent: consentId,
  source: identifier,
  recipient: identifier,
  /** The citizen's identifier towards the data source (relation `consent`). */
  subject: identifier,
  scope,
  catalogue: catalogueReference,
  /** Commitment to the notice that the citizen is shown (个人信息保护法 art. 17, 23). */
  notice: digest,
  answerBy: instant,
  at: instant,
});

/** `consent.grant`, signed by the citizen: the same scope or less of it. */
export const grant = z.strictObject({
  consent: consentId,
  subject: identifier,
  /** SM3 of the request's message bytes: what the citizen answers. */
  request: digest,
  scope,
  /** Sensitive fields, each agreed to by itself (个人信息保护法 art. 29). */
  separate: z.array(word).max(32).refine(sorted, 'order'),
  catalogue: catalogueReference,
  /** As in the request: what was shown. */
  notice: digest,
  /** Commitment to the consent artefact, which holds names and texts. */
  artefact: digest,
  /** What activated the key for this one signature: a commitment. */
  activation: digest,
  at: instant,
});

/** `consent.refuse`, signed by the citizen. */
export const refusal = z.strictObject({
  consent: consentId,
  subject: identifier,
  /** Commitment to the reason. */
  reason: digest,
  at: instant,
});

/** `consent.reopen`, signed by the citizen who refused: the recipient may ask for this purpose again. */
export const reopening = z.strictObject({ consent: consentId, subject: identifier, at: instant });

/** `consent.revoke`, signed by the citizen (个人信息保护法 art. 15). */
export const revocation = z.strictObject({ consent: consentId, subject: identifier, at: instant });

/** `consent.confirm-deletion`, signed by the recipient, after a revocation (个人信息保护法 art. 47). */
export const deletion = z.strictObject({
  consent: consentId,
  recipient: identifier,
  /** Commitment to the statement of what was deleted. */
  statement: digest,
  at: instant,
});

/** Half of `consent.use`, signed by the recipient: one fetch. */
export const fetch = z.strictObject({
  consent: consentId,
  authorisation: authorisationId,
  recipient: identifier,
  purpose: word,
  fields: fieldWords,
  /** JWK thumbprint (RFC 7638, SHA-256) of the key that proves who fetches (DPoP). */
  key: digest,
  at: instant,
});

/** The other half, signed by the data source: what it answers. */
export const use = z.strictObject({
  consent: consentId,
  authorisation: authorisationId,
  source: identifier,
  /** Commitment to the answer. */
  answer: digest,
  at: instant,
});

/** `consent.other-basis`, signed by the organisation that demands the data and by another that approves. */
export const order = z.strictObject({
  consent: consentId,
  source: identifier,
  recipient: identifier,
  subject: identifier,
  basis: otherBasis,
  scope,
  catalogue: catalogueReference,
  /** Commitments: number of the document, officer in charge, reason. */
  document: digest,
  officer: digest,
  reason: digest,
  at: instant,
});

/** `consent.log-refused`, signed by the data source: attempts that it refused, by one commitment. */
export const refusedBatch = z.strictObject({
  source: identifier,
  sequence: z.int().min(1),
  count: z.int().min(1).max(256),
  /** Commitment to the list of the entries' commitments. */
  attempts: digest,
  at: instant,
});

export type Basis = z.infer<typeof basis>;
export type Scope = z.infer<typeof scope>;
export type Catalogue = z.infer<typeof catalogue>;
export type Request = z.infer<typeof request>;
export type Grant = z.infer<typeof grant>;
export type Refusal = z.infer<typeof refusal>;
export type Reopening = z.infer<typeof reopening>;
export type Revocation = z.infer<typeof revocation>;
export type Deletion = z.infer<typeof deletion>;
export type Fetch = z.infer<typeof fetch>;
export type Use = z.infer<typeof use>;
export type Order = z.infer<typeof order>;
export type RefusedBatch = z.infer<typeof refusedBatch>;
