import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import { digest, instant, recordId } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** A leaf of an evidence log: a canonical record with salted commitments, and nothing personal. docs/formats/evidence-log.md */
export const logEntry = z.strictObject({
  schema: z.literal(1),
  /** What happened, as `<domain>/<past participle>`. */
  kind: z.string().regex(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/),
  /** What it happened to: a record id, random or sequential. */
  id: recordId,
  /** Commitment to the SM3 digest of the document (docs/formats/commitment.md). */
  sm3: digest,
  /** The same with SHA-256: base64url of SHA-256("renxin-commitment-v1" || salt || SHA-256 digest). */
  sha256: digest,
  /** When the ledger recorded it, where the ledger did. */
  at: z.exactOptional(instant),
});

export type LogEntry = z.infer<typeof logEntry>;

/** What opens an entry: kept with the document, by whoever may show it. */
export const logOpening = z.strictObject({ salt: digest });
export type LogOpening = z.infer<typeof logOpening>;

/** What our `.tlog-proof` carries beside the proof: the entry itself and, for its owner, the salt. */
export const proofExtra = z.strictObject({ entry: logEntry, opening: z.exactOptional(logOpening) });
export type ProofExtra = z.infer<typeof proofExtra>;

/** The bytes of the leaf. */
export function entryBytes(entry: LogEntry): Uint8Array {
  return canonicalBytes(logEntry.parse(entry));
}

/** @throws NotCanonical, z.ZodError */
export function readEntry(bytes: Uint8Array): LogEntry {
  return logEntry.parse(parseCanonical(bytes));
}

/** @throws NotCanonical, z.ZodError */
export function readExtra(bytes: Uint8Array): ProofExtra {
  return proofExtra.parse(parseCanonical(bytes));
}
