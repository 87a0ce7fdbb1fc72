import type { PdfDocument } from '../structure/document.js';
import { pagesOf } from '../structure/pages.js';
import { Ref } from '../syntax/objects.js';
import { ForbiddenChange } from './change.js';
import { differing, same, startsWith } from './same.js';

/**
 * The same pages, in which only the annotations of newly signed fields were added.
 * @throws ForbiddenChange CHANGE_CONTENT, CHANGE_ANNOTATION
 */
export function requireSamePages(before: PdfDocument, after: PdfDocument, signed: readonly Ref[]): void {
  const [old, now] = [pagesOf(before), pagesOf(after)];
  const own = new Set(signed.map(({ number }) => number));
  if (old.length !== now.length) throw new ForbiddenChange('CHANGE_CONTENT', 0);
  for (const [i, page] of old.entries()) {
    const pageNow = now[i];
    if (pageNow === undefined || !same(page.ref, pageNow.ref))
      throw new ForbiddenChange('CHANGE_CONTENT', page.ref.number);
    const keys = differing(page.dictionary, pageNow.dictionary);
    if (keys.some((key) => key !== 'Annots')) throw new ForbiddenChange('CHANGE_CONTENT', page.ref.number);
    const annotations = before.array(page.dictionary.get('Annots'));
    const annotationsNow = after.array(pageNow.dictionary.get('Annots'));
    if (!startsWith(annotationsNow, annotations))
      throw new ForbiddenChange('CHANGE_ANNOTATION', page.ref.number);
    for (const added of annotationsNow.slice(annotations.length))
      if (!(added instanceof Ref) || !own.has(added.number))
        throw new ForbiddenChange('CHANGE_ANNOTATION', page.ref.number);
  }
}
