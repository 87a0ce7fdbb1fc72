import { fail } from '../../verify/check.js';
import { PdfError } from '../error.js';
import { openPdf } from '../structure/document.js';
import { signaturesOf } from '../structure/signatures.js';
import { Examination } from './examination.js';
import type { PdfInput, PdfReport } from './report.js';

/**
 * Verifies every signature and time-stamp inside a PDF, and all that was added after each (docs/formats/signed-pdf.md).
 * Valid means that every one of them is, that the last covers the document to its end or is followed by validation data
 * alone, and that there is at least one signature. Never throws for what the document holds.
 */
export function verifyPdf(input: PdfInput): PdfReport {
  try {
    const document = openPdf(input.document);
    const signatures = signaturesOf(document);
    if (!signatures.some(({ kind }) => kind === 'signature'))
      return {
        verdict: 'invalid',
        code: 'NO_SIGNATURE',
        checks: [fail('document', 'NO_SIGNATURE')],
        revisions: [],
        signatures: [],
      };
    return new Examination(input, document, signatures).report();
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return {
      verdict: 'invalid',
      code: error.code,
      checks: [fail('document', error.code)],
      revisions: [],
      signatures: [],
    };
  }
}
