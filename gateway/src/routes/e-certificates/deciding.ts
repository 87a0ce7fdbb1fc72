import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import * as deciding from '../../certificates/deciding.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';
import { requireOfficial } from '../official.js';

/** What changes a certificate’s state: the province’s decisions and the holder’s requests. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const certificate = z.strictObject({ certificate: recordId });

const decide = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/decisions',
  scope,
  operationId: 'decideOnCertificate',
  summary: {
    zh: '签发省决定：暂扣、发还、其他状态、撤销或吊销、注销、过期失效、取消转出',
    en: 'The issuing province decides: suspend, reinstate, set aside, revoke, cancel, expire, withdraw a transfer',
  },
  access: ['province'],
  purposes,
  params: certificate,
  body: json(api.decisionRequest),
  responses: { 200: jsonAnswer(api.decisionAnswer, 'The new state') },
  refusals: [
    'ROLE_FORBIDDEN',
    'CERTIFICATE_UNKNOWN',
    'CERTIFICATE_STATE',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_SET_ASIDE',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    const desk = eCertificatesOf(organisation);
    const name = params.certificate;
    const taken = await desk.turns.take(`decision ${name}`, () => deciding.decided(desk, name, body));
    return { status: 200, body: taken };
  },
});

const transferOut = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/transfer-out',
  scope,
  operationId: 'transferOut',
  summary: { zh: '办理转出', en: 'Transfer a certificate to another province' },
  access: ['person'],
  purposes,
  params: certificate,
  body: json(api.transferOutRequest),
  responses: { 200: jsonAnswer(api.decisionAnswer, 'On its way') },
  refusals: ['CERTIFICATE_UNKNOWN', 'CERTIFICATE_SEQUENCE', 'TRANSFER_MISMATCH', 'SIGNATURE_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 200,
    body: await deciding.sentAway(eCertificatesOf(organisation), party, params.certificate, body),
  }),
});

const cancel = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/cancellation',
  scope,
  operationId: 'cancelCertificate',
  summary: { zh: '申请注销', en: 'Give a certificate up' },
  access: ['person'],
  purposes,
  params: certificate,
  body: json(api.cancellationRequest),
  responses: { 200: jsonAnswer(api.decisionAnswer, 'Cancelled') },
  refusals: ['CERTIFICATE_UNKNOWN', 'CERTIFICATE_SEQUENCE', 'SIGNATURE_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 200,
    body: await deciding.givenUp(eCertificatesOf(organisation), party, params.certificate, body),
  }),
});

export const decidingRoutes: readonly Route[] = [decide, transferOut, cancel];
