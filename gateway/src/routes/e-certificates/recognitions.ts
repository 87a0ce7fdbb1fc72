import { identifier, recordId, word } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import * as deciding from '../../certificates/deciding.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';
import { requireOfficial } from '../official.js';

/** Which certificates of other provinces a province recognises. */

const scope = 'organisation';
const purposes = ['certificate'] as const;

const recognise = route({
  method: 'POST',
  path: '/api/v1/recognitions',
  scope,
  operationId: 'recognise',
  summary: { zh: '互认他省证照', en: 'Recognise another province’s certificates' },
  access: ['province'],
  purposes,
  body: json(api.recognitionRequest),
  responses: { 201: jsonAnswer(api.recognitionAnswer, 'The receipt of the ledger') },
  refusals: ['ROLE_FORBIDDEN', 'RECOGNITION_EXISTS', 'RECOGNITION_PERIOD_INVALID', 'ORGANISATION_UNKNOWN'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 201, body: await deciding.recognised(eCertificatesOf(organisation), body) };
  },
});

const withdrawRecognition = route({
  method: 'POST',
  path: '/api/v1/recognitions/{recognition}/withdrawal',
  scope,
  operationId: 'withdrawRecognition',
  summary: { zh: '撤回互认', en: 'End a recognition, from a day on' },
  access: ['province'],
  purposes,
  params: z.strictObject({ recognition: recordId }),
  body: json(api.recognitionWithdrawalRequest),
  responses: { 201: jsonAnswer(api.recognitionAnswer, 'The receipt of the ledger') },
  refusals: ['ROLE_FORBIDDEN', 'RECOGNITION_UNKNOWN', 'RECOGNITION_PERIOD_INVALID', 'NOT_ENTITLED'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    const desk = eCertificatesOf(organisation);
    return { status: 201, body: await deciding.recognitionWithdrawn(desk, params.recognition, body) };
  },
});

const readRecognition = route({
  method: 'GET',
  path: '/api/v1/recognitions',
  scope,
  operationId: 'readRecognition',
  summary: { zh: '查询当前互认', en: 'Whether certificates of a province are recognised here today' },
  access: 'public',
  query: z.strictObject({ of: identifier, type: word, level: z.exactOptional(word) }),
  responses: { 200: jsonAnswer(api.standingRecognitionAnswer, 'What the ledger says') },
  refusals: ['ORGANISATION_UNKNOWN'],
  handler: async ({ organisation, query }) => ({
    status: 200,
    body: await deciding.standingRecognition(eCertificatesOf(organisation), query),
  }),
});

export const recognitionRoutes: readonly Route[] = [recognise, withdrawRecognition, readRecognition];
