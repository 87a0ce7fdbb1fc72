import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner, type Activation } from '@renxin/seal/signer';
import {
  addFurtherProof,
  methodKeyOf,
  multikeyOfMethod,
  verifyProofs,
  type FurtherProofOptions,
  type SuiteSigner,
  type VerificationMethod,
  type VerifyProofOptions,
} from '../../src/data-integrity/index.js';
import { generateP384Signer, rdfcSuites, testContexts } from '../../src/rdfc/index.js';

/** Keys, documents and proofs over RDF, as the tests of these suites use them. */

export const NOW = new Date('2026-03-02T00:00:00Z');
export const activation: Activation = { id: 'test', method: 'unattended', at: NOW.toISOString() };
export const suites = rdfcSuites(testContexts);

export const ed25519 = generateAssertionSigner().signer;
export const p256 = generateSigner('P-256').signer;
export const p384 = generateP384Signer();

export const document: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'ExampleCredential'],
  issuer: 'did:example:issuer',
  validFrom: '2026-03-01T00:00:00Z',
  credentialSubject: {
    id: 'did:example:holder',
    name: '演示人员',
    score: 87.5,
    degrees: [{ title: 'A' }, { title: 'B' }],
  },
};

/** The key stands in its URL, as with `did:key`. */
export function urlOf({ key }: SuiteSigner): string {
  const multikey = multikeyOfMethod(key);
  return `did:key:${multikey}#${multikey}`;
}

export async function methodOf(url: string): Promise<VerificationMethod | undefined> {
  const [did = '', fragment = ''] = url.split('#');
  const key = methodKeyOf(fragment);
  return key === undefined ? undefined : { controller: did, key, purposes: ['assertionMethod'] };
}

export function prove(
  value: JsonObject,
  signer: SuiteSigner = ed25519,
  changes: Partial<FurtherProofOptions> = {},
): Promise<JsonObject> {
  const cryptosuite = signer.key.algorithm === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019';
  const suite = suites[changes.cryptosuite ?? cryptosuite];
  if (suite === undefined) throw new TypeError('no such suite');
  return addFurtherProof(value, {
    cryptosuite,
    suite,
    verificationMethod: urlOf(signer),
    proofPurpose: 'assertionMethod',
    created: '2026-03-01T08:00:00Z',
    signer,
    activation,
    ...changes,
  });
}

/** `ok`, or the code, of each proof. */
export async function codesOf(
  value: JsonObject,
  changes: Partial<VerifyProofOptions> = {},
): Promise<string[]> {
  const options = { provider: nativeProvider, now: NOW, proofPurpose: 'assertionMethod', methodOf } as const;
  const findings = await verifyProofs(value, { ...options, further: suites, ...changes });
  return findings.map((each) => (each.verified ? 'ok' : each.code));
}
