import * as api from '@renxin/wallets/api';
import { batchApplied } from '../../certificates/batch-applying.js';
import { batchHandedIn } from '../../certificates/batch-issuing.js';
import * as issuing from '../../certificates/issuing.js';
import { issuedByProvince } from '../../certificates/own-issuing.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';
import { requireOfficial } from '../official.js';

/** How a certificate comes about: by an accredited organisation, or by the province itself. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const issuers = ['assessor', 'employer', 'province'] as const;
const bodyLimit = 65_536;

const apply = route({
  method: 'POST',
  path: '/api/v1/e-certificates/applications',
  scope,
  operationId: 'applyForCertificate',
  summary: { zh: '申请签发：取得状态列表位置', en: 'Apply to issue: a place in the status list' },
  access: issuers,
  purposes,
  body: json(api.applicationRequest),
  responses: { 201: jsonAnswer(api.applicationAnswer, 'What the credential has to carry') },
  refusals: [
    'ISSUER_NOT_ACCREDITED',
    'CREDENTIAL_INVALID',
    'CERTIFICATE_EXISTS',
    'SCHEMA_NOT_REGISTERED',
    'SCHEMA_RETIRED',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await issuing.applied(eCertificatesOf(organisation), party, body),
  }),
});

const issue = route({
  method: 'POST',
  path: '/api/v1/e-certificates',
  scope,
  operationId: 'issueCertificate',
  summary: { zh: '签发电子证照', en: 'Issue an e-certificate' },
  access: issuers,
  purposes,
  body: json(api.issuingRequest, bodyLimit),
  responses: { 201: jsonAnswer(api.issuedAnswer, 'The receipt of the ledger') },
  refusals: [
    'CERTIFICATE_UNKNOWN',
    'CERTIFICATE_EXISTS',
    'CERTIFICATE_NUMBER_EXISTS',
    'CERTIFICATE_DATES',
    'CERTIFICATE_PREDECESSOR',
    'CHECK_DIGIT_MISMATCH',
    'COMMITMENT_MISMATCH',
    'CREDENTIAL_INVALID',
    'CREDENTIAL_MISMATCH',
    'CREDENTIAL_PROOF_INVALID',
    'DEPENDENCY_REVOKED',
    'DEPENDENCY_SUSPENDED',
    'HOLDER_MISMATCH',
    'IDENTITY_NOT_PROVEN',
    'ISSUER_NOT_ACCREDITED',
    'NOT_SOURCE_AUTHORITY',
    'PARTY_NOT_BOUND',
    'PROCESS_EVENT_MISMATCH',
    'PROCESS_EVENT_UNKNOWN',
    'SIGNATURE_INVALID',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const desk = eCertificatesOf(organisation);
    const name = body.issuing.body.certificate;
    return {
      status: 201,
      body: await desk.turns.take(name, () => issuing.handedIn(desk, party, body)),
    };
  },
});

const issueOwn = route({
  method: 'POST',
  path: '/api/v1/e-certificates/own',
  scope,
  operationId: 'issueAsProvince',
  summary: { zh: '本省签发电子证照', en: 'The province issues an e-certificate itself' },
  access: ['province'],
  purposes,
  body: json(api.ownIssuingRequest),
  responses: { 201: jsonAnswer(api.issuedAnswer, 'The receipt of the ledger') },
  refusals: [
    'ROLE_FORBIDDEN',
    'CERTIFICATE_EXISTS',
    'CERTIFICATE_NUMBER_EXISTS',
    'CERTIFICATE_DATES',
    'CERTIFICATE_PREDECESSOR',
    'CHECK_DIGIT_MISMATCH',
    'CREDENTIAL_INVALID',
    'HOLDER_MISMATCH',
    'IDENTITY_NOT_PROVEN',
    'ISSUER_NOT_ACCREDITED',
    'NOT_SOURCE_AUTHORITY',
    'PARTY_NOT_BOUND',
    'SCHEMA_NOT_REGISTERED',
    'SCHEMA_RETIRED',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    const desk = eCertificatesOf(organisation);
    return {
      status: 201,
      body: await desk.turns.take(body.certificate, () => issuedByProvince(desk, body)),
    };
  },
});

/** 64 credentials of some kilobytes each. */
const batchLimit = 1 << 20;

const applyMany = route({
  method: 'POST',
  path: '/api/v1/e-certificates/batch-applications',
  scope,
  operationId: 'applyForCertificates',
  summary: {
    zh: '批量申请签发：取得状态列表位置与持证人标识',
    en: 'Apply to issue many: places in the status list and identifiers of the holders',
  },
  access: ['assessor', 'province'],
  purposes,
  body: json(api.batchApplicationRequest),
  responses: { 201: jsonAnswer(api.batchApplicationAnswer, 'What each credential has to carry') },
  refusals: [
    'CERTIFICATE_EXISTS',
    'CREDENTIAL_INVALID',
    'HOLDER_MISMATCH',
    'IDENTITY_NOT_PROVEN',
    'ISSUER_NOT_ACCREDITED',
    'NOT_ISSUING_PROVINCE',
    'SCHEMA_NOT_REGISTERED',
    'SCHEMA_RETIRED',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await batchApplied(eCertificatesOf(organisation), party, body),
  }),
});

const issueMany = route({
  method: 'POST',
  path: '/api/v1/e-certificates/batches',
  scope,
  operationId: 'issueCertificates',
  summary: { zh: '批量签发：全部签发或全部不签发', en: 'Issue many: all of them or none' },
  access: ['assessor', 'province'],
  purposes,
  body: json(api.batchIssuingRequest, batchLimit),
  responses: { 201: jsonAnswer(api.batchIssuedAnswer, 'The receipt of the ledger') },
  refusals: [
    'CERTIFICATE_UNKNOWN',
    'CERTIFICATE_EXISTS',
    'CERTIFICATE_NUMBER_EXISTS',
    'CERTIFICATE_DATES',
    'CHECK_DIGIT_MISMATCH',
    'COMMITMENT_MISMATCH',
    'CREDENTIAL_INVALID',
    'CREDENTIAL_MISMATCH',
    'CREDENTIAL_PROOF_INVALID',
    'HOLDER_FULL',
    'HOLDER_MISMATCH',
    'IDENTITY_NOT_PROVEN',
    'ISSUER_NOT_ACCREDITED',
    'NOT_ISSUING_PROVINCE',
    'SIGNATURE_INVALID',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const desk = eCertificatesOf(organisation);
    const name = body.issuing.body.batch;
    return { status: 201, body: await desk.turns.take(name, () => batchHandedIn(desk, party, body)) };
  },
});

export const issuingRoutes: readonly Route[] = [apply, issue, issueOwn, applyMany, issueMany];
