import { canonicalBytes, fromBase64url, toBase64url, type Json } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from './error.js';
import { verifyFabricStateProof, type FabricStateEvidence } from './fabric/state.js';
import { headerEvidence, type EmbeddedHeaderEvidence } from './header.js';
import { sameBytes } from './merkle.js';
import { BRANCH, isPage, LEAF, nibble, slotOf } from './page.js';
import { isOfFabric, parseProof, stateProof } from './schemas.js';

/** A record that was shown, on either kind of ledger. */
export type StateEvidence = EmbeddedStateEvidence | FabricStateEvidence;

export interface EmbeddedStateEvidence extends EmbeddedHeaderEvidence {
  readonly collection: string;
  readonly id: string;
  /** The record as of the header; null when there was none. */
  readonly value: Json;
}

/**
 * Checks a proof of a record (bytes or value) of either kind of ledger by itself, as {@link verifyCommandProof} does.
 * @throws ProofError as {@link verifyEmbeddedStateProof} and `verifyFabricStateProof`
 */
export function verifyStateProof(provider: CryptoProvider, proof: unknown): StateEvidence {
  return isOfFabric(proof)
    ? verifyFabricStateProof(provider, proof)
    : verifyEmbeddedStateProof(provider, proof);
}

/**
 * Checks that the record, or its absence, is what the header's state root says (bytes or value). About the operator as
 * for {@link verifyCommandProof}.
 * @throws ProofError PROOF_FORMAT, HEADER_SIGNATURE, STATE_NOT_IN_ROOT
 */
export function verifyEmbeddedStateProof(provider: CryptoProvider, proof: unknown): EmbeddedStateEvidence {
  const { signed, collection, id, keyHash, value, pages } = parseProof(stateProof, proof);
  const hash = (bytes: Uint8Array) => provider.hash('SM3', bytes);
  const key = `${collection}:${id}`;
  const place = hash(new TextEncoder().encode(key));
  if (key.length > 128 || toBase64url(place) !== keyHash) throw new ProofError('PROOF_FORMAT');
  const evidence = headerEvidence(provider, signed);
  const found = follow(hash, evidence.header.state, pages.map(parsePage), place);
  const holds = found === undefined ? value === null : sameBytes(found, hash(canonicalBytes(value)));
  if (!holds) throw new ProofError('STATE_NOT_IN_ROOT');
  return { ...evidence, collection, id, value };
}

function parsePage(text: string): Uint8Array {
  const page = fromBase64url(text);
  if (page === undefined || !isPage(page)) throw new ProofError('PROOF_FORMAT');
  return page;
}

/** Walks from the root to the key's slot; every page must be used. The value's hash, or undefined for absence. */
function follow(
  hash: (bytes: Uint8Array) => Uint8Array,
  root: string,
  pages: readonly Uint8Array[],
  keyHash: Uint8Array,
): Uint8Array | undefined {
  let expected = root;
  for (const [depth, page] of pages.entries()) {
    if (toBase64url(hash(page)) !== expected) throw new ProofError('STATE_NOT_IN_ROOT');
    const slot = slotOf(page, nibble(keyHash, depth));
    const last = depth === pages.length - 1;
    if ((slot[0] === BRANCH) === last) throw new ProofError('STATE_NOT_IN_ROOT');
    if (slot[0] === BRANCH) expected = toBase64url(slot.subarray(1));
    else if (slot[0] === LEAF) return leafValue(slot, keyHash, depth);
  }
  return undefined;
}

/** A leaf of another key shows absence only when it belongs in this slot. */
function leafValue(slot: Uint8Array, keyHash: Uint8Array, depth: number): Uint8Array | undefined {
  const other = slot.subarray(1, 33);
  if (sameBytes(other, keyHash)) return slot.subarray(33);
  for (let i = 0; i <= depth; i++) {
    if (nibble(other, i) !== nibble(keyHash, i)) throw new ProofError('STATE_NOT_IN_ROOT');
  }
  return undefined;
}
