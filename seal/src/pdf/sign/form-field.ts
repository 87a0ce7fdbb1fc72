import { PdfError } from '../error.js';
import type { PdfDocument } from '../structure/document.js';
import { pagesOf } from '../structure/pages.js';
import type { Update } from '../structure/update.js';
import {
  dictionary,
  isDictionary,
  Name,
  PdfString,
  Ref,
  textOf,
  textString,
  type Dictionary,
  type PdfObject,
} from '../syntax/objects.js';

/** Where a signature is seen: points from the lower left corner of the page, which counts from 0. */
export interface Place {
  readonly page: number;
  readonly rectangle: readonly [left: number, bottom: number, right: number, top: number];
}

/**
 * Adds a signature field with its value to the form of the document (ISO 32000-2 12.7.5.5); field and annotation are one
 * object. Without a place it is not seen.
 * @throws PdfError PDF_FIELD when the name is taken or the page is not there
 */
export function addSignatureField(
  document: PdfDocument,
  update: Update,
  field: { readonly name: string; readonly value: Ref; readonly place?: Place; readonly appearance?: Ref },
): Ref {
  const pages = pagesOf(document);
  const page = pages[field.place?.page ?? 0];
  if (page === undefined) throw new PdfError('PDF_FIELD', 'no such page');
  const widget = update.add(
    dictionary({
      Type: new Name('Annot'),
      Subtype: new Name('Widget'),
      FT: new Name('Sig'),
      T: textString(field.name),
      F: PRINT | LOCKED,
      Rect: [...(field.place?.rectangle ?? [0, 0, 0, 0])],
      P: page.ref,
      V: field.value,
      AP: field.appearance === undefined ? undefined : dictionary({ N: field.appearance }),
    }),
  );
  addToForm(document, update, field.name, widget);
  const annotations = page.dictionary.get('Annots');
  if (annotations instanceof Ref) update.set(annotations, [...document.array(annotations), widget]);
  else update.set(page.ref, new Map(page.dictionary).set('Annots', [...document.array(annotations), widget]));
  return widget;
}

/** Bits of F (ISO 32000-2 table 167). */
const PRINT = 4;
const LOCKED = 128;

/** SigFlags (ISO 32000-2 table 225): there are signatures, and only incremental updates keep them. */
const SIGNED_AND_APPEND_ONLY = 3;

function addToForm(document: PdfDocument, update: Update, name: string, widget: Ref): void {
  const root = document.trailer.get('Root');
  if (!(root instanceof Ref)) throw new PdfError('PDF_STRUCTURE', 'Root');
  const known = document.catalog.get('AcroForm');
  const form: Dictionary = isDictionary(document.get(known)) ? document.dictionary(known) : new Map();
  const fields = document.array(form.get('Fields'));
  if (fields.some((each) => nameOf(document, each) === name))
    throw new PdfError('PDF_FIELD', 'a name that is taken');
  const after = new Map<string, PdfObject>(form)
    .set('Fields', [...fields, widget])
    .set('SigFlags', SIGNED_AND_APPEND_ONLY);
  if (known instanceof Ref) update.set(known, after);
  else update.set(root, new Map(document.catalog).set('AcroForm', after));
}

function nameOf(document: PdfDocument, field: PdfObject): string | undefined {
  const name = document.get(document.dictionary(field).get('T'));
  return name instanceof PdfString ? textOf(name) : undefined;
}
