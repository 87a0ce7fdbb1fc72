export type { LedgerLookup } from './did-renxin.js';
export type { PublicFetch } from './did-web.js';
export { createDidResolver, type DidResolver, type DidSources } from './resolver.js';
export type { DidError } from './result.js';
export { methodInHistory, methodsFrom, type DatedKey, type KeyHistory } from './verification-methods.js';
