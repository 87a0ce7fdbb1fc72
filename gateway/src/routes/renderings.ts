import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { copyAsked, renderingsOf, sealedPages } from '../certificates/rendering/asking.js';
import { renderingsFor, renderingSealed } from '../certificates/rendering/sealing.js';
import { bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { eCertificatesOf } from '../services.js';

/** Certificates as sealed OFD and PDF, and copies that are bound to a purpose (加注件). */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const issuers = ['assessor', 'employer', 'province'] as const;
const certificate = z.strictObject({ certificate: recordId });
const rendering = certificate.extend({ rendering: recordId });

const ask = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/renderings',
  scope,
  operationId: 'askForAnnotatedCopy',
  summary: { zh: '持证人申请加注件', en: 'Ask for a copy for one purpose, recipient and time' },
  access: ['person'],
  purposes,
  params: certificate,
  body: json(api.annotatedCopyRequest, 4096),
  responses: { 201: jsonAnswer(api.renderingAnswer, 'It waits for the issuer’s seal') },
  refusals: [
    'CERTIFICATE_CANCELLED',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_REPLACED',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_SUSPENDED',
    'CERTIFICATE_UNKNOWN',
    'COPIES_EXHAUSTED',
    'COPY_PERIOD',
    'RENDERING_EXISTS',
    'TRANSFERRED_OUT',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 201,
    body: { rendering: await copyAsked(eCertificatesOf(organisation), party, params.certificate, body) },
  }),
});

const list = route({
  method: 'GET',
  path: '/api/v1/e-certificates/{certificate}/renderings',
  scope,
  operationId: 'listRenderings',
  summary: {
    zh: '本人证照的签章件和加注件',
    en: 'The sealed pages of one’s own certificate, and its copies',
  },
  access: ['person'],
  purposes,
  params: certificate,
  responses: { 200: jsonAnswer(api.renderingList, 'Those too that wait for the issuer') },
  refusals: ['CERTIFICATE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => ({
    status: 200,
    body: { renderings: await renderingsOf(eCertificatesOf(organisation), party, params.certificate) },
  }),
});

const waiting = route({
  method: 'GET',
  path: '/api/v1/e-certificates/renderings',
  scope,
  operationId: 'listRenderingsWaiting',
  summary: { zh: '签发机构待办：加注件用印', en: 'What waits for an issuer to seal' },
  access: issuers,
  purposes,
  responses: { 200: jsonAnswer(api.renderingList, 'In no order') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { renderings: await renderingsFor(eCertificatesOf(organisation), party) },
  }),
});

const seal = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/renderings/{rendering}/sealing',
  scope,
  operationId: 'sealRendering',
  summary: {
    zh: '签发机构用印：OFD 电子签章和 PDF 签名',
    en: 'The issuer seals: the OFD with its e-seal, the PDF with its signature',
  },
  access: issuers,
  purposes,
  params: rendering,
  body: json(api.renderingSealing, 3_000_000),
  responses: { 201: jsonAnswer(api.renderingAnswer, 'As it is kept') },
  refusals: [
    'ALREADY_SIGNED',
    'CERTIFICATE_CANCELLED',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_REPLACED',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_SUSPENDED',
    'CERTIFICATE_UNKNOWN',
    'DISPLAY_MISSING',
    'DOCUMENT_MOVED',
    'DOCUMENT_SIGNATURE_INVALID',
    'RENDERING_UNKNOWN',
    'SEAL_NOT_ACTIVE',
    'SEAL_UNKNOWN',
    'TIME_STAMP_UNAVAILABLE',
    'TRANSFERRED_OUT',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    const desk = eCertificatesOf(organisation);
    const sealed = (): Promise<api.RenderingView> => renderingSealed(desk, party, params, body);
    return {
      status: 201,
      body: { rendering: await desk.turns.take(`renderings ${params.certificate}`, sealed) },
    };
  },
});

const forms = [
  ['ofd', 'application/ofd', { zh: '签章的证书（OFD）', en: 'The sealed certificate as OFD' }],
  ['pdf', 'application/pdf', { zh: '签名的证书（PDF）', en: 'The signed certificate as PDF' }],
] as const;

const download = forms.map(([form, contentType, summary]) =>
  route({
    method: 'GET',
    path: `/api/v1/e-certificates/{certificate}/renderings/{rendering}/certificate.${form}`,
    scope,
    operationId: `downloadCertificate${form === 'ofd' ? 'Ofd' : 'Pdf'}`,
    summary,
    access: ['person', ...issuers],
    purposes,
    params: rendering,
    responses: { 200: bytesAnswer(contentType, summary.en) },
    refusals: ['COPY_EXPIRED', 'NOT_FOUND', 'RENDERING_UNKNOWN'],
    handler: async ({ organisation, party, params }) => ({
      status: 200,
      body: await sealedPages(eCertificatesOf(organisation), party, params, form),
    }),
  }),
);

export const renderingRoutes: readonly Route[] = [ask, list, waiting, seal, ...download];
