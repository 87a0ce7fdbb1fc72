import { sessionOpening, signature } from '@renxin/chaincode/messages';
import { nonceAnswer, sessionAnswer } from '@renxin/wallets/api';
import { z } from 'zod';
import { json, jsonAnswer, route } from '../http/route.js';

export const sessionNonce = route({
  method: 'POST',
  path: '/api/v1/session/nonce',
  scope: 'organisation',
  operationId: 'requestNonce',
  summary: { zh: '获取一次性随机数', en: 'Ask for a one-time value' },
  access: 'public',
  body: json(z.strictObject({}), 1024),
  responses: { 200: jsonAnswer(nonceAnswer, 'A nonce, good once within two minutes') },
  refusals: [],
  idempotency: 'none',
  handler: ({ organisation }) => ({ status: 200, body: { nonce: organisation.services.sessions.nonce() } }),
});

export const openSession = route({
  method: 'POST',
  path: '/api/v1/session',
  scope: 'organisation',
  operationId: 'openSession',
  summary: {
    zh: '用登记密钥签名，换取绑定客户端密钥的访问令牌（请求头须带 DPoP）',
    en: 'Sign with the registered key, get an access token bound to the client’s key (needs a DPoP header field)',
  },
  access: 'public',
  body: json(z.strictObject({ body: sessionOpening, signature }), 4096),
  responses: { 201: jsonAnswer(sessionAnswer, 'An access token for ten minutes') },
  refusals: [
    'NONCE_INVALID',
    'NONCE_USED',
    'SESSION_AUDIENCE',
    'SESSION_TIME',
    'SESSION_SIGNATURE_INVALID',
    'PARTY_UNKNOWN',
    'PARTY_SUSPENDED',
    'PARTY_REVOKED',
    'DPOP_MISSING',
    'DPOP_INVALID',
    'DPOP_TIME',
    'DPOP_OTHER_REQUEST',
    'DPOP_REPLAYED',
    'TOKEN_KEY_MISMATCH',
  ],
  idempotency: 'none',
  handler: async ({ organisation, platform, base, url, body, header }) => {
    const opened = await organisation.services.sessions.open({
      ...body,
      proof: header('dpop'),
      request: { method: 'POST', url },
      bases: [base, `${platform.publicUrl()}/orgs/${organisation.id}`],
    });
    const answer = { access_token: opened.token, token_type: 'DPoP' as const, expires_in: opened.expiresIn };
    return { status: 201, body: answer };
  },
});
