import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import { isArray, isName, Stream, type Dictionary, type PdfObject } from '../syntax/objects.js';
import { parseIndirect, parseObject } from '../syntax/parse.js';
import { isWhite, Scanner } from '../syntax/scanner.js';
import type { Allowance } from './allowance.js';
import { unpack } from './unpack.js';

/** Where an object is: at an offset, or the nth one in an object stream. */
export type Entry =
  | { readonly kind: 'free' }
  | { readonly kind: 'plain'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'packed'; readonly container: number; readonly index: number };

/** One cross-reference section (ISO 32000-2 7.5.4, 7.5.8) with its trailer. */
export interface Section {
  readonly offset: number;
  readonly form: 'table' | 'stream';
  readonly entries: ReadonlyMap<number, Entry>;
  readonly trailer: Dictionary;
  /** What stands after its `startxref`. */
  readonly named: number;
  /** Behind its `%%EOF`. */
  readonly mark: number;
  /** The same, with one end of line when there is one. */
  readonly end: number;
}

/**
 * All sections, newest first, from the `startxref` at the very end of the file.
 * @throws PdfError PDF_XREF, PDF_LOOP, PDF_HYBRID, PDF_ENCRYPTED, PDF_TOO_LARGE
 */
export function readSections(bytes: Uint8Array, allowance: Allowance): Section[] {
  const sections: Section[] = [];
  const seen = new Set<number>();
  let entries = 0;
  for (let offset: number | undefined = lastOffset(bytes, allowance); offset !== undefined;) {
    if (seen.has(offset)) throw new PdfError('PDF_LOOP', 'a cross-reference that leads back');
    if (sections.length === LIMITS.sections) throw new PdfError('PDF_TOO_LARGE', 'cross-reference sections');
    seen.add(offset);
    const section = readSection(bytes, offset, allowance);
    entries += section.entries.size;
    if (entries > LIMITS.objects) throw new PdfError('PDF_TOO_LARGE', 'objects');
    sections.push(section);
    offset = previousOf(section.trailer);
  }
  return sections;
}

function lastOffset(bytes: Uint8Array, allowance: Allowance): number {
  let end = bytes.length;
  while (end > 0 && isWhite(bytes[end - 1])) end--;
  const scanner = new Scanner(bytes, allowance, Math.max(0, end - 64), end);
  let found = -1;
  for (; scanner.at < end; scanner.at++) if (scanner.has('startxref')) found = scanner.at;
  if (found < 0) throw new PdfError('PDF_XREF', 'startxref is missing');
  scanner.at = found + 9;
  const { offset, at } = closing(scanner);
  if (at !== end) throw new PdfError('PDF_XREF', 'something after the end of the file');
  return offset;
}

/** After `startxref`: the offset and `%%EOF`. */
function closing(scanner: Scanner): { offset: number; at: number } {
  while (isWhite(scanner.peek())) scanner.at++;
  const offset = faulty('PDF_XREF', () => scanner.unsigned());
  while (isWhite(scanner.peek())) scanner.at++;
  if (!scanner.has('%%EOF')) throw new PdfError('PDF_XREF', '%%EOF is missing');
  return { offset, at: scanner.at + 5 };
}

function readSection(bytes: Uint8Array, offset: number, allowance: Allowance): Section {
  if (offset >= bytes.length) throw new PdfError('PDF_XREF', 'an offset outside of the file');
  const scanner = new Scanner(bytes, allowance, offset);
  const isTable = scanner.has('xref');
  const read = faulty('PDF_XREF', () => (isTable ? readTable(scanner) : readStream(scanner, allowance)));
  if (read.trailer.has('Encrypt')) throw new PdfError('PDF_ENCRYPTED', 'encrypted');
  if (read.trailer.has('XRefStm')) throw new PdfError('PDF_HYBRID', 'two cross-references for one revision');
  scanner.skip();
  if (!scanner.has('startxref')) throw new PdfError('PDF_XREF', 'startxref is missing');
  scanner.at += 9;
  const { offset: named, at: mark } = closing(scanner);
  scanner.at = mark;
  scanner.endOfLine();
  allowance.scan(scanner.at - offset);
  return { ...read, offset, form: isTable ? 'table' : 'stream', named, mark, end: scanner.at };
}

function readTable(scanner: Scanner): Pick<Section, 'entries' | 'trailer'> {
  scanner.word('xref');
  const entries = new Map<number, Entry>();
  for (;;) {
    scanner.skip();
    if (scanner.has('trailer')) break;
    const first = scanner.unsigned();
    scanner.skip();
    const count = scanner.unsigned();
    if (count > LIMITS.objects) throw new PdfError('PDF_TOO_LARGE', 'objects');
    while (scanner.peek() === 0x20) scanner.at++;
    if (count > 0 && !scanner.endOfLine()) throw new PdfError('PDF_XREF', 'a subsection');
    for (let i = 0; i < count; i++) add(entries, first + i, readRow(scanner));
  }
  scanner.word('trailer');
  const trailer = parseObject(scanner);
  if (!(trailer instanceof Map)) throw new PdfError('PDF_XREF', 'a trailer');
  return { entries, trailer: trailer as Dictionary };
}

/** Twenty bytes: `nnnnnnnnnn ggggg n` and an end of line of two. */
function readRow(scanner: Scanner): Entry {
  const row = String.fromCharCode(...scanner.bytes.subarray(scanner.at, scanner.at + 20));
  const match = /^(\d{10}) (\d{5}) ([nf])( \r| \n|\r\n)$/.exec(row);
  if (match === null) throw new PdfError('PDF_XREF', 'a row');
  scanner.at += 20;
  if (match[3] === 'f') return { kind: 'free' };
  return { kind: 'plain', offset: Number(match[1]), generation: Number(match[2]) };
}

function readStream(scanner: Scanner, allowance: Allowance): Pick<Section, 'entries' | 'trailer'> {
  const { object } = parseIndirect(scanner, (length) => {
    // The place of another object is what this stream is about to tell.
    if (typeof length !== 'number') throw new PdfError('PDF_XREF', 'a length that is elsewhere');
    return length;
  });
  if (!(object instanceof Stream) || !isName(object.dictionary.get('Type'), 'XRef'))
    throw new PdfError('PDF_XREF', 'not a cross-reference');
  const { dictionary } = object;
  const widths = numbersOf(dictionary.get('W') ?? null);
  const [w0 = 0, w1 = 0, w2 = 0] = widths;
  if (widths.length !== 3 || widths.some((width) => width > 6)) throw new PdfError('PDF_XREF', 'W');
  const size = numbersOf([dictionary.get('Size') ?? null])[0] ?? 0;
  const index = dictionary.has('Index') ? numbersOf(dictionary.get('Index') ?? null) : [0, size];
  const content = unpack(object, allowance);
  const entries = new Map<number, Entry>();
  let at = 0;
  const field = (width: number): number => {
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + (content[at++] ?? 0);
    return value;
  };
  for (let i = 0; i + 1 < index.length; i += 2) {
    const [first = 0, count = 0] = index.slice(i, i + 2);
    if (count > LIMITS.objects) throw new PdfError('PDF_TOO_LARGE', 'objects');
    if (at + count * (w0 + w1 + w2) > content.length) throw new PdfError('PDF_XREF', 'rows are missing');
    for (let k = 0; k < count; k++) {
      const kind = w0 === 0 ? 1 : field(w0);
      const [second, third] = [field(w1), field(w2)];
      add(entries, first + k, entryOf(kind, second, third));
    }
  }
  if (at !== content.length) throw new PdfError('PDF_XREF', 'rows too many');
  return { entries, trailer: dictionary };
}

function entryOf(kind: number, second: number, third: number): Entry {
  if (kind === 0) return { kind: 'free' };
  if (kind === 1) return { kind: 'plain', offset: second, generation: third };
  if (kind === 2) return { kind: 'packed', container: second, index: third };
  throw new PdfError('PDF_XREF', 'a kind of entry');
}

function add(entries: Map<number, Entry>, number: number, entry: Entry): void {
  if (entries.has(number)) throw new PdfError('PDF_XREF', 'an object twice');
  if (number > 8_388_607) throw new PdfError('PDF_XREF', 'an object number');
  entries.set(number, entry);
}

function previousOf(trailer: Dictionary): number | undefined {
  const previous = trailer.get('Prev');
  if (previous === undefined) return undefined;
  if (typeof previous !== 'number' || !Number.isInteger(previous) || previous < 0)
    throw new PdfError('PDF_XREF', 'Prev');
  return previous;
}

function numbersOf(object: PdfObject): number[] {
  if (!isArray(object)) throw new PdfError('PDF_XREF', 'not numbers');
  return object.map((each) => {
    if (typeof each !== 'number' || !Number.isInteger(each) || each < 0)
      throw new PdfError('PDF_XREF', 'not a number');
    return each;
  });
}

/** What is wrong inside is wrong with the cross-reference. */
function faulty<T>(code: 'PDF_XREF', read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PdfError && !['PDF_SYNTAX', 'PDF_STREAM'].includes(error.code)) throw error;
    throw new PdfError(code, error instanceof Error ? error.message : '');
  }
}
