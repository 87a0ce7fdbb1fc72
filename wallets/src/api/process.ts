import {
  date,
  identifier,
  instant,
  plainText,
  processMessages as messages,
  recordId,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { opening, signed } from './labor-contract.js';

/** Training, examinations and assessments of a person, as who held them says: docs/formats/process-record.md. */

/** What happened: stays with the province; on the ledger stands a commitment. */
export const processContent = z.strictObject({
  /** The course, the examination, the session. */
  title: plainText(120),
  place: z.exactOptional(plainText(120)),
  hours: z.exactOptional(z.int().min(1).max(10_000)),
  theoryScore: z.exactOptional(z.int().min(0).max(100)),
  practiceScore: z.exactOptional(z.int().min(0).max(100)),
  passed: z.exactOptional(z.boolean()),
});

export const processRequest = z.strictObject({
  event: signed(messages.processEvent),
  content: processContent,
  opening,
});
export const processAnswer = z.strictObject({ event: recordId, at: instant });

export const processView = z.strictObject({
  event: recordId,
  kind: messages.processKind,
  by: identifier,
  type: word,
  on: date,
  content: processContent,
  /** Opens the ledger's commitment. */
  opening,
});
/** The earliest first. */
export const processList = z.strictObject({ events: z.array(processView) });

/** Certificates that no examination or assessment stands behind. */
export const processWarnings = z.strictObject({
  certificates: z.array(
    z.strictObject({
      certificate: recordId,
      type: word,
      issuer: identifier,
      issuedOn: date,
      code: z.literal('NO_PROCESS_EVENT'),
    }),
  ),
  /** Handed in as `after`; absent on the last page. */
  next: z.exactOptional(recordId),
});

export type ProcessContent = z.infer<typeof processContent>;
export type ProcessView = z.infer<typeof processView>;
