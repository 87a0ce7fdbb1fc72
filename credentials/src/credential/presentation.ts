import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { VC_CONTEXT } from '../context/index.js';
import { addProof, readDateTime, type CredentialSigner } from '../data-integrity/index.js';
import { CredentialError } from './codes.js';
import type { Presentation } from './data-model.js';
import { readPresentation, subjectsOf } from './read.js';
import { requireProofs, type HeldProof, type ProofPolicy } from './steps.js';
import { verifyCredential, type VerifiedCredential } from './verify-credential.js';

/** What a verifier asks for, once. */
export interface Challenge {
  /** Fresh and random; whoever asks keeps it and takes it once. */
  readonly challenge: string;
  /** The verifier's own name: an answer to one is none to another. */
  readonly domain: string;
}

export interface PresentOptions extends Challenge {
  readonly provider: CryptoProvider;
  readonly now: Date;
  readonly activation: Activation;
  /** DID of the holder, to whom the credentials are bound. */
  readonly holder: string;
  readonly verificationMethod: string;
  /** The holder's SM2 or Ed25519 key. */
  readonly signer: CredentialSigner;
  /** URL of the presentation itself. */
  readonly id?: string;
}

/** The holder's answer to a challenge with these credentials. */
export async function present(
  credentials: readonly JsonObject[],
  options: PresentOptions,
): Promise<Presentation> {
  const { provider, now, activation, holder, verificationMethod, signer, id, challenge, domain } = options;
  const unsigned = readPresentation({
    '@context': [VC_CONTEXT],
    ...(id !== undefined && { id }),
    type: ['VerifiablePresentation'],
    holder,
    verifiableCredential: credentials,
  });
  const proof = {
    cryptosuite: signer.key.algorithm === 'Ed25519' ? 'eddsa-jcs-2022' : 'sm2-jcs-2026',
    verificationMethod,
    proofPurpose: 'authentication',
    created: now.toISOString(),
    challenge,
    domain,
    signer,
    activation,
  } as const;
  return (await addProof(unsigned, proof, provider)) as Presentation;
}

export interface VerifyPresentationOptions extends ProofPolicy, Challenge {
  /** The time at which the credentials have to be valid; `now` when left out. */
  readonly at?: Date;
  /** Suites that the holder's proof has to have; any known one when left out. `suites` is about the credentials. */
  readonly holderSuites?: ProofPolicy['suites'];
}

export interface VerifiedPresentation {
  readonly presentation: Presentation;
  readonly holder: string;
  readonly proofs: readonly HeldProof[];
  readonly credentials: readonly [VerifiedCredential, ...VerifiedCredential[]];
}

/**
 * The holder's proof for this challenge and domain, every credential by itself, and that each is about the holder. That a
 * challenge is answered once is for whoever keeps the challenges.
 * @throws CredentialError
 */
export async function verifyPresentation(
  value: unknown,
  options: VerifyPresentationOptions,
): Promise<VerifiedPresentation> {
  const presentation = readPresentation(value);
  const { holder } = presentation;
  const { challenge, domain } = options;
  const policy = { ...options, suites: options.holderSuites ?? [] };
  const proofs = await requireProofs(presentation, holder, 'authentication', policy, { challenge, domain });
  // The challenge is answered now: a key that ended is not good for it, whatever time its proof names.
  if (proofs.some(({ method }) => hasEnded(method, options.now)))
    throw new CredentialError('PROOF_KEY_NOT_IN_FORCE');
  const credentials: VerifiedCredential[] = [];
  for (const each of presentation.verifiableCredential) {
    const verified = await verifyCredential(each, options);
    requireHolder(verified, holder);
    credentials.push(verified);
  }
  const [first, ...more] = credentials;
  if (first === undefined) throw new CredentialError('PRESENTATION_MALFORMED');
  return { presentation, holder, proofs, credentials: [first, ...more] };
}

/** Each subject is the holder. @throws CredentialError HOLDER_MISMATCH */
export function requireHolder({ credential }: Pick<VerifiedCredential, 'credential'>, holder: string): void {
  if (!subjectsOf(credential).every(({ id }) => id === holder)) throw new CredentialError('HOLDER_MISMATCH');
}

function hasEnded({ until }: HeldProof['method'], now: Date): boolean {
  return until !== undefined && (readDateTime(until) ?? 0) <= now.getTime();
}
