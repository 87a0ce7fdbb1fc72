import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { processesMissing, processesOf, processRecorded } from '../../certificates/process.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';
import { requireOfficial } from '../official.js';

/** Training and assessment (技能评价全过程记录). */

const scope = 'organisation';
const purposes = ['certificate'] as const;

const record = route({
  method: 'POST',
  path: '/api/v1/process-events',
  scope,
  operationId: 'recordProcess',
  summary: { zh: '登记培训、考试或评价过程', en: 'Put down a training, an examination or an assessment' },
  access: ['assessor', 'employer', 'province'],
  purposes,
  body: json(api.processRequest, 8192),
  responses: { 201: jsonAnswer(api.processAnswer, 'When the ledger took it') },
  refusals: [
    'COMMITMENT_MISMATCH',
    'ISSUER_NOT_ACCREDITED',
    'NOT_ENTITLED',
    'NOT_ISSUING_PROVINCE',
    'PARTY_NOT_BOUND',
    'PROCESS_EVENT_DATE',
    'PROCESS_EVENT_EXISTS',
    'SIGNATURE_INVALID',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const desk = eCertificatesOf(organisation);
    const name = `process ${body.event.body.event}`;
    return { status: 201, body: await desk.turns.take(name, () => processRecorded(desk, party, body)) };
  },
});

const own = route({
  method: 'GET',
  path: '/api/v1/process-events',
  scope,
  operationId: 'listProcesses',
  summary: { zh: '本人的培训和评价记录', en: 'One’s own training and assessments' },
  access: ['person'],
  purposes,
  responses: { 200: jsonAnswer(api.processList, 'With what opens the ledger’s commitments') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { events: await processesOf(eCertificatesOf(organisation), party) },
  }),
});

const missing = route({
  method: 'GET',
  path: '/api/v1/e-certificates/process-warnings',
  scope,
  operationId: 'listProcessWarnings',
  summary: {
    zh: '监管预警：没有考试或评价过程记录的证书',
    en: 'Certificates that no examination or assessment stands behind',
  },
  access: ['province'],
  purposes,
  query: z.strictObject({ after: z.exactOptional(recordId) }),
  responses: { 200: jsonAnswer(api.processWarnings, 'Page by page: a page can be empty and not the last') },
  refusals: ['ROLE_FORBIDDEN'],
  handler: async ({ organisation, party, query }) => {
    requireOfficial(organisation, party);
    return { status: 200, body: await processesMissing(eCertificatesOf(organisation), query.after) };
  },
});

export const processRoutes: readonly Route[] = [record, own, missing];
