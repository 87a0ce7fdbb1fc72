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
  check(value, 0);
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

function check(value: Value, depth: number): void {
  if (depth > MAX_DEPTH) throw new DerError('NOT_DER', 'nested too deeply');
  const fault = checkPrimitive(value.tag, value.content);
  if (fault !== undefined) throw new DerError('NOT_DER', fault);
  if ((value.tag & 0x20) === 0) return;
  const elements: Value[] = [];
  for (let at = 0; at < value.content.length;) {
    const { value: element, next } = readValue(value.content, at);
    check(element, depth + 1);
    elements.push(element);
    at = next;
  }
  if (value.tag === TAG.set && !inSetOrder(elements)) throw new DerError('NOT_DER', 'a SET out of order');
}

function readValue(bytes: Uint8Array, at: number): { value: Value; next: number } {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new DerError('NOT_DER', 'cut short');
  if ((tag & 0x1f) === 0x1f) throw new DerError('NOT_DER', 'a tag number above 30');
  let length = first;
  let start = at + 2;
  if (first > 0x7f) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError('NOT_DER', 'indefinite or oversized length');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0);
    if (length < 0x80 || bytes[start] === 0)
      throw new DerError('NOT_DER', 'a length that is not the shortest');
    start += count;
  }
  const next = start + length;
  if (next > bytes.length) throw new DerError('NOT_DER', 'cut short');
  return { value: { tag, content: bytes.subarray(start, next), encoded: bytes.subarray(at, next) }, next };
}
