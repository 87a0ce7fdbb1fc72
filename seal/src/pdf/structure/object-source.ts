import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';
import { isName, Ref, Stream, type PdfObject } from '../syntax/objects.js';
import { parseIndirect, parseObject, type IndirectObject } from '../syntax/parse.js';
import { Scanner } from '../syntax/scanner.js';
import type { Allowance } from './allowance.js';
import type { Entry } from './cross-references.js';
import { unpack } from './unpack.js';

/** Reads the objects of a file, each once, whichever of its states asks. */
export class ObjectSource {
  readonly allowance: Allowance;
  readonly #bytes: Uint8Array;
  /** By offset. */
  readonly #plain = new Map<number, PlainObject>();
  /** By the offset of their object stream. */
  readonly #packed = new Map<number, PackedObjects>();

  constructor(bytes: Uint8Array, allowance: Allowance) {
    this.#bytes = bytes;
    this.allowance = allowance;
  }

  /**
   * The object at an offset, for a state that ends at `end`.
   * @throws PdfError PDF_OBJECT when another one stands there
   */
  plain(
    number: number,
    { offset, generation }: Extract<Entry, { kind: 'plain' }>,
    { end, lengthOf }: { readonly end: number; readonly lengthOf: (length: PdfObject) => number },
  ): PlainObject {
    const known = this.#plain.get(offset);
    const isSame =
      known !== undefined &&
      known.end <= end &&
      (known.length === undefined || lengthOf(known.length.ref) === known.length.value);
    const found = isSame ? known : this.#readPlain(offset, end, lengthOf);
    if (found.number !== number || found.generation !== generation)
      throw new PdfError('PDF_OBJECT', 'another object than the cross-reference says');
    return found;
  }

  /** The nth object of an object stream. @throws PdfError PDF_OBJECT when another one stands there */
  packed(
    number: number,
    { index }: Extract<Entry, { kind: 'packed' }>,
    offset: number,
    stream: PdfObject,
  ): PdfObject {
    const packed = this.#packed.get(offset) ?? this.#open(stream);
    this.#packed.set(offset, packed);
    const header = packed.headers[index];
    if (header?.number !== number)
      throw new PdfError('PDF_OBJECT', 'another object than the cross-reference says');
    const known = packed.objects.get(index);
    if (known !== undefined) return known;
    const scanner = new Scanner(packed.content, this.allowance, packed.first + header.offset);
    scanner.packed = true;
    const start = scanner.at;
    const object = parseObject(scanner);
    packed.left -= scanner.at - start;
    if (packed.left < 0) throw new PdfError('PDF_TOO_LARGE', 'objects that share bytes');
    packed.objects.set(index, object);
    return object;
  }

  #readPlain(offset: number, end: number, lengthOf: (length: PdfObject) => number): PlainObject {
    if (offset >= end) throw new PdfError('PDF_OBJECT', 'an offset outside of the file');
    const scanner = new Scanner(this.#bytes, this.allowance, offset, end);
    let length: PlainObject['length'];
    const found = parseIndirect(scanner, (object) => {
      const value = lengthOf(object);
      if (object instanceof Ref) length = { ref: object, value };
      return value;
    });
    const content = found.object instanceof Stream ? found.object.raw.length : 0;
    this.allowance.scan(scanner.at - offset - content);
    const plain = { ...found, end: scanner.at, length };
    this.#plain.set(offset, plain);
    return plain;
  }

  #open(stream: PdfObject): PackedObjects {
    if (!(stream instanceof Stream) || !isName(stream.dictionary.get('Type'), 'ObjStm'))
      throw new PdfError('PDF_OBJECT', 'not an object stream');
    const content = unpack(stream, this.allowance);
    const [count, first] = [stream.dictionary.get('N'), stream.dictionary.get('First')];
    if (
      typeof count !== 'number' ||
      typeof first !== 'number' ||
      count > LIMITS.objects ||
      first > content.length
    )
      throw new PdfError('PDF_OBJECT', 'an object stream');
    const scanner = new Scanner(content, this.allowance, 0, first);
    const headers: PackedObjects['headers'] = [];
    for (let i = 0; i < count; i++) {
      scanner.skip();
      const number = scanner.unsigned();
      scanner.skip();
      headers.push({ number, offset: scanner.unsigned() });
    }
    return { content, first, headers, objects: new Map(), left: content.length };
  }
}

/** An object that stands in the file by itself. */
export interface PlainObject extends IndirectObject {
  /** Behind its `endobj`. */
  readonly end: number;
  /** A Length that is an object of its own, and what it was: another state may have another. */
  readonly length: { readonly ref: Ref; readonly value: number } | undefined;
}

interface PackedObjects {
  readonly content: Uint8Array;
  readonly first: number;
  readonly headers: { readonly number: number; readonly offset: number }[];
  /** By index. */
  readonly objects: Map<number, PdfObject>;
  /** Bytes that may still be parsed: packed objects share none. */
  left: number;
}
