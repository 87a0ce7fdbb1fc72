/** The eight kinds of PDF objects (ISO 32000-2 7.3). A dictionary is a Map, an array an array, a null null. */
export type PdfObject =
  null | boolean | number | Name | PdfString | Ref | readonly PdfObject[] | Dictionary | Stream;

export type Dictionary = ReadonlyMap<string, PdfObject>;

export class Name {
  /** Without the solidus, one character a byte. */
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class PdfString {
  readonly bytes: Uint8Array;
  /** Where it stands in the file it was read from, with its delimiters; undefined for one that was made or was packed. */
  readonly place: { readonly start: number; readonly end: number } | undefined;
  constructor(bytes: Uint8Array, place?: { readonly start: number; readonly end: number }) {
    this.bytes = bytes;
    this.place = place;
  }
}

/** A reference to an indirect object. */
export class Ref {
  readonly number: number;
  readonly generation: number;
  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

export class Stream {
  readonly dictionary: Dictionary;
  /** As it stands in the file, filters and all. */
  readonly raw: Uint8Array;
  constructor(dictionary: Dictionary, raw: Uint8Array) {
    this.dictionary = dictionary;
    this.raw = raw;
  }
}

export function isDictionary(object: PdfObject | undefined): object is Dictionary {
  return object instanceof Map;
}

export function isArray(object: PdfObject | undefined): object is readonly PdfObject[] {
  return Array.isArray(object);
}

/** True for the name with this text. */
export function isName(object: PdfObject | undefined, text: string): boolean {
  return object instanceof Name && object.text === text;
}

export function dictionary(entries: { readonly [key: string]: PdfObject | undefined }): Dictionary {
  const map = new Map<string, PdfObject>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) map.set(key, value);
  return map;
}

/** A text string (ISO 32000-2 7.9.2.2): UTF-16 with its mark, big end first. */
export function textString(text: string): PdfString {
  const bytes = new Uint8Array(2 + 2 * text.length);
  bytes.set([0xfe, 0xff]);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 + 2 * i] = unit >> 8;
    bytes[3 + 2 * i] = unit & 0xff;
  }
  return new PdfString(bytes);
}

/** The text of a text string; bytes without a mark count as Latin 1, which agrees with PDFDocEncoding where it matters. */
export function textOf({ bytes }: PdfString): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    let text = '';
    for (let i = 2; i + 1 < bytes.length; i += 2)
      text += String.fromCharCode(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
    return text;
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes);
  return latin1(bytes);
}

export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}
