import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { readDateTime } from './date-time.js';
import { ProofError } from './codes.js';

/** Why a key signs: a statement about the world, or that it is oneself. */
export type ProofPurpose = 'assertionMethod' | 'authentication';

/** The members of a proof (VC Data Integrity 1.0 section 2.1) that are known here. */
export interface Proof {
  readonly '@context'?: Json;
  readonly id?: string;
  /** `DataIntegrityProof`, or a type from before there were suites. */
  readonly type: string;
  readonly cryptosuite?: string;
  readonly created?: string;
  readonly expires?: string;
  readonly verificationMethod: string;
  readonly proofPurpose: string;
  readonly domain?: string | readonly string[];
  readonly challenge?: string;
  readonly nonce?: string;
  readonly previousProof?: string | readonly string[];
  readonly proofValue: string;
}

const TEXT: Check = (value) => typeof value === 'string' && value !== '';
const TIME: Check = (value) => readDateTime(value) !== undefined;
const TEXTS: Check = (value) =>
  TEXT(value) || (Array.isArray(value) && value.length > 0 && value.every(TEXT));

type Check = (value: unknown) => boolean;

const MEMBERS: Readonly<Record<keyof Proof, Check>> = {
  '@context': () => true,
  id: TEXT,
  type: TEXT,
  cryptosuite: TEXT,
  created: TIME,
  expires: TIME,
  verificationMethod: TEXT,
  proofPurpose: TEXT,
  domain: TEXTS,
  challenge: TEXT,
  nonce: TEXT,
  previousProof: TEXTS,
  proofValue: TEXT,
};
const REQUIRED = ['type', 'verificationMethod', 'proofPurpose', 'proofValue'] as const;

/**
 * Reads one proof. A member that is not known is a term that nothing defines.
 * @param types of proofs that are taken besides `DataIntegrityProof`: these name no suite
 * @throws ProofError PROOF_MALFORMED
 */
export function readProof(value: unknown, types: readonly string[] = []): Proof {
  if (!isObject(value)) throw new ProofError('PROOF_MALFORMED');
  for (const name of Object.keys(value)) {
    const isGood = Object.hasOwn(MEMBERS, name) && MEMBERS[name as keyof Proof](value[name]);
    if (!isGood) throw new ProofError('PROOF_MALFORMED');
  }
  if (!REQUIRED.every((name) => Object.hasOwn(value, name))) throw new ProofError('PROOF_MALFORMED');
  const isKnown =
    value['type'] === 'DataIntegrityProof'
      ? value['cryptosuite'] !== undefined
      : value['cryptosuite'] === undefined && types.includes(value['type'] as string);
  if (!isKnown) throw new ProofError('PROOF_MALFORMED');
  return value as unknown as Proof;
}

/** The proofs of a document, one or a set, unread; none when it has none. */
export function proofsOf(document: JsonObject): readonly Json[] {
  const { proof } = document;
  if (proof === undefined) return [];
  return Array.isArray(proof) ? (proof as readonly Json[]) : [proof];
}

/** The document that the proofs are about: without them. */
export function withoutProof(document: JsonObject): JsonObject {
  if (!Object.hasOwn(document, 'proof')) return document;
  const { proof: _proof, ...unsecured } = document;
  return unsecured;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
