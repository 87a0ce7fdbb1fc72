import { z } from 'zod';
import { instant, recordId } from '../../messages/index.js';
import { query } from '../operation.js';
import { certificateOf } from './commands.js';
import { standingOf } from './standing.js';

/** The certificate's record with all its dated states. @throws ContractError CERTIFICATE_UNKNOWN */
export const certificate = query(z.strictObject({ certificate: recordId }), (tx, input) =>
  certificateOf(tx, input.certificate),
);

/**
 * What it was good for at a time, left out: now, with what it rests on; and the first certificate of its chain, whose
 * issuer answers for what it says.
 * @throws ContractError CERTIFICATE_UNKNOWN
 */
export const standing = query(
  z.strictObject({ certificate: recordId, at: z.exactOptional(instant) }),
  async (tx, input) => {
    const record = await certificateOf(tx, input.certificate);
    const origin = record.origin === undefined ? record : await certificateOf(tx, record.origin);
    return { ...(await standingOf(tx, record, input.at ?? tx.time)), record, origin };
  },
);
