import type { ImportView } from '@renxin/wallets/api';
import type { CertificateDesk } from '../certificates/desk.js';
import type { Log } from '../log/log.js';
import { Refusal } from '../problem/index.js';
import type { JsonRecord, JsonRecords } from '../store/index.js';
import type { importChunk, importFile, ImportFile } from './import-file.js';
import type { Runs } from './runs.js';
import type { SealedFiles } from './sealed-file.js';

/** What the use cases of imports work with, at one province's gateway. */
export interface ImportDesk {
  readonly certificates: CertificateDesk;
  readonly files: JsonRecords<typeof importFile>;
  /** By import and number of the chunk. */
  readonly chunks: JsonRecords<typeof importChunk>;
  readonly sealed: SealedFiles;
  readonly runs: Runs;
  readonly log: Log;
}

/** @throws Refusal IMPORT_UNKNOWN */
export async function loadImport(desk: ImportDesk, name: string): Promise<JsonRecord<ImportFile>> {
  const found = await desk.files.get(name);
  if (found === undefined) throw new Refusal('IMPORT_UNKNOWN');
  return found;
}

/** Every import, the latest first. */
export async function allImports(desk: ImportDesk): Promise<ImportFile[]> {
  const { records } = await desk.files.list({ limit: 1000 });
  return records.map(({ value }) => value).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** As an official sees it. */
export function viewOf(desk: ImportDesk, file: ImportFile): ImportView {
  const { import: name, type, format, state, declared, encoding, createdAt, rows, counts, report } = file;
  const { code, validatedAt, finishedAt } = file;
  const issuable = counts.valid + counts.issued + counts.refused;
  const isRead = validatedAt !== undefined;
  const done = isRead ? counts.issued + counts.refused : rows;
  const secondsLeft = state === 'issuing' ? desk.runs.secondsLeft(name, done, issuable) : undefined;
  return {
    import: name,
    type,
    format,
    state,
    ...(code !== undefined && { code }),
    encoding: {
      ...(declared !== undefined && { declared }),
      ...(encoding !== undefined && { read: encoding }),
    },
    createdAt,
    ...(validatedAt !== undefined && { validatedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    rows,
    counts,
    done,
    ...(isRead && { total: issuable }),
    ...(secondsLeft !== undefined && { secondsLeft }),
    report,
  };
}

export function chunkKey(name: string, chunk: number): string {
  return `${name}:${String(chunk).padStart(5, '0')}`;
}
