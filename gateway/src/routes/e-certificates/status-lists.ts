import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';

/** Status lists, for everybody. */

const scope = 'organisation';

const statusList = route({
  method: 'GET',
  path: '/status-lists/{list}',
  scope,
  operationId: 'statusList',
  summary: { zh: '证照状态列表（签名）', en: 'A status list, signed by the province' },
  access: 'public',
  params: z.strictObject({ list: z.string().regex(/^[1-9]\d{0,5}-(?:revocation|suspension)$/) }),
  responses: { 200: jsonAnswer(api.document, 'BitstringStatusListCredential') },
  refusals: ['NOT_FOUND'],
  handler: async ({ organisation, params }) => ({
    status: 200,
    body: await eCertificatesOf(organisation).statusLists.credential(params.list),
  }),
});

export const statusListRoutes: readonly Route[] = [statusList];
