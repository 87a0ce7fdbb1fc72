import { authorizationServerMetadata, issuerMetadata, offerObject } from '@renxin/credentials/openid4vci';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { copiesFor, copyHandedIn } from '../certificates/copying.js';
import {
  bytesAnswer,
  emptyAnswer,
  form,
  json,
  jsonAnswer,
  route,
  type Context,
  type Route,
} from '../http/route.js';
import { authorisationOf, authorised, decided, pushedRequest } from '../openid4vci/authorising.js';
import { waitingPage } from '../openid4vci/page.js';
import { fetchedLater, notified, requested, type CredentialAnswer } from '../openid4vci/issuing.js';
import { offered, offerOf } from '../openid4vci/offering.js';
import { exchanged, grantOf, type Proven } from '../openid4vci/tokens.js';
import { eCertificatesOf, issuanceOf } from '../services.js';

/** Issuing to wallets of any make: OpenID4VCI 1.0 (docs/openid.md). */

const scope = 'organisation';
const open = { scope, access: 'public', errors: 'oauth' } as const;
const metadata = z.record(z.string(), z.unknown());

const credentialIssuer = route({
  ...open,
  method: 'GET',
  path: '/.well-known/openid-credential-issuer',
  operationId: 'credentialIssuerMetadata',
  summary: { zh: '凭证签发者元数据（OpenID4VCI）', en: 'Metadata of the credential issuer (OpenID4VCI)' },
  responses: { 200: jsonAnswer(metadata, 'OpenID4VCI 1.0 section 12.2') },
  refusals: ['NOT_FOUND'],
  handler: ({ organisation }) => {
    const { certificates, name } = issuanceOf(organisation);
    return { status: 200, body: issuerMetadata(certificates.base(), name) };
  },
});

const authorizationServer = route({
  ...open,
  method: 'GET',
  path: '/.well-known/oauth-authorization-server',
  operationId: 'authorizationServerMetadata',
  summary: { zh: '授权服务器元数据（RFC 8414）', en: 'Metadata of the authorization server (RFC 8414)' },
  responses: { 200: jsonAnswer(metadata, 'RFC 8414') },
  refusals: ['NOT_FOUND'],
  handler: ({ organisation }) => {
    const { certificates } = issuanceOf(organisation);
    return { status: 200, body: authorizationServerMetadata(certificates.base()) };
  },
});

const offer = route({
  method: 'POST',
  path: '/api/v1/credential-offers',
  scope,
  operationId: 'offerCredential',
  summary: {
    zh: '向任意钱包发出凭证领取邀约（附交易码）',
    en: 'Offer a certificate to a wallet of any make, with a transaction code',
  },
  access: ['person', 'assessor', 'employer', 'province'],
  purposes: ['certificate'],
  body: json(api.offerRequest),
  responses: { 201: jsonAnswer(api.offerAnswer, 'The link, and the code that goes another way') },
  refusals: ['CERTIFICATE_UNKNOWN'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await offered(issuanceOf(organisation), party, body),
  }),
});

const readOffer = route({
  ...open,
  method: 'GET',
  path: '/openid4vci/offers/{offer}',
  operationId: 'readCredentialOffer',
  summary: { zh: '读取凭证领取邀约', en: 'Read a credential offer by reference' },
  params: z.strictObject({ offer: z.string().regex(/^[a-z0-9-]{10,64}$/) }),
  responses: { 200: jsonAnswer(offerObject, 'OpenID4VCI 1.0 section 4.1.3') },
  refusals: ['OFFER_UNKNOWN'],
  handler: async ({ organisation, params }) => ({
    status: 200,
    body: offerObject.parse(await offerOf(issuanceOf(organisation), params.offer)),
  }),
});

const nonce = route({
  ...open,
  method: 'POST',
  path: '/openid4vci/nonce',
  operationId: 'credentialNonce',
  summary: { zh: '获取凭证请求随机数', en: 'A nonce for a credential request' },
  responses: { 200: jsonAnswer(z.strictObject({ c_nonce: z.string() }), 'Good once, for five minutes') },
  refusals: ['NOT_FOUND'],
  idempotency: 'none',
  handler: ({ organisation }) => ({
    status: 200,
    body: { c_nonce: issuanceOf(organisation).nonces.issue() },
  }),
});

const tokenRequest = z.object({
  grant_type: z.string(),
  'pre-authorized_code': z.string().max(256).optional(),
  tx_code: z.string().max(64).optional(),
  code: z.string().max(256).optional(),
  code_verifier: z.string().max(256).optional(),
  redirect_uri: z.string().max(2048).optional(),
  client_id: z.string().max(512).optional(),
  refresh_token: z.string().max(256).optional(),
});
const tokenAnswer = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('DPoP'),
  expires_in: z.int(),
  refresh_token: z.string(),
});

const token = route({
  ...open,
  method: 'POST',
  path: '/oauth/token',
  operationId: 'walletToken',
  summary: {
    zh: '以预授权码加交易码、授权码加 PKCE 或刷新令牌换取访问令牌（须带 DPoP）',
    en: 'A pre-authorised code with its transaction code, an authorization code with PKCE or a refresh token, for a token (needs DPoP)',
  },
  body: form(tokenRequest, 8192),
  responses: { 200: jsonAnswer(tokenAnswer, 'Bound to the client’s key, for ten minutes') },
  refusals: [
    'GRANT_TYPE_UNSUPPORTED',
    'GRANT_UNKNOWN',
    'GRANT_USED',
    'GRANT_EXPIRED',
    'GRANT_CLOSED',
    'GRANT_KEY_MISMATCH',
    'TRANSACTION_CODE_MISSING',
    'TRANSACTION_CODE_WRONG',
    'CODE_VERIFIER_WRONG',
    'CLIENT_MISMATCH',
    'REDIRECT_URI_MISMATCH',
    'DPOP_MISSING',
    'DPOP_INVALID',
    'DPOP_TIME',
    'DPOP_OTHER_REQUEST',
    'DPOP_REPLAYED',
  ],
  idempotency: 'none',
  handler: async (context) => ({
    status: 200,
    body: await exchanged(issuanceOf(context.organisation), context.body, provenBy(context, 'POST')),
  }),
});

const push = route({
  ...open,
  method: 'POST',
  path: '/oauth/par',
  operationId: 'pushAuthorizationRequest',
  summary: { zh: '推送授权请求（RFC 9126）', en: 'Push an authorization request (RFC 9126)' },
  body: form(
    z.object({
      client_id: z.string().min(1).max(512),
      response_type: z.string().max(64),
      redirect_uri: z.string().max(2048),
      code_challenge: z.string().max(128),
      code_challenge_method: z.string().max(16),
      scope: z.string().max(1024).optional(),
      authorization_details: z.string().max(4096).optional(),
      state: z.string().max(1024).optional(),
    }),
    16_384,
  ),
  responses: {
    201: jsonAnswer(z.strictObject({ request_uri: z.string(), expires_in: z.int() }), 'For five minutes'),
  },
  refusals: ['CODE_CHALLENGE_INVALID', 'REDIRECT_URI_INVALID', 'SCOPE_UNKNOWN'],
  idempotency: 'none',
  handler: async ({ organisation, body }) => ({
    status: 201,
    body: await pushedRequest(issuanceOf(organisation), body),
  }),
});

const authorize = route({
  ...open,
  method: 'GET',
  path: '/oauth/authorize',
  operationId: 'authorizeWallet',
  summary: {
    zh: '钱包授权：等待持有人在应用中确认，确认后跳回',
    en: 'A wallet’s browser waits until the holder has decided, and goes back then',
  },
  query: z.object({ client_id: z.string().max(512), request_uri: z.string().max(256) }),
  responses: {
    200: bytesAnswer('text/html', 'The holder has not decided'),
    303: emptyAnswer('Back to the client, with a code or an error'),
  },
  refusals: ['WALLET_AUTHORISATION_UNKNOWN'],
  handler: async ({ organisation, query }) => {
    const desk = issuanceOf(organisation);
    const { request, asked, location } = await authorised(desk, query);
    if (location !== undefined) return { status: 303, headers: { Location: location } };
    const page = new TextEncoder().encode(waitingPage(request, asked, desk.name));
    return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: page };
  },
});

const authorisationParams = z.strictObject({ request: z.string().regex(/^r-[0-9a-f]{32}$/) });

const readAuthorisation = route({
  method: 'GET',
  path: '/api/v1/wallet-authorisations/{request}',
  scope,
  operationId: 'readWalletAuthorisation',
  summary: { zh: '查看钱包授权请求', en: 'Who wants which certificate for which wallet' },
  access: ['person'],
  purposes: ['certificate'],
  params: authorisationParams,
  responses: { 200: jsonAnswer(api.walletAuthorisation, 'What the holder is shown') },
  refusals: ['WALLET_AUTHORISATION_UNKNOWN'],
  handler: async ({ organisation, params }) => ({
    status: 200,
    body: await authorisationOf(issuanceOf(organisation), params.request),
  }),
});

const decideAuthorisation = route({
  method: 'POST',
  path: '/api/v1/wallet-authorisations/{request}',
  scope,
  operationId: 'decideWalletAuthorisation',
  summary: { zh: '持有人决定钱包授权', en: 'The holder decides' },
  access: ['person'],
  purposes: ['certificate'],
  params: authorisationParams,
  body: json(api.authorisationDecision, 1024),
  responses: { 200: jsonAnswer(api.decidedAnswer, 'Where the browser goes on') },
  refusals: ['WALLET_AUTHORISATION_UNKNOWN', 'WALLET_AUTHORISATION_DECIDED', 'CERTIFICATE_UNKNOWN'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 200,
    body: await decided(issuanceOf(organisation), party, params.request, body),
  }),
});

const ofToken = [
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'TOKEN_KEY_MISMATCH',
  'DPOP_MISSING',
  'DPOP_INVALID',
  'DPOP_TIME',
  'DPOP_OTHER_REQUEST',
  'DPOP_REPLAYED',
] as const;

const issuedAnswer = z.strictObject({
  credentials: z.array(z.strictObject({ credential: z.union([z.string(), api.document]) })),
  notification_id: z.exactOptional(z.string()),
});
const laterAnswer = z.strictObject({ transaction_id: z.string(), interval: z.int() });
const credentialAnswers = {
  200: jsonAnswer(issuedAnswer, 'One for each key'),
  202: jsonAnswer(laterAnswer, 'Its issuer has not signed yet: ask the deferred endpoint'),
} as const;

const credential = route({
  ...open,
  method: 'POST',
  path: '/openid4vci/credential',
  operationId: 'requestCredential',
  summary: { zh: '领取凭证', en: 'Ask for the credential, with a proof of each key that it is bound to' },
  body: json(
    z.object({
      credential_configuration_id: z.string().max(128).optional(),
      credential_identifier: z.string().max(128).optional(),
      proofs: z
        .strictObject({
          jwt: z.array(z.string()).min(1).max(64).optional(),
          attestation: z.array(z.string()).length(1).optional(),
        })
        .optional(),
    }),
    131_072,
  ),
  responses: credentialAnswers,
  refusals: [
    ...ofToken,
    'CONFIGURATION_UNKNOWN',
    'CREDENTIAL_IDENTIFIER_UNKNOWN',
    'CREDENTIAL_REQUEST_INVALID',
    'BATCH_TOO_LARGE',
    'COPIES_EXHAUSTED',
    'CERTIFICATE_UNKNOWN',
    'CERTIFICATE_SUSPENDED',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_CANCELLED',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_REPLACED',
    'TRANSFERRED_OUT',
    'HOLDER_MISMATCH',
    'HOLDER_PROOF_MISSING',
    'HOLDER_PROOF_DOUBLED',
    'HOLDER_PROOF_MALFORMED',
    'HOLDER_PROOF_ALGORITHM',
    'HOLDER_PROOF_KEY_UNKNOWN',
    'HOLDER_PROOF_SIGNATURE',
    'HOLDER_PROOF_AUDIENCE',
    'HOLDER_PROOF_CLIENT',
    'HOLDER_PROOF_TIME',
    'HOLDER_PROOF_NONCE',
    'KEY_ATTESTATION_INVALID',
    'KEY_ATTESTER_UNKNOWN',
    'NONCE_INVALID',
    'NONCE_USED',
  ],
  idempotency: 'none',
  handler: async (context) => {
    const desk = issuanceOf(context.organisation);
    const grant = await grantOf(desk, context.header('authorization'), provenBy(context, 'POST'));
    return answered(await requested(desk, grant, context.body));
  },
});

const deferred = route({
  ...open,
  method: 'POST',
  path: '/openid4vci/deferred-credential',
  operationId: 'fetchDeferredCredential',
  summary: { zh: '领取延迟签发的凭证', en: 'Fetch what was not signed before' },
  body: json(z.object({ transaction_id: z.string().max(128) }), 4096),
  responses: credentialAnswers,
  refusals: [...ofToken, 'TRANSACTION_UNKNOWN'],
  idempotency: 'none',
  handler: async (context) => {
    const desk = issuanceOf(context.organisation);
    const grant = await grantOf(desk, context.header('authorization'), provenBy(context, 'POST'));
    return answered(await fetchedLater(desk, grant, context.body.transaction_id));
  },
});

const notification = route({
  ...open,
  method: 'POST',
  path: '/openid4vci/notification',
  operationId: 'notifyIssuer',
  summary: { zh: '通知签发结果', en: 'Say what became of what was issued' },
  body: json(
    z.object({
      notification_id: z.string().max(128),
      event: z.enum(['credential_accepted', 'credential_failure', 'credential_deleted']),
    }),
    4096,
  ),
  responses: { 204: emptyAnswer('Noted') },
  refusals: [...ofToken, 'NOTIFICATION_UNKNOWN'],
  idempotency: 'none',
  handler: async (context) => {
    const desk = issuanceOf(context.organisation);
    const { value } = await grantOf(desk, context.header('authorization'), provenBy(context, 'POST'));
    await notified(desk, value.grant, context.body.notification_id, context.body.event);
    return { status: 204 };
  },
});

const issuers = ['assessor', 'employer', 'province'] as const;

const listCopies = route({
  method: 'GET',
  path: '/api/v1/e-certificates/copies',
  scope,
  operationId: 'listCopies',
  summary: { zh: '签发机构待办：钱包副本', en: 'Copies for wallets that wait for an issuer' },
  access: issuers,
  purposes: ['certificate'],
  responses: { 200: jsonAnswer(api.copyRequests, 'What the issuer puts its proofs to') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { copies: await copiesFor(eCertificatesOf(organisation), party) },
  }),
});

const signCopy = route({
  method: 'POST',
  path: '/api/v1/e-certificates/copies',
  scope,
  operationId: 'handInCopy',
  summary: { zh: '签发机构交付钱包副本', en: 'The issuer hands a copy for a wallet in' },
  access: issuers,
  purposes: ['certificate'],
  body: json(api.signedCopy),
  responses: { 201: jsonAnswer(api.copyAnswer, 'The wallet may fetch it') },
  refusals: ['COPY_UNKNOWN', 'CREDENTIAL_INVALID', 'CREDENTIAL_MISMATCH', 'CREDENTIAL_PROOF_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await copyHandedIn(eCertificatesOf(organisation), party, body),
  }),
});

function provenBy(
  { url, header }: Pick<Context<'public', z.ZodObject, z.ZodObject, never>, 'url' | 'header'>,
  method: string,
): Proven {
  return { method, url, proof: header('dpop') };
}

function answered(answer: CredentialAnswer) {
  return 'credentials' in answer
    ? { status: 200 as const, body: issuedAnswer.parse(answer) }
    : { status: 202 as const, body: answer };
}

export const openid4vciRoutes: readonly Route[] = [
  credentialIssuer,
  authorizationServer,
  offer,
  readOffer,
  nonce,
  push,
  authorize,
  readAuthorisation,
  decideAuthorisation,
  token,
  credential,
  deferred,
  notification,
  listCopies,
  signCopy,
];
