import type { Json } from './json.js';

export type JsonCode =
  'JSON_NOT_UTF8' | 'JSON_SYNTAX' | 'JSON_TOO_DEEP' | 'JSON_MEMBER_REPEATED' | 'JSON_MEMBER_FORBIDDEN';

/** Bytes from outside that are not JSON as it is accepted here. */
export class JsonError extends Error {
  readonly code: JsonCode;
  constructor(code: JsonCode) {
    super(code);
    this.name = 'JsonError';
    this.code = code;
  }
}

export const MAX_DEPTH = 32;

/**
 * Reads JSON (RFC 8259) that somebody else wrote, more strictly than `JSON.parse`: at most 32 levels, no member twice,
 * no member that touches a prototype, no lone surrogates, no number beyond what a double holds.
 * @throws JsonError
 */
export function readJson(bytes: Uint8Array): Json {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new JsonError('JSON_NOT_UTF8');
  }
  return new Reader(text).read();
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = { true: true, false: false, null: null } as const;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Json {
    const value = this.#value(0);
    if (this.#peek() !== '') throw notJson();
    return value;
  }

  #value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new JsonError('JSON_TOO_DEEP');
    const first = this.#peek();
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    if (first === 't' || first === 'f' || first === 'n') return this.#word();
    return this.#number();
  }

  #word(): boolean | null {
    for (const [word, value] of Object.entries(WORDS)) if (this.#take(word)) return value;
    throw notJson();
  }

  #object(depth: number): Record<string, Json> {
    const members: Record<string, Json> = {};
    this.#expect('{');
    if (this.#take('}')) return members;
    do {
      if (this.#peek() !== '"') throw notJson();
      const name = this.#string();
      if (FORBIDDEN.has(name)) throw new JsonError('JSON_MEMBER_FORBIDDEN');
      if (Object.hasOwn(members, name)) throw new JsonError('JSON_MEMBER_REPEATED');
      this.#expect(':');
      members[name] = this.#value(depth + 1);
    } while (this.#take(','));
    this.#expect('}');
    return members;
  }

  #array(depth: number): Json[] {
    const values: Json[] = [];
    this.#expect('[');
    if (this.#take(']')) return values;
    do values.push(this.#value(depth + 1));
    while (this.#take(','));
    this.#expect(']');
    return values;
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    let end = start + 1;
    for (; this.#text.charCodeAt(end) !== 0x22; end++) {
      const code = this.#text.charCodeAt(end);
      if (Number.isNaN(code) || code < 0x20) throw notJson();
      if (code !== 0x5c) continue;
      escaped = true;
      end++;
    }
    this.#at = end + 1;
    return escaped ? unescape(this.#text.slice(start, this.#at)) : this.#text.slice(start + 1, end);
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.#text)?.[0];
    const value = Number(digits ?? Number.NaN);
    if (digits === undefined || !Number.isFinite(value)) throw notJson();
    this.#at += digits.length;
    return value;
  }

  /** The next character that is not white space; empty at the end. */
  #peek(): string {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
    return this.#text.charAt(this.#at);
  }

  #take(token: string): boolean {
    this.#peek();
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw notJson();
  }
}

/** Blank, tab, line feed, carriage return. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function unescape(literal: string): string {
  let text: unknown;
  try {
    text = JSON.parse(literal);
  } catch {
    throw notJson();
  }
  if (typeof text !== 'string' || !text.isWellFormed()) throw notJson();
  return text;
}

function notJson(): JsonError {
  return new JsonError('JSON_SYNTAX');
}
