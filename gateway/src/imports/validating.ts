import { schemaOf } from '@renxin/credentials/schema';
import { setImmediate } from 'node:timers/promises';
import { chunkKey, loadImport, type ImportDesk } from './desk.js';
import { decoded } from './encoding.js';
import { FileFault } from './file-fault.js';
import { CHUNK, type ChunkRow, type ImportFile } from './import-file.js';
import { Judge } from './judge.js';
import { Report } from './report.js';
import { rowsOf, type Row } from './rows.js';

/** Chunks that are written at once. */
const AT_ONCE = 8;

/**
 * Judges every row, and issues nothing. After a crash it begins anew: what it keeps is what it says the second time.
 * Whoever stops it finds the state that it had.
 */
export async function validated(desk: ImportDesk, name: string, signal: AbortSignal): Promise<void> {
  const { value } = await loadImport(desk, name);
  try {
    await judgeAll(desk, value, signal);
  } catch (error) {
    await eraseRows(desk, name);
    const code = error instanceof FileFault ? error.code : 'INTERNAL';
    await finish(desk, { ...value, ...EMPTY, state: 'failed', code });
    if (!(error instanceof FileFault)) throw error;
  }
}

async function judgeAll(desk: ImportDesk, file: ImportFile, signal: AbortSignal): Promise<void> {
  const { definition } = schemaOf(file.type);
  const judge = new Judge(desk.certificates, definition);
  const report = new Report();
  const pages = new Pages(desk, file, report);
  let rows = 0;
  const found: Pick<ImportFile, 'encoding'> = {};
  for await (const { row, read } of readRows(desk, file, (encoding) => Object.assign(found, { encoding }))) {
    rows++;
    const judged = await judge.row(read);
    const faults = judged.ok ? [] : judged.faults;
    report.add(row, faults);
    await pages.add(judged.ok ? { row, outcome: 'valid' } : { row, outcome: 'invalid', faults: [...faults] });
    if (signal.aborted) return;
  }
  if (rows === 0) throw new FileFault('IMPORT_EMPTY');
  await pages.end({ ...found, state: 'validated', validatedAt: desk.certificates.clock().toISOString() });
}

/** The rows of a file that was handed in. @throws FileFault */
export function readRows(
  desk: ImportDesk,
  { import: name, type, format, frames, declared }: ImportFile,
  found: Parameters<typeof decoded>[2],
): AsyncGenerator<Row> {
  const text = decoded(desk.sealed.read(name, frames), declared, found);
  return rowsOf(schemaOf(type).definition, format, text);
}

/** Keeps what was found, some chunks at a time, together with how far it came. */
class Pages {
  readonly #desk: ImportDesk;
  readonly #report: Report;
  #file: ImportFile;
  #chunks: ChunkRow[][] = [];
  #written = 0;

  constructor(desk: ImportDesk, file: ImportFile, report: Report) {
    this.#desk = desk;
    this.#file = { ...file, ...EMPTY };
    this.#report = report;
  }

  async add(row: ChunkRow): Promise<void> {
    let last = this.#chunks.at(-1);
    if (last === undefined || last.length === CHUNK) {
      if (this.#chunks.length === AT_ONCE) await this.#write({});
      this.#chunks.push((last = []));
      await setImmediate(); // others get their turn
    }
    last.push(row);
  }

  end(change: Partial<ImportFile>): Promise<void> {
    return this.#write(change);
  }

  async #write(change: Partial<ImportFile>): Promise<void> {
    const { chunks, files, certificates } = this.#desk;
    const { import: name, counts, rows } = this.#file;
    const all = this.#chunks.flat();
    const valid = all.filter(({ outcome }) => outcome === 'valid').length;
    this.#file = {
      ...this.#file,
      ...change,
      rows: rows + all.length,
      counts: { ...counts, valid: counts.valid + valid, invalid: counts.invalid + all.length - valid },
      report: this.#report.findings(),
    };
    await certificates.store.write([
      files.put(name, this.#file),
      ...this.#chunks.map((each, i) =>
        chunks.put(chunkKey(name, this.#written + i), { schema: 1, rows: each }),
      ),
    ]);
    this.#written += this.#chunks.length;
    this.#chunks = [];
  }
}

const EMPTY = {
  rows: 0,
  counts: { valid: 0, invalid: 0, issued: 0, refused: 0 },
  report: [],
} satisfies Partial<ImportFile>;

/** The import is over: the file that was handed in is erased first, whatever happens next. */
export async function finish(desk: ImportDesk, file: ImportFile): Promise<void> {
  await desk.sealed.erase(file.import);
  const finishedAt = desk.certificates.clock().toISOString();
  await desk.certificates.store.write([
    desk.files.put(file.import, { ...file, frames: 0, finishedAt }),
    desk.progress.delete(file.import),
  ]);
}

async function eraseRows({ chunks, certificates }: ImportDesk, name: string): Promise<void> {
  for (;;) {
    const { records } = await chunks.list({ prefix: `${name}:`, limit: 500 });
    if (records.length === 0) return;
    await certificates.store.write(records.map(({ key }) => chunks.delete(key)));
  }
}
