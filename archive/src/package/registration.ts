import { digest } from '@renxin/chaincode/messages';
import { z } from 'zod';

const opening = z.strictObject({ salt: digest, digest });

/** What shows that a package is the one that the ledger has: docs/formats/archive-package.md. */
export const archiveRegistrationProof = z.strictObject({
  kind: z.literal('renxin-archive-registration'),
  schema: z.literal(1),
  /** Open the commitments of the registration. */
  openings: z.strictObject({ sm3: opening, sha256: opening, report: opening }),
  /** Proof of the package's record on the ledger. */
  state: z.unknown(),
});
