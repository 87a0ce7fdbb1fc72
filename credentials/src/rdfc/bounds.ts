import type { Json } from '@renxin/chaincode/canonical';
import { ProofError } from '../data-integrity/index.js';
import type { Contexts } from './contexts.js';

/**
 * What is expanded at all. Time and memory of JSON-LD grow with the number of nodes and, for each of them, with the terms of
 * the contexts that hold there; deep documents run into the stack.
 */
const DEEPEST = 32;
const MOST_NODES = 4096;
const MOST_CHARACTERS = 1 << 20;
/** Members of contexts that stand in the document itself, all together. */
const MOST_OWN_TERMS = 256;
const MOST_CONTEXTS = 128;

/**
 * Asks for a document of bounded size, in the compacted form, whose contexts are all known or stand in it, before anything
 * is processed.
 * @throws ProofError DOCUMENT_TOO_COMPLEX, CONTEXT_UNKNOWN, DOCUMENT_NOT_JSON_LD, TERM_UNDEFINED
 */
export function assertBounded(document: Json, contexts: Contexts): void {
  const spent: Spent = { nodes: 0, characters: 0, terms: 0, contexts: 0 };
  walk(document, 0, spent, contexts);
}

interface Spent {
  nodes: number;
  characters: number;
  terms: number;
  contexts: number;
}

function walk(value: Json | undefined, depth: number, spent: Spent, contexts: Contexts): void {
  if (typeof value === 'string') spent.characters += value.length;
  if (depth > DEEPEST || ++spent.nodes > MOST_NODES || spent.characters > MOST_CHARACTERS)
    throw new ProofError('DOCUMENT_TOO_COMPLEX');
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value as readonly Json[]) walk(each, depth + 1, spent, contexts);
    return;
  }
  const isText = Object.hasOwn(value, '@value');
  for (const [name, member] of Object.entries(value)) {
    spent.characters += name.length;
    if (name === '@context') {
      walkContexts(member, depth + 1, spent, contexts);
      continue;
    }
    if (name.startsWith('@') && !(isText && OF_TEXTS.includes(name))) throw new ProofError('TERM_UNDEFINED');
    walk(member, depth + 1, spent, contexts);
  }
}

/** The compacted form has these keywords alone: by others a reader of JSON and one of RDF see different things. */
const OF_TEXTS = ['@value', '@language', '@direction', '@type'];

function walkContexts(value: Json | undefined, depth: number, spent: Spent, contexts: Contexts): void {
  const all = Array.isArray(value) ? (value as readonly Json[]) : [value];
  for (const context of all) {
    if (++spent.contexts > MOST_CONTEXTS || depth > DEEPEST) throw new ProofError('DOCUMENT_TOO_COMPLEX');
    if (typeof context === 'string') {
      if (!contexts.has(context)) throw new ProofError('CONTEXT_UNKNOWN');
    } else if (typeof context === 'object' && context !== null && !Array.isArray(context)) {
      walkOwn(context as Readonly<Record<string, Json>>, depth, spent, contexts);
    } else {
      throw new ProofError('DOCUMENT_NOT_JSON_LD');
    }
  }
}

/** A context that stands in the document: its terms may hold contexts again, and import none from elsewhere. */
function walkOwn(own: Readonly<Record<string, Json>>, depth: number, spent: Spent, contexts: Contexts): void {
  for (const [term, definition] of Object.entries(own)) {
    spent.terms += 1;
    spent.characters += term.length;
    if (spent.terms > MOST_OWN_TERMS) throw new ProofError('DOCUMENT_TOO_COMPLEX');
    if (term === '@import') throw new ProofError('CONTEXT_UNKNOWN');
    walkDefinition(definition, depth + 1, spent, contexts);
  }
}

function walkDefinition(value: Json | undefined, depth: number, spent: Spent, contexts: Contexts): void {
  if (typeof value === 'string') spent.characters += value.length;
  if (depth > DEEPEST || ++spent.nodes > MOST_NODES || spent.characters > MOST_CHARACTERS)
    throw new ProofError('DOCUMENT_TOO_COMPLEX');
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    spent.characters += name.length;
    if (name === '@context') walkContexts(member, depth + 1, spent, contexts);
    else walkDefinition(member, depth + 1, spent, contexts);
  }
}
