export type PdfCode =
  | 'PDF_HEADER'
  | 'PDF_SYNTAX'
  | 'PDF_XREF'
  | 'PDF_HYBRID'
  | 'PDF_LOOP'
  | 'PDF_ENCRYPTED'
  | 'PDF_TOO_LARGE'
  | 'PDF_STREAM'
  | 'PDF_OBJECT'
  | 'PDF_STRUCTURE'
  | 'PDF_FIELD'
  | 'PDF_NOT_PREPARED'
  | 'PDF_CONTENTS_TOO_SMALL';

/** A PDF that is not read, or not written; `code` says why (docs/formats/signed-pdf.md). */
export class PdfError extends Error {
  readonly code: PdfCode;
  constructor(code: PdfCode, message: string) {
    super(`${code}: ${message}`);
    this.name = 'PdfError';
    this.code = code;
  }
}
