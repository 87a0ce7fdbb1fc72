import { toHex } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { schemeOf, type Leaf } from './shape.js';

/**
 * The quads of all documents of one shape: what JSON-LD made of one of them, with places for the leaves. Filled in, they are
 * canonical by RDF Dataset Canonicalization 1.0 as long as no two blank nodes look alike from near (section 4.4.3 step 4).
 */

interface Term {
  readonly termType: string;
  readonly value: string;
  readonly datatype?: Term;
  readonly language?: string;
}

export interface Quad {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
  readonly graph: Term;
}

/** A term as it is written; the leaf of a number, as a literal or an IRI; or a blank node of a number. */
type Part =
  | string
  | { readonly leaf: number; readonly before: string; readonly after: string; readonly isLiteral: boolean }
  | { readonly node: number };

export interface Template {
  readonly quads: readonly (readonly [subject: Part, predicate: string, object: Part])[];
  readonly nodes: number;
}

/** What stands in a document from which a template is made, instead of its leaf: nothing like it comes otherwise. */
export function markOf(n: number, leaf: Leaf): Leaf {
  if (typeof leaf === 'number') return 7_000_000_000_000 + n;
  return `${schemeOf(leaf) ?? ''}${MARK}${String(n).padStart(4, '0')}`;
}

const MARK = 'leaf-of-a-template-';

/** @param marks by the texts of the terms that they became. Undefined where a mark became part of something else. */
export function templateOf(quads: readonly Quad[], marks: ReadonlyMap<string, number>): Template | undefined {
  const seen = new Set<number>();
  const nodes = new Map<string, number>();
  const partOf = (term: Term): Part | undefined => {
    if (term.termType === 'BlankNode') {
      const node = nodes.get(term.value) ?? nodes.size;
      nodes.set(term.value, node);
      return { node };
    }
    const isLiteral = term.termType === 'Literal';
    const leaf = marks.get(term.value);
    const [before, after] = isLiteral ? ['"', `"${suffixOf(term)}`] : ['<', '>'];
    if (!isLiteral && !IRI.test(term.value)) return undefined;
    if (leaf !== undefined) {
      seen.add(leaf);
      return { leaf, before, after, isLiteral };
    }
    return before + (isLiteral ? escaped(term.value) : term.value) + after;
  };
  const made: [Part, string, Part][] = [];
  for (const { subject, predicate, object, graph } of quads) {
    const [s, p, o] = [partOf(subject), partOf(predicate), partOf(object)];
    // A type from a leaf could bring contexts of its own.
    const isPlain = graph.termType === 'DefaultGraph' && typeof p === 'string';
    if (!isPlain || (p === TYPE && typeof o === 'object' && 'leaf' in o)) return undefined;
    if (s === undefined || o === undefined || [s, p, o].some(isMarked)) return undefined;
    made.push([s, p, o]);
  }
  return seen.size === marks.size ? { quads: made, nodes: nodes.size } : undefined;
}

/** In characters that N-Quads does not escape. */
const IRI = /^[^\0-\x20<>"{}|^`\\]+$/;
const TYPE = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>';

/** The canonical N-Quads with these leaves, or undefined where two blank nodes look alike. */
export function filled({ quads, nodes }: Template, leaves: readonly Leaf[]): string | undefined {
  const lines = new Set<string>();
  const about = Array.from({ length: nodes }, () => [] as Line[]);
  const all: Line[] = [];
  for (const [subject, predicate, object] of quads) {
    const line = {
      subject: written(subject, leaves),
      middle: ` ${predicate} `,
      object: written(object, leaves),
    };
    const text = textOf(line, nameOfNode);
    // A set: the same said twice is said once.
    if (lines.has(text)) continue;
    lines.add(text);
    all.push(line);
    for (const node of new Set([line.subject, line.object]))
      if (typeof node === 'number') about[node]?.push(line);
  }
  if (nodes === 0) return [...lines].sort().join('');
  const names = canonicalNames(about);
  return (
    names &&
    all
      .map((line) => textOf(line, (node) => names[node] ?? ''))
      .sort()
      .join('')
  );
}

interface Line {
  readonly subject: string | number;
  readonly middle: string;
  readonly object: string | number;
}

/** By their hashes of first degree (section 4.6), where these are all different. */
function canonicalNames(about: readonly (readonly Line[])[]): string[] | undefined {
  if (about.length === 1) return ['_:c14n0'];
  const hashes = about.map((lines, self) => {
    const texts = lines.map((line) => textOf(line, (node) => (node === self ? '_:a' : '_:z')));
    return toHex(nativeProvider.hashText('SHA-256', texts.sort().join('')));
  });
  const order = [...hashes].sort();
  if (new Set(order).size < order.length) return undefined;
  return hashes.map((hash) => `_:c14n${order.indexOf(hash)}`);
}

function textOf({ subject, middle, object }: Line, nameOf: (node: number) => string): string {
  const [s, o] = [subject, object].map((part) => (typeof part === 'number' ? nameOf(part) : part));
  return `${s}${middle}${o} .\n`;
}

function nameOfNode(node: number): string {
  return `_:b${node}`;
}

function written(part: Part, leaves: readonly Leaf[]): string | number {
  if (typeof part === 'string') return part;
  if ('node' in part) return part.node;
  const leaf = String(leaves[part.leaf]);
  return part.before + (part.isLiteral ? escaped(leaf) : leaf) + part.after;
}

function suffixOf({ datatype, language }: Term): string {
  if (language !== undefined && language !== '') return `@${language}`;
  const type = datatype?.value ?? STRING;
  return type === STRING ? '' : `^^<${type}>`;
}

const STRING = 'http://www.w3.org/2001/XMLSchema#string';

function isMarked(part: Part): boolean {
  if (typeof part === 'string') return part.includes(MARK);
  return 'leaf' in part && part.after.includes(MARK);
}

/** RDF Dataset Canonicalization 1.0 section 5: canonical N-Quads. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is escaped
  return /[\0-\x1f\x7f"\\]/.test(text) ? text.replace(/[\0-\x1f\x7f"\\]/g, escapeOf) : text;
}

function escapeOf(character: string): string {
  return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};
