import { XmlError } from './error.js';

/** An element with its name resolved; comments are gone, text and CDATA are joined. */
export interface Element {
  /** Local name. */
  readonly name: string;
  /** Empty when it has none. */
  readonly namespace: string;
  /** Of no namespace, by name; those of a namespace and declarations are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** The text that stands directly in it, without that of its children. */
  readonly text: string;
}

const limits = { bytes: 8 * 1024 * 1024, depth: 64, elements: 400_000, attributes: 64 } as const;

/**
 * Reads an XML 1.0 file strictly. There is no document type, no entity but the five of XML and characters, no processing
 * instruction but the XML declaration, so that nothing is expanded or fetched; prefixes are resolved.
 * @throws XmlError XML_MALFORMED, XML_FORBIDDEN, XML_LIMITS
 */
export function readXml(bytes: Uint8Array): Element {
  if (bytes.length > limits.bytes) throw new XmlError('XML_LIMITS');
  return new Reader(decoded(bytes)).document();
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('XML_MALFORMED');
  }
}

interface Open {
  readonly raw: string;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  readonly prefixes: ReadonlyMap<string, string>;
  text: string;
}

class Reader {
  readonly #text: string;
  #at = 0;
  #elements = 0;

  constructor(text: string) {
    // eslint-disable-next-line no-control-regex -- what XML 1.0 does not allow
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text))
      throw new XmlError('XML_MALFORMED');
    this.#text = text;
  }

  document(): Element {
    this.#declaration();
    this.#between();
    const stack: Open[] = [];
    let root: Element | undefined;
    do {
      const closed = this.#step(stack);
      if (closed === undefined) continue;
      const parent = stack.at(-1);
      if (parent === undefined) root = closed;
      else parent.children.push(closed);
    } while (root === undefined);
    this.#between();
    if (this.#at !== this.#text.length) throw new XmlError('XML_MALFORMED');
    return root;
  }

  /** Text, a comment, CDATA or a tag; answers the element that was closed by it. */
  #step(stack: Open[]): Element | undefined {
    const open = stack.at(-1);
    const tag = this.#text.indexOf('<', this.#at);
    if (tag < 0) throw new XmlError('XML_MALFORMED');
    if (tag > this.#at) {
      if (open === undefined) throw new XmlError('XML_MALFORMED');
      const raw = this.#text.slice(this.#at, tag);
      if (raw.includes(']]>')) throw new XmlError('XML_MALFORMED');
      open.text += expanded(raw);
      this.#at = tag;
    }
    const next = this.#text[tag + 1];
    if (next === '/') return this.#closing(stack);
    if (next === '!') {
      if (this.#comment()) return undefined;
      if (open !== undefined && this.#text.startsWith('<![CDATA[', tag)) {
        open.text += this.#until(']]>', tag + 9);
        return undefined;
      }
      throw new XmlError('XML_FORBIDDEN');
    }
    if (next === '?') throw new XmlError('XML_FORBIDDEN');
    return this.#opening(stack);
  }

  #opening(stack: Open[]): Element | undefined {
    if (++this.#elements > limits.elements || stack.length >= limits.depth) throw new XmlError('XML_LIMITS');
    this.#at++;
    const raw = this.#match(NAME);
    const given: [string, string][] = [];
    while (this.#match(SPACE) !== '' && this.#ahead(NAME_START)) {
      if (given.length >= limits.attributes) throw new XmlError('XML_LIMITS');
      given.push(this.#attribute());
    }
    const before = stack.at(-1)?.prefixes ?? NO_PREFIXES;
    const prefixes = prefixesOf(given, before);
    const [prefix, name] = split(raw);
    const attributes = attributesOf(given, prefixes);
    const open = {
      raw,
      name,
      namespace: namespaceOf(prefix, prefixes),
      attributes,
      children: [],
      prefixes,
      text: '',
    };
    const isEmpty = this.#text.startsWith('/>', this.#at);
    if (!isEmpty && this.#text[this.#at] !== '>') throw new XmlError('XML_MALFORMED');
    this.#at += isEmpty ? 2 : 1;
    if (isEmpty) return elementOf(open);
    stack.push(open);
    return undefined;
  }

  #attribute(): [string, string] {
    const name = this.#match(NAME);
    this.#match(SPACE);
    if (this.#text[this.#at] !== '=') throw new XmlError('XML_MALFORMED');
    this.#at++;
    this.#match(SPACE);
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") throw new XmlError('XML_MALFORMED');
    const raw = this.#until(quote, this.#at + 1);
    if (raw.includes('<')) throw new XmlError('XML_MALFORMED');
    return [name, expanded(raw.replace(/[\t\n\r]/g, ' '))];
  }

  #closing(stack: Open[]): Element {
    this.#at += 2;
    const raw = this.#match(NAME);
    this.#match(SPACE);
    const open = stack.pop();
    if (open?.raw !== raw || this.#text[this.#at] !== '>') throw new XmlError('XML_MALFORMED');
    this.#at++;
    return elementOf(open);
  }

  /** `<?xml …?>` with version 1.0 and, if it names an encoding, UTF-8. */
  #declaration(): void {
    if (!this.#text.startsWith('<?xml')) return;
    const inside = this.#until('?>', 5);
    if (!DECLARATION.test(inside)) throw new XmlError('XML_FORBIDDEN');
  }

  /** White space and comments outside the root. */
  #between(): void {
    do this.#match(SPACE);
    while (this.#comment());
  }

  #comment(): boolean {
    if (!this.#text.startsWith('<!--', this.#at)) return false;
    const inside = this.#until('--', this.#at + 4);
    if (inside.endsWith('-') || this.#text[this.#at] !== '>') throw new XmlError('XML_MALFORMED');
    this.#at++;
    return true;
  }

  #until(end: string, from: number): string {
    const at = this.#text.indexOf(end, from);
    if (at < 0) throw new XmlError('XML_MALFORMED');
    this.#at = at + end.length;
    return this.#text.slice(from, at);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new XmlError('XML_MALFORMED');
    this.#at += found.length;
    return found;
  }

  #ahead(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }
}

function elementOf({ name, namespace, attributes, children, text }: Open): Element {
  return { name, namespace, attributes, children, text };
}

function prefixesOf(
  given: readonly [string, string][],
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  let prefixes: Map<string, string> | undefined;
  for (const [name, value] of given) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    const prefix = name === 'xmlns' ? '' : name.slice(6);
    if (prefix === 'xml' || prefix === 'xmlns' || (prefix !== '' && value === ''))
      throw new XmlError('XML_MALFORMED');
    prefixes ??= new Map(before);
    prefixes.set(prefix, value);
  }
  return prefixes ?? before;
}

function attributesOf(
  given: readonly [string, string][],
  prefixes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (given.length === 0) return NO_ATTRIBUTES;
  const attributes = new Map<string, string>();
  const seen = new Set<string>();
  for (const [raw, value] of given) {
    if (seen.has(raw)) throw new XmlError('XML_MALFORMED');
    seen.add(raw);
    const [prefix, name] = split(raw);
    if (prefix === '') {
      if (name !== 'xmlns') attributes.set(name, value);
    } else if (prefix !== 'xmlns') namespaceOf(prefix, prefixes);
  }
  return attributes;
}

function namespaceOf(prefix: string, prefixes: ReadonlyMap<string, string>): string {
  const found = prefixes.get(prefix);
  if (found === undefined && prefix !== '' && prefix !== 'xml') throw new XmlError('XML_MALFORMED');
  return found ?? '';
}

function split(raw: string): readonly [prefix: string, name: string] {
  const colon = raw.indexOf(':');
  if (colon < 0) return ['', raw];
  if (colon === 0 || colon === raw.length - 1 || raw.includes(':', colon + 1))
    throw new XmlError('XML_MALFORMED');
  return [raw.slice(0, colon), raw.slice(colon + 1)];
}

function expanded(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&([^;&]{0,12})(;?)/g, (_, name: string, end: string) => {
    const code = /^#x[0-9a-fA-F]{1,6}$/.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : /^#[0-9]{1,7}$/.test(name)
        ? Number(name.slice(1))
        : undefined;
    const text =
      code === undefined ? ENTITIES.get(name) : isCharacter(code) ? String.fromCodePoint(code) : undefined;
    if (end === '' || text === undefined) throw new XmlError('XML_FORBIDDEN');
    return text;
  });
}

/** Char of XML 1.0, production 2. */
function isCharacter(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

const ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const NO_PREFIXES: ReadonlyMap<string, string> = new Map();
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const SPACE = /[ \t\r\n]*/y;
const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_.:·-]*/uy;
const NAME_START = /[\p{L}_]/uy;
const DECLARATION =
  /^\s+version\s*=\s*(["'])1\.[01]\1(\s+encoding\s*=\s*(["'])[Uu][Tt][Ff]-8\3)?(\s+standalone\s*=\s*(["'])(yes|no)\5)?\s*$/;
