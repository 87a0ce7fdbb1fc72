import type { ImportView } from '@renxin/wallets/api';
import type { CertificateDesk } from '../certificates/desk.js';
import type { Log } from '../log/log.js';
import { Refusal } from '../problem/index.js';
import type { JsonRecord, JsonRecords } from '../store/index.js';
import type { importChunk, importFile, ImportFile, importProgress } from './import-file.js';
import type { Runs } from './runs.js';
import type { SealedFiles } from './sealed-file.js';

/** What the use cases of imports work with, at one province's gateway. */
export interface ImportDesk {
  readonly certificates: CertificateDesk;
  readonly files: JsonRecords<typeof importFile>;
  readonly progress: JsonRecords<typeof importProgress>;
  /** By import and number of the chunk. */
  readonly chunks: JsonRecords<typeof importChunk>;
  readonly sealed: SealedFiles;
  readonly runs: Runs;
  readonly log: Log;
}

/** With its counts as they are now. @throws Refusal IMPORT_UNKNOWN */
export async function loadImport(desk: ImportDesk, name: string): Promise<JsonRecord<ImportFile>> {
  const found = await desk.files.get(name);
  if (found === undefined) throw new Refusal('IMPORT_UNKNOWN');
  return { ...found, value: await countedIn(desk, found.value) };
}

/** Some imports, the latest first: those that follow the one named `after`. */
export async function someImports(
  desk: ImportDesk,
  asked: { readonly after?: string; readonly limit: number },
): Promise<{ imports: ImportFile[]; next?: string }> {
  const { records, next } = await desk.files.list(asked);
  const imports = await Promise.all(records.map(({ value }) => countedIn(desk, value)));
  return { imports, ...(next !== undefined && { next }) };
}

/** Every import that is not over. */
export async function unfinished(desk: ImportDesk): Promise<ImportFile[]> {
  const found: ImportFile[] = [];
  for (let after: string | undefined; ;) {
    const page = await someImports(desk, { limit: 500, ...(after !== undefined && { after }) });
    found.push(...page.imports.filter(isUnfinished));
    if (page.next === undefined) return found;
    after = page.next;
  }
}

export function isUnfinished({ state }: ImportFile): boolean {
  return state === 'validating' || state === 'validated' || state === 'issuing';
}

async function countedIn({ progress }: ImportDesk, file: ImportFile): Promise<ImportFile> {
  const { import: name, state, counts } = file;
  const known = state === 'issuing' ? (await progress.get(name))?.value : undefined;
  if (known === undefined) return file;
  const { issued, refused } = known;
  const valid = counts.valid + counts.issued + counts.refused - issued - refused;
  return { ...file, counts: { ...counts, valid, issued, refused } };
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
