import type { CryptoProvider } from '@renxin/seal/crypto';
import { dateInChina, HOUR } from '@renxin/chaincode/messages';
import type { JsonObject } from '@renxin/chaincode/canonical';
import {
  readDateTime,
  verifyProofs,
  type CryptosuiteName,
  type ProofFinding,
  type ProofPurpose,
  type VerificationMethod,
} from '../data-integrity/index.js';
import { faultsOfSubject, namedSchemas, type NamedSchema } from '../schema/index.js';
import { CredentialError } from './codes.js';
import type { Credential } from './data-model.js';
import { listOf, subjectsOf, typesOf } from './read.js';

/** The steps of a verification, each for itself: what it has shown, or a CredentialError. */

export interface ProofPolicy {
  readonly provider: CryptoProvider;
  /** The verifier's present time. */
  readonly now: Date;
  /** The suites of which a proof has to be there. Whatever proof of a known suite is there has to hold as well. */
  readonly suites: readonly CryptosuiteName[];
  /** The key of a verification method; undefined when it is not known. */
  readonly methodOf: (url: string) => Promise<VerificationMethod | undefined>;
}

/** A proof that holds: by which suite and key, when it says it was made. */
export type HeldProof = Extract<ProofFinding, { verified: true }>;

/**
 * Every proof of a known suite holds and is by a key of `by`; the suites of the policy are all there.
 * @throws CredentialError with the code of the first proof that does not hold; PROOF_NOT_BY_ISSUER,
 *   PROOF_REQUIRED_MISSING
 */
export async function requireProofs(
  document: JsonObject,
  by: string,
  proofPurpose: ProofPurpose,
  policy: ProofPolicy,
  asked: { readonly challenge?: string; readonly domain?: string } = {},
): Promise<readonly HeldProof[]> {
  const { provider, now, methodOf, suites } = policy;
  const findings = await verifyProofs(document, { provider, now, methodOf, proofPurpose, ...asked });
  const held: HeldProof[] = [];
  for (const finding of findings) {
    if (finding.verified) held.push(finding);
    else if (finding.code !== 'PROOF_SUITE_UNKNOWN') throw new CredentialError(finding.code);
  }
  if (!held.every(({ method, proof }) => method.controller === by && urlWithin(proof.verificationMethod, by)))
    throw new CredentialError('PROOF_NOT_BY_ISSUER');
  // Contexts that somebody added after signing are no part of what was signed.
  const contexts = listOf(document['@context'] ?? []);
  if (!held.every(({ proof }) => isUnder(proof['@context'], contexts)))
    throw new CredentialError('PROOF_CONTEXT');
  const missing = suites.filter((suite) => !held.some(({ cryptosuite }) => cryptosuite === suite));
  if (missing.length > 0 || held.length === 0) throw new CredentialError('PROOF_REQUIRED_MISSING');
  return held;
}

/**
 * The credential is valid at a time: `validFrom` is included, `validUntil` is the last moment.
 * @throws CredentialError CREDENTIAL_NOT_YET_VALID, CREDENTIAL_EXPIRED
 */
export function requirePeriod(
  { validFrom, validUntil }: Pick<Credential, 'validFrom' | 'validUntil'>,
  at: Date,
): void {
  const [from, until] = [readDateTime(validFrom), readDateTime(validUntil)];
  if (from !== undefined && at.getTime() < from) throw new CredentialError('CREDENTIAL_NOT_YET_VALID');
  if (until !== undefined && at.getTime() > until) throw new CredentialError('CREDENTIAL_EXPIRED');
}

/**
 * The credential is of exactly one type that is known here, names its schema by content, and its subject is what the
 * schema and the rules over several fields ask for.
 * @throws CredentialError SCHEMA_MISSING, SCHEMA_UNKNOWN, SUBJECT_INVALID, CHECK_DIGIT_MISMATCH
 */
export function requireSchema(credential: Credential, now: Date): NamedSchema {
  if (credential.credentialSchema === undefined) throw new CredentialError('SCHEMA_MISSING');
  const references = listOf(credential.credentialSchema);
  const types = typesOf(credential);
  const [asked] = references;
  const schema = namedSchemas().find(({ reference }) => reference.id === asked?.id);
  const isNamed =
    schema !== undefined &&
    types.includes(schema.definition.type) &&
    asked?.type === 'JsonSchema' &&
    asked.digestSRI === schema.reference.digestSRI;
  if (!isNamed || references.length > 1 || types.length > 2) throw new CredentialError('SCHEMA_UNKNOWN');
  const today = todayInChina(now);
  const subjects = subjectsOf(credential);
  const faults = subjects.flatMap((subject) => faultsOfSubject(schema.definition, subject, today));
  if (subjects.length !== 1) throw new CredentialError('SUBJECT_INVALID');
  if (faults.length === 0) return schema;
  const isCheckDigit = faults.every(({ code }) => code === 'CHECK_DIGIT_MISMATCH');
  throw new CredentialError(isCheckDigit ? 'CHECK_DIGIT_MISMATCH' : 'SUBJECT_INVALID', faults);
}

/** The date in China, counted once for each of its days. */
function todayInChina(now: Date): string {
  const day = Math.floor((now.getTime() + 8 * HOUR) / (24 * HOUR));
  if (latest.day !== day) latest = { day, date: dateInChina(now.toISOString()) };
  return latest.date;
}

let latest = { day: Number.NaN, date: '' };

function urlWithin(url: string, did: string): boolean {
  return url.startsWith(`${did}#`);
}

/** A proof has all contexts of the document, or says nothing about them: then they are under its hash as they stand. */
function isUnder(proofContext: unknown, contexts: readonly unknown[]): boolean {
  return proofContext === undefined || listOf(proofContext).length === contexts.length;
}
