import { date, digest } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** What a holder asks of an annotated copy (加注件): for what, for whom, until when. */
export const annotated = z.strictObject({
  purpose: z.string().regex(/^\S.{0,38}\S$/u),
  recipient: z.string().regex(/^\S.{0,58}\S$/u),
  /** The last day, in China, on which it may be used. */
  expires: date,
});

/** The same with that of which it is a copy; it stands on the page and in the data that is sealed. */
export const annotatedCopy = annotated.extend({
  /** SM3 of the credential. */
  source: digest,
});

export type AnnotatedCopy = z.infer<typeof annotatedCopy>;
