import { consentMessages as messages } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { accessLogOf } from '../consent/access-log.js';
import * as asking from '../consent/asking.js';
import { currentCatalogue } from '../consent/catalogue.js';
import { authorise, fetchData } from '../consent/fetching.js';
import { receiptOf, stateProofOf } from '../consent/receipt.js';
import { listConsents, readConsent as read } from '../consent/view.js';
import { bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { Refusal } from '../problem/index.js';
import { consentsOf } from '../services.js';

/** Consents (授权) at a data source: what citizens, recipients and authorities do. docs/formats/consent.md */

const scope = 'organisation';
const params = z.strictObject({ consent: messages.consentId });
const recipients = ['bank', 'employer', 'assessor', 'province', 'ministry', 'arbitration', 'court'] as const;
const demanding = ['court', 'arbitration', 'ministry', 'province'] as const;
const everybody = ['person', ...recipients] as const;
const purposes = ['consent'] as const;
const answer = jsonAnswer(api.consentAnswer, 'The consent, and the receipt of what was recorded');
const inScope = [
  'CATALOGUE_VERSION',
  'NOT_IN_CATALOGUE',
  'PURPOSE_NOT_IN_CATALOGUE',
  'BASIS_NOT_ALLOWED',
  'FIELD_NOT_NECESSARY',
  'CONSENT_PERIOD_INVALID',
] as const;
const signing = ['SIGNATURE_INVALID', 'SIGNATURE_TIME', 'COMMITMENT_MISMATCH'] as const;

const readCatalogue = route({
  method: 'GET',
  path: '/api/v1/consent-catalogue',
  scope,
  operationId: 'readCatalogue',
  summary: {
    zh: '数据目录（用途与字段）',
    en: 'The data source’s catalogue: which purpose allows which fields',
  },
  access: 'public',
  responses: { 200: jsonAnswer(api.catalogueAnswer, 'As published on the ledger, with its words') },
  refusals: [],
  handler: async ({ organisation }) => ({
    status: 200,
    body: await currentCatalogue(consentsOf(organisation).desk),
  }),
});

const introduceCitizen = route({
  method: 'POST',
  path: '/api/v1/consent-citizens',
  scope,
  operationId: 'introduceCitizen',
  summary: { zh: '向数源单位出示身份声明', en: 'Show the data source whose identifier this is' },
  access: ['person'],
  purposes,
  body: json(api.citizenRequest, 8192),
  responses: { 200: jsonAnswer(api.citizenAnswer, 'The data source knows whose data this is') },
  refusals: ['ATTESTATION_INVALID', 'IDENTITY_NOT_PROVEN', 'IDENTITY_MISMATCH', 'ROLE_FORBIDDEN'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    const { desk, attested } = consentsOf(organisation);
    if (party.relation !== 'consent' || party.organisation !== desk.source.id)
      throw new Refusal('ROLE_FORBIDDEN');
    const citizen = await attested(body.attestation);
    if (citizen.identifier !== party.identifier || citizen.key.point !== party.key.point)
      throw new Refusal('IDENTITY_MISMATCH');
    await desk.citizens.introduce(citizen);
    return { status: 200, body: { identifier: party.identifier } };
  },
});

const requestConsent = route({
  method: 'POST',
  path: '/api/v1/consents',
  scope,
  operationId: 'requestConsent',
  summary: { zh: '申请本人授权', en: 'Ask a citizen for consent' },
  access: recipients,
  purposes,
  body: json(api.consentRequest),
  responses: { 201: answer },
  refusals: [
    ...inScope,
    ...signing,
    'NOT_A_PARTY',
    'NOTICE_MISMATCH',
    'PARTY_NOT_BOUND',
    'CONSENT_EXISTS',
    'CONSENT_OTHER_SOURCE',
    'REQUEST_REFUSED_BEFORE',
    'REQUEST_EXPIRED',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await asking.request(consentsOf(organisation).desk, party, body),
  }),
});

const listOwn = route({
  method: 'GET',
  path: '/api/v1/consents',
  scope,
  operationId: 'listConsents',
  summary: { zh: '查看本人的全部授权', en: 'Every consent of this citizen' },
  access: ['person'],
  purposes: ['consent', 'rights'],
  responses: { 200: jsonAnswer(api.consentList, 'In the order in which they were asked') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { consents: await listConsents(consentsOf(organisation).desk, party) },
  }),
});

const readOne = route({
  method: 'GET',
  path: '/api/v1/consents/{consent}',
  scope,
  operationId: 'readConsent',
  summary: { zh: '查看授权', en: 'Read a consent' },
  access: everybody,
  purposes: ['consent', 'rights'],
  params,
  responses: { 200: answer },
  refusals: ['CONSENT_UNKNOWN'],
  handler: async ({ organisation, party, params: { consent } }) => ({
    status: 200,
    body: { consent: await read(consentsOf(organisation).desk, party, consent) },
  }),
});

const grantConsent = route({
  method: 'POST',
  path: '/api/v1/consents/{consent}/grant',
  scope,
  operationId: 'grantConsent',
  summary: { zh: '本人签名授权', en: 'The citizen grants by signature' },
  access: ['person'],
  purposes,
  params,
  body: json(api.grantRequest),
  responses: { 200: answer },
  refusals: [
    ...inScope,
    ...signing,
    'CONSENT_UNKNOWN',
    'CONSENT_STATE',
    'CONSENT_OTHER_SUBJECT',
    'GRANT_BEYOND_REQUEST',
    'SEPARATE_CONSENT_MISSING',
    'NOTICE_MISMATCH',
    'REQUEST_EXPIRED',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { consent }, body }) => {
    requireSame(consent, body.grant.body.consent);
    return { status: 200, body: await asking.grant(consentsOf(organisation).desk, party, body) };
  },
});

const refuseConsent = route({
  method: 'POST',
  path: '/api/v1/consents/{consent}/refusal',
  scope,
  operationId: 'refuseConsent',
  summary: { zh: '拒绝授权（不再询问）', en: 'The citizen refuses, and is not asked again' },
  access: ['person'],
  purposes,
  params,
  body: json(api.refuseRequest),
  responses: { 200: answer },
  refusals: [...signing, 'CONSENT_UNKNOWN', 'CONSENT_STATE', 'CONSENT_OTHER_SUBJECT'],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { consent }, body }) => {
    requireSame(consent, body.refusal.body.consent);
    return { status: 200, body: await asking.refuse(consentsOf(organisation).desk, party, body) };
  },
});

const reopenConsent = route({
  method: 'POST',
  path: '/api/v1/consents/{consent}/reopening',
  scope,
  operationId: 'reopenConsent',
  summary: {
    zh: '本人重新开放（允许再次询问）',
    en: 'The citizen who refused lets the recipient ask again',
  },
  access: ['person'],
  purposes,
  params,
  body: json(api.reopenRequest),
  responses: { 200: answer },
  refusals: [
    ...signing,
    'CONSENT_UNKNOWN',
    'CONSENT_STATE',
    'CONSENT_OTHER_SUBJECT',
    'CONSENT_NOT_REVOCABLE',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { consent }, body }) => {
    requireSame(consent, body.body.consent);
    return { status: 200, body: await asking.reopen(consentsOf(organisation).desk, party, body) };
  },
});

const revokeConsent = route({
  method: 'POST',
  path: '/api/v1/consents/{consent}/revocation',
  scope,
  operationId: 'revokeConsent',
  summary: { zh: '撤回同意（立即生效）', en: 'The citizen revokes; the very next fetch is refused' },
  access: ['person'],
  purposes,
  params,
  body: json(api.revokeRequest),
  responses: { 200: answer },
  refusals: [
    ...signing,
    'CONSENT_UNKNOWN',
    'CONSENT_STATE',
    'CONSENT_OTHER_SUBJECT',
    'CONSENT_NOT_REVOCABLE',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { consent }, body }) => {
    requireSame(consent, body.body.consent);
    return { status: 200, body: await asking.revoke(consentsOf(organisation).desk, party, body) };
  },
});

const usable = [
  'CONSENT_UNKNOWN',
  'CONSENT_OTHER_RECIPIENT',
  'CONSENT_NOT_GRANTED',
  'CONSENT_NOT_YET_VALID',
  'CONSENT_EXPIRED',
  'CONSENT_REVOKED',
  'CONSENT_USED_UP',
] as const;

const authoriseFetch = route({
  method: 'POST',
  path: '/api/v1/consents/{consent}/authorisations',
  scope,
  operationId: 'authoriseFetch',
  summary: { zh: '取得一次性授权码', en: 'Get a name for one fetch, good once for this client’s key' },
  access: recipients,
  purposes,
  params,
  body: json(z.strictObject({}), 64),
  responses: { 201: jsonAnswer(api.authorisationAnswer, 'Good once, for a minute') },
  refusals: [...usable, 'OVERLOADED'],
  idempotency: 'none',
  handler: async ({ organisation, party, params: { consent } }) => ({
    status: 201,
    body: await authorise(consentsOf(organisation).desk, party, consent),
  }),
});

const fetchGranted = route({
  method: 'POST',
  path: '/api/v1/consents/{consent}/fetches',
  scope,
  operationId: 'fetchGrantedData',
  summary: { zh: '按授权取数', en: 'Fetch the granted fields' },
  access: recipients,
  purposes,
  params,
  body: json(api.fetchRequest, 8192),
  responses: {
    200: jsonAnswer(api.fetchAnswer, 'A credential of the granted fields, counted on the ledger'),
  },
  refusals: [
    ...usable,
    ...signing,
    'CONSENT_OTHER_PURPOSE',
    'CONSENT_OTHER_FIELDS',
    'CONSENT_USE_EXISTS',
    'AUTHORISATION_INVALID',
    'AUTHORISATION_OTHER_KEY',
    'AUTHORISATION_USED',
    'CITIZEN_UNKNOWN',
    'FIELD_ABSENT',
  ],
  // The authorisation in the signed fetch makes a repetition the same answer, and the ledger decides each time.
  idempotency: 'none',
  handler: async ({ organisation, party, params: { consent }, body }) => {
    requireSame(consent, body.body.consent);
    return { status: 200, body: await fetchData(consentsOf(organisation).desk, party, body) };
  },
});

const confirmDeletion = route({
  method: 'POST',
  path: '/api/v1/consents/{consent}/deletion',
  scope,
  operationId: 'confirmDeletion',
  summary: { zh: '使用方确认已删除', en: 'The recipient confirms the deletion' },
  access: recipients,
  purposes,
  params,
  body: json(api.deletionRequest),
  responses: { 200: answer },
  refusals: [...signing, 'CONSENT_UNKNOWN', 'CONSENT_STATE', 'CONSENT_OTHER_RECIPIENT'],
  idempotency: 'key',
  handler: async ({ organisation, party, params: { consent }, body }) => {
    requireSame(consent, body.deletion.body.consent);
    return { status: 200, body: await asking.confirmDeletion(consentsOf(organisation).desk, party, body) };
  },
});

const demandData = route({
  method: 'POST',
  path: '/api/v1/consent-orders',
  scope,
  operationId: 'demandData',
  summary: { zh: '依法调取（非同意依据）', en: 'Demand data on another legal basis' },
  access: demanding,
  purposes,
  body: json(api.orderRequest),
  responses: { 201: answer },
  refusals: [
    ...inScope,
    ...signing,
    'NOT_A_PARTY',
    'NOT_ENTITLED',
    'APPROVER_NOT_INDEPENDENT',
    'PARTY_NOT_BOUND',
    'CONSENT_EXISTS',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await asking.order(consentsOf(organisation).desk, party, body),
  }),
});

const readAccessLog = route({
  method: 'GET',
  path: '/api/v1/consent-access-log',
  scope,
  operationId: 'readAccessLog',
  summary: { zh: '本人数据的访问记录', en: 'Every access to this citizen’s data, refused ones too' },
  access: ['person'],
  purposes: ['rights'],
  responses: { 200: jsonAnswer(api.accessLog, 'In the order of time') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: await accessLogOf(consentsOf(organisation).desk, party),
  }),
});

const evidencePurposes = ['evidence', 'rights', 'dispute'] as const;

const downloadReceipt = route({
  method: 'GET',
  path: '/api/v1/consents/{consent}/receipt',
  scope,
  operationId: 'downloadConsentReceipt',
  summary: { zh: '下载授权回执', en: 'Download the consent receipt' },
  access: ['person'],
  purposes: evidencePurposes,
  params,
  responses: { 200: bytesAnswer('application/json', 'docs/formats/consent-receipt.md') },
  refusals: ['CONSENT_UNKNOWN'],
  handler: async ({ organisation, party, params: { consent } }) => ({
    status: 200,
    body: await receiptOf(consentsOf(organisation).desk, party, consent),
  }),
});

const downloadStateProof = route({
  method: 'GET',
  path: '/api/v1/consents/{consent}/state-proof',
  scope,
  operationId: 'downloadConsentStateProof',
  summary: { zh: '下载授权现状的账本证明', en: 'Download the ledger’s proof of the consent’s state' },
  access: everybody,
  purposes: evidencePurposes,
  params,
  responses: { 200: bytesAnswer('application/json', 'docs/formats/ledger.md') },
  refusals: ['CONSENT_UNKNOWN'],
  handler: async ({ organisation, party, params: { consent } }) => ({
    status: 200,
    body: await stateProofOf(consentsOf(organisation).desk, party, consent),
  }),
});

export const consentRoutes: readonly Route[] = [
  readCatalogue,
  introduceCitizen,
  requestConsent,
  listOwn,
  readOne,
  grantConsent,
  refuseConsent,
  reopenConsent,
  revokeConsent,
  authoriseFetch,
  fetchGranted,
  confirmDeletion,
  demandData,
  readAccessLog,
  downloadReceipt,
  downloadStateProof,
];

/** The body is about what the path names. @throws Refusal PATH_INVALID */
function requireSame(path: string, body: string): void {
  if (path !== body) throw new Refusal('PATH_INVALID');
}
