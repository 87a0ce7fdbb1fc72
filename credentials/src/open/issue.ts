import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { CredentialError } from '../credential/codes.js';
import {
  addFurtherProof,
  addProof,
  cryptosuites,
  proofsOf,
  readProof,
  ProofError,
  type CredentialSigner,
  type CryptosuiteName,
  type ProofSuites,
  type SuiteSigner,
} from '../data-integrity/index.js';
import { DATA_INTEGRITY_CONTEXT, VC1_CONTEXT, type Contexts } from '../rdfc/index.js';
import { idOf } from './form.js';
import { readFormOnly, requireTerms } from './read.js';

export interface IssueOpenOptions {
  readonly contexts: Contexts;
  readonly provider: CryptoProvider;
  readonly now: Date;
  readonly activation: Activation;
  readonly cryptosuite: string;
  readonly verificationMethod: string;
  readonly signer: SuiteSigner;
  /** Suites besides those over canonical JSON. */
  readonly further: ProofSuites;
}

/**
 * Signs any credential of VC Data Model 2.0 or 1.1 in the name of its `issuer`, whose key it has to be. Proofs that it has
 * stay. A credential of 1.1 is given the context that defines the proof.
 * @throws CredentialError CREDENTIAL_MALFORMED, RESOURCE_DIGEST_MISMATCH, PROOF_NOT_BY_ISSUER; ProofError PROOF_MALFORMED, PROOF_SUITE_UNKNOWN,
 *   and for its terms as `canonicalQuads` does
 */
export async function issueOpen(unsigned: JsonObject, options: IssueOpenOptions): Promise<JsonObject> {
  const { contexts, provider, now, activation, cryptosuite, verificationMethod, signer, further } = options;
  const isJcs = Object.hasOwn(cryptosuites, cryptosuite);
  const credential = withProofContext(readFormOnly(unsigned));
  requireProofForms(credential);
  if (isJcs) await requireTerms(credential, contexts);
  if (!verificationMethod.startsWith(`${idOf(credential['issuer']) ?? ''}#`))
    throw new CredentialError('PROOF_NOT_BY_ISSUER');
  const created = now.toISOString().replace(/\.\d{3}Z$/, 'Z');
  const said = { verificationMethod, proofPurpose: 'assertionMethod', activation } as const;
  if (isJcs) {
    const jcs = { cryptosuite: cryptosuite as CryptosuiteName, signer: signer as CredentialSigner };
    return addProof(credential, { ...said, ...jcs, created }, provider);
  }
  const suite = Object.hasOwn(further, cryptosuite) ? further[cryptosuite] : undefined;
  if (suite === undefined) throw new ProofError('PROOF_SUITE_UNKNOWN');
  const time = cryptosuite === 'bbs-2023' ? {} : { created };
  return addFurtherProof(credential, { ...said, ...time, cryptosuite, suite, signer });
}

/** Proofs that it has stay beside the new one, so they have to be some. */
function requireProofForms(credential: JsonObject): void {
  const proofs = proofsOf(credential);
  if (credential['proof'] !== undefined && proofs.length === 0) throw new ProofError('PROOF_MALFORMED');
  for (const each of proofs) readProof(each);
}

function withProofContext(credential: JsonObject): JsonObject {
  const contexts = credential['@context'] as readonly (string | JsonObject)[];
  if (contexts[0] !== VC1_CONTEXT || contexts.includes(DATA_INTEGRITY_CONTEXT)) return credential;
  return { ...credential, '@context': [...contexts, DATA_INTEGRITY_CONTEXT] };
}
