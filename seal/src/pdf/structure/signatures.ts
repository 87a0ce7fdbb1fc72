import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import {
  isArray,
  isDictionary,
  isName,
  latin1,
  Name,
  PdfString,
  Ref,
  textOf,
  type Dictionary,
  type PdfObject,
} from '../syntax/objects.js';
import type { PdfDocument } from './document.js';

/** A signature or a document time-stamp as it stands in a form field; nothing about it has been verified. */
export interface PdfSignature {
  /** Full name of the field (ISO 32000-2 12.7.4.2). */
  readonly field: string;
  readonly fieldRef: Ref;
  readonly fieldDictionary: Dictionary;
  readonly valueRef: Ref;
  readonly value: Dictionary;
  readonly subFilter: string;
  readonly kind: 'signature' | 'time-stamp';
  readonly byteRange: readonly [number, number, number, number];
  /** Where Contents stands in the file, delimiters included. */
  readonly place: { readonly start: number; readonly end: number };
  /** All bytes of Contents, with what fills it up. */
  readonly contents: Uint8Array;
}

/**
 * Every signature field that has a value, in the order of their byte ranges.
 * @throws PdfError PDF_FIELD for a value that is no signature, stands inside something else, or belongs to two fields
 */
export function signaturesOf(document: PdfDocument): PdfSignature[] {
  const form = document.get(document.catalog.get('AcroForm'));
  if (!isDictionary(form)) return [];
  const signatures: PdfSignature[] = [];
  const seen = new Set<number>();
  const values = new Set<number>();
  const visit = (ref: PdfObject, name: string, type: PdfObject | undefined, depth: number): void => {
    if (!(ref instanceof Ref)) throw new PdfError('PDF_FIELD', 'a field that is no object of its own');
    if (seen.has(ref.number)) throw new PdfError('PDF_LOOP', 'a field that comes twice');
    if (depth > LIMITS.depth || seen.size > LIMITS.pages * 4) throw new PdfError('PDF_TOO_LARGE', 'fields');
    seen.add(ref.number);
    const field = document.dictionary(ref);
    const own = document.get(field.get('T'));
    const full = own instanceof PdfString ? (name === '' ? textOf(own) : `${name}.${textOf(own)}`) : name;
    const kind = field.get('FT') ?? type;
    for (const kid of document.array(field.get('Kids'))) visit(kid, full, kind, depth + 1);
    if (!isName(kind, 'Sig') || !field.has('V')) return;
    if (signatures.length === LIMITS.signatures) throw new PdfError('PDF_TOO_LARGE', 'signatures');
    const signature = signatureOf(document, full, ref, field);
    if (values.has(signature.valueRef.number)) throw new PdfError('PDF_FIELD', 'a signature in two fields');
    values.add(signature.valueRef.number);
    signatures.push(signature);
  };
  for (const field of document.array(form.get('Fields'))) visit(field, '', undefined, 0);
  return signatures.sort((a, b) => a.byteRange[2] + a.byteRange[3] - b.byteRange[2] - b.byteRange[3]);
}

function signatureOf(
  document: PdfDocument,
  field: string,
  fieldRef: Ref,
  dictionary: Dictionary,
): PdfSignature {
  const valueRef = dictionary.get('V');
  if (!(valueRef instanceof Ref)) throw new PdfError('PDF_FIELD', 'a signature that is no object of its own');
  const value = document.dictionary(valueRef);
  const [type, subFilter] = [value.get('Type'), value.get('SubFilter')];
  const contents = value.get('Contents');
  const byteRange = value.get('ByteRange');
  const isStamp = isName(type, 'DocTimeStamp');
  if ((!isStamp && type !== undefined && !isName(type, 'Sig')) || !(subFilter instanceof Name))
    throw new PdfError('PDF_FIELD', 'neither signature nor time-stamp');
  if (!(contents instanceof PdfString) || contents.place === undefined || !isPlain(document, contents.place))
    throw new PdfError('PDF_FIELD', 'Contents');
  return {
    field,
    fieldRef,
    fieldDictionary: dictionary,
    valueRef,
    value,
    subFilter: subFilter.text,
    kind: isStamp ? 'time-stamp' : 'signature',
    byteRange: byteRangeOf(byteRange),
    place: contents.place,
    contents: contents.bytes,
  };
}

/** Pairs of digits in one case and nothing between: nobody signs Contents, so there must be one way to write it. */
function isPlain({ bytes }: PdfDocument, { start, end }: PdfSignature['place']): boolean {
  const text = latin1(bytes.subarray(start, end));
  return text.length % 2 === 0 && /^<(?:[0-9a-f]*|[0-9A-F]*)>$/.test(text);
}

function byteRangeOf(object: PdfObject | undefined): [number, number, number, number] {
  const numbers = isArray(object) ? object : [];
  const [a, b, c, d] = numbers;
  const sound = numbers.length === 4 && numbers.every((n) => Number.isInteger(n) && (n as number) >= 0);
  if (!sound) throw new PdfError('PDF_FIELD', 'ByteRange');
  return [a as number, b as number, c as number, d as number];
}
