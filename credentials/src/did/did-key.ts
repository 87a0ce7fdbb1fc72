import type { DIDDocument, DIDResolver } from 'did-resolver';
import { keyOfMultikey, multikeyOf } from '../data-integrity/index.js';
import { DID_CONTEXTS, found, refused } from './result.js';

/** `did:key` of Ed25519, SM2 and P-256: the key is the name, and may do everything. */
export const didKey: DIDResolver = async (did, { id }) => {
  const key = keyOfMultikey(id);
  if (key === undefined || multikeyOf(key) !== id) return refused('invalidDid');
  const method = `${did}#${id}`;
  const document: DIDDocument = {
    '@context': DID_CONTEXTS,
    id: did,
    verificationMethod: [{ id: method, type: 'Multikey', controller: did, publicKeyMultibase: id }],
    authentication: [method],
    assertionMethod: [method],
    capabilityDelegation: [method],
    capabilityInvocation: [method],
  };
  return found(document);
};
