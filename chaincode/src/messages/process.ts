import { z } from 'zod';
import { date, digest, identifier, instant, recordId, region, word } from './primitives.js';

/** Messages about how somebody was trained and assessed (技能评价全过程记录). docs/formats/process-record.md */

/** 培训, 考试, 评价. */
export const processKind = z.enum(['training', 'examination', 'assessment']);

/** `process/record`, signed by the organisation that trained or assessed. What happened stands here as a commitment only. */
export const processEvent = z.strictObject({
  event: recordId,
  kind: processKind,
  by: identifier,
  /** In whose region it happened. */
  province: identifier,
  region,
  /** The person's identifier towards this province. */
  holder: identifier,
  /** The type of certificate to which it leads. */
  type: word,
  on: date,
  /** Commitment to what happened. */
  content: digest,
  at: instant,
});

export type ProcessKind = z.infer<typeof processKind>;
export type ProcessEvent = z.infer<typeof processEvent>;
