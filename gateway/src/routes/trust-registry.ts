import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { date, digest, identifier, instant, recordId, word } from '@renxin/chaincode/messages';
import { namedSchemas } from '@renxin/credentials/schema';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { Refusal } from '../problem/index.js';
import { eCertificatesOf } from '../services.js';
import { delegated, delegationDecided } from '../trust-registry/deciding.js';
import { dryRun } from '../trust-registry/dry-run.js';
import * as reading from '../trust-registry/reading.js';
import { requireOfficial } from './official.js';

/** The trust registry: who may issue what and where, whose certificates count where, now or as of a past time. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const asOf = z.exactOptional(instant);
const moment = { asOf, on: z.exactOptional(date), after: z.exactOptional(recordId) };
const accreditation = z.strictObject({ accreditation: recordId });

const accreditations = route({
  method: 'GET',
  path: '/api/v1/registry/accreditations',
  scope,
  operationId: 'listAccreditations',
  summary: { zh: '资质备案，可查过去时点', en: 'Accreditations, now or as the ledger had them at a time' },
  access: 'public',
  query: z.strictObject({
    organisation: z.exactOptional(identifier),
    type: z.exactOptional(word),
    ...moment,
  }),
  responses: { 200: jsonAnswer(api.accreditationList, 'By their ids, at most 200') },
  refusals: [],
  handler: async ({ organisation: { services }, platform, query }) => ({
    status: 200,
    body: await reading.accreditationsOf(services.ledger, platform.clock(), query),
  }),
});

const readAccreditation = route({
  method: 'GET',
  path: '/api/v1/registry/accreditations/{accreditation}',
  scope,
  operationId: 'readAccreditation',
  summary: { zh: '一项资质备案及其全部决定', en: 'One accreditation with every decision about it' },
  access: 'public',
  params: accreditation,
  responses: { 200: jsonAnswer(api.accreditationView, 'Whether it holds today') },
  refusals: ['ACCREDITATION_UNKNOWN'],
  handler: async ({ organisation: { services }, platform, params }) => ({
    status: 200,
    body: await reading.accreditationOf(services.ledger, platform.clock(), params.accreditation),
  }),
});

const delegate = route({
  method: 'POST',
  path: '/api/v1/registry/accreditations',
  scope,
  operationId: 'accreditIssuer',
  summary: {
    zh: '本省备案一家签发机构',
    en: 'The province accredits an issuer within its own accreditation',
  },
  access: ['province'],
  purposes,
  body: json(api.delegationRequest),
  responses: { 201: jsonAnswer(api.delegationAnswer, 'The receipt of the ledger') },
  refusals: [
    'ROLE_FORBIDDEN',
    'ACCREDITATION_BEYOND',
    'ACCREDITATION_EXISTS',
    'ACCREDITATION_PERIOD_INVALID',
    'ACCREDITATION_SUSPENDED',
    'ACCREDITATION_UNKNOWN',
    'NOT_ENTITLED',
    'ORGANISATION_SUSPENDED',
    'ORGANISATION_UNKNOWN',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 201, body: await delegated(eCertificatesOf(organisation), body) };
  },
});

const decide = route({
  method: 'POST',
  path: '/api/v1/registry/accreditations/{accreditation}/decisions',
  scope,
  operationId: 'decideOnAccreditation',
  summary: {
    zh: '本省对其备案的决定：暂停、恢复、撤回',
    en: 'The province suspends, gives back or ends an accreditation that it gave',
  },
  access: ['province'],
  purposes,
  params: accreditation,
  body: json(api.delegationDecision),
  responses: { 200: jsonAnswer(api.delegationAnswer, 'The receipt of the ledger') },
  refusals: [
    'ROLE_FORBIDDEN',
    'ACCREDITATION_PERIOD_INVALID',
    'ACCREDITATION_SEQUENCE',
    'ACCREDITATION_STATE',
    'ACCREDITATION_SUSPENDED',
    'ACCREDITATION_UNKNOWN',
    'NOT_ENTITLED',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    const desk = eCertificatesOf(organisation);
    return { status: 200, body: await delegationDecided(desk, params.accreditation, body) };
  },
});

const organisations = route({
  method: 'GET',
  path: '/api/v1/registry/organisations',
  scope,
  operationId: 'listOrganisations',
  summary: { zh: '登记机构，可查过去时点', en: 'Registered organisations, now or at a time' },
  access: 'public',
  query: z.strictObject({ asOf }),
  responses: { 200: jsonAnswer(api.organisationList, 'In the order in which they came') },
  refusals: [],
  handler: async ({ organisation: { services }, platform, query }) => ({
    status: 200,
    body: await reading.organisationsOf(services.ledger, platform.clock(), query),
  }),
});

const readOrganisation = route({
  method: 'GET',
  path: '/api/v1/registry/organisations/{organisation}',
  scope,
  operationId: 'readOrganisation',
  summary: { zh: '机构及其全部密钥与状态', en: 'An organisation with the history of its keys and states' },
  access: 'public',
  params: z.strictObject({ organisation: identifier }),
  query: z.strictObject({ asOf }),
  responses: { 200: jsonAnswer(api.organisationView, 'As the ledger has it, or had it at the time') },
  refusals: ['ORGANISATION_UNKNOWN'],
  handler: async ({ organisation: { services }, platform, params, query }) => ({
    status: 200,
    body: await reading.organisationOf(services.ledger, platform.clock(), params.organisation, query),
  }),
});

const rules = route({
  method: 'GET',
  path: '/api/v1/recognition-rules',
  scope,
  operationId: 'listRecognitionRules',
  summary: { zh: '互认规则，可查过去时点', en: 'Rules of recognition, now or at a time' },
  access: 'public',
  query: z.strictObject({
    by: z.exactOptional(identifier),
    of: z.exactOptional(identifier),
    type: z.exactOptional(word),
    ...moment,
  }),
  responses: { 200: jsonAnswer(api.recognitionRules, 'By their ids, at most 200') },
  refusals: [],
  handler: async ({ organisation: { services }, platform, query }) => ({
    status: 200,
    body: await reading.rulesOf(services.ledger, platform.clock(), query),
  }),
});

const tryOut = route({
  method: 'POST',
  path: '/api/v1/registry/dry-runs',
  scope,
  operationId: 'dryRunRegistry',
  summary: {
    zh: '试算：某项备案或互认决定会改变什么（不提交）',
    en: 'What a decision about accreditation or recognition would change; nothing is submitted',
  },
  access: ['province', 'ministry'],
  purposes,
  body: json(api.dryRunRequest),
  responses: { 200: jsonAnswer(api.dryRunAnswer, 'What begins and what ceases') },
  refusals: [
    'ROLE_FORBIDDEN',
    'ACCREDITATION_BEYOND',
    'ACCREDITATION_UNKNOWN',
    'NOT_ENTITLED',
    'ORGANISATION_UNKNOWN',
    'RECOGNITION_EXISTS',
    'RECOGNITION_PERIOD_INVALID',
    'RECOGNITION_UNKNOWN',
  ],
  idempotency: 'none',
  handler: async ({ organisation, party, platform, body }) => {
    requireOfficial(organisation, party);
    const { ledger, eCertificates } = organisation.services;
    const now = platform.clock();
    return { status: 200, body: await dryRun(ledger, organisation.id, eCertificates, body, now) };
  },
});

const schemas = route({
  method: 'GET',
  path: '/api/v1/schemas',
  scope,
  operationId: 'listSchemas',
  summary: { zh: '凭证架构目录，可查过去时点', en: 'The catalogue of schemas, now or at a time' },
  access: 'public',
  query: z.strictObject({ asOf }),
  responses: { 200: jsonAnswer(api.schemaList, 'By type and version') },
  refusals: [],
  handler: async ({ organisation: { services }, platform, query }) => ({
    status: 200,
    body: await reading.schemasOf(services.ledger, platform.clock(), query),
  }),
});

const readSchema = route({
  method: 'GET',
  path: '/api/v1/schemas/{schema}',
  scope,
  operationId: 'readSchema',
  summary: { zh: '按内容摘要取凭证架构', en: 'A schema by the digest of what it says' },
  access: 'public',
  params: z.strictObject({ schema: digest }),
  responses: { 200: bytesAnswer('application/schema+json', 'Canonical JSON whose SM3 is its name') },
  refusals: ['SCHEMA_NOT_REGISTERED'],
  cache: 'public, max-age=31536000, immutable',
  handler: ({ params }) => {
    const name = toBase64url(fromBase64url(params.schema) ?? new Uint8Array());
    const found = namedSchemas().find(({ sm3 }) => sm3 === name);
    if (found === undefined) throw new Refusal('SCHEMA_NOT_REGISTERED');
    return { status: 200, body: found.bytes };
  },
});

export const trustRegistryRoutes: readonly Route[] = [
  accreditations,
  delegate,
  readAccreditation,
  decide,
  organisations,
  readOrganisation,
  rules,
  tryOut,
  schemas,
  readSchema,
];
