import { digest, identifier, instant, recordId } from '@renxin/chaincode/messages';
import { opening } from '@renxin/wallets/api';
import { z } from 'zod';

/** What the maker of an archive package keeps of it beside the ledger. */
export const archiveFile = z.strictObject({
  schema: z.literal(1),
  archive: recordId,
  contract: recordId,
  madeFor: identifier,
  /** Name of the package among the blobs: base64url of SHA-256. */
  blob: z.string(),
  bytes: z.int(),
  sm3: digest,
  createdAt: instant,
  /** What opens the commitments of the registration. */
  openings: z.strictObject({ sm3: opening, sha256: opening, report: opening }),
  /** Where the registration stands on the ledger; absent until it does. */
  position: z.exactOptional(z.strictObject({ txId: z.string(), index: z.int() })),
});

export type ArchiveFile = z.infer<typeof archiveFile>;
