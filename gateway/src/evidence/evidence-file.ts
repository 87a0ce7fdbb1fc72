import {
  digest,
  identifier,
  instant,
  laborContractMessages,
  plainText,
  recordId,
  signature,
} from '@renxin/chaincode/messages';
import { listing, opening } from '@renxin/wallets/api';
import { z } from 'zod';

/** What an arbitration commission or a court keeps of one bundle beside the ledger. Named by SM3 of the bundle's bytes. */
export const evidenceFile = z.strictObject({
  schema: z.literal(1),
  /** Name of the bytes among the blobs: base64url of SHA-256. */
  blob: z.string(),
  bytes: z.int(),
  contract: recordId,
  bundle: digest,
  uploadedBy: identifier,
  uploadedAt: instant,
  verdict: z.enum(['valid', 'undetermined']),
  /** How it came here, once it was handed over. */
  received: z.exactOptional(
    z.strictObject({
      body: laborContractMessages.handOver,
      from: signature,
      to: signature,
      openings: z.strictObject({ file: opening, case: opening }),
      caseNumber: plainText(64),
      listing,
      /** The ledger's time; absent until it has taken it. */
      at: z.exactOptional(instant),
      position: z.exactOptional(z.strictObject({ txId: z.string(), index: z.int() })),
    }),
  ),
  /** To whom it was handed on. */
  handedTo: z.exactOptional(z.strictObject({ to: identifier, at: instant })),
});

export type EvidenceFile = z.infer<typeof evidenceFile>;
export type Received = NonNullable<EvidenceFile['received']>;
