import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import { isDictionary, isName, Ref, type Dictionary } from '../syntax/objects.js';
import type { PdfDocument } from './document.js';

export interface Page {
  readonly ref: Ref;
  readonly dictionary: Dictionary;
}

/**
 * All pages in their order (ISO 32000-2 7.7.3).
 * @throws PdfError PDF_STRUCTURE, PDF_LOOP, PDF_TOO_LARGE
 */
export function pagesOf(document: PdfDocument): readonly Page[] {
  const pages = known.get(document) ?? readPages(document);
  known.set(document, pages);
  return pages;
}

const known = new WeakMap<PdfDocument, readonly Page[]>();

function readPages(document: PdfDocument): Page[] {
  const pages: Page[] = [];
  const seen = new Set<number>();
  const visit = (ref: unknown, depth: number): void => {
    if (!(ref instanceof Ref)) throw new PdfError('PDF_STRUCTURE', 'a page that is no object of its own');
    if (seen.has(ref.number)) throw new PdfError('PDF_LOOP', 'a page that comes twice');
    if (depth > LIMITS.depth) throw new PdfError('PDF_TOO_LARGE', 'levels of pages');
    if (seen.size > 2 * LIMITS.pages) throw new PdfError('PDF_TOO_LARGE', 'pages');
    seen.add(ref.number);
    const node = document.dictionary(ref);
    if (isName(node.get('Type'), 'Page')) {
      if (pages.length === LIMITS.pages) throw new PdfError('PDF_TOO_LARGE', 'pages');
      pages.push({ ref, dictionary: node });
    } else if (isName(node.get('Type'), 'Pages'))
      for (const kid of document.array(node.get('Kids'))) visit(kid, depth + 1);
    else throw new PdfError('PDF_STRUCTURE', 'neither page nor pages');
  };
  visit(document.catalog.get('Pages'), 0);
  return pages;
}

/** A page's own value or, where it has none, the one it inherits (ISO 32000-2 7.7.3.4). */
export function inherited(
  document: PdfDocument,
  page: Dictionary,
  key: string,
): ReturnType<PdfDocument['get']> {
  let node: ReturnType<PdfDocument['get']> = page;
  for (let depth = 0; isDictionary(node) && depth <= LIMITS.depth; depth++) {
    const value = node.get(key);
    if (value !== undefined) return document.get(value);
    node = document.get(node.get('Parent'));
  }
  return null;
}
