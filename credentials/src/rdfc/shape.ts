import type { Json, JsonObject } from '@renxin/chaincode/canonical';

/** A text or whole number of a document, which other documents of its shape have otherwise. */
export type Leaf = string | number;

/** What two documents share whose quads differ in their leaves alone. */
export interface Shape {
  /** Contexts, members, types and kinds of values, in their order. */
  readonly name: string;
  readonly leaves: readonly Leaf[];
}

/** Beyond so many leaves a document is its own. */
const MOST_LEAVES = 256;

/**
 * The shape of a document, or undefined where its meaning could hang on more than that: contexts that are not named at the
 * top alone, keywords of JSON-LD, blank nodes. Types are part of the shape; so is the scheme of a URL, and whether a text
 * is one.
 */
export function shapeOf(document: JsonObject): Shape | undefined {
  const { '@context': context, ...members } = document;
  const contexts = Array.isArray(context) ? (context as readonly Json[]) : [context];
  if (!contexts.every((each) => typeof each === 'string')) return undefined;
  const leaves: Leaf[] = [];
  const name = named(members, leaves, false);
  return name === undefined ? undefined : { name: JSON.stringify(contexts) + name, leaves };
}

/** The same document with other leaves: of a text the letters, of a URL what follows its scheme, of a number the number. */
export function withLeaves(document: JsonObject, leafAt: (n: number, leaf: Leaf) => Leaf): JsonObject {
  const { '@context': context, ...members } = document;
  let n = 0;
  const replaced = (value: Json, isType: boolean): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map((each) => replaced(each, isType));
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([key, member]) => [key, replaced(member, key === TYPE)]);
      return Object.fromEntries(entries) as JsonObject;
    }
    return isLeaf(value, isType) ? leafAt(n++, value) : value;
  };
  return {
    ...(context !== undefined && { '@context': context }),
    ...(replaced(members, false) as JsonObject),
  };
}

/** What stands in front of a URL's own part; undefined for any other text. */
export function schemeOf(text: string): string | undefined {
  return URL.test(text) ? (text.startsWith('https') ? 'https://' : text.slice(0, 4)) : undefined;
}

const TYPE = 'type';
/** In characters that stand for themselves in N-Quads. */
const URL = /^(?:did:|urn:|https:\/\/)[A-Za-z0-9._~:/?#%+=@!$&*;,-]+$/;

function isLeaf(value: Json, isType: boolean): value is Leaf {
  return typeof value === 'string' ? !isType : Number.isSafeInteger(value);
}

function named(value: Json, leaves: Leaf[], isType: boolean): string | undefined {
  if (isLeaf(value, isType)) {
    if (leaves.push(value) > MOST_LEAVES) return undefined;
    if (typeof value === 'number') return 'n';
    // A keyword or a blank node means something else where a name is expected; a lone surrogate has no bytes.
    if (value.startsWith('@') || value.startsWith('_:') || !value.isWellFormed()) return undefined;
    return schemeOf(value) ?? 't';
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let name = '[';
    for (const each of value as readonly Json[]) {
      const of = named(each, leaves, isType);
      if (of === undefined) return undefined;
      name += `${of},`;
    }
    return `${name}]`;
  }
  let name = '{';
  for (const [key, member] of Object.entries(value)) {
    const of = key.startsWith('@') ? undefined : named(member, leaves, key === TYPE);
    if (of === undefined) return undefined;
    name += `${JSON.stringify(key)}:${of},`;
  }
  return `${name}}`;
}
