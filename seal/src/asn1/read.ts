import { checkPrimitive } from './primitive-forms.js';
import { compareBytes } from './bytes.js';
import { TAG } from './tags.js';

/** `NOT_DER`: the bytes are not the one DER encoding of anything. `FORMAT`: DER, but not of the expected structure. */
export class DerError extends Error {
  readonly code: 'NOT_DER' | 'FORMAT';
  constructor(code: 'NOT_DER' | 'FORMAT', message: string) {
    super(message);
    this.name = 'DerError';
    this.code = code;
  }
}

export interface Value {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Identifier, length and content as they stand in the input. */
  readonly encoded: Uint8Array;
}

/**
 * Reads exactly one DER value (X.690 clauses 10 and 11) and checks every value inside it: definite and shortest lengths,
 * canonical forms of the primitive types, SETs in order, no byte left over. So each accepted input is the only encoding of
 * its content. Values inside OCTET STRING and BIT STRING are opaque here; whoever opens them calls this again.
 * @throws DerError NOT_DER
 */
export function readDer(der: Uint8Array): Value {
  const { value, next } = readValue(der, 0);
  if (next !== der.length) throw new DerError('NOT_DER', 'bytes after the value');
  check(der, 0, der.length, false, 0);
  return value;
}

/** Steps through the members of a constructed value; whatever is not consumed is an error. */
export class Members {
  readonly #content: Uint8Array;
  #at = 0;

  constructor(value: Value) {
    this.#content = value.content;
  }

  get done(): boolean {
    return this.#at === this.#content.length;
  }

  /** The next member, whatever it is. */
  any(): Value {
    if (this.done) throw new DerError('FORMAT', 'a member is missing');
    const { value, next } = readValue(this.#content, this.#at);
    this.#at = next;
    return value;
  }

  next(tag: number): Value {
    if (this.done || this.#content[this.#at] !== tag) throw new DerError('FORMAT', 'unexpected member');
    return this.any();
  }

  optional(tag: number): Value | undefined {
    return !this.done && this.#content[this.#at] === tag ? this.any() : undefined;
  }

  rest(tag: number): Value[] {
    const values: Value[] = [];
    while (!this.done) values.push(this.next(tag));
    return values;
  }

  end(): void {
    if (!this.done) throw new DerError('FORMAT', 'a member too many');
  }
}

/** Members of a value that must have this tag. */
export function membersOf(value: Value, tag: number = TAG.sequence): Members {
  if (value.tag !== tag) throw new DerError('FORMAT', 'unexpected type');
  return new Members(value);
}

/** True when the elements stand in the order of a DER SET OF (X.690 11.6). */
export function inSetOrder(elements: readonly Value[]): boolean {
  return elements.every((element, i) => {
    const before = elements[i - 1];
    return before === undefined || compareBytes(before.encoded, element.encoded) <= 0;
  });
}

const MAX_DEPTH = 28;

/** Checks the values from `at` to `end`; those of a SET stand in order. No object is made of them: there may be millions. */
function check(bytes: Uint8Array, at: number, end: number, isSet: boolean, depth: number): void {
  if (at < end && depth > MAX_DEPTH) throw new DerError('NOT_DER', 'nested too deeply');
  let before: Uint8Array | undefined;
  for (let next = at; next < end;) {
    const start = next;
    const tag = bytes[start] ?? 0;
    const content = contentAt(bytes, start, end);
    next = content + lengthAt(bytes, start);
    if ((tag & 0x20) === 0 || !isKnownConstructed(tag)) {
      const fault = checkPrimitive(tag, bytes.subarray(content, next));
      if (fault !== undefined) throw new DerError('NOT_DER', fault);
    }
    if ((tag & 0x20) !== 0) check(bytes, content, next, tag === TAG.set, depth + 1);
    if (!isSet) continue;
    const encoded = bytes.subarray(start, next);
    if (before !== undefined && compareBytes(before, encoded) > 0)
      throw new DerError('NOT_DER', 'a SET out of order');
    before = encoded;
  }
}

/** SEQUENCE, SET and those with a tag of their context have no form of their own. */
function isKnownConstructed(tag: number): boolean {
  return tag === TAG.sequence || tag === TAG.set || (tag & 0xc0) === 0x80;
}

/** Where the content of the value at `at` begins, which ends before `end`. @throws DerError NOT_DER */
function contentAt(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at + 1];
  if (first === undefined || at + 2 > end) throw new DerError('NOT_DER', 'cut short');
  if (((bytes[at] ?? 0) & 0x1f) === 0x1f) throw new DerError('NOT_DER', 'a tag number above 30');
  let start = at + 2;
  if (first > 0x7f) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError('NOT_DER', 'indefinite or oversized length');
    if (lengthAt(bytes, at) < 0x80 || bytes[start] === 0)
      throw new DerError('NOT_DER', 'a length that is not the shortest');
    start += count;
  }
  if (start + lengthAt(bytes, at) > end) throw new DerError('NOT_DER', 'cut short');
  return start;
}

/** The length that the value at `at` says of its content. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0;
  if (first <= 0x7f) return first;
  let length = 0;
  for (let i = 0; i < (first & 0x7f); i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  return length;
}

function readValue(bytes: Uint8Array, at: number): { value: Value; next: number } {
  const start = contentAt(bytes, at, bytes.length);
  const next = start + lengthAt(bytes, at);
  const tag = bytes[at] ?? 0;
  return { value: { tag, content: bytes.subarray(start, next), encoded: bytes.subarray(at, next) }, next };
}
