import { date, digest } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** What the sealed pages of a certificate hold about it: docs/formats/certificate-display.md. */

/** Names under which it stands, as canonical JSON, in the data of OFD and PDF. */
export const RENDERED = 'renxin-rendered';
export const COPY = 'renxin-copy';

/** Of which credential the pages are the display. */
export const rendered = z.strictObject({
  /** The credential's `id`. */
  certificate: z.string().min(1).max(300),
  /** SM3 of the credential's canonical form, with its proofs. */
  credential: digest,
  /** The type's word. */
  type: z.string().min(1).max(64),
});

/** What a copy (加注件) is bound to: for what, for whom, until when. */
export const annotated = z.strictObject({
  purpose: z.string().regex(/^\S(?:.{0,38}\S)?$/u),
  recipient: z.string().regex(/^\S(?:.{0,58}\S)?$/u),
  /** The last day, in China, on which it may be used. */
  expires: date,
});

/** The same with the credential of which it is a copy. */
export const annotatedCopy = annotated.extend({
  /** SM3 of the credential. */
  source: digest,
});

export type Rendered = z.infer<typeof rendered>;
export type Annotated = z.infer<typeof annotated>;
export type AnnotatedCopy = z.infer<typeof annotatedCopy>;
