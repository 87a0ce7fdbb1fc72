import { z } from 'zod';
import { date, identifier, recordId, word } from './primitives.js';

/** Messages of recognition (资格互认): whose certificates count where. docs/formats/recognition.md */

/** `recognition.recognise`, signed by the province that recognises; the ministry's word is good for every province. */
export const recognising = z.strictObject({
  recognition: recordId,
  by: identifier,
  /** The province whose certificates are recognised. */
  of: identifier,
  type: word,
  /** Only these levels; left out: all. */
  levels: z.exactOptional(z.array(word).min(1).max(16)),
  from: date,
  until: date,
});

/** `recognition.withdraw`, signed by who recognised: from a day on that is today or later. */
export const recognitionWithdrawal = z.strictObject({
  recognition: recordId,
  by: identifier,
  from: date,
  reason: word,
});

export type Recognising = z.infer<typeof recognising>;
export type RecognitionWithdrawal = z.infer<typeof recognitionWithdrawal>;
