import { canonicalBytes } from '@renxin/chaincode/canonical';
import { sealRecord } from '@renxin/chaincode/contracts';
import { instant, recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { applied } from '../seals/applying.js';
import { changed, supervised } from '../seals/changing.js';
import { decided } from '../seals/deciding.js';
import { confirmed, made } from '../seals/making.js';
import { sealData, sealFor, sealProof, sealsFor } from '../seals/reading.js';
import { used, usesOf } from '../seals/using.js';
import { sealsOf } from '../services.js';

/** E-seals: applied for, approved, made, in use and out of it, with every use put down. */

const scope = 'organisation';
const purposes = ['seal'] as const;
const owners = ['employer', 'assessor'] as const;
const officials = ['province'] as const;
const params = z.strictObject({ seal: recordId });
const answer = jsonAnswer(api.sealAnswer, 'The seal as it stands, with the receipt of the ledger');

const apply = route({
  method: 'POST',
  path: '/api/v1/seals',
  scope,
  operationId: 'applyForSeal',
  summary: { zh: '申请电子印章（经办人及授权）', en: 'Apply for an e-seal, with agent and authorisation' },
  access: owners,
  purposes,
  body: json(api.sealApplicationRequest, 500_000),
  responses: { 201: answer },
  refusals: [
    'COMMITMENT_MISMATCH',
    'NOT_ENTITLED',
    'PICTURE_DAMAGED',
    'PICTURE_NOT_PNG',
    'PICTURE_TEXT',
    'PICTURE_TOO_LARGE',
    'SEAL_CERTIFICATE',
    'SEAL_EXISTS',
    'SEAL_OFFICERS_REQUIRED',
    'SEAL_PREDECESSOR',
    'SIGNATURE_INVALID',
    'SIGNATURE_TIME',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const desk = sealsOf(organisation);
    const name = body.application.body.seal;
    return { status: 201, body: await desk.turns.take(name, () => applied(desk, party, body)) };
  },
});

const list = route({
  method: 'GET',
  path: '/api/v1/seals',
  scope,
  operationId: 'listSeals',
  summary: { zh: '本单位（或本机关受理）的电子印章', en: 'One’s own e-seals; for who decides, all' },
  access: [...owners, ...officials],
  purposes,
  responses: { 200: jsonAnswer(api.sealList, 'The latest first') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { seals: await sealsFor(sealsOf(organisation), party) },
  }),
});

const read = route({
  method: 'GET',
  path: '/api/v1/seals/{seal}',
  scope,
  operationId: 'readSeal',
  summary: { zh: '查看电子印章', en: 'An e-seal as it stands' },
  access: [...owners, ...officials],
  purposes,
  params,
  responses: { 200: answer },
  refusals: ['SEAL_UNKNOWN'],
  handler: async ({ organisation, party, params: { seal } }) => ({
    status: 200,
    body: { seal: await sealFor(sealsOf(organisation), party, seal) },
  }),
});

const decide = route({
  method: 'POST',
  path: '/api/v1/seals/{seal}/decision',
  scope,
  operationId: 'decideSeal',
  summary: { zh: '审批电子印章', en: 'Approve or reject an e-seal' },
  access: officials,
  purposes,
  params,
  body: json(api.sealDecisionRequest),
  responses: { 200: answer },
  refusals: ['SEAL_UNKNOWN', 'SEAL_SELF_APPROVAL', 'SEAL_STATE', 'NOT_ENTITLED', 'ROLE_FORBIDDEN'],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { seal }, body }) => {
    const desk = sealsOf(organisation);
    return { status: 200, body: await desk.turns.take(seal, () => decided(desk, party, seal, body)) };
  },
});

const make = route({
  method: 'POST',
  path: '/api/v1/seals/{seal}/making',
  scope,
  operationId: 'makeSeal',
  summary: { zh: '制作电子印章', en: 'Make an e-seal' },
  access: officials,
  purposes,
  params,
  body: json(api.sealMakingRequest),
  responses: { 200: answer },
  refusals: [
    'SEAL_UNKNOWN',
    'SEAL_SELF_APPROVAL',
    'SEAL_OFFICIAL',
    'SEAL_MAKER_REVOKED',
    'SEAL_DESK_OFFICERS_MISSING',
    'SEAL_STATE',
    'SEAL_PERIOD_INVALID',
    'SEAL_ES_ID_IN_USE',
    'NOT_ENTITLED',
    'ROLE_FORBIDDEN',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { seal }, body }) => {
    const desk = sealsOf(organisation);
    return { status: 200, body: await desk.turns.take(seal, () => made(desk, party, seal, body.official)) };
  },
});

const confirm = route({
  method: 'POST',
  path: '/api/v1/seals/{seal}/making/confirmations',
  scope,
  operationId: 'confirmSealMaking',
  summary: {
    zh: '确认制作公章（须两人，各用自己的密钥）',
    en: 'Confirm the making of an official seal: two officers, each with a key of their own',
  },
  access: officials,
  purposes,
  params,
  body: json(api.sealConfirmationRequest, 4096),
  responses: { 200: answer },
  refusals: [
    'SEAL_UNKNOWN',
    'SEAL_STATE',
    'SEAL_OFFICIAL',
    'SEAL_CONFIRMATION_INVALID',
    'SEAL_PERIOD_INVALID',
    'SEAL_ES_ID_IN_USE',
    'NOT_ENTITLED',
    'ROLE_FORBIDDEN',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { seal }, body }) => {
    const desk = sealsOf(organisation);
    return { status: 200, body: await desk.turns.take(seal, () => confirmed(desk, party, seal, body)) };
  },
});

const change = route({
  method: 'POST',
  path: '/api/v1/seals/{seal}/changes',
  scope,
  operationId: 'changeSeal',
  summary: {
    zh: '所有人启用、停用、恢复或注销电子印章',
    en: 'The owner puts an e-seal into use, suspends, resumes or revokes it',
  },
  access: owners,
  purposes,
  params,
  body: json(api.sealChangeRequest),
  responses: { 200: answer },
  refusals: [
    'SEAL_UNKNOWN',
    'SEAL_STATE',
    'SEAL_CHANGE_NUMBER',
    'SEAL_PERIOD_INVALID',
    'SEAL_PREDECESSOR',
    'NOT_ENTITLED',
    'SIGNATURE_INVALID',
    'SIGNATURE_TIME',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { seal }, body }) => {
    const desk = sealsOf(organisation);
    return { status: 200, body: await desk.turns.take(seal, () => changed(desk, party, seal, body)) };
  },
});

const supervise = route({
  method: 'POST',
  path: '/api/v1/seals/{seal}/supervision',
  scope,
  operationId: 'superviseSeal',
  summary: {
    zh: '审批机关停用、恢复或注销电子印章',
    en: 'The deciding organisation suspends, resumes or revokes an e-seal',
  },
  access: officials,
  purposes,
  params,
  body: json(api.sealSupervisionRequest),
  responses: { 200: answer },
  refusals: ['SEAL_UNKNOWN', 'SEAL_STATE', 'SEAL_PERIOD_INVALID', 'NOT_ENTITLED', 'ROLE_FORBIDDEN'],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { seal }, body }) => {
    const desk = sealsOf(organisation);
    return { status: 200, body: await desk.turns.take(seal, () => supervised(desk, party, seal, body)) };
  },
});

const use = route({
  method: 'POST',
  path: '/api/v1/seals/{seal}/uses',
  scope,
  operationId: 'useSeal',
  summary: { zh: '登记用印（含被拒绝的）', en: 'Put a use down, also one that was refused' },
  access: owners,
  purposes,
  params,
  body: json(api.sealUseRequest),
  responses: { 201: jsonAnswer(api.sealUseAnswer, 'The line of the log, with the receipt of the ledger') },
  refusals: [
    'SEAL_UNKNOWN',
    'SEAL_NOT_ACTIVE',
    'SEAL_CONFIRMATIONS_MISSING',
    'SEAL_CONFIRMATION_INVALID',
    'SEAL_EXISTS',
    'COMMITMENT_MISMATCH',
    'NOT_ENTITLED',
    'SIGNATURE_INVALID',
    'SIGNATURE_TIME',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { seal }, body }) => ({
    status: 201,
    body: await used(sealsOf(organisation), party, seal, body),
  }),
});

const uses = route({
  method: 'GET',
  path: '/api/v1/seals/{seal}/uses',
  scope,
  operationId: 'listSealUses',
  summary: { zh: '用印记录', en: 'The use log of an e-seal' },
  access: [...owners, ...officials],
  purposes,
  params,
  responses: { 200: jsonAnswer(api.sealUseList, 'The latest first, at most 200') },
  refusals: ['SEAL_UNKNOWN'],
  handler: async ({ organisation, party, params: { seal } }) => ({
    status: 200,
    body: { uses: await usesOf(sealsOf(organisation), party, seal) },
  }),
});

const data = route({
  method: 'GET',
  path: '/api/v1/seals/{seal}/seal.esl',
  scope,
  operationId: 'sealData',
  summary: { zh: '电子印章数据（GB/T 38540）', en: 'The data of an e-seal (GB/T 38540)' },
  access: 'public',
  params,
  responses: { 200: bytesAnswer('application/octet-stream', 'SESeal, DER: docs/formats/e-seal.md') },
  refusals: ['SEAL_UNKNOWN'],
  handler: async ({ organisation, params: { seal } }) => ({
    status: 200,
    body: await sealData(sealsOf(organisation), seal),
  }),
});

const state = route({
  method: 'GET',
  path: '/api/v1/seals/{seal}/state',
  scope,
  operationId: 'sealState',
  summary: { zh: '电子印章在某一时刻的状态', en: 'The state of an e-seal at a time' },
  access: 'public',
  params,
  query: z.strictObject({ at: z.exactOptional(instant) }),
  responses: { 200: jsonAnswer(api.sealStateAnswer, 'Null before it was applied for') },
  refusals: ['SEAL_UNKNOWN'],
  handler: async ({ organisation, params: { seal }, query }) => {
    const { ledger, clock } = sealsOf(organisation);
    const at = query.at ?? clock().toISOString();
    const found = await ledger.evaluate(sealRecord.operations['state-at'], { seal, time: at });
    return { status: 200, body: { seal, at, state: found.state } };
  },
});

const proof = route({
  method: 'GET',
  path: '/api/v1/seals/{seal}/state-proof',
  scope,
  operationId: 'sealStateProof',
  summary: { zh: '电子印章状态的账本证明，可离线验证', en: 'The ledger’s proof of an e-seal’s states' },
  access: 'public',
  params,
  responses: { 200: bytesAnswer('application/json', 'Canonical JSON: docs/formats/ledger.md') },
  refusals: ['LEDGER_UNAVAILABLE'],
  handler: async ({ organisation, params: { seal } }) => ({
    status: 200,
    body: canonicalBytes(await sealProof(sealsOf(organisation), seal)),
  }),
});

export const sealRoutes: readonly Route[] = [
  apply,
  list,
  read,
  decide,
  make,
  confirm,
  change,
  supervise,
  use,
  uses,
  data,
  state,
  proof,
];
