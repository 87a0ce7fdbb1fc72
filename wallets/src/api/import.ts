import { instant, recordId, word } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** Certificates in bulk: a file of a province's official, validated first, issued on an explicit act. docs/formats/import.md */

/** Rows of a file at most. */
export const MOST_IMPORT_ROWS = 200_000;

export const importFormat = z.enum(['csv', 'ndjson']);
export const importEncoding = z.enum(['utf-8', 'gb18030']);
export const importState = z.enum(['validating', 'validated', 'issuing', 'done', 'failed', 'cancelled']);

/** `valid`: can be issued, and is not yet; `refused`: valid, and refused when it was to be issued. */
export const rowOutcome = z.enum(['valid', 'invalid', 'issued', 'refused']);

/** Why a whole file is no import: its state is `failed`. */
export const fileCodes = [
  'IMPORT_ENCODING',
  'IMPORT_MALFORMED',
  'IMPORT_COLUMNS',
  'IMPORT_EMPTY',
  'IMPORT_TOO_LONG',
] as const;

/** Why one row cannot be issued, besides the codes of the type's schema and of the ledger's rules. */
export const rowCodes = [
  'ROW_FORMULA',
  'ROW_MALFORMED',
  'ROW_COLUMNS',
  'ROW_GARBLED',
  'NUMBER_DOUBLED',
  'CERTIFICATE_NUMBER_EXISTS',
  'CERTIFICATE_DATES',
  'HOLDER_MISMATCH',
  'HOLDER_FULL',
] as const;

const count = z.int().min(0);

/** Of one code: how many rows, and the first of them by number. */
export const importFinding = z.strictObject({
  code: z.string(),
  rows: count,
  first: z.array(z.int()).max(10),
});

export const importView = z.strictObject({
  import: recordId,
  type: word,
  format: importFormat,
  state: importState,
  /** Why it failed. */
  code: z.exactOptional(z.string()),
  /** As it was declared, and as the bytes turned out to be. */
  encoding: z.strictObject({
    declared: z.exactOptional(importEncoding),
    read: z.exactOptional(importEncoding),
  }),
  createdAt: instant,
  validatedAt: z.exactOptional(instant),
  finishedAt: z.exactOptional(instant),
  /** Rows that were read so far. */
  rows: count,
  counts: z.strictObject({ valid: count, invalid: count, issued: count, refused: count }),
  /** Of the present step: rows done, of how many; while a file is validated the total is not known. */
  done: count,
  total: z.exactOptional(count),
  secondsLeft: z.exactOptional(count),
  /** What was found, the most frequent first; never a value of the file. */
  report: z.array(importFinding),
});
export const importList = z.strictObject({ imports: z.array(importView), next: z.exactOptional(recordId) });

export const importRow = z.strictObject({
  /** As a table shows it: the heading of a CSV is row 1, the first line of NDJSON is row 1. */
  row: z.int().min(1),
  outcome: rowOutcome,
  certificate: z.exactOptional(recordId),
  faults: z.array(z.strictObject({ field: z.exactOptional(z.string()), code: z.string() })),
});
export const importRows = z.strictObject({ rows: z.array(importRow), next: z.exactOptional(z.int()) });

/** The explicit act: how many rows are to be issued, as the report says. */
export const importIssuing = z.strictObject({ rows: z.int().min(1) });

export type ImportView = z.infer<typeof importView>;
export type ImportRow = z.infer<typeof importRow>;
export type ImportEncoding = z.infer<typeof importEncoding>;
export type ImportFormat = z.infer<typeof importFormat>;
export type FileCode = (typeof fileCodes)[number];
