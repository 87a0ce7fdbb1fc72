import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner, type Activation } from '@renxin/seal/signer';
import {
  addProofs,
  multikeyOf,
  verifyProofs,
  type CredentialSigner,
  type ProofFinding,
  type ProofOptions,
  type VerificationMethod,
  type VerifyProofOptions,
} from '../../src/data-integrity/index.js';

/** Keys, a document and its proofs, as the tests of data integrity use them. */

export const activation: Activation = {
  id: 'test',
  method: 'unattended',
  at: '2026-03-01T00:00:00.000Z',
};
export const NOW = new Date('2026-03-02T00:00:00Z');
export const CREATED = '2026-03-01T08:00:00Z';

export const sm2 = generateSigner('SM2').signer;
export const ed25519 = generateAssertionSigner().signer;

export const document: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  issuer: 'did:example:issuer',
  credentialSubject: { name: '演示人员', score: 87.5, levels: [1, 2, 3] },
};

/** A did:key-like URL: the key stands in it. */
export function urlOf(signer: CredentialSigner): string {
  return `did:example:issuer#${multikeyOf(signer.key)}`;
}

export function optionsOf(signer: CredentialSigner, changes: Partial<ProofOptions> = {}): ProofOptions {
  return {
    cryptosuite: signer.key.algorithm === 'SM2' ? 'sm2-jcs-2026' : 'eddsa-jcs-2022',
    verificationMethod: urlOf(signer),
    proofPurpose: 'assertionMethod',
    created: CREATED,
    signer,
    activation,
    ...changes,
  };
}

/** The document with both proofs. */
export function signed(
  changes: Partial<ProofOptions> = {},
  from: JsonObject = document,
): Promise<JsonObject> {
  return addProofs(from, [optionsOf(ed25519, changes), optionsOf(sm2, changes)], nativeProvider);
}

export function methodOf(
  signer: CredentialSigner,
  changes: Partial<VerificationMethod> = {},
): VerificationMethod {
  return { controller: 'did:example:issuer', key: signer.key, purposes: ['assertionMethod'], ...changes };
}

export function judge(
  value: JsonObject,
  changes: Partial<VerifyProofOptions> = {},
): Promise<readonly ProofFinding[]> {
  const known = new Map([sm2, ed25519].map((signer) => [urlOf(signer), methodOf(signer)]));
  return verifyProofs(value, {
    provider: nativeProvider,
    now: NOW,
    proofPurpose: 'assertionMethod',
    methodOf: async (url) => known.get(url),
    ...changes,
  });
}

/** `ok`, or the code, of each proof. */
export async function codesOf(
  value: JsonObject,
  changes: Partial<VerifyProofOptions> = {},
): Promise<string[]> {
  return (await judge(value, changes)).map((each) => (each.verified ? 'ok' : each.code));
}
