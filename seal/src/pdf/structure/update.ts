import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from '../../asn1/index.js';
import { crc32 } from '../../zip/crc.js';
import { dictionary, Name, PdfString, Ref, Stream, type PdfObject } from '../syntax/objects.js';
import { encode, serialize } from '../syntax/serialize.js';
import { isArray } from '../syntax/objects.js';
import type { PdfDocument } from './document.js';

/**
 * An incremental update (ISO 32000-2 7.5.6): what is added stands behind the document, of which no byte changes. The
 * cross-reference has the form that the document's last one has.
 */
export class Update {
  readonly #document: PdfDocument;
  readonly #objects = new Map<number, { readonly generation: number; readonly bytes: Uint8Array }>();
  #next: number;

  constructor(document: PdfDocument) {
    this.#document = document;
    const size = document.trailer.get('Size');
    this.#next = Math.max(
      typeof size === 'number' ? size : 0,
      ...document.numbers().map((number) => number + 1),
    );
  }

  /** A number for an object that is set later. */
  reserve(): Ref {
    return new Ref(this.#next++, 0);
  }

  add(object: PdfObject): Ref {
    const ref = this.reserve();
    this.set(ref, object);
    return ref;
  }

  /** Sets what was reserved, or a new state of an object of the document. */
  set(ref: Ref, object: PdfObject): void {
    this.setBytes(ref, serialize(object));
  }

  setBytes({ number, generation }: Ref, bytes: Uint8Array): void {
    this.#objects.set(number, { generation, bytes });
  }

  /** The document with the update behind it. */
  finish(): Uint8Array {
    const { bytes, trailer, revisions } = this.#document;
    const last = bytes[bytes.length - 1];
    const parts: Uint8Array[] = [bytes];
    let at = bytes.length;
    const write = (part: Uint8Array): void => {
      parts.push(part);
      at += part.length;
    };
    if (last !== 0x0a && last !== 0x0d) write(encode('\n'));
    const rows = new Map<number, { offset: number; generation: number }>();
    const numbers = [...this.#objects.keys()].sort((a, b) => a - b);
    for (const number of numbers) {
      const object = this.#objects.get(number);
      if (object === undefined) continue;
      rows.set(number, { offset: at, generation: object.generation });
      write(concat(encode(`${number} ${object.generation} obj\n`), object.bytes, encode('\nendobj\n')));
    }
    const newest = revisions.at(-1)?.sections.at(-1);
    const start = at;
    const entries = {
      Size: this.#next,
      Prev: newest?.offset ?? 0,
      Root: trailer.get('Root') ?? null,
      Info: trailer.get('Info'),
      ID: this.#identifier(parts.slice(1)),
    };
    if (newest?.form === 'stream') {
      const own = this.reserve();
      rows.set(own.number, { offset: at, generation: 0 });
      const stream = crossReferenceStream(rows, { ...entries, Size: this.#next });
      write(concat(encode(`${own.number} 0 obj\n`), serialize(stream), encode('\nendobj\n')));
    } else
      write(
        concat(encode(tableText(rows)), encode('trailer\n'), serialize(dictionary(entries)), encode('\n')),
      );
    write(encode(`startxref\n${start}\n%%EOF\n`));
    return concat(...parts);
  }

  /** The first half stays what it was; the second names this state (ISO 32000-2 14.4) and protects nothing. */
  #identifier(update: readonly Uint8Array[]): PdfObject {
    const known = this.#document.get(this.#document.trailer.get('ID'));
    const [first, before] = isArray(known) ? known : [];
    const sums = [this.#document.bytes.length, ...update.map(crc32)].join(' ');
    const name = concat(before instanceof PdfString ? before.bytes : new Uint8Array(), encode(sums));
    const state = new PdfString(sha256(name).subarray(0, 16));
    return [first instanceof PdfString ? new PdfString(first.bytes) : state, state];
  }
}

type Rows = ReadonlyMap<number, { readonly offset: number; readonly generation: number }>;

/** Neighbouring numbers stand in one subsection. */
function subsections(rows: Rows): number[][] {
  const groups: number[][] = [];
  for (const number of [...rows.keys()].sort((a, b) => a - b)) {
    const group = groups.at(-1);
    if (group !== undefined && group[group.length - 1] === number - 1) group.push(number);
    else groups.push([number]);
  }
  return groups;
}

function tableText(rows: Rows): string {
  const text = subsections(rows).map((numbers) => {
    const lines = numbers.map((number) => {
      const { offset, generation } = rows.get(number) ?? { offset: 0, generation: 0 };
      return `${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`;
    });
    return `${numbers[0]} ${numbers.length}\n${lines.join('')}`;
  });
  return `xref\n${text.join('')}`;
}

function crossReferenceStream(
  rows: Rows,
  entries: { readonly [key: string]: PdfObject | undefined },
): Stream {
  const groups = subsections(rows);
  const content = groups.flat().flatMap((number) => {
    const { offset, generation } = rows.get(number) ?? { offset: 0, generation: 0 };
    return [
      1,
      offset >>> 24,
      (offset >>> 16) & 0xff,
      (offset >>> 8) & 0xff,
      offset & 0xff,
      generation >> 8,
      generation & 0xff,
    ];
  });
  return new Stream(
    dictionary({
      Type: new Name('XRef'),
      ...entries,
      W: [1, 4, 2],
      Index: groups.flatMap((numbers) => [numbers[0] ?? 0, numbers.length]),
    }),
    Uint8Array.from(content),
  );
}
