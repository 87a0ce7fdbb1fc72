import address from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

/** From a file beside the page. */
export function servedPdfThread(): Worker {
  return new Worker(address, { type: 'module' });
}
