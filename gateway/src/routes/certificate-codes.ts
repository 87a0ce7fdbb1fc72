import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { codeOf } from '../certificates/code.js';
import { json, jsonAnswer, route } from '../http/route.js';
import { eCertificatesOf } from '../services.js';

/** A certificate as a QR code for a phone without a network: docs/formats/certificate-code.md. */
export const certificateCode = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/codes',
  scope: 'organisation',
  operationId: 'certificateCode',
  summary: {
    zh: '取得证照码：离线可核验的短期二维码',
    en: 'A certificate as a QR code that is checked offline, for a short time',
  },
  access: ['person'],
  purposes: ['certificate'],
  params: z.strictObject({ certificate: recordId }),
  body: json(api.certificateCodeRequest, 4096),
  responses: { 200: jsonAnswer(api.certificateCodeAnswer, 'The text and its picture') },
  refusals: [
    'CERTIFICATE_UNKNOWN',
    'CERTIFICATE_SUSPENDED',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_CANCELLED',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_REPLACED',
    'TRANSFERRED_OUT',
    'DEPENDENCY_REVOKED',
    'DEPENDENCY_SUSPENDED',
    'CLAIM_UNKNOWN',
    'CODE_TOO_LONG',
  ],
  idempotency: 'none',
  handler: async ({ organisation, party, params, body }) => ({
    status: 200,
    body: await codeOf(eCertificatesOf(organisation), party, params.certificate, body),
  }),
});
