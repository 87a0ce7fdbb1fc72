import type { PdfDocument } from '../structure/document.js';
import { ForbiddenChange, type Changes } from './change.js';
import { newFields } from './form-changes.js';
import { objectChanges } from './object-changes.js';
import { requireSamePages } from './page-changes.js';
import { same } from './same.js';

/**
 * What the newest revision of `after` does to `before`. Allowed are signatures and time-stamps in new or empty signature
 * fields with their appearance, validation data, and the dates and metadata that writers renew; nothing else, whatever
 * DocMDP says: a change that nobody can see is refused as well.
 * @throws ForbiddenChange, PdfError
 */
export function changesOf(before: PdfDocument, after: PdfDocument): Changes {
  if (!same(before.trailer.get('Root'), after.trailer.get('Root')))
    throw new ForbiddenChange('CHANGE_CATALOG', 0);
  if (before.trailer.has('Info') && !same(before.trailer.get('Info'), after.trailer.get('Info')))
    throw new ForbiddenChange('CHANGE_CATALOG', 0);
  // The catalogue and the form say which fields are new, before anything is asked about objects.
  const { signed, validationData } = newFields(before, after);
  requireSamePages(before, after, signed);
  const objects = objectChanges(before, after);
  return {
    signed: [...new Map([...signed, ...objects.signed].map((ref) => [ref.number, ref])).values()],
    validationData: validationData || objects.validationData,
    metadata: objects.metadata,
  };
}
