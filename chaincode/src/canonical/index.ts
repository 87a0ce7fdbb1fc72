/** Canonical JSON by RFC 8785 (JCS), with the floor's stricter values: see docs/formats/canonical-json.md. */

import type { Json } from './json.js';

export { fromBase58, toBase58 } from './base58.js';
export { fromBase64url, fromHex, toBase64url, toHex } from './base64url.js';
export type { Json, JsonObject } from './json.js';
export * from './read-json.js';

/** What {@link canonical} and {@link parseCanonical} throw: a value that has no canonical form. */
export class NotCanonical extends Error {
  readonly code = 'NOT_CANONICAL';
}

const MAX_DEPTH = 64;

/**
 * The canonical text of a value (RFC 8785 section 3.2): no white space, members sorted by UTF-16 code units,
 * strings escaped as ECMAScript does.
 * @throws NotCanonical for undefined, functions, non-integers, unsafe integers, -0, lone surrogates, `__proto__`
 *   members, anything but plain objects and arrays, and more than 64 levels of arrays and objects.
 */
export function canonical(value: unknown): string {
  return write(value, 0, safeInteger);
}

/** The UTF-8 bytes of {@link canonical}: what is signed, hashed or stored. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8.encode(write(value, 0, safeInteger));
}

/**
 * The text of RFC 8785 to the letter, which takes any finite number: for documents whose form others lay down
 * (credentials). -0 is written as 0. Throws as {@link canonical} does otherwise.
 */
export function jcs(value: unknown): string {
  return write(value, 0, finite);
}

/** The UTF-8 bytes of {@link jcs}. */
export function jcsBytes(value: unknown): Uint8Array {
  return utf8.encode(jcs(value));
}

/**
 * Reads canonical bytes back and refuses every other encoding of the same value, so that one value has one digest.
 * @throws NotCanonical for invalid UTF-8, a byte order mark, invalid JSON or JSON that is not in canonical form.
 */
export function parseCanonical(bytes: Uint8Array): Json {
  let text: string;
  let value: Json;
  try {
    text = utf8Strict.decode(bytes);
    value = JSON.parse(text) as Json;
  } catch {
    throw new NotCanonical('not JSON in UTF-8');
  }
  if (canonical(value) !== text) throw new NotCanonical('JSON is not in canonical form');
  return value;
}

/** Compares strings by UTF-16 code units, the order of RFC 8785 section 3.2.3 (never by locale). */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How a number is written, which is all that the two forms differ in. */
type WriteNumber = (value: number) => string;

function safeInteger(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical('not a safe integer');
  return String(value);
}

function finite(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonical('not a finite number');
  return String(value);
}

function write(value: unknown, depth: number, number: WriteNumber): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      return number(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= MAX_DEPTH) throw new NotCanonical('nested too deeply');
      if (Array.isArray(value)) return writeArray(value, depth, number);
      return writeObject(value, depth, number);
    default:
      throw new NotCanonical(`a ${typeof value} is not JSON`);
  }
}

/** Nothing in it is escaped: printable ASCII without quotation mark and backslash, as most strings are. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function writeString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new NotCanonical('lone surrogate');
  return JSON.stringify(text);
}

function writeArray(values: readonly unknown[], depth: number, number: WriteNumber): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) text += (i === 0 ? '' : ',') + write(values[i], depth + 1, number);
  return text + ']';
}

function writeObject(value: object, depth: number, number: WriteNumber): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonical('not a plain object');
  const members = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const name of namesInOrder(members)) {
    if (name === '__proto__') throw new NotCanonical('a member named __proto__');
    text += (text === '{' ? '' : ',') + writeString(name) + ':' + write(members[name], depth + 1, number);
  }
  return text + '}';
}

/** Few names are put in order by insertion: `sort` with a comparator allocates more than all the rest of the writing. */
function namesInOrder(members: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(members);
  if (names.length > 24) return names.sort(compareCodeUnits);
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    let at = i;
    for (; at > 0 && names[at - 1]! > name; at--) names[at] = names[at - 1]!;
    names[at] = name;
  }
  return names;
}

const utf8 = new TextEncoder();
const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
