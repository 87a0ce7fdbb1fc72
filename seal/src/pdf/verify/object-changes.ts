import { PdfError } from '../error.js';
import type { PdfDocument } from '../structure/document.js';
import { pagesOf } from '../structure/pages.js';
import { isArray, isDictionary, isName, PdfString, Ref, Stream, type PdfObject } from '../syntax/objects.js';
import { ForbiddenChange, type Changes } from './change.js';
import { requireNewValue } from './form-changes.js';
import { numberOf } from './object-number.js';
import { reachOf, type Reach } from './reach.js';
import { differing } from './same.js';

/**
 * Every object that the newest revision of `after` writes again or adds is one that may be; catalogue, form and pages were
 * compared already.
 * @throws ForbiddenChange, PdfError
 */
export function objectChanges(before: PdfDocument, after: PdfDocument): Changes {
  return new ObjectComparison(before, after).changes();
}

const FILLED_KEYS = new Set(['V', 'AP', 'M', 'F', 'MK']);
const INFO_KEYS = new Set(['ModDate', 'Producer']);

class ObjectComparison {
  readonly #before: PdfDocument;
  readonly #after: PdfDocument;
  readonly #signed: Ref[] = [];
  #validationData = false;
  #metadata = false;
  #reach: Reach | undefined;
  #roles: Roles | undefined;

  constructor(before: PdfDocument, after: PdfDocument) {
    this.#before = before;
    this.#after = after;
  }

  changes(): Changes {
    const [before, after] = [this.#before, this.#after];
    const listed = after.revisions.at(-1)?.sections.flatMap(({ entries }) => [...entries.keys()]) ?? [];
    for (const number of listed) {
      const [old, now] = [before.placeOf(number), after.placeOf(number)];
      if (old === now || number === 0) continue;
      if (old === '') this.#added(number);
      else if (now === '') throw new ForbiddenChange('CHANGE_REMOVED', number);
      else this.#replaced(number);
    }
    return { signed: this.#signed, validationData: this.#validationData, metadata: this.#metadata };
  }

  #added(number: number): void {
    if (this.#reachBefore.missing.has(number)) throw new ForbiddenChange('CHANGE_REVIVED', number);
  }

  #replaced(number: number): void {
    const [before, after] = [this.#before, this.#after];
    // Compared already.
    if (this.#known.compared.has(number)) return;
    if (this.#known.lists.has(number) && isArray(after.get(refOf(after, number)))) return;
    const [old, now] = [before.get(refOf(before, number)), after.get(refOf(after, number))];
    if (isTypedStream(old, 'XRef') && isTypedStream(now, 'XRef')) return;
    if (this.#known.fields.has(number)) return this.#filled(number, old, now);
    if (this.#reachBefore.present.has(number)) throw new ForbiddenChange('CHANGE_CONTENT', number);
    if (number === numberOf(before.trailer.get('Info'))) return this.#info(number, old, now);
    if (number === numberOf(before.catalog.get('Metadata')) && isTypedStream(now, 'Metadata')) {
      this.#metadata = true;
      return;
    }
    // What the viewer cannot come to but through the validation data.
    if (this.#known.store.has(number) && !(old instanceof Stream)) {
      this.#validationData = true;
      return;
    }
    throw new ForbiddenChange('CHANGE_CONTENT', number);
  }

  /** An empty signature field that was signed. */
  #filled(number: number, old: PdfObject, now: PdfObject): void {
    const isFilled =
      isDictionary(old) &&
      isDictionary(now) &&
      isName(old.get('FT'), 'Sig') &&
      !old.has('V') &&
      differing(old, now).every((key) => FILLED_KEYS.has(key));
    if (!isFilled) throw new ForbiddenChange('CHANGE_FIELD', number);
    const ref = refOf(this.#after, number);
    requireNewValue(this.#before, ref, now);
    this.#signed.push(ref);
  }

  #info(number: number, old: PdfObject, now: PdfObject): void {
    const isRenewed =
      isDictionary(old) &&
      isDictionary(now) &&
      differing(old, now).every(
        (key) => INFO_KEYS.has(key) && this.#after.get(now.get(key)) instanceof PdfString,
      );
    if (!isRenewed) throw new ForbiddenChange('CHANGE_CONTENT', number);
    this.#metadata = true;
  }

  get #reachBefore(): Reach {
    this.#reach ??= reachOf(this.#before);
    return this.#reach;
  }

  /** What stands where in the older state; worked out once. */
  get #known(): Roles {
    this.#roles ??= rolesIn(this.#before);
    return this.#roles;
  }
}

/** Numbers of objects by what they are. */
interface Roles {
  /** The catalogue, the form, the pages. */
  readonly compared: ReadonlySet<number>;
  /** The list of fields, or of a page's annotations, as an object of its own. */
  readonly lists: ReadonlySet<number>;
  readonly fields: ReadonlySet<number>;
  readonly store: ReadonlySet<number>;
}

function rolesIn(document: PdfDocument): Roles {
  const pages = pagesOf(document);
  const known = document.catalog.get('AcroForm');
  const form = document.get(known);
  const fields = isDictionary(form) ? form.get('Fields') : undefined;
  return {
    compared: new Set([document.trailer.get('Root'), known, ...pages.map(({ ref }) => ref)].map(numberOf)),
    lists: new Set([fields, ...pages.map(({ dictionary }) => dictionary.get('Annots'))].map(numberOf)),
    fields: new Set(document.array(fields).map(numberOf)),
    store: storeOf(document),
  };
}

function storeOf(document: PdfDocument): Set<number> {
  const seen = new Set<number>();
  const open: PdfObject[] = [document.catalog.get('DSS') ?? null];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    if (object instanceof Ref) {
      if (seen.has(object.number)) continue;
      seen.add(object.number);
      open.push(document.get(object));
    } else if (isDictionary(object)) for (const value of object.values()) open.push(value);
    else if (isArray(object)) for (const value of object) open.push(value);
  }
  return seen;
}

function isTypedStream(object: PdfObject, type: string): boolean {
  return object instanceof Stream && isName(object.dictionary.get('Type'), type);
}

function refOf(document: PdfDocument, number: number): Ref {
  const place = document.placeOf(number);
  if (place === '') throw new PdfError('PDF_OBJECT', 'an object that is not there');
  return new Ref(number, place.includes('#') ? 0 : Number(place.split('/')[1]));
}
