import type { ImportRow } from '@renxin/wallets/api';
import { chunkKey, loadImport, type ImportDesk } from './desk.js';
import { certificateOf } from './names.js';
import type { ChunkRow } from './import-file.js';

/**
 * What became of the rows, in their order.
 * @param after rows with a greater number
 * @throws Refusal IMPORT_UNKNOWN
 */
export async function resultsOf(
  desk: ImportDesk,
  name: string,
  asked: { readonly outcome?: ChunkRow['outcome']; readonly after: number; readonly limit: number },
): Promise<{ rows: ImportRow[]; next?: number }> {
  const rows: ImportRow[] = [];
  for await (const row of rowsAfter(desk, name, asked.after)) {
    if (asked.outcome !== undefined && row.outcome !== asked.outcome) continue;
    if (rows.length === asked.limit) return { rows, next: rows.at(-1)?.row ?? asked.after };
    rows.push(row);
  }
  return { rows };
}

/**
 * All rows as a CSV for a table, UTF-8 with a byte order mark: number, outcome, certificate, field and code; never what a
 * row says.
 */
export async function reportOf(desk: ImportDesk, name: string): Promise<Uint8Array> {
  const lines = ['\ufeff行 row,结果 outcome,证照 certificate,字段 field,代码 code'];
  for await (const { row, outcome, certificate, faults } of rowsAfter(desk, name, 0))
    for (const { field = '', code } of faults.length > 0 ? faults : [{ code: '' }])
      lines.push([row, outcome, certificate ?? '', field, code].join(','));
  return new TextEncoder().encode(lines.join('\r\n') + '\r\n');
}

async function* rowsAfter(desk: ImportDesk, name: string, after: number): AsyncGenerator<ImportRow> {
  await loadImport(desk, name);
  let from: string | undefined;
  do {
    const page = await desk.chunks.list({
      prefix: chunkKey(name, 0).slice(0, -5),
      limit: 100,
      ...(from !== undefined && { after: from }),
    });
    for (const { value } of page.records) {
      for (const { row, outcome, faults = [] } of value.rows) {
        if (row <= after) continue;
        const certificate = outcome === 'issued' ? certificateOf(desk, name, row) : undefined;
        yield { row, outcome, ...(certificate !== undefined && { certificate }), faults };
      }
    }
    from = page.next;
  } while (from !== undefined);
}
