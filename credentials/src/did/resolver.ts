import { Resolver, type DIDResolutionResult } from 'did-resolver';
import { readDateTime } from '../data-integrity/index.js';
import { didKey, type KeyOptions } from './did-key.js';
import { didRenxin, type DidVersionAsked, type LedgerLookup } from './did-renxin.js';
import { didWeb, type PublicFetch } from './did-web.js';
import { refused } from './result.js';

export interface DidSources {
  /** Without it `did:renxin` is not supported. */
  readonly lookup?: LedgerLookup;
  /** Without it `did:web` is not supported. */
  readonly fetch?: PublicFetch;
}

/** How a DID is resolved: the form of keys of `did:key`, the version of a document of the ledger. */
export type ResolutionOptions = KeyOptions & DidVersionAsked;

/** Resolves a DID to its document. Whatever is wrong stands in `didResolutionMetadata.error`. */
export type DidResolver = (did: string, options?: ResolutionOptions) => Promise<DIDResolutionResult>;

/** The methods that are known here: `did:key`, and by the sources `did:renxin` and `did:web`. */
export function createDidResolver({ lookup, fetch }: DidSources): DidResolver {
  const methods = {
    key: didKey,
    ...(lookup !== undefined && { renxin: didRenxin(lookup) }),
    ...(fetch !== undefined && { web: didWeb(fetch) }),
  };
  const resolver = new Resolver(methods);
  return async (did, options = {}) => {
    // A DID, not a DID URL: nothing after the identifier.
    const method = /^did:([a-z0-9]+):[^?#/;]+$/.exec(did)?.[1];
    if (method === undefined || did.length > LONGEST) return refused('invalidDid');
    // The package looks methods up in a plain object, which also has a constructor.
    if (!Object.hasOwn(methods, method)) return refused('unsupportedDidMethod');
    const version = readVersion(options);
    if (version === undefined) return refused('invalidOptions');
    // The ledger alone keeps what was.
    if (Object.keys(version).length > 0 && method !== 'renxin') return refused('featureNotSupported');
    return resolver.resolve(did, { ...options, ...version });
  };
}

const LONGEST = 2048;

/** One of the two; the time an XML dateTime in UTC (DID 1.1 section 3.2.1). @returns undefined for what is no version */
function readVersion({ versionId, versionTime }: DidVersionAsked): DidVersionAsked | undefined {
  if (versionId !== undefined)
    return versionTime === undefined && versionId !== '' ? { versionId } : undefined;
  if (versionTime === undefined) return {};
  const time = versionTime.endsWith('Z') ? readDateTime(versionTime) : undefined;
  return time === undefined ? undefined : { versionTime: new Date(time).toISOString() };
}
