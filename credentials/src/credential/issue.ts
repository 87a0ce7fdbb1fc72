import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { addProofs, type CredentialSigner, type ProofOptions } from '../data-integrity/index.js';
import { CredentialError } from './codes.js';
import type { Credential } from './data-model.js';
import { issuerOf, readCredential } from './read.js';
import { requireSchema } from './steps.js';

/** A key of the issuer, with the URL under which its DID document has it. */
export interface IssuerKey {
  readonly verificationMethod: string;
  readonly signer: CredentialSigner;
}

export interface IssueOptions {
  readonly provider: CryptoProvider;
  readonly now: Date;
  readonly activation: Activation;
  /** One proof each: SM2 by `sm2-jcs-2026`, Ed25519 by `eddsa-jcs-2022`. */
  readonly keys: readonly [IssuerKey, ...IssuerKey[]];
}

/**
 * Signs a credential of one of the known types. What a verifier would refuse is not signed.
 * @throws CredentialError as `readCredential` and `requireSchema` do, PROOF_NOT_BY_ISSUER for a key of another DID;
 *   ProofError PROOF_KEY_ALGORITHM for a key without a suite
 */
export async function issue(unsigned: JsonObject, options: IssueOptions): Promise<Credential> {
  const credential = readCredential(unsigned);
  requireSchema(credential, options.now);
  return sign(credential, options);
}

/**
 * Signs any credential of VC Data Model 2.0 whose contexts are known (a status list, a statement without a schema).
 * @throws as {@link issue}
 */
export async function signCredential(unsigned: JsonObject, options: IssueOptions): Promise<Credential> {
  return sign(readCredential(unsigned), options);
}

async function sign(credential: Credential, options: IssueOptions): Promise<Credential> {
  const { provider, now, activation, keys } = options;
  const created = now.toISOString();
  const issuer = issuerOf(credential);
  if (!keys.every(({ verificationMethod }) => verificationMethod.startsWith(`${issuer}#`)))
    throw new CredentialError('PROOF_NOT_BY_ISSUER');
  const proofs = keys.map(({ verificationMethod, signer }): ProofOptions => {
    const cryptosuite = signer.key.algorithm === 'Ed25519' ? 'eddsa-jcs-2022' : 'sm2-jcs-2026';
    return { cryptosuite, verificationMethod, proofPurpose: 'assertionMethod', created, signer, activation };
  });
  return (await addProofs(credential, proofs, provider)) as Credential;
}
