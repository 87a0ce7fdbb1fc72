import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import {
  isArray,
  isDictionary,
  isName,
  Ref,
  Stream,
  type Dictionary,
  type PdfObject,
} from '../syntax/objects.js';
import { parseIndirect, parseObject } from '../syntax/parse.js';
import { Scanner } from '../syntax/scanner.js';
import { readSections, type Entry, type Section } from './cross-references.js';
import { Allowance, unpack } from './unpack.js';

/** One state of the file: everything up to `end` is a complete PDF. */
export interface Revision {
  /** Behind `%%EOF`; the end of line that may follow belongs to it as well. */
  readonly mark: number;
  readonly end: number;
  readonly sections: readonly Section[];
}

/**
 * Opens a PDF strictly: what readers may understand in two ways is refused. Objects are read when they are asked for.
 * @throws PdfError; an object that cannot be read throws when it is asked for
 */
export function openPdf(bytes: Uint8Array): PdfDocument {
  return new PdfDocument(bytes);
}

export class PdfDocument {
  readonly bytes: Uint8Array;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  /** The newest trailer. */
  readonly trailer: Dictionary;
  readonly #entries = new Map<number, Entry>();
  readonly #objects = new Map<number, PdfObject>();
  readonly #packed = new Map<number, PackedObjects>();
  readonly #reading = new Set<number>();
  readonly #allowance = new Allowance();

  constructor(bytes: Uint8Array) {
    if (bytes.length > LIMITS.bytes) throw new PdfError('PDF_TOO_LARGE', 'bytes');
    if (!/^%PDF-[12]\.\d/.test(String.fromCharCode(...bytes.subarray(0, 8))))
      throw new PdfError('PDF_HEADER', 'not a PDF');
    this.bytes = bytes;
    const sections = readSections(bytes, this.#allowance);
    this.revisions = revisionsOf(sections);
    for (const { entries } of sections)
      for (const [number, entry] of entries) if (!this.#entries.has(number)) this.#entries.set(number, entry);
    this.trailer = sections[0]?.trailer ?? new Map();
    if (!(this.trailer.get('Root') instanceof Ref)) throw new PdfError('PDF_XREF', 'Root is missing');
  }

  /** Numbers of all objects that are in use. */
  numbers(): number[] {
    return [...this.#entries].filter(([, entry]) => entry.kind !== 'free').map(([number]) => number);
  }

  /** Where an object stands, so that two states can be compared; the same text means the same bytes. */
  placeOf(number: number): string {
    const entry = this.#entries.get(number);
    if (entry === undefined || entry.kind === 'free') return '';
    if (entry.kind === 'plain') return `${entry.offset}/${entry.generation}`;
    return `${this.placeOf(entry.container)}#${entry.index}`;
  }

  /** What a reference leads to; null for an object that is not there (ISO 32000-2 7.3.10). */
  get(object: PdfObject | undefined): PdfObject {
    let found = object ?? null;
    for (let hops = 0; found instanceof Ref; hops++) {
      if (hops > 8) throw new PdfError('PDF_LOOP', 'references that lead on and on');
      found = this.#load(found);
    }
    return found;
  }

  /** @throws PdfError PDF_STRUCTURE when it is something else */
  dictionary(object: PdfObject | undefined): Dictionary {
    const found = this.get(object);
    if (!isDictionary(found)) throw new PdfError('PDF_STRUCTURE', 'a dictionary is missing');
    return found;
  }

  /** An array, or nothing when there is none. @throws PdfError PDF_STRUCTURE when it is something else */
  array(object: PdfObject | undefined): readonly PdfObject[] {
    const found = this.get(object);
    if (found === null) return [];
    if (!isArray(found)) throw new PdfError('PDF_STRUCTURE', 'an array is missing');
    return found;
  }

  get catalog(): Dictionary {
    const catalog = this.dictionary(this.trailer.get('Root'));
    if (!isName(catalog.get('Type'), 'Catalog')) throw new PdfError('PDF_STRUCTURE', 'not a catalogue');
    return catalog;
  }

  #load({ number, generation }: Ref): PdfObject {
    const entry = this.#entries.get(number);
    if (entry === undefined || entry.kind === 'free') return null;
    if (generation !== (entry.kind === 'plain' ? entry.generation : 0))
      throw new PdfError('PDF_OBJECT', 'a generation that is not there');
    const known = this.#objects.get(number);
    if (known !== undefined) return known;
    if (this.#reading.has(number)) throw new PdfError('PDF_LOOP', 'an object that needs itself');
    this.#reading.add(number);
    const object = entry.kind === 'plain' ? this.#plain(number, entry) : this.#unpacked(number, entry);
    this.#reading.delete(number);
    this.#objects.set(number, object);
    return object;
  }

  #plain(number: number, { offset, generation }: Extract<Entry, { kind: 'plain' }>): PdfObject {
    if (offset >= this.bytes.length) throw new PdfError('PDF_OBJECT', 'an offset outside of the file');
    const scanner = new Scanner(this.bytes, offset);
    const found = parseIndirect(scanner, (length) => this.#length(length));
    if (found.number !== number || found.generation !== generation)
      throw new PdfError('PDF_OBJECT', 'another object than the cross-reference says');
    return found.object;
  }

  #length(length: PdfObject): number {
    const found = this.get(length);
    if (typeof found !== 'number') throw new PdfError('PDF_STREAM', 'a stream without a length');
    return found;
  }

  #unpacked(number: number, { container, index }: Extract<Entry, { kind: 'packed' }>): PdfObject {
    const packed = this.#packed.get(container) ?? this.#open(container);
    this.#packed.set(container, packed);
    const header = packed.headers[index];
    if (header?.number !== number)
      throw new PdfError('PDF_OBJECT', 'another object than the cross-reference says');
    const scanner = new Scanner(packed.content, packed.first + header.offset);
    scanner.packed = true;
    return parseObject(scanner);
  }

  #open(container: number): PackedObjects {
    if (this.#entries.get(container)?.kind !== 'plain')
      throw new PdfError('PDF_OBJECT', 'an object stream that is packed itself');
    const stream = this.get(new Ref(container, 0));
    if (!(stream instanceof Stream) || !isName(stream.dictionary.get('Type'), 'ObjStm'))
      throw new PdfError('PDF_OBJECT', 'not an object stream');
    const content = unpack(stream, this.#allowance);
    const [count, first] = [stream.dictionary.get('N'), stream.dictionary.get('First')];
    if (
      typeof count !== 'number' ||
      typeof first !== 'number' ||
      count > LIMITS.objects ||
      first > content.length
    )
      throw new PdfError('PDF_OBJECT', 'an object stream');
    const scanner = new Scanner(content, 0, first);
    const headers: PackedObjects['headers'] = [];
    for (let i = 0; i < count; i++) {
      scanner.skip();
      const number = scanner.unsigned();
      scanner.skip();
      headers.push({ number, offset: scanner.unsigned() });
    }
    return { content, first, headers };
  }
}

interface PackedObjects {
  readonly content: Uint8Array;
  readonly first: number;
  readonly headers: { readonly number: number; readonly offset: number }[];
}

/** True when a part of the file of this length ends with the revision. */
export function endsWith({ mark, end }: Revision, length: number): boolean {
  return length >= mark && length <= end;
}

/**
 * Each section is one revision, newest first in `sections`. Only the first revision may have two that stand the other way
 * round: a linearised file (ISO 32000-2 annex F).
 */
function revisionsOf(sections: readonly Section[]): Revision[] {
  const revisions: Revision[] = [];
  for (let i = sections.length - 1; i >= 0; i--) {
    const section = sections[i];
    const newer = sections[i - 1];
    if (section === undefined) continue;
    if (newer !== undefined && newer.offset < section.offset) {
      if (revisions.length > 0) throw new PdfError('PDF_XREF', 'revisions out of order');
      revisions.push({
        mark: Math.max(section.mark, newer.mark),
        end: Math.max(section.end, newer.end),
        sections: [section, newer],
      });
      i--;
    } else revisions.push({ mark: section.mark, end: section.end, sections: [section] });
  }
  for (const [i, { end, sections: own }] of revisions.entries()) {
    const before = revisions[i - 1];
    if (before !== undefined && (end <= before.end || own.some(({ offset }) => offset < before.end)))
      throw new PdfError('PDF_XREF', 'revisions out of order');
  }
  return revisions;
}
