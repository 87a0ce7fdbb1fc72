import { z } from 'zod';
import { instant, processMessages as messages } from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of training and assessment: who, for whom, when; never what. docs/formats/process-record.md */

export const processRecord = z.strictObject({
  schema: z.literal(1),
  event: messages.processEvent,
  recordedAt: instant,
});

export const processEvents = collection('process-event', processRecord);

export type ProcessRecord = z.infer<typeof processRecord>;
