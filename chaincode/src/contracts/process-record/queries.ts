import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { recordId } from '../../messages/index.js';
import { query } from '../operation.js';
import { processEvents } from './records.js';

/** One event as it is stored. @throws ContractError PROCESS_EVENT_UNKNOWN */
export const event = query(z.strictObject({ event: recordId }), async (tx, input) => {
  const record = await tx.get(processEvents, input.event);
  if (record === undefined) throw new ContractError('PROCESS_EVENT_UNKNOWN', input);
  return record;
});
