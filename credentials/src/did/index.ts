export { dereferenced, type Dereferenced, type DereferencingError } from './dereference.js';
export type { KeyOptions } from './did-key.js';
export type { DidVersionAsked, LedgerLookup } from './did-renxin.js';
export { readDidUrl, type DidUrl } from './did-url.js';
export type { PublicFetch } from './did-web.js';
export { createDidResolver, type DidResolver, type DidSources, type ResolutionOptions } from './resolver.js';
export type { DidError } from './result.js';
export { methodInHistory, methodsFrom, type DatedKey, type KeyHistory } from './verification-methods.js';
