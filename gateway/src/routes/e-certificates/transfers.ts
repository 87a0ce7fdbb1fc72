import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import * as transfers from '../../certificates/transfers.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';
import { requireOfficial } from '../official.js';

/** 转入: the holder hands in a certificate that is on its way here, the province's official accepts or refuses. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const named = z.strictObject({ transfer: recordId });
const bodyLimit = 65_536;
const taking = [
  'CERTIFICATE_PREDECESSOR',
  'CREDENTIAL_MISMATCH',
  'CREDENTIAL_PROOF_INVALID',
  'HOLDER_MISMATCH',
  'TRANSFER_MISMATCH',
  'TRANSFERRED_OUT',
] as const;

const handIn = route({
  method: 'POST',
  path: '/api/v1/e-certificates/transfers-in',
  scope,
  operationId: 'askTransferIn',
  summary: { zh: '申请转入', en: 'Ask a province to take over a certificate that was sent to it' },
  access: ['person'],
  purposes,
  body: json(api.transferInRequest, bodyLimit),
  responses: { 201: jsonAnswer(api.transferIn, 'It waits for an official, or was decided before') },
  refusals: taking,
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const desk = eCertificatesOf(organisation);
    const handedIn = () => transfers.handedIn(desk, party, body);
    return { status: 201, body: await desk.turns.take(body.predecessor, handedIn) };
  },
});

const read = route({
  method: 'GET',
  path: '/api/v1/e-certificates/transfers-in/{transfer}',
  scope,
  operationId: 'readTransferIn',
  summary: { zh: '本人转入申请的办理结果', en: 'What became of one’s own transfer' },
  access: ['person'],
  purposes,
  params: named,
  responses: { 200: jsonAnswer(api.transferIn, 'With the new certificate, or the reason of a refusal') },
  refusals: ['TRANSFER_UNKNOWN'],
  handler: async ({ organisation, party, params }) => ({
    status: 200,
    body: await transfers.transferOf(eCertificatesOf(organisation), party, params.transfer),
  }),
});

const list = route({
  method: 'GET',
  path: '/api/v1/e-certificates/transfers-in',
  scope,
  operationId: 'listTransfersIn',
  summary: { zh: '待办的转入申请', en: 'Transfers that wait for a decision' },
  access: ['province'],
  purposes,
  query: z.strictObject({ after: z.exactOptional(recordId) }),
  responses: { 200: jsonAnswer(api.transferInList, 'Without what the certificates say') },
  refusals: ['ROLE_FORBIDDEN'],
  handler: async ({ organisation, party, query }) => {
    requireOfficial(organisation, party);
    return {
      status: 200,
      body: await transfers.waitingTransfers(eCertificatesOf(organisation), query.after),
    };
  },
});

const look = route({
  method: 'POST',
  path: '/api/v1/e-certificates/transfers-in/{transfer}/look-ups',
  scope,
  operationId: 'lookUpTransferIn',
  summary: {
    zh: '查看一项转入申请，须说明用途；留痕',
    en: 'See one that waits, for a stated purpose; it is kept',
  },
  access: ['province'],
  purposes,
  params: named,
  body: json(api.lookUpRequest, 1024),
  responses: { 200: jsonAnswer(api.transferInLook, 'With the credential') },
  refusals: ['ROLE_FORBIDDEN', 'TRANSFER_UNKNOWN', 'TRANSFER_DECIDED'],
  idempotency: 'none',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    const { registry } = organisation.services;
    const nameOf = async (id: string): Promise<string> => (await registry.organisation(id))?.name ?? id;
    const desk = eCertificatesOf(organisation);
    return {
      status: 200,
      body: await transfers.lookedAt(desk, party, params.transfer, body.purpose, nameOf),
    };
  },
});

const decide = route({
  method: 'POST',
  path: '/api/v1/e-certificates/transfers-in/{transfer}/decisions',
  scope,
  operationId: 'decideOnTransferIn',
  summary: { zh: '受理或不受理转入', en: 'The province takes the certificate over, or refuses' },
  access: ['province'],
  purposes,
  params: named,
  body: json(api.transferInDecision, 1024),
  responses: { 200: jsonAnswer(api.transferIn, 'As decided') },
  refusals: ['ROLE_FORBIDDEN', 'TRANSFER_UNKNOWN', 'TRANSFER_DECIDED', ...taking],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    const desk = eCertificatesOf(organisation);
    const decided = () => transfers.transferDecided(desk, params.transfer, body);
    return { status: 200, body: await desk.turns.take(params.transfer, decided) };
  },
});

export const transferRoutes: readonly Route[] = [handIn, list, read, look, decide];
