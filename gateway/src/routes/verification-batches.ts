import * as api from '@renxin/wallets/api';
import { judgedTogether } from '../certificates/batch.js';
import { json, jsonAnswer, route } from '../http/route.js';
import { eCertificatesOf } from '../services.js';
import { requireOfficial } from './official.js';

/** Many certificates in one call: the province's own officials, each call for one purpose. */
export const verifyBatch = route({
  method: 'POST',
  path: '/api/v1/verifications/batches',
  scope: 'organisation',
  operationId: 'verifyCertificates',
  summary: { zh: '批量核验证照，逐项给出结果', en: 'Verify many certificates, with a result for each' },
  access: ['province'],
  purposes: ['certificate'],
  body: json(api.verificationBatchRequest, 1_048_576),
  responses: { 200: jsonAnswer(api.verificationBatchAnswer, 'In the order of the items') },
  refusals: ['ROLE_FORBIDDEN'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 200, body: await judgedTogether(eCertificatesOf(organisation), body) };
  },
});
