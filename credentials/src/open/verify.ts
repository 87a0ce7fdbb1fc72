import type { JsonObject } from '@renxin/chaincode/canonical';
import { CredentialError } from '../credential/codes.js';
import { listOf } from '../credential/read.js';
import { requirePeriod, type HeldProof, type ProofPolicy } from '../credential/steps.js';
import { verifyProofs, type ProofPurpose, type ProofSuites } from '../data-integrity/index.js';
import type { Contexts } from '../rdfc/index.js';
import { isEnveloped, openEnvelope } from '../vc-jwt/index.js';
import { idOf, periodOf } from './form.js';
import { requireOwnSchema } from './own-schema.js';
import { readFormOnly, readOpenCredential, readOpenPresentation, requireTerms } from './read.js';

export interface VerifyOpenOptions extends Pick<ProofPolicy, 'provider' | 'now' | 'methodOf'> {
  readonly contexts: Contexts;
  /** Suites besides those over canonical JSON. */
  readonly further: ProofSuites;
  /**
   * Proofs alone (`checks: ["proof"]`): that they hold is all that is asked, not that the key is the issuer's own, nor
   * the period and the status.
   */
  readonly proofOnly?: boolean;
  /** Asks for the status of the entries. @throws CredentialError STATUS_* */
  readonly requireStatus?: (credential: JsonObject) => Promise<void>;
}

/** A credential that holds, whoever may have been entitled to issue it. */
export interface VerifiedOpen {
  readonly credential: JsonObject;
  readonly issuer: string;
  readonly isEnveloped: boolean;
  readonly proofs: readonly HeldProof[];
}

/**
 * Judges any credential, with proofs or in an envelope: form and terms, every proof, that they are by the issuer's keys,
 * period, our schema where it names one, status; in this order.
 * @throws CredentialError
 */
export async function verifyOpenCredential(
  value: unknown,
  options: VerifyOpenOptions,
): Promise<VerifiedOpen> {
  const secured = isEnveloped(value, 'credential')
    ? await fromEnvelope(value, options)
    : await withProofs(value, options);
  const { credential, issuer, controllers } = secured;
  if (options.proofOnly !== true) {
    if (!controllers.every((each) => each === issuer)) throw new CredentialError('PROOF_NOT_BY_ISSUER');
    requirePeriod(periodOf(credential), options.now);
    requireOwnSchema(credential, options.now);
  }
  await options.requireStatus?.(credential);
  return secured;
}

type Secured = VerifiedOpen & { readonly controllers: readonly string[] };

async function fromEnvelope(value: unknown, options: VerifyOpenOptions): Promise<Secured> {
  const { document, method } = await openEnvelope(value, 'credential', options);
  // Nobody judges a proof in it.
  if (document['proof'] !== undefined) throw new CredentialError('ENVELOPE_MALFORMED');
  const credential = await readOpenCredential(document, options.contexts);
  const issuer = idOf(credential.issuer) ?? '';
  return { credential, issuer, isEnveloped: true, proofs: [], controllers: [method.controller] };
}

async function withProofs(value: unknown, options: VerifyOpenOptions): Promise<Secured> {
  const credential = readFormOnly(value);
  const proofs = await requireAll(credential, 'assertionMethod', options);
  // A proof over the RDF of the whole credential has asked for its terms.
  const isOverRdf = proofs.some(
    ({ cryptosuite, proof }) =>
      Object.hasOwn(options.further, cryptosuite) && proof.previousProof === undefined,
  );
  if (!isOverRdf) await requireTerms(credential, options.contexts);
  const controllers = proofs.map(({ method }) => method.controller);
  return { credential, issuer: idOf(credential.issuer) ?? '', isEnveloped: false, proofs, controllers };
}

/** Every proof that is there has to hold: one that cannot be judged may be the one that matters. */
async function requireAll(
  document: JsonObject,
  proofPurpose: ProofPurpose,
  { provider, now, methodOf, further }: VerifyOpenOptions,
  asked: { readonly challenge?: string; readonly domain?: string } = {},
): Promise<readonly HeldProof[]> {
  const options = { provider, now, methodOf, further, proofPurpose, repeats: true, ...asked };
  return (await verifyProofs(document, options)).map((finding) => {
    if (!finding.verified) throw new CredentialError(finding.code);
    return finding;
  });
}

export interface VerifyOpenPresentationOptions extends VerifyOpenOptions {
  /** When given, the holder's proof has to be for them. */
  readonly domain?: string;
  readonly challenge?: string;
  /** Whether a presentation that nobody signed is taken for what it holds, where no challenge and no domain are asked for. */
  readonly unsigned?: boolean;
}

export interface VerifiedOpenPresentation {
  readonly presentation: JsonObject;
  /** Who proved to hold it; undefined where nobody signed. */
  readonly holder: string | undefined;
  readonly credentials: readonly VerifiedOpen[];
}

const MOST_CREDENTIALS = 32;

/**
 * The holder's proof for this challenge and domain, and each credential by itself.
 * @throws CredentialError PRESENTATION_MALFORMED, HOLDER_MISMATCH, PROOF_*, and as {@link verifyOpenCredential} does
 */
export async function verifyOpenPresentation(
  value: unknown,
  options: VerifyOpenPresentationOptions,
): Promise<VerifiedOpenPresentation> {
  const { presentation, holder } = isEnveloped(value, 'presentation')
    ? await presentationInEnvelope(value, options)
    : await presentationWithProofs(value, options);
  const said = idOf(presentation['holder']);
  if (said !== undefined && holder !== undefined && said !== holder)
    throw new CredentialError('HOLDER_MISMATCH');
  const inside = presentation['verifiableCredential'];
  const all = inside === undefined ? [] : listOf(inside);
  if (all.length > MOST_CREDENTIALS) throw new CredentialError('PRESENTATION_MALFORMED');
  const credentials: VerifiedOpen[] = [];
  for (const each of all) credentials.push(await verifyOpenCredential(each, options));
  return { presentation, holder, credentials };
}

async function presentationInEnvelope(value: unknown, options: VerifyOpenPresentationOptions) {
  const { document, method, audience, nonce } = await openEnvelope(value, 'presentation', options);
  if (options.challenge !== undefined && nonce !== options.challenge)
    throw new CredentialError('PROOF_CHALLENGE');
  if (options.domain !== undefined && !audience.includes(options.domain))
    throw new CredentialError('PROOF_DOMAIN');
  if (document['proof'] !== undefined) throw new CredentialError('ENVELOPE_MALFORMED');
  const presentation = await readOpenPresentation(document, options.contexts);
  return { presentation, holder: method.controller };
}

async function presentationWithProofs(value: unknown, options: VerifyOpenPresentationOptions) {
  const presentation = await readOpenPresentation(value, options.contexts);
  const isAsked = options.challenge !== undefined || options.domain !== undefined;
  if (presentation['proof'] === undefined && options.unsigned === true && !isAsked)
    return { presentation, holder: undefined };
  const asked = {
    ...(options.challenge !== undefined && { challenge: options.challenge }),
    ...(options.domain !== undefined && { domain: options.domain }),
  };
  const [first, ...more] = await requireAll(presentation, 'authentication', options, asked);
  const holder = first?.method.controller;
  if (!more.every(({ method }) => method.controller === holder)) throw new CredentialError('HOLDER_MISMATCH');
  return { presentation, holder };
}
