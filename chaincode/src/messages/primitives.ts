import { z } from 'zod';
import { fromBase64url } from '../canonical/index.js';

/** Primitive values that stand in signed messages and in records. Parsed strictly: one value has one form. */

/** Name of an organisation or of a person within one relation (pairwise): never derived from a person's data. */
export const identifier = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/);
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

export type PublicKey = z.infer<typeof publicKey>;

/** Pure arithmetic instead of Date, whose parser the language leaves partly open. */
function isInstant(text: string): boolean {
  const time = /^(.{10})T(\d{2}):(\d{2}):(\d{2})\.\d{3}Z$/.exec(text);
  if (time === null) return false;
  return isDate(time[1] ?? '') && Number(time[2]) < 24 && Number(time[3]) < 60 && Number(time[4]) < 60;
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}
