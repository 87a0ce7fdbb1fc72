import { factStatement } from '@renxin/archive/bundle';
import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { json, jsonAnswer, route } from '../http/route.js';
import { factsStated } from '../labor-contract/facts.js';
import { laborContractsOf } from '../services.js';

/** 查证事实: a signed answer to an arbitration commission or a court (docs/formats/fact-statement.md). */
export const stateFacts = route({
  method: 'POST',
  path: '/api/v1/labor-contracts/{contract}/fact-statements',
  scope: 'organisation',
  operationId: 'stateFacts',
  summary: {
    zh: '查证事实：应仲裁委或法院的请求，签名说明登记的事实',
    en: 'State facts: a signed answer to an arbitration commission or a court',
  },
  access: ['arbitration', 'court'],
  purposes: ['dispute'],
  params: z.strictObject({ contract: recordId }),
  body: json(api.factRequest, 8192),
  responses: { 201: jsonAnswer(factStatement, 'The signed statement') },
  refusals: ['NOT_ENTITLED', 'BUNDLE_UNKNOWN', 'CONTRACT_UNKNOWN', 'CONTRACT_STATE', 'EVIDENCE_DIFFERS'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 201,
    body: await factsStated(laborContractsOf(organisation), party, params.contract, body),
  }),
});
