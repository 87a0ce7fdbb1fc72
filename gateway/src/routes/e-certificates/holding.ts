import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import * as holding from '../../certificates/holding.js';
import { everywhere, ofPerson } from '../../certificates/national.js';
import { reservedGiven } from '../../certificates/reserving.js';
import { receivedReceipt } from '../../certificates/received-receipts.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { Refusal } from '../../problem/index.js';
import { eCertificatesOf } from '../../services.js';

/** What a holder does: says who it is, sees what it has and who verified it, here and everywhere. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const certificate = z.strictObject({ certificate: recordId });

const receiptPage = z.strictObject({
  receipts: z.array(receivedReceipt),
  /** Handed in as `after`; absent on the last page. */
  next: z.exactOptional(recordId),
});

const introduce = route({
  method: 'POST',
  path: '/api/v1/e-certificates/holders',
  scope,
  operationId: 'introduceHolder',
  summary: { zh: '持证人提交身份声明', en: 'A holder hands in the attestation of its identity' },
  access: ['person'],
  purposes,
  body: json(api.holderIdentity),
  responses: { 201: jsonAnswer(api.holderIdentityAnswer, 'Whose identifier it is, is known') },
  refusals: ['ATTESTATION_INVALID', 'HOLDER_MISMATCH', 'IDENTITY_MISMATCH', 'IDENTITY_NOT_PROVEN'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => ({
    status: 201,
    body: await holding.introduced(eCertificatesOf(organisation), party, body.attestation),
  }),
});

const takeReserved = route({
  method: 'POST',
  path: '/api/v1/e-certificates/holders/reserved',
  scope,
  operationId: 'takeReservedIdentifier',
  summary: {
    zh: '领取省级机构预留的持证人标识',
    en: 'A person to whom certificates were issued before comes for the identifier that was reserved',
  },
  access: 'public',
  body: json(api.reservedRequest, 8192),
  responses: { 200: jsonAnswer(api.reservedAnswer, 'The province’s word for the binding') },
  refusals: ['ATTESTATION_INVALID', 'HOLDER_MISMATCH', 'IDENTITY_NOT_PROVEN'],
  idempotency: 'none',
  handler: async ({ organisation, body }) => ({
    status: 200,
    body: await reservedGiven(eCertificatesOf(organisation), body),
  }),
});

const list = route({
  method: 'GET',
  path: '/api/v1/e-certificates',
  scope,
  operationId: 'listCertificates',
  summary: { zh: '本人（本单位）的电子证照', en: 'One’s own e-certificates; an employer’s licences' },
  access: ['person', 'employer'],
  purposes,
  responses: { 200: jsonAnswer(api.certificateList, 'With what opens the ledger’s commitments') },
  refusals: ['IDENTITY_NOT_PROVEN'],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { certificates: await holding.heldBy(eCertificatesOf(organisation), party) },
  }),
});

const receipts = route({
  method: 'GET',
  path: '/api/v1/e-certificates/{certificate}/receipts',
  scope,
  operationId: 'listReceipts',
  summary: { zh: '本人证照的核验回执', en: 'Who verified one’s own certificate' },
  access: ['person'],
  purposes,
  params: certificate,
  query: z.strictObject({ after: z.exactOptional(recordId) }),
  responses: { 200: jsonAnswer(receiptPage, 'Each signed by its verifier; a hundred at a time') },
  refusals: ['CERTIFICATE_UNKNOWN'],
  handler: async ({ organisation, party, params, query }) => {
    const desk = eCertificatesOf(organisation);
    const file = await desk.files.get(params.certificate);
    if (file?.value.holder !== party.identifier) throw new Refusal('CERTIFICATE_UNKNOWN');
    return { status: 200, body: await desk.receipts.of(params.certificate, query.after) };
  },
});

const national = route({
  method: 'POST',
  path: '/api/v1/e-certificates/national',
  scope,
  operationId: 'queryAllProvinces',
  summary: { zh: '全国一键查询本人证照', en: 'Ask every province for one’s own certificates' },
  access: ['person'],
  purposes,
  body: json(api.personRequest),
  responses: { 200: jsonAnswer(api.nationalAnswer, 'Who did not answer is named') },
  refusals: ['ATTESTATION_INVALID', 'HOLDER_MISMATCH', 'SIGNATURE_INVALID', 'SIGNATURE_TIME'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => ({
    status: 200,
    body: await everywhere(eCertificatesOf(organisation), party, body),
  }),
});

const byPerson = route({
  method: 'POST',
  path: '/api/v1/e-certificates/by-person',
  scope,
  operationId: 'certificatesOfPerson',
  summary: {
    zh: '本省持有的本人证照（本人签名）',
    en: 'What one province keeps of whoever signs the question',
  },
  access: 'public',
  body: json(api.personRequest),
  responses: { 200: jsonAnswer(api.personAnswer, 'Which certificates, not what they say') },
  refusals: ['ATTESTATION_INVALID', 'HOLDER_MISMATCH', 'SIGNATURE_INVALID', 'SIGNATURE_TIME'],
  idempotency: 'none',
  handler: async ({ organisation, body }) => ({
    status: 200,
    body: await ofPerson(eCertificatesOf(organisation), body),
  }),
});

export const holdingRoutes: readonly Route[] = [introduce, takeReserved, list, receipts, national, byPerson];
