import { headAnswer } from '@renxin/wallets/api';
import { z } from 'zod';
import { jsonAnswer, route } from '../http/route.js';

/** The latest signed header, with the proof that it extends the one that the caller keeps (0: the first). */
export const ledgerHead = route({
  method: 'GET',
  path: '/api/v1/ledger/head',
  scope: 'organisation',
  operationId: 'ledgerHead',
  summary: {
    zh: '账本最新区块头，附从已保存高度起的一致性证明',
    en: 'The ledger’s latest header, with a consistency proof from the height that is kept',
  },
  access: 'public',
  query: z.strictObject({ from: z.string().regex(/^\d{1,15}$/) }),
  responses: { 200: jsonAnswer(headAnswer, 'A consistency proof: docs/formats/ledger.md') },
  refusals: ['LEDGER_TX_UNKNOWN', 'LEDGER_UNAVAILABLE'],
  handler: async ({ organisation, query }) => {
    const { ledger } = organisation.services;
    return { status: 200, body: { consistency: await ledger.proveConsistency(Number(query.from)) } };
  },
});
