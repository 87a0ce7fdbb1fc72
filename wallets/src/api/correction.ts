import { identifier, instant, plainText, recordId, word } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** A certificate says something wrong: its holder or its province asks the organisation that said it to correct it (更正). */

export const correctionRequest = z.strictObject({
  request: recordId,
  /** Members of the certificate that are wrong. */
  claims: z.array(z.string().max(64)).min(1).max(8),
  /** What is right, and what shows it. It goes to the issuer and is kept by the province. */
  statement: plainText(500),
});

/** The issuer does not correct it. */
export const correctionRefusal = z.strictObject({ reason: word });

export const correction = z.strictObject({
  request: recordId,
  certificate: recordId,
  type: word,
  issuer: identifier,
  /** The holder, or the province. */
  by: identifier,
  claims: z.array(z.string()),
  statement: z.string(),
  askedAt: instant,
  /** `lapsed`: the certificate ended otherwise. */
  state: z.enum(['waiting', 'corrected', 'refused', 'lapsed']),
  reason: z.exactOptional(word),
  /** The certificate that says it right. */
  successor: z.exactOptional(recordId),
});
export const correctionList = z.strictObject({ corrections: z.array(correction) });

export type Correction = z.infer<typeof correction>;
