import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { archiveRecordMessages, digest, instant, recordId } from '../../messages/index.js';
import { query } from '../operation.js';
import { partId } from '../part-id.js';
import { archiveOf, transferId } from './commands.js';
import { archiveAt } from './keeping.js';
import { archiveHolds, transfers } from './records.js';

/** The record of a package. @throws ContractError ARCHIVE_UNKNOWN */
export const archive = query(z.strictObject({ archive: recordId }), (tx, input) =>
  archiveOf(tx, input.archive),
);

/** State and keeper of a package at a time; null before it was registered. @throws ContractError ARCHIVE_UNKNOWN */
export const stateAt = query(z.strictObject({ archive: recordId, time: instant }), async (tx, input) =>
  archiveAt(await archiveOf(tx, input.archive), input.time),
);

/** One transfer. @throws ContractError ARCHIVE_UNKNOWN */
export const transferOf = query(
  z.strictObject({ archive: recordId, transfer: archiveRecordMessages.transferNumber }),
  async (tx, input) => {
    const record = await tx.get(transfers, transferId(input.archive, input.transfer));
    if (record === undefined) throw new ContractError('ARCHIVE_UNKNOWN', { archive: input.archive });
    return record;
  },
);

/** The hold of a package for a case, open or released. @throws ContractError ARCHIVE_UNKNOWN */
export const holdOf = query(z.strictObject({ archive: recordId, case: digest }), async (tx, input) => {
  const record = await tx.get(archiveHolds, partId(input.archive, input.case));
  if (record === undefined) throw new ContractError('ARCHIVE_UNKNOWN', { archive: input.archive });
  return record;
});
