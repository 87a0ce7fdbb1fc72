import type { AssertionKey, PublicKey } from '@renxin/chaincode/messages';
import type { DIDDocument } from 'did-resolver';
import { methodKeyOf, type ProofPurpose, type VerificationMethod } from '../data-integrity/index.js';
import type { DidResolver } from './resolver.js';

/** The keys of a proof's verification method, from a DID document or from a history of keys. */

const PURPOSES: readonly ProofPurpose[] = ['assertionMethod', 'authentication'];

/** From the documents that a resolver finds: as they are now, so a key that was replaced is good for nothing. */
export function methodsFrom(resolve: DidResolver): (url: string) => Promise<VerificationMethod | undefined> {
  return async (url) => {
    const [did = '', fragment] = url.split('#');
    if (fragment === undefined) return undefined;
    const { didDocument } = await resolve(did);
    return didDocument === null ? undefined : methodIn(didDocument, url);
  };
}

function methodIn(document: DIDDocument, url: string): VerificationMethod | undefined {
  const method = document.verificationMethod?.find(({ id }) => id === url);
  const multibase = method?.type === 'Multikey' ? method.publicKeyMultibase : undefined;
  const key = typeof multibase === 'string' ? methodKeyOf(multibase) : undefined;
  if (method === undefined || key === undefined) return undefined;
  const purposes = PURPOSES.filter((purpose) => document[purpose]?.includes(url) === true);
  return { controller: method.controller, key, purposes };
}

/** A key with its time in force, as the registry and a trust file have it: `from` inclusive, `until` exclusive. */
export interface DatedKey<K> {
  readonly sequence: number;
  readonly key: K;
  readonly from: string;
  readonly until?: string;
}

/** All keys of an identifier, with their times. */
export interface KeyHistory {
  readonly keys: readonly DatedKey<PublicKey>[];
  readonly assertionKeys?: readonly DatedKey<AssertionKey>[];
}

/**
 * From a history of keys: each key with the period in which it was in force, so that what it signed then is judged by it
 * for ever. `#key-<n>` authenticates and asserts, `#assertion-<n>` asserts.
 */
export function methodInHistory(
  did: string,
  history: KeyHistory,
  url: string,
): VerificationMethod | undefined {
  const [, kind, number] = /^#(key|assertion)-([1-9]\d{0,3})$/.exec(url.slice(did.length)) ?? [];
  if (!url.startsWith(did) || kind === undefined) return undefined;
  const periods: readonly DatedKey<PublicKey | AssertionKey>[] =
    kind === 'key' ? history.keys : (history.assertionKeys ?? []);
  const period = periods.find(({ sequence }) => String(sequence) === number);
  if (period === undefined) return undefined;
  const { key, from, until } = period;
  const purposes = kind === 'key' ? PURPOSES : PURPOSES.slice(0, 1);
  return { controller: did, key, purposes, from, ...(until !== undefined && { until }) };
}
