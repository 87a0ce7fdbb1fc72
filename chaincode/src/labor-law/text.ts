import { z } from 'zod';

/**
 * Text that a person writes into a contract: one line in Unicode NFC, no white space around it, and no character that
 * could make what is shown differ from what is signed (controls, bidirectional and zero-width marks, private use).
 * Issues carry the codes TEXT_TOO_SHORT, TEXT_TOO_LONG and TEXT_FORM. Lengths count code points.
 */
export function plainText(min: number, max: number): z.ZodString {
  return z
    .string()
    .max(max * 2, 'TEXT_TOO_LONG')
    .refine((text) => codePoints(text) >= min, 'TEXT_TOO_SHORT')
    .refine((text) => codePoints(text) <= max, 'TEXT_TOO_LONG')
    .refine(isPlainText, 'TEXT_FORM');
}

/** See {@link plainText}. */
export function isPlainText(text: string): boolean {
  return (
    text.isWellFormed() && !UNSHOWABLE.test(text) && text.trim() === text && text.normalize('NFC') === text
  );
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * C0 and C1 controls, soft hyphen, Arabic letter mark, Hangul fillers, Mongolian vowel separator, zero-width and
 * bidirectional marks, line and paragraph separators, invisible operators, variation selectors, byte order mark,
 * interlinear marks, private use areas, tags.
 */
const UNSHOWABLE =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- these are what is refused
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]/u;
