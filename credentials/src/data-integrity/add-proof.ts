import { toBase58, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, AssertionSigner, Signer } from '@renxin/seal/signer';
import { withPrevious } from './chain.js';
import { ProofError } from './codes.js';
import { cryptosuites, isCryptosuite, type CryptosuiteName } from './cryptosuite.js';
import { proofsOf, readProof, withoutProof, type ProofPurpose } from './proof.js';
import { SignedBytes } from './signed-bytes.js';
import type { ProofSuite, SuiteSigner } from './suite.js';

export type CredentialSigner = Signer | AssertionSigner;

/** What one proof says besides its value. Times are XML Schema dateTimeStamps. */
export interface ProofOptions extends ProofStatement {
  readonly cryptosuite: CryptosuiteName;
  readonly created: string;
  readonly signer: CredentialSigner;
  readonly activation: Activation;
}

/** A statement of a proof, whatever its suite. */
export interface ProofStatement {
  /** URL of the proof itself, where another one builds on it. */
  readonly id?: string;
  /** URL of the key: `<DID>#<fragment>`. */
  readonly verificationMethod: string;
  readonly proofPurpose: ProofPurpose;
  readonly created?: string;
  readonly expires?: string;
  readonly domain?: string | readonly string[];
  readonly challenge?: string;
  /** The ids of the proofs of the document on which this one builds. */
  readonly previousProof?: string | readonly string[];
}

/**
 * The document with one more proof; those that it has stay, and the new one is about the document without any
 * (a proof set, VC Data Integrity 1.0 section 2.1.1).
 * @throws ProofError PROOF_MALFORMED for options that are no proof's, PROOF_SUITE_UNKNOWN, PROOF_KEY_ALGORITHM,
 *   DOCUMENT_NOT_CANONICAL
 */
export async function addProof(
  document: JsonObject,
  options: ProofOptions,
  provider: CryptoProvider,
): Promise<JsonObject> {
  return addProofs(document, [options], provider);
}

/** As {@link addProof}, with several proofs over one canonical form. */
export async function addProofs(
  document: JsonObject,
  options: readonly ProofOptions[],
  provider: CryptoProvider,
): Promise<JsonObject> {
  const unsecured = withoutProof(document);
  const signed = new SignedBytes(unsecured, provider);
  const proofs = [...proofsOf(document)];
  for (const each of options) {
    const about = withPrevious(unsecured, each, proofs);
    const bytes = about === unsecured ? signed : new SignedBytes(about, provider);
    proofs.push(await proofOf(unsecured, bytes, each));
  }
  return withProofs(unsecured, proofs);
}

/** As {@link addProof} with a suite that is handed in. @throws ProofError as the suite does */
export async function addFurtherProof(
  document: JsonObject,
  options: FurtherProofOptions,
): Promise<JsonObject> {
  const { suite, cryptosuite, signer, activation } = options;
  const unsecured = withoutProof(document);
  const proofs = proofsOf(document);
  if (!suite.algorithms.includes(signer.key.algorithm)) throw new ProofError('PROOF_KEY_ALGORITHM');
  const config = configOf({ ...options, cryptosuite }, undefined);
  readProof({ ...config, proofValue: 'z' });
  const about = withPrevious(unsecured, options, proofs);
  const proofValue = await suite.prove({ document: about, config }, signer, activation);
  return withProofs(unsecured, [...proofs, { ...config, proofValue }]);
}

export interface FurtherProofOptions extends ProofStatement {
  /** The suite's name. */
  readonly cryptosuite: string;
  readonly suite: ProofSuite;
  readonly signer: SuiteSigner;
  readonly activation: Activation;
}

function withProofs(document: JsonObject, proofs: readonly Json[]): JsonObject {
  const [only] = proofs;
  return { ...document, proof: proofs.length === 1 && only !== undefined ? only : proofs };
}

async function proofOf(
  document: JsonObject,
  signed: SignedBytes,
  options: ProofOptions,
): Promise<JsonObject> {
  const { signer, activation, cryptosuite } = options;
  if (!isCryptosuite(cryptosuite)) throw new ProofError('PROOF_SUITE_UNKNOWN');
  const { algorithm, hash } = cryptosuites[cryptosuite];
  if (signer.key.algorithm !== algorithm) throw new ProofError('PROOF_KEY_ALGORITHM');
  const proof = configOf(options, document['@context']);
  const message = signed.of(proof, hash);
  proof['proofValue'] = 'z';
  readProof(proof);
  // The algorithm is the signer's own, as was just checked.
  const request = { algorithm: algorithm as PublicKey['algorithm'], message, activation };
  const signature = await (signer as Signer).sign(request);
  proof['proofValue'] = `z${toBase58(signature)}`;
  return proof;
}

/** The proof without its value: what is hashed first. */
function configOf(
  said: ProofStatement & { readonly cryptosuite: string },
  context: Json | undefined,
): Record<string, Json> {
  const { id, cryptosuite, created, verificationMethod, proofPurpose, expires, domain, challenge } = said;
  const { previousProof } = said;
  const config: Record<string, Json> = { type: 'DataIntegrityProof', cryptosuite };
  if (id !== undefined) config['id'] = id;
  if (created !== undefined) config['created'] = created;
  config['verificationMethod'] = verificationMethod;
  config['proofPurpose'] = proofPurpose;
  if (expires !== undefined) config['expires'] = expires;
  if (domain !== undefined) config['domain'] = domain;
  if (challenge !== undefined) config['challenge'] = challenge;
  if (previousProof !== undefined) config['previousProof'] = previousProof;
  if (context !== undefined) config['@context'] = context;
  return config;
}
