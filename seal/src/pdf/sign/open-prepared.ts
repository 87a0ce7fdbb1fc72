import { sameBytes } from '../../asn1/index.js';
import { PdfError } from '../error.js';
import { openPdf, type PdfDocument } from '../structure/document.js';
import { pagesOf } from '../structure/pages.js';
import { endsWith } from '../structure/revisions.js';
import { signaturesOf } from '../structure/signatures.js';
import { isArray, Ref } from '../syntax/objects.js';
import { coveredRevision, historyOf } from '../verify/coverage.js';
import type { Place } from './form-field.js';
import type { PreparedPdf } from './prepare.js';

/** A prepared document that was looked at: nothing but signatures stands behind the base. */
export interface OpenedPrepared extends PreparedPdf {
  /** Where the new signature is seen; undefined when it is not. */
  readonly place: Place | undefined;
  /** Fields that were signed before, in order. */
  readonly before: readonly string[];
}

/**
 * Looks at a document that somebody else prepared, before it is signed: it begins with exactly `base`, what was shown;
 * behind it stand only signatures and what belongs to them, and last an empty place in a new field of this name. What is
 * not so is refused, also what only a later signer would notice.
 * @throws PdfError PDF_NOT_PREPARED, and the reader's own
 */
export function openPrepared(bytes: Uint8Array, base: Uint8Array, field: string): OpenedPrepared {
  const refuse = (why: string): never => {
    throw new PdfError('PDF_NOT_PREPARED', why);
  };
  if (!sameBytes(bytes.subarray(0, base.length), base)) refuse('another document');
  const document = openPdf(bytes);
  const first = document.revisions.findIndex((revision) => endsWith(revision, base.length));
  if (first < 0) refuse('no revision ends with the base');
  const states = document.states().slice(first);
  if (historyOf(states).some((changes) => changes instanceof Error)) refuse('more than signatures');
  const signatures = signaturesOf(document);
  const own = signatures.at(-1);
  if (own?.field !== field || own.contents.some((byte) => byte !== 0)) return refuse('no empty place');
  if (signatures.slice(0, -1).some(({ contents }) => contents.every((byte) => byte === 0)))
    refuse('two empty places');
  const all = signatures.map((signature) => coveredRevision(document, signature));
  if (all.includes(undefined) || new Set(all).size !== all.length) refuse('a signature over something else');
  if (all.at(-1) !== document.revisions.length - 1 || own.byteRange[2] + own.byteRange[3] !== bytes.length)
    refuse('a place that is not the last');
  return {
    bytes,
    byteRange: own.byteRange,
    place: placeOf(document, own.fieldRef),
    before: signatures.slice(0, -1).map((signature) => signature.field),
  };
}

function placeOf(document: PdfDocument, field: Ref): Place | undefined {
  const rectangle = document.array(document.dictionary(field).get('Rect'));
  const [left, bottom, right, top] = rectangle;
  const page = pagesOf(document).findIndex(({ dictionary }) => {
    const annotations = document.get(dictionary.get('Annots'));
    return (
      isArray(annotations) && annotations.some((each) => each instanceof Ref && each.number === field.number)
    );
  });
  const isSeen =
    typeof left === 'number' &&
    typeof bottom === 'number' &&
    typeof right === 'number' &&
    typeof top === 'number';
  if (!isSeen || (left === right && bottom === top)) return undefined;
  return { page, rectangle: [left, bottom, right, top] };
}
