import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner, type Activation } from '@renxin/seal/signer';
import { RENXIN_CONTEXT, VC_CONTEXT } from '../../src/context/index.js';
import {
  issue,
  verifyCredential,
  type Credential,
  type IssueOptions,
  type VerifyCredentialOptions,
} from '../../src/credential/index.js';
import type { CredentialSigner, VerificationMethod } from '../../src/data-integrity/index.js';
import { samples, schemaOf } from '../../src/schema/index.js';

/** An assessor, a holder and a certificate, as the tests of credentials use them. All people are synthetic. */

export const NOW = new Date('2026-03-02T08:00:00Z');
export const activation: Activation = { id: 'test', method: 'unattended', at: NOW.toISOString() };

export const ISSUER = 'did:renxin:test:assessor';
export const HOLDER = 'did:renxin:test:p-0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const sm2 = generateSigner('SM2').signer;
export const ed25519 = generateAssertionSigner().signer;
export const holderKey = generateSigner('SM2').signer;

export const { person, organisation, subjects } = samples;

export function unsigned(word = 'vocational-skill-level', changes: JsonObject = {}): JsonObject {
  const schema = schemaOf(word);
  return {
    '@context': [VC_CONTEXT, RENXIN_CONTEXT],
    id: 'urn:uuid:1f0f8a52-3c1e-4f51-9d1b-6f9f3f0d9a10',
    type: ['VerifiableCredential', schema.definition.type],
    issuer: ISSUER,
    validFrom: '2026-03-01T00:00:00Z',
    validUntil: '2029-03-01T00:00:00Z',
    credentialSubject: { id: HOLDER, ...subjects[word.replace(/-claim$/, '')] },
    credentialSchema: schema.reference,
    ...changes,
  };
}

export const keys: IssueOptions['keys'] = [
  { verificationMethod: `${ISSUER}#assertion-1`, signer: ed25519 },
  { verificationMethod: `${ISSUER}#key-1`, signer: sm2 },
];

export function issued(word?: string, changes?: JsonObject): Promise<Credential> {
  return issue(unsigned(word, changes), { provider: nativeProvider, now: NOW, activation, keys });
}

const methods = new Map<string, VerificationMethod>([
  [`${ISSUER}#assertion-1`, methodOf(ISSUER, ed25519)],
  [`${ISSUER}#key-1`, methodOf(ISSUER, sm2)],
  [`${HOLDER}#key-1`, { ...methodOf(HOLDER, holderKey), purposes: ['assertionMethod', 'authentication'] }],
]);

export function methodOf(controller: string, signer: CredentialSigner): VerificationMethod {
  return { controller, key: signer.key, purposes: ['assertionMethod'] };
}

export const policy: VerifyCredentialOptions = {
  provider: nativeProvider,
  now: NOW,
  suites: ['eddsa-jcs-2022', 'sm2-jcs-2026'],
  methodOf: async (url) => methods.get(url),
};

/** `ok`, or the code of the refusal. */
export async function codeOf(doing: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof doing === 'function' ? doing() : doing);
    return 'ok';
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}

export function verdict(value: unknown, changes: Partial<VerifyCredentialOptions> = {}): Promise<string> {
  return codeOf(verifyCredential(value, { ...policy, ...changes }));
}
