import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { VC_CONTEXT } from '../context/index.js';
import { readDateTime } from '../data-integrity/index.js';
import * as forms from './forms.js';

/** The form of credentials and presentations by VC Data Model 2.0, as far as this room reads them. */

/** Any JSON: it was read as such, and its canonical form is asked for when proofs are judged. */
const json = z.unknown() as unknown as z.ZodType<Json>;
const url = z.string().regex(forms.url);
const dateTime = z.string().refine((text) => readDateTime(text) !== undefined);
const single = (literal: string) => z.union([z.literal(literal), z.tuple([z.literal(literal)])]);
const contexts = z.tuple([z.literal(VC_CONTEXT)], url);

/** `type`: a set of terms that holds one of these. */
const types = (kind: string) =>
  z
    .union([z.literal(kind), z.array(z.string().min(1)).min(1)])
    .refine(
      (value) => typeof value === 'string' || (value.includes(kind) && new Set(value).size === value.length),
    );

/** A text for people, with its language or without (section 11.1). */
const languageText = z.strictObject({
  '@value': z.string(),
  '@language': z.exactOptional(z.string().min(1)),
  '@direction': z.exactOptional(z.enum(['ltr', 'rtl'])),
});
const humanText = z.union([z.string(), languageText, z.array(languageText).min(1)]);

const named = { name: z.exactOptional(humanText), description: z.exactOptional(humanText) };
const issuer = z.union([url, z.strictObject({ id: url, ...named })]);

/** Something of a type of its own; what else it holds depends on the type. */
const typed = z.looseObject({
  id: z.exactOptional(url),
  type: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
});
const identified = typed.required({ id: true });
const oneOrMore = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)]);

const digested = {
  digestSRI: z.exactOptional(z.string().regex(/^sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}$/)),
  digestMultibase: z.exactOptional(z.string().regex(/^[uz][A-Za-z0-9_-]+$/)),
};
const schemaReference = z.strictObject({ id: url, type: z.string().min(1), ...digested });
const resource = z
  .strictObject({
    id: url,
    type: z.exactOptional(z.string()),
    mediaType: z.exactOptional(z.string()),
    ...digested,
  })
  .refine((each) => each.digestSRI !== undefined || each.digestMultibase !== undefined);

const statusEntry = z.strictObject({
  id: z.exactOptional(url),
  type: single('BitstringStatusListEntry'),
  statusPurpose: z.enum(forms.statusPurposes),
  statusListIndex: z.string().regex(forms.statusIndex),
  statusListCredential: url,
});

const subject = z
  .record(z.string(), json)
  .refine((value) => Object.keys(value).length > 0)
  .refine((value) => value['id'] === undefined || url.safeParse(value['id']).success);

export const credential = z.strictObject({
  '@context': contexts,
  id: z.exactOptional(url),
  type: types('VerifiableCredential'),
  ...named,
  issuer,
  validFrom: z.exactOptional(dateTime),
  validUntil: z.exactOptional(dateTime),
  credentialSubject: oneOrMore(subject),
  credentialStatus: z.exactOptional(oneOrMore(statusEntry)),
  credentialSchema: z.exactOptional(oneOrMore(schemaReference)),
  relatedResource: z.exactOptional(
    z
      .array(resource)
      .min(1)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length),
  ),
  refreshService: z.exactOptional(oneOrMore(identified)),
  termsOfUse: z.exactOptional(oneOrMore(typed)),
  evidence: z.exactOptional(oneOrMore(typed)),
  renderMethod: z.exactOptional(oneOrMore(typed)),
  confidenceMethod: z.exactOptional(oneOrMore(typed)),
  proof: z.exactOptional(json),
});

export const presentation = z.strictObject({
  '@context': contexts,
  id: z.exactOptional(url),
  type: types('VerifiablePresentation'),
  holder: url,
  verifiableCredential: z.array(z.record(z.string(), json)).min(1).max(32),
  termsOfUse: z.exactOptional(oneOrMore(typed)),
  proof: z.exactOptional(json),
});

export type Credential = z.infer<typeof credential> & JsonObject;
export type Presentation = z.infer<typeof presentation> & JsonObject;
export type StatusEntry = z.infer<typeof statusEntry>;
export type CredentialSubject = z.infer<typeof subject>;
