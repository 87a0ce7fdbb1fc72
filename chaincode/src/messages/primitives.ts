import { z } from 'zod';
import { fromBase64url } from '../canonical/index.js';
import { isDate, isInstant } from './instant.js';

/** Primitive values that stand in signed messages and in records. Parsed strictly: one value has one form. */

/** Name of an organisation or of a person within one relation (pairwise): never derived from a person's data. */
export const identifier = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/);
/**
 * The province that gave this identifier to a person who had not come yet, `h-<province>-<24 hexadecimal digits>`;
 * undefined for any other. docs/formats/registry.md
 */
export function reservedBy(name: string): string | undefined {
  return /^h-([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)-[0-9a-f]{24}$/.exec(name)?.[1];
}
/** Name of a thing made by a party (a contract, a change): random or sequential, never personal. */
export const recordId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])$/);
/** An instant: ISO 8601 in UTC with milliseconds, a real one. */
export const instant = z.string().refine(isInstant, 'instant');
/** A calendar date YYYY-MM-DD, a real one (in the time zone of the place it is about: Asia/Shanghai). */
export const date = z.string().refine(isDate, 'date');
/** base64url of exactly 32 bytes: a digest (SM3, SHA-256), a salted commitment, a header hash. */
export const digest = z
  .string()
  .refine((text) => text.length === 43 && fromBase64url(text)?.length === 32, 'digest');
/** base64url of a 64-byte signature r || s. */
export const signature = z
  .string()
  .refine((text) => text.length === 86 && fromBase64url(text)?.length === 64, 'signature');
/** GB/T 2260 region code: two digits (province) or six. */
export const region = z.string().regex(/^(?:[1-9]\d|[1-9]\d{5})$/);
/**
 * A text that people read: no control characters, no invisible or direction-changing ones, no white space at its ends,
 * so that what is shown is what was signed.
 */
export const plainText = (longest: number) => z.string().min(1).max(longest).refine(isPlainText, 'text');
/** Unified social credit code (GB 32100), form only; the check character is checked where people enter it. */
export const uscc = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);
/** A short machine word: a template's name, a channel, a ground. */
export const word = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/);
export const version = z.int().min(1).max(9999);

/** A public key for signatures that authorise: SM2 (GB/T 32918, user id 1234567812345678, SM3) or ECDSA P-256 (SHA-256). */
export const publicKey = z.strictObject({
  algorithm: z.enum(['SM2', 'P-256']),
  /** base64url of the uncompressed point, 0x04 || X || Y, 65 bytes. */
  point: z.string().refine((text) => {
    const bytes = text.length === 87 ? fromBase64url(text) : undefined;
    return bytes?.length === 65 && bytes[0] === 4;
  }, 'point'),
});

/**
 * A public key for the EdDSA proofs of credentials: Ed25519 (RFC 8032). It authorises nothing on the ledger, where
 * signatures are SM2 or P-256: implementations of Ed25519 differ at the edges.
 */
export const assertionKey = z.strictObject({
  algorithm: z.literal('Ed25519'),
  /** base64url of the encoded point, 32 bytes. */
  point: digest,
});

export type PublicKey = z.infer<typeof publicKey>;
export type AssertionKey = z.infer<typeof assertionKey>;
/** Whatever signs credentials and presentations. */
export type VerificationKey = PublicKey | AssertionKey;

/** Pure arithmetic instead of Date, whose parser the language leaves partly open. */

/* eslint-disable no-control-regex, no-misleading-character-class -- these are the characters to find */
const UNPLAIN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\uffff]/;
/* eslint-enable no-control-regex, no-misleading-character-class */

/** True for a text as {@link plainText} asks for it, of any length. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !UNPLAIN.test(text) && text.trim() === text;
}
