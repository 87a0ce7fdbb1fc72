import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';

/** How much may still be done for one file, over all of its revisions; what would take more is refused. */
export class Allowance {
  #unpacked: number = LIMITS.unpacked;
  #values: number = LIMITS.values;
  #references: number = LIMITS.references;
  #scanned: number;

  /** Objects and cross-references share no bytes: all of them together are no longer than the file, read twice at most. */
  constructor(file: number) {
    this.#scanned = 2 * file + 4096;
  }

  /** @throws PdfError PDF_TOO_LARGE, here and below */
  unpack(bytes: number): void {
    this.#unpacked -= bytes;
    if (this.#unpacked < 0) throw new PdfError('PDF_TOO_LARGE', 'streams that unpack to too much');
  }

  parse(): void {
    if (--this.#values < 0) throw new PdfError('PDF_TOO_LARGE', 'values');
  }

  follow(): void {
    if (--this.#references < 0) throw new PdfError('PDF_TOO_LARGE', 'references');
  }

  scan(bytes: number): void {
    this.#scanned -= bytes;
    if (this.#scanned < 0) throw new PdfError('PDF_TOO_LARGE', 'objects that share bytes');
  }
}
