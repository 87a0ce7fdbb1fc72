import { instant, recordId, word } from '@renxin/chaincode/messages';
import { importEncoding, importFinding, importFormat, importState, rowOutcome } from '@renxin/wallets/api';
import { z } from 'zod';

/** What a province keeps of an import. docs/formats/import.md */

/** Rows of one chunk: what is issued in one command of the ledger. */
export const CHUNK = 64;

const count = z.int().min(0);

export const importFile = z.strictObject({
  schema: z.literal(1),
  import: recordId,
  type: word,
  format: importFormat,
  state: importState,
  code: z.exactOptional(z.string()),
  declared: z.exactOptional(importEncoding),
  encoding: z.exactOptional(importEncoding),
  createdAt: instant,
  validatedAt: z.exactOptional(instant),
  finishedAt: z.exactOptional(instant),
  /** Sealed frames of the file that was handed in; 0 once they are erased. */
  frames: count,
  rows: count,
  /** Of the rows that are done with. */
  counts: z.strictObject({ valid: count, invalid: count, issued: count, refused: count }),
  report: z.array(importFinding).max(64),
});

/** How far the issuing has come: small, because it is written with every chunk. In the file's counts once it is over. */
export const importProgress = z.strictObject({ schema: z.literal(1), issued: count, refused: count });

/** So many rows of the file after one another, by number; nothing of what they say. */
export const importChunk = z.strictObject({
  schema: z.literal(1),
  rows: z
    .array(
      z.strictObject({
        row: z.int().min(1),
        outcome: rowOutcome,
        faults: z.exactOptional(
          z.array(z.strictObject({ field: z.exactOptional(z.string()), code: z.string() })),
        ),
      }),
    )
    .min(1)
    .max(CHUNK),
  /** The time in the message to the ledger, once the credentials are signed and kept: the same message is made again. */
  preparedAt: z.exactOptional(instant),
});

export type ImportFile = z.infer<typeof importFile>;
export type ImportChunk = z.infer<typeof importChunk>;
export type ChunkRow = ImportChunk['rows'][number];
