import { concat } from '../../asn1/index.js';
import { Ref, type Dictionary, type PdfObject } from '../syntax/objects.js';
import { encode, serialize } from '../syntax/serialize.js';

/** The objects of a new file, one after another, and what leads to them (ISO 32000-1 7.5). */
export class FileBody {
  readonly #objects: (Uint8Array | undefined)[] = [];

  /** A number for an object that is set later. */
  reserve(): Ref {
    return new Ref(this.#objects.push(undefined), 0);
  }

  add(object: PdfObject): Ref {
    const ref = this.reserve();
    this.set(ref, object);
    return ref;
  }

  set({ number }: Ref, object: PdfObject): void {
    this.#objects[number - 1] = serialize(object);
  }

  /** @param trailer without its Size */
  finish(trailer: Dictionary): Uint8Array {
    const parts: Uint8Array[] = [HEADER];
    let at = HEADER.length;
    const rows = this.#objects.map((object = NULL, i) => {
      const [before, row] = [encode(`${i + 1} 0 obj\n`), `${String(at).padStart(10, '0')} 00000 n \n`];
      parts.push(before, object, END);
      at += before.length + object.length + END.length;
      return row;
    });
    const size = rows.length + 1;
    parts.push(
      encode(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}trailer\n`),
      serialize(new Map(trailer).set('Size', size)),
      encode(`\nstartxref\n${at}\n%%EOF\n`),
    );
    return concat(...parts);
  }
}

/** The second line says that the file is not text (ISO 32000-1 7.5.2). */
const HEADER = encode('%PDF-1.7\n%\xff\xff\xff\xff\n');
const END = encode('\nendobj\n');
const NULL = encode('null');
