import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import {
  isArray,
  isDictionary,
  isName,
  Ref,
  type Dictionary,
  type PdfObject,
  type Stream,
} from '../syntax/objects.js';
import { Allowance } from './allowance.js';
import { readSections, type Entry } from './cross-references.js';
import { ObjectSource } from './object-source.js';
import { Places, revisionsOf, type Placed, type Revision } from './revisions.js';
import { unpack } from './unpack.js';

export type { Revision };

/**
 * Opens a PDF strictly: what readers may understand in two ways is refused. Objects are read when they are asked for.
 * @throws PdfError; an object that cannot be read throws when it is asked for
 */
export function openPdf(bytes: Uint8Array): PdfDocument {
  if (bytes.length > LIMITS.bytes) throw new PdfError('PDF_TOO_LARGE', 'bytes');
  if (!/^%PDF-[12]\.\d/.test(String.fromCharCode(...bytes.subarray(0, 8))))
    throw new PdfError('PDF_HEADER', 'not a PDF');
  const allowance = new Allowance(bytes.length);
  const revisions = revisionsOf(readSections(bytes, allowance));
  return new PdfDocument(bytes, revisions, new Places(revisions), new ObjectSource(bytes, allowance));
}

export class PdfDocument {
  readonly bytes: Uint8Array;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  /** The newest trailer. */
  readonly trailer: Dictionary;
  readonly #places: Places;
  readonly #source: ObjectSource;
  /** Those whose reading depends on others, which another state may have otherwise. */
  readonly #objects = new Map<number, PdfObject>();
  readonly #reading = new Set<number>();

  constructor(bytes: Uint8Array, revisions: readonly Revision[], places: Places, source: ObjectSource) {
    this.bytes = bytes;
    this.revisions = revisions;
    this.trailer = revisions.at(-1)?.sections.at(-1)?.trailer ?? new Map();
    this.#places = places;
    this.#source = source;
    if (!(this.trailer.get('Root') instanceof Ref)) throw new PdfError('PDF_XREF', 'Root is missing');
  }

  /**
   * The document as each of its revisions left it, oldest first, the last one without what follows its end. They share
   * what was read.
   * @throws PdfError PDF_XREF when one of them does not end with its own cross-reference
   */
  states(): PdfDocument[] {
    return this.revisions.map(({ sections, end }, i) => {
      const last = sections.find((section) => section.end === end);
      if (last?.named !== sections.at(-1)?.offset)
        throw new PdfError('PDF_XREF', 'a revision that ends with another cross-reference');
      if (i === this.revisions.length - 1 && end === this.bytes.length) return this;
      const revisions = this.revisions.slice(0, i + 1);
      return new PdfDocument(this.bytes.subarray(0, end), revisions, this.#places, this.#source);
    });
  }

  /** Numbers of all objects that are in use. */
  numbers(): number[] {
    return this.#places.numbers().filter((number) => this.has(number));
  }

  has(number: number): boolean {
    const kind = this.#entryOf(number)?.kind;
    return kind !== undefined && kind !== 'free';
  }

  /** Where an object stands, so that two states can be compared; the same text means the same bytes. */
  placeOf(number: number): string {
    const entry = this.#entryOf(number);
    if (entry === undefined || entry.kind === 'free') return '';
    if (entry.kind === 'plain') return `${entry.offset}/${entry.generation}`;
    const container = this.#entryOf(entry.container);
    if (container?.kind !== 'plain') throw new PdfError('PDF_OBJECT', 'an object stream that is not there');
    return `${container.offset}/${container.generation}#${entry.index}`;
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

  /** The content of a stream of the structure. @throws PdfError PDF_STREAM, PDF_TOO_LARGE */
  unpack(stream: Stream): Uint8Array {
    return unpack(stream, this.#source.allowance);
  }

  #entryOf(number: number): Entry | undefined {
    return this.#places.of(number, this.revisions.length)?.entry;
  }

  #load({ number, generation }: Ref): PdfObject {
    this.#source.allowance.follow();
    const placed = this.#places.of(number, this.revisions.length);
    if (placed === undefined || placed.entry.kind === 'free') return null;
    if (generation !== (placed.entry.kind === 'plain' ? placed.entry.generation : 0))
      throw new PdfError('PDF_OBJECT', 'a generation that is not there');
    if (placed.known !== undefined && placed.known.end <= this.bytes.length) return placed.known.object;
    const known = this.#objects.get(number);
    if (known !== undefined) return known;
    if (this.#reading.has(number)) throw new PdfError('PDF_LOOP', 'an object that needs itself');
    this.#reading.add(number);
    const object = this.#read(number, placed);
    this.#reading.delete(number);
    return object;
  }

  #read(number: number, placed: Placed): PdfObject {
    const { entry } = placed;
    if (entry.kind === 'plain') {
      const plain = this.#source.plain(number, entry, {
        end: this.bytes.length,
        lengthOf: (length) => this.#lengthOf(length),
      });
      if (plain.length === undefined) placed.known = plain;
      else this.#objects.set(number, plain.object);
      return plain.object;
    }
    if (entry.kind === 'free') return null;
    const container = this.#entryOf(entry.container);
    if (container?.kind !== 'plain')
      throw new PdfError('PDF_OBJECT', 'an object stream that is packed itself');
    const stream = this.get(new Ref(entry.container, container.generation));
    const object = this.#source.packed(number, entry, container.offset, stream);
    this.#objects.set(number, object);
    return object;
  }

  #lengthOf(length: PdfObject): number {
    const found = this.get(length);
    if (typeof found !== 'number') throw new PdfError('PDF_STREAM', 'a stream without a length');
    return found;
  }
}
