import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import type { PdfDocument } from '../structure/document.js';
import { isArray, isDictionary, Ref, Stream, type PdfObject } from '../syntax/objects.js';

/** What a viewer can come to from the catalogue, without the validation data and the metadata. */
export interface Reach {
  /** Numbers of the objects that are there. */
  readonly present: ReadonlySet<number>;
  /** Numbers that are referred to and not there: whoever adds such an object changes what refers to it. */
  readonly missing: ReadonlySet<number>;
}

/** @throws PdfError when an object on the way cannot be read */
export function reachOf(document: PdfDocument): Reach {
  const present = new Set<number>();
  const missing = new Set<number>();
  const root = document.trailer.get('Root');
  const apart = new Map(document.catalog);
  apart.delete('DSS');
  apart.delete('Metadata');
  const open: PdfObject[] = [apart];
  if (root instanceof Ref) present.add(root.number);
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    if (object instanceof Ref) {
      if (present.has(object.number) || missing.has(object.number)) continue;
      const isThere = document.has(object.number);
      (isThere ? present : missing).add(object.number);
      if (present.size + missing.size > LIMITS.objects) throw new PdfError('PDF_TOO_LARGE', 'objects');
      if (isThere) open.push(document.get(object));
    } else if (isArray(object)) for (const value of object) open.push(value);
    else {
      const members = object instanceof Stream ? object.dictionary : object;
      if (isDictionary(members)) for (const value of members.values()) open.push(value);
    }
  }
  return { present, missing };
}
