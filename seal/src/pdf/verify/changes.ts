import { PdfError } from '../error.js';
import type { PdfDocument } from '../structure/document.js';
import { pagesOf } from '../structure/pages.js';
import {
  isArray,
  isDictionary,
  isName,
  PdfString,
  Ref,
  Stream,
  type Dictionary,
  type PdfObject,
} from '../syntax/objects.js';
import { reachOf, type Reach } from './reach.js';
import { differing, same } from './same.js';

export type ChangeCode =
  | 'CHANGE_CONTENT'
  | 'CHANGE_CATALOG'
  | 'CHANGE_FORM'
  | 'CHANGE_FIELD'
  | 'CHANGE_ANNOTATION'
  | 'CHANGE_REMOVED'
  | 'CHANGE_REVIVED'
  | 'CHANGE_AFTER_LAST';

/** What one revision adds, when all of it is allowed after a signature. */
export interface Changes {
  /** Fields that have a signature or time-stamp now. */
  readonly signed: readonly Ref[];
  readonly validationData: boolean;
  readonly metadata: boolean;
}

/** A revision changed what a signature before it covers. */
export class ForbiddenChange extends Error {
  readonly code: ChangeCode;
  /** Number of the object; 0 for the trailer. */
  readonly object: number;
  constructor(code: ChangeCode, object: number) {
    super(code);
    this.code = code;
    this.object = object;
  }
}

/**
 * What the newest revision of `after` does to `before`. Allowed are signatures and time-stamps in new or empty signature
 * fields with their appearance, validation data, and the dates and metadata that writers renew; nothing else, whatever
 * DocMDP says: a change that nobody can see is refused as well.
 * @throws ForbiddenChange, PdfError
 */
export function changesOf(before: PdfDocument, after: PdfDocument): Changes {
  return new Comparison(before, after).changes();
}

const FIELD_KEYS = new Set(
  'Type Subtype FT T TU F Ff Rect P V AP MK Border BS DA DR M NM Lock SV Parent StructParent'.split(' '),
);
const FILLED_KEYS = new Set(['V', 'AP', 'M', 'F', 'MK']);
const INFO_KEYS = new Set(['ModDate', 'Producer']);

class Comparison {
  readonly #before: PdfDocument;
  readonly #after: PdfDocument;
  readonly #signed = new Map<number, Ref>();
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
    if (!same(before.trailer.get('Root'), after.trailer.get('Root')))
      throw new ForbiddenChange('CHANGE_CATALOG', 0);
    if (before.trailer.has('Info') && !same(before.trailer.get('Info'), after.trailer.get('Info')))
      throw new ForbiddenChange('CHANGE_CATALOG', 0);
    const root = numberOf(before.trailer.get('Root'));
    // The catalogue and the form say which fields are new, before anything is asked about objects.
    this.#catalog(root);
    this.#pages();
    const listed = after.revisions.at(-1)?.sections.flatMap(({ entries }) => [...entries.keys()]) ?? [];
    for (const number of listed) {
      const [old, now] = [before.placeOf(number), after.placeOf(number)];
      if (old === now || number === 0) continue;
      if (old === '') this.#added(number);
      else if (now === '') throw new ForbiddenChange('CHANGE_REMOVED', number);
      else this.#replaced(number, root);
    }
    return {
      signed: [...this.#signed.values()],
      validationData: this.#validationData,
      metadata: this.#metadata,
    };
  }

  #catalog(root: number): void {
    const [old, now] = [this.#before.catalog, this.#after.catalog];
    for (const key of differing(old, now)) {
      if (key === 'DSS') this.#validationData = true;
      else if (key !== 'AcroForm' && key !== 'Extensions') throw new ForbiddenChange('CHANGE_CATALOG', root);
    }
    const [form, formNow] = [this.#before.get(old.get('AcroForm')), this.#after.get(now.get('AcroForm'))];
    if (
      form !== null &&
      !same(old.get('AcroForm'), now.get('AcroForm')) &&
      old.get('AcroForm') instanceof Ref
    )
      throw new ForbiddenChange('CHANGE_FORM', root);
    if (isDictionary(formNow)) this.#form(isDictionary(form) ? form : new Map(), formNow);
    else if (form !== null) throw new ForbiddenChange('CHANGE_FORM', root);
  }

  #form(old: Dictionary, now: Dictionary): void {
    const number = numberOf(this.#after.catalog.get('AcroForm'));
    for (const key of differing(old, now))
      if (key !== 'Fields' && key !== 'SigFlags') throw new ForbiddenChange('CHANGE_FORM', number);
    const fields = this.#before.array(old.get('Fields'));
    const fieldsNow = this.#after.array(now.get('Fields'));
    if (!startsWith(fieldsNow, fields)) throw new ForbiddenChange('CHANGE_FORM', number);
    for (const field of fieldsNow.slice(fields.length)) this.#newField(field);
  }

  /** A new field is a signature field with a value, its own annotation and nothing that acts. */
  #newField(ref: PdfObject): void {
    if (!(ref instanceof Ref)) throw new ForbiddenChange('CHANGE_FIELD', 0);
    const field = this.#after.get(ref);
    const isSignature =
      this.#before.placeOf(ref.number) === '' &&
      isDictionary(field) &&
      isName(field.get('FT'), 'Sig') &&
      field.get('V') instanceof Ref &&
      this.#after.get(field.get('T')) instanceof PdfString &&
      [...field.keys()].every((key) => FIELD_KEYS.has(key)) &&
      !field.has('Parent');
    if (!isSignature) throw new ForbiddenChange('CHANGE_FIELD', ref.number);
    this.#requireNewValue(ref, field);
  }

  #requireNewValue(ref: Ref, field: Dictionary): void {
    const value = field.get('V');
    if (!(value instanceof Ref) || this.#before.placeOf(value.number) !== '')
      throw new ForbiddenChange('CHANGE_FIELD', ref.number);
    this.#signed.set(ref.number, ref);
  }

  /** The same pages, in which only the annotations of newly signed fields were added. */
  #pages(): void {
    const [old, now] = [pagesOf(this.#before), pagesOf(this.#after)];
    if (old.length !== now.length) throw new ForbiddenChange('CHANGE_CONTENT', 0);
    for (const [i, page] of old.entries()) {
      const pageNow = now[i];
      if (pageNow === undefined || !same(page.ref, pageNow.ref))
        throw new ForbiddenChange('CHANGE_CONTENT', page.ref.number);
      const keys = differing(page.dictionary, pageNow.dictionary);
      if (keys.some((key) => key !== 'Annots')) throw new ForbiddenChange('CHANGE_CONTENT', page.ref.number);
      const annotations = this.#before.array(page.dictionary.get('Annots'));
      const annotationsNow = this.#after.array(pageNow.dictionary.get('Annots'));
      if (!startsWith(annotationsNow, annotations))
        throw new ForbiddenChange('CHANGE_ANNOTATION', page.ref.number);
      for (const added of annotationsNow.slice(annotations.length))
        if (!(added instanceof Ref) || !this.#signed.has(added.number))
          throw new ForbiddenChange('CHANGE_ANNOTATION', page.ref.number);
    }
  }

  #added(number: number): void {
    if (this.#reachBefore.missing.has(number)) throw new ForbiddenChange('CHANGE_REVIVED', number);
  }

  #replaced(number: number, root: number): void {
    const [before, after] = [this.#before, this.#after];
    // Judged by #catalog, #form and #pages already.
    if (number === root || number === numberOf(before.catalog.get('AcroForm'))) return;
    if (
      this.#known.pages.has(number) ||
      (this.#known.lists.has(number) && isArray(after.get(refOf(after, number))))
    )
      return;
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
    this.#requireNewValue(refOf(this.#after, number), now);
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
  readonly pages: ReadonlySet<number>;
  /** The list of fields, or of a page's annotations, as an object of its own. */
  readonly lists: ReadonlySet<number>;
  readonly fields: ReadonlySet<number>;
  readonly store: ReadonlySet<number>;
}

function rolesIn(document: PdfDocument): Roles {
  const pages = pagesOf(document);
  const form = document.get(document.catalog.get('AcroForm'));
  const fields = isDictionary(form) ? form.get('Fields') : undefined;
  return {
    pages: new Set(pages.map(({ ref }) => ref.number)),
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
    } else if (isDictionary(object)) open.push(...object.values());
    else if (isArray(object)) open.push(...object);
  }
  return seen;
}

function startsWith(list: readonly PdfObject[], start: readonly PdfObject[]): boolean {
  return list.length >= start.length && start.every((item, i) => same(item, list[i]));
}

function isTypedStream(object: PdfObject, type: string): boolean {
  return object instanceof Stream && isName(object.dictionary.get('Type'), type);
}

/** 0 for what is no reference. */
function numberOf(object: PdfObject | undefined): number {
  return object instanceof Ref ? object.number : 0;
}

function refOf(document: PdfDocument, number: number): Ref {
  const [, generation] = /\/(\d+)$/.exec(document.placeOf(number)) ?? [];
  if (document.placeOf(number) === '') throw new PdfError('PDF_OBJECT', 'an object that is not there');
  return new Ref(number, Number(generation ?? 0));
}
