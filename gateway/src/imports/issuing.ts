import { ContractError } from '@renxin/chaincode/kernel';
import type { ImportView } from '@renxin/wallets/api';
import { setTimeout } from 'node:timers/promises';
import { faultFields } from '../log/log.js';
import { Refusal } from '../problem/index.js';
import { issueChunk } from './chunk.js';
import { loadImport, viewOf, type ImportDesk } from './desk.js';
import { CHUNK } from './import-file.js';
import type { Row } from './rows.js';
import { Tally } from './tally.js';
import { finish, readRows } from './validating.js';

/** Chunks that are on their way at once: while one is written to the disk the next is signed. */
const AT_ONCE = 8;
const AGAIN_AFTER = 1000;

/**
 * The explicit act: the valid rows are issued, and the official says how many that is, as the report does.
 * @throws Refusal IMPORT_UNKNOWN, IMPORT_STATE, IMPORT_MISMATCH
 */
export async function issuingBegun(desk: ImportDesk, name: string, rows: number): Promise<ImportView> {
  const { value, version } = await loadImport(desk, name);
  const { state, counts } = value;
  if (state !== 'validated') throw new Refusal('IMPORT_STATE');
  if (rows !== counts.valid) throw new Refusal('IMPORT_MISMATCH');
  const begun = { ...value, state: 'issuing' as const };
  await desk.certificates.store.write([desk.files.put(name, begun, version)]);
  beginIssuing(desk, name, 0);
  return viewOf(desk, begun);
}

/** Goes on with it in this process until it is done, is stopped, or the rules refuse all of it. */
export function beginIssuing(desk: ImportDesk, name: string, done: number): void {
  desk.runs.begin(name, done, async (signal) => {
    while (!signal.aborted) {
      try {
        await issueAll(desk, name, signal);
        return;
      } catch (error) {
        const { organisation } = desk.certificates;
        desk.log.error({ organisation, fault: faultFields(error) }, 'an import is interrupted');
        await setTimeout(AGAIN_AFTER, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  });
}

/** Issues every row that is valid and not issued yet; what was done before is passed over. */
async function issueAll(desk: ImportDesk, name: string, signal: AbortSignal): Promise<void> {
  const tally = new Tally(desk, (await loadImport(desk, name)).value);
  await finishPrepared(desk, tally);
  const underWay = new Set<Promise<void>>();
  let failed: { readonly error: unknown } | undefined;
  let number = 0;
  const begin = (rows: readonly Row[]): void => {
    const chunk = issueChunk(desk, tally, number++, rows)
      .catch((error: unknown) => void (failed ??= { error }))
      .finally(() => underWay.delete(chunk));
    underWay.add(chunk);
  };
  try {
    for await (const rows of chunksOf(readRows(desk, tally.file, () => undefined))) {
      if (signal.aborted || failed !== undefined) break;
      begin(rows);
      if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    }
  } finally {
    await Promise.all(underWay);
  }
  if (failed?.error instanceof ContractError) {
    await finish(desk, { ...tally.file, state: 'failed', code: failed.error.code });
    return;
  }
  if (failed !== undefined) throw failed.error;
  if (!signal.aborted) await finish(desk, { ...tally.file, state: 'done' });
}

/** What was kept before a crash goes to the ledger, or was there already: nothing is left half done. */
export async function finishPrepared(desk: ImportDesk, tally: Tally): Promise<void> {
  const prefix = `${tally.file.import}:`;
  let after: string | undefined;
  do {
    const page = await desk.chunks.list({ prefix, limit: 100, ...(after !== undefined && { after }) });
    for (const { key, value } of page.records)
      if (value.preparedAt !== undefined)
        await issueChunk(desk, tally, Number(key.slice(prefix.length)), []).catch(unlessRefused);
    after = page.next;
  } while (after !== undefined);
}

/** What the rules refuse of all rows is found again when they are issued. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof ContractError)) throw error;
}

async function* chunksOf(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let chunk: Row[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
