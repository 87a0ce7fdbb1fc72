import { JsonError, readJson, type Json } from '@renxin/chaincode/canonical';
import type { ImportFormat } from '@renxin/wallets/api';
import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { FileFault } from './file-fault.js';

/** Characters of one record at most. */
const LONGEST = 65_536;

/** A record of the file by its number, as a table shows it. */
export interface FileRecord<T> {
  readonly row: number;
  readonly value: T;
}

/** What a line of NDJSON holds; `undefined` when it is no JSON of the strict kind. */
export type Line = Json | undefined;

/**
 * The records of a CSV file (RFC 4180), the heading included.
 * @throws FileFault IMPORT_MALFORMED for quotes that do not fit, IMPORT_TOO_LONG for a record that is too long
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
): AsyncGenerator<FileRecord<readonly string[]>> {
  const parser = parse({ relax_column_count: true, max_record_size: LONGEST });
  const source = Readable.from(text);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    let row = 0;
    for await (const record of parser) {
      const value = record as readonly string[];
      row++;
      if (value.length > 1 || value[0] !== '') yield { row, value };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new FileFault(cause.code === 'CSV_MAX_RECORD_SIZE' ? 'IMPORT_TOO_LONG' : 'IMPORT_MALFORMED');
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/**
 * The lines of an NDJSON file that are not empty.
 * @throws FileFault IMPORT_TOO_LONG for a line that is too long
 */
export async function* ndjsonRecords(text: AsyncIterable<string>): AsyncGenerator<FileRecord<Line>> {
  let rest = '';
  let row = 0;
  for await (const part of text) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      row++;
      if (line.trim() !== '') yield { row, value: jsonOf(line) };
    }
    if (rest.length > LONGEST) throw new FileFault('IMPORT_TOO_LONG');
  }
  if (rest.trim() !== '') yield { row: row + 1, value: jsonOf(rest) };
}

/** The content types of a file's formats, with the encodings that can be declared. */
export const contentTypes = [
  'text/csv',
  'text/csv;charset=utf-8',
  'text/csv;charset=gb18030',
  'application/x-ndjson',
  'application/x-ndjson;charset=utf-8',
  'application/x-ndjson;charset=gb18030',
] as const;

export function formatOf(contentType: string): ImportFormat {
  return contentType.startsWith('text/csv') ? 'csv' : 'ndjson';
}

function jsonOf(line: string): Line {
  if (line.length > LONGEST) throw new FileFault('IMPORT_TOO_LONG');
  try {
    return readJson(new TextEncoder().encode(line));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
