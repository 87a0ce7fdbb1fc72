import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { VC_CONTEXT } from '../context/index.js';
import { canonicalQuads } from './quads.js';
import { DATA_INTEGRITY_CONTEXT, type Contexts } from './contexts.js';

/**
 * The canonical N-Quads of a proof's options under the contexts of its document. The graph of a proof has one node, so its
 * lines are written down as they are; what could come out otherwise goes through JSON-LD. Both give the same bytes, which
 * a test shows for random options.
 * @throws ProofError as {@link canonicalQuads} does
 */
export async function proofQuads(
  config: JsonObject,
  context: Json | undefined,
  contexts: Contexts,
): Promise<string> {
  const { '@context': _own, ...options } = config;
  return (
    writtenQuads(options, context, contexts) ??
    canonicalQuads({ ...(context !== undefined && { '@context': context }), ...options }, contexts)
  );
}

/** The lines, or undefined where it takes JSON-LD to say them. */
export function writtenQuads(
  options: JsonObject,
  context: Json | undefined,
  contexts: Contexts,
): string | undefined {
  const all = Array.isArray(context) ? (context as readonly Json[]) : [context];
  const defines = all.includes(VC_CONTEXT) || all.includes(DATA_INTEGRITY_CONTEXT);
  // A context in the document could set a language, and one of another list anything.
  if (!defines || !all.every((each) => typeof each === 'string' && contexts.has(each))) return undefined;
  if (options['type'] !== 'DataIntegrityProof') return undefined;
  const { id } = options;
  if (id !== undefined && !isPlainUrl(id)) return undefined;
  const subject = id === undefined ? '_:c14n0' : `<${id as string}>`;
  const lines: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (name === 'id') continue;
    const objects = objectsOf(name, value);
    if (objects === undefined) return undefined;
    for (const object of objects) lines.push(`${subject} <${PREDICATES[name] ?? ''}> ${object} .\n`);
  }
  return lines.toSorted(byCodeUnits).join('');
}

const SECURITY = 'https://w3id.org/security#';
const PREDICATES: Readonly<Record<string, string>> = {
  type: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
  created: 'http://purl.org/dc/terms/created',
  expires: `${SECURITY}expiration`,
  cryptosuite: `${SECURITY}cryptosuite`,
  verificationMethod: `${SECURITY}verificationMethod`,
  proofPurpose: `${SECURITY}proofPurpose`,
  domain: `${SECURITY}domain`,
  challenge: `${SECURITY}challenge`,
  nonce: `${SECURITY}nonce`,
  previousProof: `${SECURITY}previousProof`,
};

type Written = (value: string) => string | undefined;

const date: Written = (value) => literal(value, '^^<http://www.w3.org/2001/XMLSchema#dateTime>');
const text: Written = (value) => literal(value);
const url: Written = (value) => (isPlainUrl(value) ? `<${value}>` : undefined);

const WRITTEN: Readonly<Record<string, Written>> = {
  type: (value) => `<${SECURITY}${value}>`,
  created: date,
  expires: date,
  cryptosuite: (value) => literal(value, `^^<${SECURITY}cryptosuiteString>`),
  verificationMethod: url,
  proofPurpose: (value) => {
    const purpose = Object.hasOwn(PURPOSES, value) ? PURPOSES[value] : undefined;
    return purpose === undefined ? undefined : `<${SECURITY}${purpose}>`;
  },
  domain: text,
  challenge: text,
  nonce: text,
  previousProof: url,
};

const PURPOSES: Readonly<Record<string, string>> = {
  assertionMethod: 'assertionMethod',
  authentication: 'authenticationMethod',
};

function objectsOf(name: string, value: Json | undefined): readonly string[] | undefined {
  const write = Object.hasOwn(WRITTEN, name) ? WRITTEN[name] : undefined;
  const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
  if (write === undefined || values.length === 0 || new Set(values).size < values.length) return undefined;
  const objects: string[] = [];
  for (const each of values) {
    const object = typeof each === 'string' ? write(each) : undefined;
    if (object === undefined) return undefined;
    objects.push(object);
  }
  return objects;
}

/** Of an absolute URL that no prefix of a context changes, in characters that stand for themselves. */
function isPlainUrl(value: Json | undefined): boolean {
  return (
    typeof value === 'string' &&
    /^(?:did:[a-z0-9]+:|urn:[a-z0-9-]+:|https:\/\/)[A-Za-z0-9._~:/?#%-]+$/.test(value)
  );
}

/** In characters that N-Quads does not escape. */
function literal(value: string, type = ''): string | undefined {
  return /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(value) ? `"${value}"${type}` : undefined;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
