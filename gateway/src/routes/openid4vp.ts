import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { bytesAnswer, form, json, jsonAnswer, route, type Route } from '../http/route.js';
import { answered } from '../openid4vp/answering.js';
import { presentationAsked, requestObject, resultOf } from '../openid4vp/asking.js';
import { presentationsOf } from '../services.js';

/** Asking wallets of any make to show certificates: OpenID4VP 1.0 (docs/openid.md). */

const scope = 'organisation';
const open = { scope, access: 'public', errors: 'oauth' } as const;
const askers = ['ministry', 'province', 'employer', 'bank', 'assessor', 'arbitration', 'court'] as const;
const params = z.strictObject({ request: z.string().regex(/^q-[0-9a-f]{32}$/) });
const purposes = ['certificate'] as const;

const ask = route({
  method: 'POST',
  path: '/api/v1/presentation-requests',
  scope,
  operationId: 'askForPresentation',
  summary: {
    zh: '请求出示证照（任意钱包）',
    en: 'Ask a holder with a wallet of any make to show certificates',
  },
  access: askers,
  purposes,
  body: json(api.presentationAsking),
  responses: { 201: jsonAnswer(api.presentationAsked, 'The link, also as a QR code') },
  refusals: ['QUERY_MALFORMED', 'REDIRECT_URI_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await presentationAsked(presentationsOf(organisation), party, body),
  }),
});

const result = route({
  method: 'POST',
  path: '/api/v1/presentation-requests/{request}/result',
  scope,
  operationId: 'readPresentationResult',
  summary: { zh: '读取出示结果（仅一次）', en: 'Read what was shown, once' },
  access: askers,
  purposes,
  params,
  body: json(api.resultRequest, 1024),
  responses: { 200: jsonAnswer(api.presentationResult, 'What came') },
  refusals: ['PRESENTATION_REQUEST_UNKNOWN', 'PRESENTATION_RESULT_READ', 'RESPONSE_CODE_WRONG'],
  idempotency: 'none',
  handler: async ({ organisation, party, params: { request }, body }) => ({
    status: 200,
    body: await resultOf(presentationsOf(organisation), party, request, body.responseCode),
  }),
});

const read = route({
  ...open,
  method: 'GET',
  path: '/openid4vp/requests/{request}',
  operationId: 'readPresentationRequest',
  summary: { zh: '读取签名的出示请求', en: 'The signed request (RFC 9101)' },
  params,
  responses: { 200: bytesAnswer('application/oauth-authz-req+jwt', 'A request object') },
  refusals: ['PRESENTATION_REQUEST_UNKNOWN', 'PRESENTATION_REQUEST_ANSWERED', 'PRESENTATION_REQUEST_EXPIRED'],
  handler: async ({ organisation, params: { request } }) => ({
    status: 200,
    body: new TextEncoder().encode(await requestObject(presentationsOf(organisation), request)),
  }),
});

const respond = route({
  ...open,
  method: 'POST',
  path: '/openid4vp/responses/{request}',
  operationId: 'answerPresentationRequest',
  summary: { zh: '钱包出示', en: 'A wallet shows what was asked for' },
  params,
  body: form(
    z.object({
      vp_token: z.string().optional(),
      state: z.string().max(512).optional(),
      error: z.string().max(128).optional(),
      response: z.string().optional(),
    }),
    262_144,
  ),
  responses: {
    200: jsonAnswer(
      z.strictObject({ redirect_uri: z.exactOptional(z.string()) }),
      'It holds, or was declined',
    ),
  },
  refusals: [
    'PRESENTATION_REQUEST_UNKNOWN',
    'PRESENTATION_REQUEST_ANSWERED',
    'PRESENTATION_REQUEST_EXPIRED',
    'PRESENTATION_STATE_MISMATCH',
    'PRESENTATION_MODE_MISMATCH',
    'PRESENTATION_ENCRYPTION_INVALID',
    'PRESENTATION_INVALID',
    'PRESENTATION_PROOF_INVALID',
    'QUERY_NOT_ANSWERED',
    'HOLDER_MISMATCH',
    'CREDENTIAL_INVALID',
    'CREDENTIAL_MISMATCH',
    'CREDENTIAL_PROOF_INVALID',
    'CREDENTIAL_EXPIRED',
    'CERTIFICATE_UNKNOWN',
    'CERTIFICATE_SUSPENDED',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_CANCELLED',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_REPLACED',
    'TRANSFERRED_OUT',
    'CHECK_DIGIT_MISMATCH',
    'ISSUER_KEY_NOT_IN_FORCE',
    'ISSUER_NOT_ACCREDITED',
    'NOT_RECOGNISED',
    'STATUS_LIST_INVALID',
    'STATUS_UNAVAILABLE',
  ],
  idempotency: 'none',
  handler: async ({ organisation, params: { request }, body }) => ({
    status: 200,
    body: await answered(presentationsOf(organisation), request, body),
  }),
});

export const openid4vpRoutes: readonly Route[] = [ask, result, read, respond];
