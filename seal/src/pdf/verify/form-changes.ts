import type { PdfDocument } from '../structure/document.js';
import { isDictionary, isName, PdfString, Ref, type Dictionary, type PdfObject } from '../syntax/objects.js';
import { ForbiddenChange, type Changes } from './change.js';
import { numberOf } from './object-number.js';
import { differing, same, startsWith } from './same.js';

/**
 * The fields that the form has now and had not: signature fields with a value, and nothing else of catalogue and form is
 * other than it was.
 * @throws ForbiddenChange CHANGE_CATALOG, CHANGE_FORM, CHANGE_FIELD
 */
export function newFields(
  before: PdfDocument,
  after: PdfDocument,
): Pick<Changes, 'signed' | 'validationData'> {
  const root = numberOf(before.trailer.get('Root'));
  const [old, now] = [before.catalog, after.catalog];
  let validationData = false;
  for (const key of differing(old, now)) {
    if (key === 'DSS') validationData = true;
    else if (key !== 'AcroForm' && key !== 'Extensions') throw new ForbiddenChange('CHANGE_CATALOG', root);
  }
  const [known, knownNow] = [old.get('AcroForm'), now.get('AcroForm')];
  const [form, formNow] = [before.get(known), after.get(knownNow)];
  if (form !== null && !same(known, knownNow) && known instanceof Ref)
    throw new ForbiddenChange('CHANGE_FORM', root);
  if (!isDictionary(formNow)) {
    if (form !== null) throw new ForbiddenChange('CHANGE_FORM', root);
    return { signed: [], validationData };
  }
  const added = addedTo(before, after, isDictionary(form) ? form : new Map(), formNow, numberOf(knownNow));
  return { signed: added.map((field) => requireSignatureField(before, after, field)), validationData };
}

function addedTo(
  before: PdfDocument,
  after: PdfDocument,
  old: Dictionary,
  now: Dictionary,
  form: number,
): readonly PdfObject[] {
  for (const key of differing(old, now))
    if (key !== 'Fields' && key !== 'SigFlags') throw new ForbiddenChange('CHANGE_FORM', form);
  const fields = before.array(old.get('Fields'));
  const fieldsNow = after.array(now.get('Fields'));
  if (!startsWith(fieldsNow, fields)) throw new ForbiddenChange('CHANGE_FORM', form);
  return fieldsNow.slice(fields.length);
}

const FIELD_KEYS = new Set(
  'Type Subtype FT T TU F Ff Rect P V AP MK Border BS DA DR M NM Lock SV Parent StructParent'.split(' '),
);

/** A new field is a signature field with a value, its own annotation and nothing that acts. */
function requireSignatureField(before: PdfDocument, after: PdfDocument, ref: PdfObject): Ref {
  if (!(ref instanceof Ref)) throw new ForbiddenChange('CHANGE_FIELD', 0);
  const field = after.get(ref);
  const isSignature =
    before.placeOf(ref.number) === '' &&
    isDictionary(field) &&
    isName(field.get('FT'), 'Sig') &&
    field.get('V') instanceof Ref &&
    after.get(field.get('T')) instanceof PdfString &&
    [...field.keys()].every((key) => FIELD_KEYS.has(key)) &&
    !field.has('Parent');
  if (!isSignature) throw new ForbiddenChange('CHANGE_FIELD', ref.number);
  requireNewValue(before, ref, field);
  return ref;
}

/** The signature came with this revision. */
export function requireNewValue(before: PdfDocument, ref: Ref, field: Dictionary): void {
  const value = field.get('V');
  if (!(value instanceof Ref) || before.placeOf(value.number) !== '')
    throw new ForbiddenChange('CHANGE_FIELD', ref.number);
}
