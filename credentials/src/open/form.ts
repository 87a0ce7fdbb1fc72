import { fromBase58, fromBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { VC_CONTEXT } from '../context/index.js';
import { CredentialError } from '../credential/codes.js';
import { readDateTime } from '../data-integrity/index.js';
import { VC1_CONTEXT } from '../rdfc/index.js';
import { sizeOf, statusMessages, statusReference } from '../status/index.js';

/**
 * The form of any credential by VC Data Model 2.0, and of those of 1.1 that are still about. What types of their own hold is
 * left to the terms of their contexts.
 */

const url = z.string().regex(/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i);
const dateTime = z.string().refine((text) => readDateTime(text) !== undefined);
const oneOrMore = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)]);
const words = oneOrMore(z.string().min(1));
const context = z.union([z.string(), z.record(z.string(), z.unknown())]);
/** A set in an order: none of them twice. */
const contexts = <T extends z.ZodType>(first: T) =>
  z.tuple([first], context).refine((all) => {
    const named = all.filter((each) => typeof each === 'string');
    return new Set(named).size === named.length;
  });

/** A text for people, with its language or without (section 11.1). */
const languageText = z.strictObject({
  '@value': z.string(),
  '@language': z.exactOptional(z.string().min(1)),
  '@direction': z.exactOptional(z.enum(['ltr', 'rtl'])),
});
const humanText = z.union([z.string(), languageText, z.array(languageText).min(1)]);
const named = { name: z.exactOptional(humanText), description: z.exactOptional(humanText) };

const typed = z.looseObject({ id: z.exactOptional(url), type: words });
const identified = typed.required({ id: true });
const party = z.union([url, z.looseObject({ id: url, ...named })]);
const subject = z.looseObject({ id: z.exactOptional(url) }).refine((value) => Object.keys(value).length > 0);

const digested = {
  digestSRI: z.exactOptional(
    z
      .string()
      .regex(/^sha(?:256-[A-Za-z0-9+/_-]{43}=?|384-[A-Za-z0-9+/_-]{64}|512-[A-Za-z0-9+/_-]{86}(?:==)?)$/),
  ),
  digestMultibase: z.exactOptional(z.string().refine((text) => isDigest(text))),
};
const resource = z
  .looseObject({ id: url, mediaType: z.exactOptional(z.string()), ...digested })
  .refine((each) => each.digestSRI !== undefined || each.digestMultibase !== undefined);
const resources = oneOrMore(resource).refine((value) => {
  const all = Array.isArray(value) ? value : [value];
  return new Set(all.map(({ id }) => id)).size === all.length;
});

/** Multibase of at least a digest of 256 bits. */
function isDigest(text: string): boolean {
  const bytes = text.startsWith('z') ? fromBase58(text.slice(1)) : fromBase64url(text.slice(1));
  return /^[uz]/.test(text) && bytes !== undefined && bytes.length >= 32;
}

/** An entry of a Bitstring Status List (1.0 section 2.1); other types of status are their own. */
const status = typed.refine((entry) => {
  const types = [entry.type].flat();
  return !types.includes('BitstringStatusListEntry') || bitstringEntry.safeParse(entry).success;
});
const bitstringEntry = z
  .looseObject({
    id: z.exactOptional(url),
    type: words,
    statusPurpose: z.string().min(1),
    statusListIndex: z.string().regex(/^(?:0|[1-9]\d{0,8})$/),
    statusListCredential: url,
    statusSize: z.exactOptional(z.int().min(1).max(8)),
    statusMessage: z.exactOptional(statusMessages),
    statusReference: z.exactOptional(statusReference),
  })
  .refine(({ id, statusListCredential, statusSize = 1, statusMessage }) => {
    const isMessages = statusMessage === undefined ? statusSize === 1 : sizeOf(statusMessage) === statusSize;
    return isMessages && id !== statusListCredential;
  });

const common = {
  id: z.exactOptional(url),
  type: words.refine((value) => [value].flat().includes('VerifiableCredential')),
  issuer: party,
  credentialSubject: oneOrMore(subject),
  credentialStatus: z.exactOptional(oneOrMore(status)),
  credentialSchema: z.exactOptional(oneOrMore(identified)),
  refreshService: z.exactOptional(oneOrMore(typed)),
  termsOfUse: z.exactOptional(oneOrMore(typed)),
  evidence: z.exactOptional(oneOrMore(typed)),
};

const second = z.looseObject({
  ...common,
  ...named,
  '@context': contexts(z.literal(VC_CONTEXT)),
  validFrom: z.exactOptional(dateTime),
  validUntil: z.exactOptional(dateTime),
  relatedResource: z.exactOptional(resources),
});
const first = z.looseObject({
  ...common,
  '@context': contexts(z.literal(VC1_CONTEXT)),
  issuanceDate: dateTime,
  expirationDate: z.exactOptional(dateTime),
});

const credential = z.union([second, first]);
const presentation = z.looseObject({
  '@context': contexts(z.enum([VC_CONTEXT, VC1_CONTEXT])),
  id: z.exactOptional(url),
  type: words.refine((value) => [value].flat().includes('VerifiablePresentation')),
  holder: z.exactOptional(party),
  verifiableCredential: z.exactOptional(oneOrMore(z.record(z.string(), z.unknown()))),
});

/** Members that every open credential has, whatever else it holds. */
export interface OpenCredential extends JsonObject {
  readonly '@context': readonly (string | JsonObject)[];
  readonly issuer: string | (JsonObject & { readonly id: string });
}

/** @throws CredentialError CREDENTIAL_MALFORMED */
export function assertCredentialForm(value: unknown): asserts value is OpenCredential {
  const parsed = credential.safeParse(value);
  if (!parsed.success) throw new CredentialError('CREDENTIAL_MALFORMED', [], { cause: parsed.error });
  const { validFrom, validUntil } = periodOf(value as JsonObject);
  const [from, until] = [readDateTime(validFrom), readDateTime(validUntil)];
  if (from !== undefined && until !== undefined && until < from)
    throw new CredentialError('CREDENTIAL_MALFORMED', [
      { pointer: '/validUntil', code: 'DATES_OUT_OF_ORDER' },
    ]);
}

/** @throws CredentialError PRESENTATION_MALFORMED */
export function assertPresentationForm(value: unknown): asserts value is JsonObject {
  const parsed = presentation.safeParse(value);
  if (!parsed.success) throw new CredentialError('PRESENTATION_MALFORMED', [], { cause: parsed.error });
}

/** Since when and until when, in either version's members. */
export function periodOf(value: JsonObject): { readonly validFrom?: string; readonly validUntil?: string } {
  const from = value['validFrom'] ?? value['issuanceDate'];
  const until = value['validUntil'] ?? value['expirationDate'];
  return {
    ...(typeof from === 'string' && { validFrom: from }),
    ...(typeof until === 'string' && { validUntil: until }),
  };
}

/** The id of an issuer or a holder. */
export function idOf(said: unknown): string | undefined {
  if (typeof said === 'string') return said;
  const id = (said as { readonly id?: unknown } | undefined)?.id;
  return typeof id === 'string' ? id : undefined;
}
