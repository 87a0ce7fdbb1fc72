import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { z } from 'zod';
import type { CredentialSigner, VerificationMethod } from '../data-integrity/index.js';
import { isJwsKey, isSignedBy, readJws, signJws } from '../jose/index.js';
import { PresentationRequestError } from './codes.js';

/** Signed requests for a presentation (OpenID4VP 1.0 section 5, RFC 9101): by reference, answered with `direct_post`. */

export const REQUEST_TYPE = 'oauth-authz-req+jwt';
/** Whoever opens the link may answer (section 5.8). */
const ANY_WALLET = 'https://self-issued.me/v2';
const DID_PREFIX = 'decentralized_identifier:';

export const responseModes = ['direct_post', 'direct_post.jwt'] as const;
export type ResponseMode = (typeof responseModes)[number];

export interface PresentationRequest {
  /** DID of the verifier. */
  readonly verifier: string;
  readonly name: string;
  readonly purpose: string;
  readonly responseUri: string;
  readonly mode: ResponseMode;
  readonly nonce: string;
  readonly state: string;
  readonly query: JsonObject;
  /** To whose key the answer is encrypted, with `direct_post.jwt`. */
  readonly encryptionKey?: JsonObject;
}

/** The name of a verifier as OAuth's client: what an answer is bound to. */
export function clientIdOf(verifier: string): string {
  return DID_PREFIX + verifier;
}

/** What is scanned, or opened on the same device. */
export function requestLink(verifier: string, requestUri: string): string {
  const members = new URLSearchParams({ client_id: clientIdOf(verifier), request_uri: requestUri });
  return `openid4vp://?${members.toString()}`;
}

/** The signed request object. `lifetime` in seconds. */
export function signedRequest(
  request: PresentationRequest,
  key: { readonly verificationMethod: string; readonly signer: CredentialSigner },
  {
    now,
    lifetime,
    activation,
  }: { readonly now: Date; readonly lifetime: number; readonly activation: Activation },
): Promise<string> {
  const { verifier, name, purpose, responseUri, mode, nonce, state, query, encryptionKey } = request;
  const iat = Math.floor(now.getTime() / 1000);
  const payload: JsonObject = {
    // No `iss`: wallets take it for a DID that the key has to be of.
    aud: ANY_WALLET,
    iat,
    exp: iat + lifetime,
    client_id: clientIdOf(verifier),
    response_type: 'vp_token',
    response_mode: mode,
    response_uri: responseUri,
    nonce,
    state,
    dcql_query: query,
    client_metadata: {
      client_name: name,
      purpose,
      vp_formats_supported: {
        ldp_vc: {
          proof_type_values: ['DataIntegrityProof'],
          cryptosuite_values: ['eddsa-jcs-2022', 'sm2-jcs-2026'],
        },
        'dc+sd-jwt': {
          'sd-jwt_alg_values': ['EdDSA', 'ES256'],
          'kb-jwt_alg_values': ['EdDSA', 'ES256', 'SM2'],
        },
      },
      ...(encryptionKey !== undefined && {
        jwks: { keys: [encryptionKey] },
        encrypted_response_enc_values_supported: ['A256GCM', 'A128GCM'],
      }),
    },
  };
  const header = { typ: REQUEST_TYPE, kid: key.verificationMethod };
  return signJws({ header, payload }, key.signer, activation);
}

export interface ReadRequestOptions {
  /** The client as the link names it. */
  readonly clientId: string;
  /** Where the request object was fetched: some verifiers make it for that address, which says as much. */
  readonly requestUri: string;
  readonly provider: CryptoProvider;
  readonly now: Date;
  /** The key of a DID URL; undefined when it is not known. */
  readonly methodOf: (url: string) => Promise<VerificationMethod | undefined>;
}

const encryptionKeys = z.object({ keys: z.array(z.record(z.string(), z.json())).min(1).max(8) });
const payloadForm = z.object({
  client_id: z.string(),
  aud: z.string().optional(),
  exp: z.number().optional(),
  response_type: z.literal('vp_token'),
  response_mode: z.enum(responseModes),
  response_uri: z.url({ protocol: /^https?$/ }),
  nonce: z.string().min(16).max(512),
  state: z.string().max(512).optional(),
  dcql_query: z.record(z.string(), z.json()),
  client_metadata: z
    .object({
      client_name: z.string().max(200).optional(),
      purpose: z.string().max(1000).optional(),
      jwks: encryptionKeys.optional(),
    })
    .optional(),
  // Answers that go through a browser would carry what is shown in an address.
  redirect_uri: z.never().optional(),
});

/**
 * Reads a request object: who asks, proven by a key of its DID, and what for.
 * @throws PresentationRequestError
 */
export async function readRequest(
  compact: string,
  { clientId, requestUri, provider, now, methodOf }: ReadRequestOptions,
): Promise<PresentationRequest> {
  const jws = readJws(compact);
  const payload = payloadForm.safeParse(jws?.payload);
  if (jws === undefined || !payload.success || jws.header['typ'] !== REQUEST_TYPE)
    throw new PresentationRequestError('REQUEST_OBJECT_MALFORMED');
  const said = payload.data;
  if (said.client_id !== clientId || !clientId.startsWith(`${DID_PREFIX}did:`))
    throw new PresentationRequestError('REQUEST_CLIENT_UNKNOWN');
  const verifier = clientId.slice(DID_PREFIX.length);
  const { kid } = jws.header;
  const isTheirs = typeof kid === 'string' && kid.startsWith(`${verifier}#`);
  const method = isTheirs ? await methodOf(kid) : undefined;
  if (method === undefined || method.controller !== verifier || !isJwsKey(method.key))
    throw new PresentationRequestError('REQUEST_KEY_UNKNOWN');
  if (method.until !== undefined && Date.parse(method.until) <= now.getTime())
    throw new PresentationRequestError('REQUEST_KEY_UNKNOWN');
  if (!isSignedBy(jws, method.key, provider)) throw new PresentationRequestError('REQUEST_OBJECT_SIGNATURE');
  if (said.aud !== undefined && said.aud !== ANY_WALLET && said.aud !== requestUri)
    throw new PresentationRequestError('REQUEST_OBJECT_AUDIENCE');
  if (said.exp !== undefined && said.exp * 1000 <= now.getTime())
    throw new PresentationRequestError('REQUEST_OBJECT_EXPIRED');
  const encryptionKey = said.client_metadata?.jwks?.keys.find(isEncryptionKey);
  if (said.response_mode === 'direct_post.jwt' && encryptionKey === undefined)
    throw new PresentationRequestError('REQUEST_OBJECT_MALFORMED');
  return {
    verifier,
    name: said.client_metadata?.client_name ?? '',
    purpose: said.client_metadata?.purpose ?? '',
    responseUri: said.response_uri,
    mode: said.response_mode,
    nonce: said.nonce,
    state: said.state ?? '',
    query: said.dcql_query,
    ...(encryptionKey !== undefined && { encryptionKey: encryptionKey }),
  };
}

function isEncryptionKey(jwk: Readonly<Record<string, unknown>>): boolean {
  const use = jwk['use'] ?? 'enc';
  return jwk['kty'] === 'EC' && jwk['crv'] === 'P-256' && use === 'enc' && jwk['d'] === undefined;
}
