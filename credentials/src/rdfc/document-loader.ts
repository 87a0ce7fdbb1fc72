import { ProofError } from '../data-integrity/index.js';
import type { Contexts } from './contexts.js';

export interface LoadedContext {
  readonly contextUrl: null;
  readonly documentUrl: string;
  readonly document: object;
  /** It never changes: processed once, for all documents that name it. */
  readonly tag: 'static';
}
export type DocumentLoader = (url: string) => Promise<LoadedContext>;

/** Gives out the contexts of a list and nothing else; no request leaves. @throws ProofError CONTEXT_UNKNOWN */
export function documentLoader(contexts: Contexts): DocumentLoader {
  return async (url) => {
    const document = contexts.get(url);
    if (document === undefined) throw new ProofError('CONTEXT_UNKNOWN');
    return { contextUrl: null, documentUrl: url, document, tag: 'static' };
  };
}
