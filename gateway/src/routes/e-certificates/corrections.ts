import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import {
  correctionAsked,
  correctionRefused,
  correctionsFor,
  correctionsOf,
} from '../../certificates/correcting.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';

/** Requests for a correction: by the holder or the province, to the organisation that said it. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const certificate = z.strictObject({ certificate: recordId });
const named = z.strictObject({ certificate: recordId, request: recordId });

const ask = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/correction-requests',
  scope,
  operationId: 'askForCorrection',
  summary: {
    zh: '申请更正证照内容：由数源单位（签发机构）处理',
    en: 'Ask the organisation that answers for a certificate to correct what it says',
  },
  access: ['person', 'province'],
  purposes,
  params: certificate,
  body: json(api.correctionRequest, 4096),
  responses: { 201: jsonAnswer(api.correction, 'It waits for the issuer') },
  refusals: [
    'CERTIFICATE_UNKNOWN',
    'CERTIFICATE_REPLACED',
    'CERTIFICATE_REVOKED',
    'CLAIM_UNKNOWN',
    'CORRECTION_EXISTS',
    'CORRECTION_OPEN',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    const desk = eCertificatesOf(organisation);
    const name = params.certificate;
    return {
      status: 201,
      body: await desk.turns.take(`correction ${name}`, () => correctionAsked(desk, party, name, body)),
    };
  },
});

const list = route({
  method: 'GET',
  path: '/api/v1/e-certificates/{certificate}/correction-requests',
  scope,
  operationId: 'listCorrections',
  summary: { zh: '一份证照的更正申请', en: 'What was asked to be corrected in a certificate' },
  access: ['person', 'province'],
  purposes,
  params: certificate,
  responses: { 200: jsonAnswer(api.correctionList, 'With what became of each') },
  refusals: ['CERTIFICATE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => ({
    status: 200,
    body: { corrections: await correctionsOf(eCertificatesOf(organisation), party, params.certificate) },
  }),
});

const waiting = route({
  method: 'GET',
  path: '/api/v1/e-certificates/correction-requests',
  scope,
  operationId: 'listWaitingCorrections',
  summary: { zh: '签发机构待办：更正申请', en: 'Requests for a correction that wait for an issuer' },
  access: ['assessor', 'employer', 'province'],
  purposes,
  responses: { 200: jsonAnswer(api.correctionList, 'In no order') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { corrections: await correctionsFor(eCertificatesOf(organisation), party) },
  }),
});

const refuse = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/correction-requests/{request}/refusal',
  scope,
  operationId: 'refuseCorrection',
  summary: { zh: '签发机构不予更正', en: 'The issuer stands by what it said' },
  access: ['assessor', 'employer', 'province'],
  purposes,
  params: named,
  body: json(api.correctionRefusal, 1024),
  responses: { 200: jsonAnswer(api.correction, 'Refused, with the reason') },
  refusals: ['CORRECTION_UNKNOWN', 'CORRECTION_ANSWERED'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    const desk = eCertificatesOf(organisation);
    const { certificate: name, request } = params;
    const answered = await desk.turns.take(`correction ${name}`, () =>
      correctionRefused(desk, party, name, request, body),
    );
    return { status: 200, body: answered };
  },
});

export const correctionRoutes: readonly Route[] = [ask, list, waiting, refuse];
