import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import type { Activation } from '@renxin/seal/signer';
import { VC_CONTEXT } from '../context/index.js';
import { CredentialError } from '../credential/codes.js';
import type { ProofPolicy } from '../credential/steps.js';
import type { CredentialSigner, ProofPurpose, VerificationMethod } from '../data-integrity/index.js';
import { isJwsKey, isSignedBy, jwsAlgorithms, readJws, signJws, type Jws } from '../jose/index.js';

/** Credentials and presentations as JWTs (Securing Verifiable Credentials using JOSE and COSE), in their envelopes. */

const KINDS = {
  credential: { type: 'EnvelopedVerifiableCredential', media: 'vc+jwt', claim: 'vc' },
  presentation: { type: 'EnvelopedVerifiablePresentation', media: 'vp+jwt', claim: 'vp' },
} as const;

export type EnvelopeKind = keyof typeof KINDS;

export interface EnvelopeKey {
  readonly verificationMethod: string;
  readonly signer: CredentialSigner;
  readonly activation: Activation;
}

/** A credential as a signed JWT in its envelope. */
export async function envelopCredential(
  credential: JsonObject,
  { verificationMethod, signer, activation }: EnvelopeKey,
): Promise<JsonObject> {
  const header = { kid: verificationMethod, typ: 'vc+jwt', cty: 'vc' };
  const jwt = await signJws({ header, payload: credential }, signer, activation);
  return {
    '@context': VC_CONTEXT,
    type: KINDS.credential.type,
    id: `data:application/vc+jwt,${jwt}`,
  };
}

export function isEnveloped(value: unknown, kind: EnvelopeKind): boolean {
  const { id, type } = (value ?? {}) as { readonly id?: unknown; readonly type?: unknown };
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.includes(KINDS[kind].type) || (typeof id === 'string' && id.startsWith('data:'));
}

export interface Opened {
  /** What was signed. */
  readonly document: JsonObject;
  readonly method: VerificationMethod;
  /** Of a presentation: to whom it was made, and what it answers. */
  readonly audience: readonly string[];
  readonly nonce?: string;
}

/**
 * Opens an envelope: its form, its JWT's signature by a key for this purpose, its times.
 * @throws CredentialError ENVELOPE_MALFORMED, JWT_*, VERIFICATION_METHOD_UNKNOWN, VERIFICATION_METHOD_PURPOSE
 */
export async function openEnvelope(
  value: unknown,
  kind: EnvelopeKind,
  { provider, now, methodOf }: Pick<ProofPolicy, 'provider' | 'now' | 'methodOf'>,
): Promise<Opened> {
  const jws = readJws(jwtIn(value, kind), LONGEST);
  if (jws === undefined) throw new CredentialError('JWT_MALFORMED');
  const purpose: ProofPurpose = kind === 'credential' ? 'assertionMethod' : 'authentication';
  const method = await methodOf(kidOf(jws));
  if (method === undefined) throw new CredentialError('VERIFICATION_METHOD_UNKNOWN');
  if (!method.purposes.includes(purpose)) throw new CredentialError('VERIFICATION_METHOD_PURPOSE');
  const { key } = method;
  // The key says which algorithm, never the header.
  if (!isJwsKey(key) || jws.header['alg'] !== jwsAlgorithms[key.algorithm])
    throw new CredentialError('JWT_ALGORITHM');
  if (!isSignedBy(jws, key, provider)) throw new CredentialError('JWT_SIGNATURE');
  requireTimes(jws, now);
  const { aud, nonce } = jws.payload;
  const audience = aud === undefined ? [] : ((Array.isArray(aud) ? aud : [aud]) as string[]);
  return {
    document: documentIn(jws, kind),
    method,
    audience,
    ...(typeof nonce === 'string' && { nonce }),
  };
}

/** Characters of a JWT. */
const LONGEST = 1 << 20;
const MEMBERS = ['@context', 'id', 'type'];

function jwtIn(value: unknown, kind: EnvelopeKind): string {
  const { type, media } = KINDS[kind];
  const envelope = value as JsonObject;
  const contexts = listOf(envelope['@context'] ?? []);
  const types = listOf(envelope['type'] ?? []);
  const id = envelope['id'];
  const isOne =
    Object.keys(envelope).every((name) => MEMBERS.includes(name)) &&
    contexts[0] === VC_CONTEXT &&
    types.length === 1 &&
    types[0] === type &&
    typeof id === 'string';
  if (!isOne) throw new CredentialError('ENVELOPE_MALFORMED');
  for (const each of [media, 'jwt']) {
    const prefix = `data:application/${each},`;
    if (id.startsWith(prefix)) return id.slice(prefix.length);
  }
  throw new CredentialError('ENVELOPE_MALFORMED');
}

/** A DID URL, whole or relative to `iss`. */
function kidOf({ header, payload }: Jws): string {
  const { kid } = header;
  const { iss } = payload;
  if (typeof kid !== 'string') throw new CredentialError('JWT_MALFORMED');
  return kid.startsWith('#') && typeof iss === 'string' ? iss + kid : kid;
}

const CLOCK_SKEW = 60;

function requireTimes({ payload }: Jws, now: Date): void {
  const seconds = now.getTime() / 1000;
  const { nbf, exp, iat } = payload;
  for (const time of [nbf, exp, iat])
    if (time !== undefined && !Number.isFinite(time)) throw new CredentialError('JWT_MALFORMED');
  const hasBegun = ((nbf as number | undefined) ?? 0) <= seconds + CLOCK_SKEW;
  if (!hasBegun || ((exp as number | undefined) ?? Infinity) <= seconds)
    throw new CredentialError('JWT_TIME');
}

/** Claims of a JWT that are no members of what it carries. */
const CLAIMS = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'nonce', 'cnf'];

/**
 * The credential or presentation is the payload. The form before (`vc`, `vp` as a claim, VC Data Model 1.1 section 6.3.1)
 * is read where it is all that there is.
 */
function documentIn({ payload }: Jws, kind: EnvelopeKind): JsonObject {
  const { claim } = KINDS[kind];
  const inner = payload[claim];
  if (inner === undefined) {
    return Object.fromEntries(Object.entries(payload).filter(([name]) => !CLAIMS.includes(name)));
  }
  if ('@context' in payload || typeof inner !== 'object' || inner === null || Array.isArray(inner))
    throw new CredentialError('JWT_MALFORMED');
  const document = inner as JsonObject;
  const by = kind === 'credential' ? document['issuer'] : document['holder'];
  const said = typeof by === 'object' && by !== null ? (by as JsonObject)['id'] : by;
  const { iss } = payload;
  if (said !== undefined && iss !== undefined && said !== iss) throw new CredentialError('JWT_MALFORMED');
  return said === undefined && typeof iss === 'string'
    ? { ...document, [kind === 'credential' ? 'issuer' : 'holder']: iss }
    : document;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
