import InlinedWorker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&inline';

/** From the text that stands in the page itself. */
export function inlinedPdfThread(): Worker {
  return new InlinedWorker();
}
