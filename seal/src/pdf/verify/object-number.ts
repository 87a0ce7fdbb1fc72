import { Ref, type PdfObject } from '../syntax/objects.js';

/** The number of the object that is referred to; 0 for what is no reference. */
export function numberOf(object: PdfObject | undefined): number {
  return object instanceof Ref ? object.number : 0;
}
