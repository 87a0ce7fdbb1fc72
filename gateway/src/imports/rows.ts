import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CredentialType } from '@renxin/credentials/schema';
import type { ImportFormat } from '@renxin/wallets/api';
import { MOST_IMPORT_ROWS } from '@renxin/wallets/api';
import { claimsOf, columnsOf, type Column, type Read } from './columns.js';
import { FileFault } from './file-fault.js';
import { csvRecords, ndjsonRecords, type Line } from './records.js';

/** A row of the file that is no heading. */
export interface Row {
  readonly row: number;
  readonly read: Read;
}

/** The rows of a file by its type. @throws FileFault IMPORT_TOO_LONG after {@link MOST_IMPORT_ROWS} rows, and others */
export async function* rowsOf(
  definition: CredentialType,
  format: ImportFormat,
  text: AsyncIterable<string>,
): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of anyRows(definition, format, text)) {
    if (++count > MOST_IMPORT_ROWS) throw new FileFault('IMPORT_TOO_LONG');
    yield row;
  }
}

async function* anyRows(
  definition: CredentialType,
  format: ImportFormat,
  text: AsyncIterable<string>,
): AsyncGenerator<Row> {
  if (format === 'ndjson') {
    for await (const { row, value } of ndjsonRecords(text)) yield { row, read: readLine(value) };
    return;
  }
  let columns: readonly Column[] | undefined;
  for await (const { row, value } of csvRecords(text))
    if (columns === undefined) columns = columnsOf(definition, value);
    else yield { row, read: claimsOf(columns, value) };
}

function readLine(value: Line): Read {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject
    ? { ok: true, claims: value as JsonObject }
    : { ok: false, faults: [{ code: 'ROW_MALFORMED' }] };
}
