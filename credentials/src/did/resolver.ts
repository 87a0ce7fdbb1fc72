import { Resolver, type DIDResolutionResult } from 'did-resolver';
import { didKey, type KeyOptions } from './did-key.js';
import { didRenxin, type LedgerLookup } from './did-renxin.js';
import { didWeb, type PublicFetch } from './did-web.js';
import { refused } from './result.js';

export interface DidSources {
  /** Without it `did:renxin` is not supported. */
  readonly lookup?: LedgerLookup;
  /** Without it `did:web` is not supported. */
  readonly fetch?: PublicFetch;
}

/** Resolves a DID to its document. Whatever is wrong stands in `didResolutionMetadata.error`. */
export type DidResolver = (did: string, options?: KeyOptions) => Promise<DIDResolutionResult>;

/** The methods that are known here: `did:key`, and by the sources `did:renxin` and `did:web`. */
export function createDidResolver({ lookup, fetch }: DidSources): DidResolver {
  const methods = {
    key: didKey,
    ...(lookup !== undefined && { renxin: didRenxin(lookup) }),
    ...(fetch !== undefined && { web: didWeb(fetch) }),
  };
  const resolver = new Resolver(methods);
  return async (did, options) => {
    // A DID, not a DID URL: nothing after the identifier.
    const method = /^did:([a-z0-9]+):[^?#/;]+$/.exec(did)?.[1];
    if (method === undefined || did.length > LONGEST) return refused('invalidDid');
    // The package looks methods up in a plain object, which also has a constructor.
    if (!Object.hasOwn(methods, method)) return refused('unsupportedDidMethod');
    return resolver.resolve(did, { ...options });
  };
}

const LONGEST = 2048;
