/** Makes the thread in which a PDF is read: from a file of the own origin, or in the offline page from its own text. */
export type PdfThread = () => Worker;

let make: PdfThread | undefined;

export function readPdfIn(thread: PdfThread): void {
  make = thread;
}

export function newPdfThread(): Worker {
  if (make === undefined) throw new TypeError('no thread for PDF');
  return make();
}
