import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import { openPdf, type PdfDocument } from '../structure/document.js';
import { inherited, pagesOf } from '../structure/pages.js';
import type { Update } from '../structure/update.js';
import {
  dictionary,
  isArray,
  isDictionary,
  Name,
  Ref,
  Stream,
  type Dictionary,
  type PdfObject,
} from '../syntax/objects.js';

/**
 * Takes the first page of another PDF into an update as a form (ISO 32000-2 8.10): what a stamp looks like. Its fonts and
 * pictures come with it, so whoever can draw a PDF with embedded fonts can draw a stamp, and PDF/A stays PDF/A.
 * @returns the form
 * @throws PdfError of the stamp's own faults
 */
export function importStamp(update: Update, stamp: Uint8Array): Ref {
  const source = openPdf(stamp);
  const page = pagesOf(source)[0];
  if (page === undefined) throw new PdfError('PDF_STRUCTURE', 'a stamp without a page');
  const contents = source.get(page.dictionary.get('Contents'));
  const only = isArray(contents) && contents.length === 1 ? source.get(contents[0]) : contents;
  if (!(only instanceof Stream)) throw new PdfError('PDF_STRUCTURE', 'a stamp whose content is in parts');
  const copy = copier(update, source);
  const box = inherited(source, page.dictionary, 'MediaBox');
  const resources = inherited(source, page.dictionary, 'Resources');
  return update.add(
    new Stream(
      dictionary({
        Type: new Name('XObject'),
        Subtype: new Name('Form'),
        BBox: copy(box),
        Resources: copy(resources ?? new Map<string, PdfObject>()),
        Filter: only.dictionary.get('Filter'),
        DecodeParms: only.dictionary.get('DecodeParms'),
      }),
      only.raw,
    ),
  );
}

/** Copies objects with all that they lead to; each object of the source is copied once. */
function copier(update: Update, source: PdfDocument): (object: PdfObject, depth?: number) => PdfObject {
  const copied = new Map<number, Ref>();
  function copy(object: PdfObject, depth = 0): PdfObject {
    if (depth > LIMITS.depth) throw new PdfError('PDF_TOO_LARGE', 'a stamp that leads on and on');
    if (object instanceof Ref) {
      const known = copied.get(object.number);
      if (known !== undefined) return known;
      const ref = update.reserve();
      copied.set(object.number, ref);
      update.set(ref, copy(source.get(object), depth + 1));
      return ref;
    }
    if (object instanceof Stream)
      return new Stream(copy(object.dictionary, depth + 1) as Dictionary, object.raw);
    if (isArray(object)) return object.map((each) => copy(each, depth + 1));
    if (isDictionary(object))
      return new Map([...object].map(([key, value]) => [key, copy(value, depth + 1)]));
    return object;
  }
  return copy;
}
