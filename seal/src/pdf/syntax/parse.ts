import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import { Name, PdfString, Ref, Stream, type Dictionary, type PdfObject } from './objects.js';
import { isWhite, type Scanner } from './scanner.js';

/** An object as it stands in a file, in its one reading: what readers may take in two ways is refused. */

/** @throws PdfError PDF_SYNTAX */
export function parseObject(scanner: Scanner, depth = 0): PdfObject {
  if (depth > LIMITS.depth) throw new PdfError('PDF_SYNTAX', 'nested too deeply');
  scanner.allowance.parse();
  scanner.skip();
  switch (scanner.peek()) {
    case undefined:
      throw new PdfError('PDF_SYNTAX', 'cut short');
    case 0x2f:
      return parseName(scanner);
    case 0x28:
      return parseLiteral(scanner);
    case 0x5b:
      return parseArray(scanner, depth);
    case 0x3c:
      return scanner.peek(1) === 0x3c ? parseDictionary(scanner, depth) : parseHexadecimal(scanner);
    default:
      return parseWord(scanner);
  }
}

export interface IndirectObject {
  readonly number: number;
  readonly generation: number;
  readonly object: PdfObject;
}

/**
 * `n g obj … endobj`, with a stream when there is one. `lengthOf` resolves the Length of a stream.
 * @throws PdfError PDF_SYNTAX, PDF_STREAM
 */
export function parseIndirect(scanner: Scanner, lengthOf: (length: PdfObject) => number): IndirectObject {
  const number = scanner.unsigned();
  if (!isWhite(scanner.peek())) throw new PdfError('PDF_SYNTAX', 'an object header');
  scanner.skip();
  const generation = scanner.unsigned();
  scanner.skip();
  scanner.word('obj');
  const object = parseObject(scanner);
  scanner.skip();
  if (scanner.has('stream') && object instanceof Map) {
    const stream = parseStream(scanner, object, lengthOf);
    scanner.skip();
    scanner.word('endobj');
    return { number, generation, object: stream };
  }
  scanner.word('endobj');
  return { number, generation, object };
}

function parseStream(
  scanner: Scanner,
  dictionary: Dictionary,
  lengthOf: (length: PdfObject) => number,
): Stream {
  scanner.word('stream');
  if (scanner.peek() === 0x0d) scanner.at++;
  if (scanner.peek() !== 0x0a) throw new PdfError('PDF_STREAM', 'no line end after stream');
  scanner.at++;
  const length = lengthOf(dictionary.get('Length') ?? null);
  const start = scanner.at;
  if (!Number.isInteger(length) || length < 0 || start + length > scanner.end)
    throw new PdfError('PDF_STREAM', 'a length that cannot be');
  scanner.at = start + length;
  while (isWhite(scanner.peek())) scanner.at++;
  if (!scanner.has('endstream')) throw new PdfError('PDF_STREAM', 'a length that is not so');
  scanner.word('endstream');
  return new Stream(dictionary, scanner.bytes.subarray(start, start + length));
}

function parseName(scanner: Scanner): Name {
  scanner.at++;
  const text = scanner.token();
  if (!text.includes('#')) return new Name(text);
  if (/#(?![0-9A-Fa-f]{2})|#00/.test(text)) throw new PdfError('PDF_SYNTAX', 'a name');
  return new Name(
    text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

function parseArray(scanner: Scanner, depth: number): readonly PdfObject[] {
  scanner.at++;
  const items: PdfObject[] = [];
  for (;;) {
    scanner.skip();
    if (scanner.peek() === 0x5d) break;
    items.push(parseObject(scanner, depth + 1));
  }
  scanner.at++;
  return items;
}

function parseDictionary(scanner: Scanner, depth: number): Dictionary {
  scanner.at += 2;
  const entries = new Map<string, PdfObject>();
  for (;;) {
    scanner.skip();
    if (scanner.peek() === 0x3e && scanner.peek(1) === 0x3e) break;
    if (scanner.peek() !== 0x2f) throw new PdfError('PDF_SYNTAX', 'a key that is no name');
    const key = parseName(scanner).text;
    // Of a key that comes twice, some readers take the first and others the last.
    if (entries.has(key)) throw new PdfError('PDF_SYNTAX', 'a key twice');
    const value = parseObject(scanner, depth + 1);
    entries.set(key, value);
  }
  scanner.at += 2;
  return entries;
}

function parseHexadecimal(scanner: Scanner): PdfString {
  const start = scanner.at;
  const digits: number[] = [];
  for (scanner.at++; scanner.peek() !== 0x3e; scanner.at++) {
    const byte = scanner.peek();
    if (byte === undefined) throw new PdfError('PDF_SYNTAX', 'a string that does not end');
    if (isWhite(byte)) continue;
    const digit = hexDigit(byte);
    if (digit < 0) throw new PdfError('PDF_SYNTAX', 'a hexadecimal string');
    requireShort(scanner, start);
    digits.push(digit);
  }
  scanner.at++;
  const bytes = new Uint8Array((digits.length + 1) >> 1);
  digits.forEach((digit, i) => (bytes[i >> 1] = (bytes[i >> 1] ?? 0) | (i % 2 === 0 ? digit << 4 : digit)));
  return new PdfString(bytes, scanner.packed ? undefined : { start, end: scanner.at });
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

const ESCAPES: ReadonlyMap<number, number> = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x28, 0x28],
  [0x29, 0x29],
  [0x5c, 0x5c],
]);

function parseLiteral(scanner: Scanner): PdfString {
  const start = scanner.at;
  const bytes: number[] = [];
  let open = 1;
  scanner.at++;
  for (;;) {
    const byte = scanner.peek();
    if (byte === undefined) throw new PdfError('PDF_SYNTAX', 'a string that does not end');
    scanner.at++;
    if (byte === 0x5c) parseEscape(scanner, bytes);
    else if (byte === 0x0d) {
      if (scanner.peek() === 0x0a) scanner.at++;
      bytes.push(0x0a);
    } else {
      if (byte === 0x28) open++;
      if (byte === 0x29 && --open === 0) break;
      bytes.push(byte);
    }
    requireShort(scanner, start);
  }
  return new PdfString(Uint8Array.from(bytes), scanner.packed ? undefined : { start, end: scanner.at });
}

function requireShort({ at }: Scanner, start: number): void {
  if (at - start > LIMITS.string) throw new PdfError('PDF_TOO_LARGE', 'a string');
}

function parseEscape(scanner: Scanner, bytes: number[]): void {
  const byte = scanner.peek();
  const escaped = ESCAPES.get(byte ?? -1);
  if (escaped !== undefined) {
    scanner.at++;
    bytes.push(escaped);
  } else if (byte !== undefined && byte >= 0x30 && byte <= 0x37) {
    let value = 0;
    for (let i = 0; i < 3; i++) {
      const digit = (scanner.peek() ?? 0) - 0x30;
      if (digit < 0 || digit > 7) break;
      value = value * 8 + digit;
      scanner.at++;
    }
    bytes.push(value & 0xff);
  } else scanner.endOfLine(); // before any other character the solidus counts for nothing
}

function parseWord(scanner: Scanner): PdfObject {
  const number = parseInteger(scanner, 10);
  if (number !== undefined) return parseReference(scanner, number) ?? number;
  const word = scanner.token();
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (word === 'null') return null;
  if (/^[+-]?(\d{1,20}\.?\d{0,20}|\.\d{1,20})$/.test(word)) return Number(word);
  throw new PdfError('PDF_SYNTAX', 'an unexpected word');
}

/** Digits alone, at most so many, or nothing: then `at` stays. */
function parseInteger(scanner: Scanner, digits: number): number | undefined {
  const start = scanner.at;
  let number = 0;
  for (; ; scanner.at++) {
    const digit = (scanner.peek() ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  const length = scanner.at - start;
  if (length > 0 && length <= digits && scanner.atEndOfToken()) return number;
  scanner.at = start;
  return undefined;
}

/** `g R` after a number, or nothing. */
function parseReference(scanner: Scanner, number: number): Ref | undefined {
  const before = scanner.at;
  if (isWhite(scanner.peek())) {
    scanner.skip();
    const generation = parseInteger(scanner, 5);
    if (generation !== undefined && isWhite(scanner.peek())) {
      scanner.skip();
      if (scanner.peek() === 0x52) {
        scanner.at++;
        if (scanner.atEndOfToken()) return new Ref(number, generation);
      }
    }
  }
  scanner.at = before;
  return undefined;
}
