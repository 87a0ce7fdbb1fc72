import type { JsonObject } from '@renxin/chaincode/canonical';
import jsonld from 'jsonld';
import * as rdf from 'rdf-canonize';
import { ProofError, type ProofCode } from '../data-integrity/index.js';
import { assertBounded } from './bounds.js';
import type { Contexts } from './contexts.js';
import { documentLoader } from './document-loader.js';
import { shapeOf } from './shape.js';
import { Templates } from './templates.js';

/**
 * The canonical N-Quads of a document (RDF Dataset Canonicalization 1.0). In safe mode: what JSON-LD would drop is an
 * error. Documents of a shape that came before are written down by its template: the same bytes. Bounded in size and in work, by counts and not by a clock, so that a document is refused everywhere or nowhere.
 * @throws ProofError DOCUMENT_TOO_COMPLEX, DOCUMENT_NOT_JSON_LD, CONTEXT_UNKNOWN, CONTEXT_REDEFINES, TERM_UNDEFINED
 */
export async function canonicalQuads(document: JsonObject, contexts: Contexts): Promise<string> {
  assertBounded(document, contexts);
  const shape = shapeOf(document);
  const templates = templatesOf(contexts);
  const known = shape && templates.of(shape);
  if (known !== undefined) return known;
  try {
    const quads = await canonicalByRdf(document, contexts);
    if (shape !== undefined) await templates.learn(document, shape, quads, (like) => toRdf(like, contexts));
    return quads;
  } catch (error) {
    throw new ProofError(codeOf(error), { cause: error });
  }
}

/** Through JSON-LD and the canonicaliser, whatever is remembered. */
export async function canonicalByRdf(document: JsonObject, contexts: Contexts): Promise<string> {
  const dataset = await toRdf(document, contexts);
  return rdf.canonize(dataset, { algorithm: 'RDFC-1.0', maxWorkFactor: 1, signal: permutations() });
}

function toRdf(document: JsonObject, contexts: Contexts): Promise<readonly object[]> {
  return jsonld.toRDF(document, {
    documentLoader: documentLoader(contexts),
    safe: true,
    // A relative reference means nothing outside of where it was found.
    base: null,
    rdfDirection: 'i18n-datatype',
    produceGeneralizedRdf: false,
  });
}

function templatesOf(contexts: Contexts): Templates {
  const known = allTemplates.get(contexts);
  if (known !== undefined) return known;
  const made = new Templates();
  allTemplates.set(contexts, made);
  return made;
}

const allTemplates = new WeakMap<Contexts, Templates>();

/** The canonicaliser asks after every third permutation of blank nodes that look alike whether to stop. */
function permutations(): { readonly aborted: boolean; readonly reason: string } {
  let asked = 0;
  return {
    get aborted() {
      return ++asked > MOST_PERMUTATIONS / 3;
    },
    reason: 'too many permutations',
  };
}

const MOST_PERMUTATIONS = 3000;

/** By what the packages say: they have codes for some faults only. */
function codeOf(error: unknown): ProofCode {
  if (error instanceof ProofError) return error.code;
  const { message = '', details = {} } = error as {
    message?: string;
    details?: { code?: string; cause?: unknown; event?: { code?: string } };
  };
  if (details.cause instanceof ProofError) return details.cause.code;
  if (/deep iterations|abort signal/i.test(message)) return 'DOCUMENT_TOO_COMPLEX';
  if (details.code?.startsWith('protected') === true) return 'CONTEXT_REDEFINES';
  if (details.code === 'loading remote context failed') return 'CONTEXT_UNKNOWN';
  const dropped = details.event?.code ?? '';
  return DROPPED.some((each) => dropped.startsWith(each)) ? 'TERM_UNDEFINED' : 'DOCUMENT_NOT_JSON_LD';
}

/** Events of the safe mode that are about a name that means nothing. */
const DROPPED = ['invalid property', 'relative', 'reserved term', 'free-floating', 'object with only'];
