import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { json, jsonAnswer, route, type Route } from '../http/route.js';
import { registryChangesOf } from '../services.js';
import { approved, changed, decidedChanges } from '../trust-registry/changing.js';
import { requireOfficial } from './official.js';

/** Changes of the registry that the ministry and the provinces decide together: docs/formats/registry.md. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const access = ['ministry', 'province'] as const;
const limit = 65_536;
const ofRules = [
  'ROLE_FORBIDDEN',
  'CHANGE_OUT_OF_SEQUENCE',
  'ACCREDITATION_EXISTS',
  'ACCREDITATION_PERIOD_INVALID',
  'ACCREDITATION_STATE',
  'ACCREDITATION_SUSPENDED',
  'ACCREDITATION_UNKNOWN',
  'ORGANISATION_SUSPENDED',
  'ORGANISATION_UNKNOWN',
] as const;

const list = route({
  method: 'GET',
  path: '/api/v1/registry/changes',
  scope,
  operationId: 'listRegistryChanges',
  summary: { zh: '登记簿已决定的变更', en: 'Decided changes of the registry, and the number of the next' },
  access: 'public',
  query: z.strictObject({ from: z.exactOptional(z.string().regex(/^[1-9]\d{0,5}$/)) }),
  responses: { 200: jsonAnswer(api.decidedChanges, 'At most a hundred, from a number on') },
  refusals: [],
  handler: async ({ organisation: { services }, query }) => ({
    status: 200,
    body: await decidedChanges(services.ledger, Number(query.from ?? 1)),
  }),
});

const approve = route({
  method: 'POST',
  path: '/api/v1/registry/changes/approvals',
  scope,
  operationId: 'approveRegistryChange',
  summary: {
    zh: '本机构批准一项登记簿变更（如部备案省级机构），返回签名',
    en: 'The organisation approves a change of the registry (a province’s accreditation, for instance): its signature',
  },
  access,
  purposes,
  body: json(api.registryChange, limit),
  responses: { 201: jsonAnswer(api.changeApproval, 'Good for this change under this number alone') },
  refusals: ofRules,
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 201, body: await approved(registryChangesOf(organisation), body) };
  },
});

const submit = route({
  method: 'POST',
  path: '/api/v1/registry/changes',
  scope,
  operationId: 'changeRegistry',
  summary: {
    zh: '提交已获部与过半省份批准的登记簿变更',
    en: 'Hand in a change that the ministry and more than half of the provinces approved',
  },
  access,
  purposes,
  body: json(api.changeSubmission, limit),
  responses: { 201: jsonAnswer(api.registryChangeAnswer, 'The receipt of the ledger') },
  refusals: [
    ...ofRules,
    'APPROVALS_MISSING',
    'SIGNATURE_INVALID',
    'ORGANISATION_EXISTS',
    'IDENTIFIER_EXISTS',
    'IDENTIFIER_UNKNOWN',
    'KEY_IN_USE',
    'OFFICERS_MISSING',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 201, body: await changed(registryChangesOf(organisation), body) };
  },
});

export const registryChangeRoutes: readonly Route[] = [list, approve, submit];
