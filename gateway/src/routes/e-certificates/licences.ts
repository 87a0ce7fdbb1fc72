import { identifier } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { licencesOf } from '../../certificates/licences.js';
import { jsonAnswer, route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';

/** Which licences an agency has: for everybody. */
export const listLicences = route({
  method: 'GET',
  path: '/api/v1/registry/organisations/{organisation}/licences',
  scope: 'organisation',
  operationId: 'listLicences',
  summary: {
    zh: '机构名录：一家机构在本省的许可证及状态',
    en: 'The licences of an organisation in this province',
  },
  access: 'public',
  params: z.strictObject({ organisation: identifier }),
  responses: { 200: jsonAnswer(api.licenceList, 'Good ones and those that ended') },
  refusals: ['IDENTIFIER_UNKNOWN'],
  handler: async ({ organisation, params }) => ({
    status: 200,
    body: { licences: await licencesOf(eCertificatesOf(organisation), params.organisation) },
  }),
});
