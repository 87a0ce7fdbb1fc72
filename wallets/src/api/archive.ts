import { digest, instant, recordId } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { opening } from './labor-contract.js';

/** What is said about archive packages: one schema for both ends. */

/** How a package was registered, with what opens its commitments and the proof from the ledger. */
export const archiveRegistration = z.strictObject({
  archive: recordId,
  contract: recordId,
  bytes: z.int(),
  sm3: digest,
  createdAt: instant,
  openings: z.strictObject({ sm3: opening, sha256: opening, report: opening }),
  proof: z.unknown(),
});

export type ArchiveRegistration = z.infer<typeof archiveRegistration>;
