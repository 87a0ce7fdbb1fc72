import { PdfError } from '../error.js';
import type { Allowance } from '../structure/allowance.js';

/** Characters of a PDF file (ISO 32000-2 7.2.3) and what stands between tokens. */

export function isWhite(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0x00;
}

/** ( ) < > [ ] { } / % */
export function isDelimiter(byte: number | undefined): boolean {
  return byte !== undefined && DELIMITERS.has(byte);
}

const DELIMITERS = new Set([0x28, 0x29, 0x3c, 0x3e, 0x5b, 0x5d, 0x7b, 0x7d, 0x2f, 0x25]);

/** The longest token that is no string: a name has at most 127 bytes, each written with three. */
const MAX_TOKEN = 400;

/** Steps through bytes; every method begins at `at` and leaves it behind what was read. */
export class Scanner {
  readonly bytes: Uint8Array;
  readonly allowance: Allowance;
  at: number;
  /** The first byte that is not read any more. */
  readonly end: number;
  /** The bytes are unpacked ones: places in them are none of the file's. */
  packed = false;

  constructor(bytes: Uint8Array, allowance: Allowance, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.allowance = allowance;
    this.at = at;
    this.end = end;
  }

  peek(ahead = 0): number | undefined {
    return this.at + ahead < this.end ? this.bytes[this.at + ahead] : undefined;
  }

  /** White space and comments. */
  skip(): void {
    for (;;) {
      const byte = this.peek();
      if (byte === 0x25) {
        while (this.at < this.end && this.bytes[this.at] !== 0x0a && this.bytes[this.at] !== 0x0d) this.at++;
      } else if (isWhite(byte)) this.at++;
      else return;
    }
  }

  /** One end of line: CR LF, LF or CR. */
  endOfLine(): boolean {
    const start = this.at;
    if (this.peek() === 0x0d) this.at++;
    if (this.peek() === 0x0a) this.at++;
    return this.at > start;
  }

  /** Regular characters up to the next white space or delimiter; may be empty. */
  token(): string {
    const start = this.at;
    while (this.at < this.end && !isWhite(this.bytes[this.at]) && !isDelimiter(this.bytes[this.at])) {
      if (++this.at - start > MAX_TOKEN) throw new PdfError('PDF_SYNTAX', 'a token that is too long');
    }
    return String.fromCharCode(...this.bytes.subarray(start, this.at));
  }

  /** White space, a delimiter or the end stands here. */
  atEndOfToken(): boolean {
    const byte = this.peek();
    return byte === undefined || isWhite(byte) || isDelimiter(byte);
  }

  /** @throws PdfError PDF_SYNTAX unless this word stands here */
  word(text: string): void {
    if (!this.has(text)) throw new PdfError('PDF_SYNTAX', `${text} is missing`);
    this.at += text.length;
  }

  has(text: string): boolean {
    if (this.at + text.length > this.end) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Decimal digits alone, at most ten. */
  unsigned(): number {
    const text = this.token();
    if (!/^\d{1,10}$/.test(text)) throw new PdfError('PDF_SYNTAX', 'not a number');
    return Number(text);
  }
}
