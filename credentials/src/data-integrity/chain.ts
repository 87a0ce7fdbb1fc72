import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { ProofError } from './codes.js';

/**
 * What a proof is about: the document, and where it names `previousProof` those proofs as well, in the document's order (VC
 * Data Integrity 1.0 section 4.3, proof chains).
 * @throws ProofError PROOF_PREVIOUS_MISSING
 */
export function withPrevious(
  document: JsonObject,
  { previousProof }: { readonly previousProof?: string | readonly string[] },
  proofs: readonly Json[],
): JsonObject {
  if (previousProof === undefined) return document;
  const names = namesOf(previousProof);
  const previous = proofs.filter((each) => names.includes(idOf(each) ?? ''));
  const isWhole = new Set(names).size === names.length && previous.length === names.length;
  if (!isWhole) throw new ProofError('PROOF_PREVIOUS_MISSING');
  return { ...document, proof: previous };
}

/** The findings, where a proof that is built on one that does not hold does not hold either. */
export function chained<F extends { readonly verified: boolean }>(
  proofs: readonly Json[],
  findings: readonly F[],
  failed: (index: number) => F,
): readonly F[] {
  const now = [...findings];
  const holds = (name: string): boolean =>
    proofs.some((each, i) => idOf(each) === name && now[i]?.verified === true);
  for (let isStable = false; !isStable;) {
    isStable = true;
    proofs.forEach((proof, i) => {
      if (now[i]?.verified !== true || previousOf(proof).every(holds)) return;
      now[i] = failed(i);
      isStable = false;
    });
  }
  return now;
}

export function idOf(proof: Json): string | undefined {
  const id = typeof proof === 'object' && proof !== null && 'id' in proof ? proof['id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

function previousOf(proof: Json): readonly string[] {
  const previous = (proof as { readonly previousProof?: string | readonly string[] }).previousProof;
  return previous === undefined ? [] : namesOf(previous);
}

function namesOf(previous: string | readonly string[]): readonly string[] {
  return typeof previous === 'string' ? [previous] : previous;
}
