import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { batchAnswer, MOST_IN_BATCH } from '../../certificates/receipt-delivery.js';
import { handOver, received, receivedBatch } from '../../certificates/receipts.js';
import { receivedReceipt } from '../../certificates/received-receipts.js';
import { verified } from '../../certificates/verifying.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';

/** A verifying province: presentations, and the receipts that it sends to the issuing one. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const bodyLimit = 65_536;

const challenge = route({
  method: 'POST',
  path: '/api/v1/presentations/challenges',
  scope,
  operationId: 'presentationChallenge',
  summary: { zh: '取得出示挑战值', en: 'What a presentation has to answer' },
  access: ['person'],
  purposes,
  body: json(z.strictObject({})),
  responses: { 200: jsonAnswer(api.challengeAnswer, 'Good for five minutes, once') },
  refusals: [],
  idempotency: 'none',
  handler: ({ organisation }) => {
    const desk = eCertificatesOf(organisation);
    return { status: 200, body: { challenge: desk.challenges.issue(), domain: desk.base() } };
  },
});

const verify = route({
  method: 'POST',
  path: '/api/v1/presentations',
  scope,
  operationId: 'verifyPresentation',
  summary: { zh: '核验出示', en: 'Verify a presentation' },
  access: ['person'],
  purposes,
  body: json(api.presentationRequest, bodyLimit),
  responses: { 200: jsonAnswer(api.verificationAnswer, 'It holds; the receipt is signed') },
  refusals: [
    'CERTIFICATE_CANCELLED',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_REPLACED',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_SUSPENDED',
    'CERTIFICATE_UNKNOWN',
    'CHALLENGE_INVALID',
    'CHALLENGE_USED',
    'CHECK_DIGIT_MISMATCH',
    'CREDENTIAL_EXPIRED',
    'CREDENTIAL_INVALID',
    'CREDENTIAL_MISMATCH',
    'CREDENTIAL_PROOF_INVALID',
    'DEPENDENCY_REVOKED',
    'DEPENDENCY_SUSPENDED',
    'HOLDER_MISMATCH',
    'ISSUER_KEY_NOT_IN_FORCE',
    'ISSUER_NOT_ACCREDITED',
    'NOT_RECOGNISED',
    'PRESENTATION_EXPIRED',
    'PRESENTATION_INVALID',
    'PRESENTATION_OTHER_RECIPIENT',
    'PRESENTATION_PROOF_INVALID',
    'STATUS_LIST_INVALID',
    'STATUS_UNAVAILABLE',
    'TRANSFERRED_OUT',
  ],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    const desk = eCertificatesOf(organisation);
    const answer = await verified(desk, party, body.presentation, body.asOf);
    await handOver(desk, answer.receipt);
    return { status: 200, body: answer };
  },
});

const receive = route({
  method: 'POST',
  path: '/api/v1/verification-receipts',
  scope,
  operationId: 'receiveVerificationReceipt',
  summary: { zh: '签发省接收核验回执', en: 'The issuing province takes a verifier’s receipt' },
  access: 'public',
  body: json(receivedReceipt, 4096),
  responses: { 201: jsonAnswer(z.strictObject({ receipt: recordId }), 'Kept') },
  refusals: ['RECEIPT_INVALID', 'IDENTIFIER_UNKNOWN'],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    await received(eCertificatesOf(organisation), body);
    return { status: 201, body: { receipt: body.body.receipt } };
  },
});

const receiveBatch = route({
  method: 'POST',
  path: '/api/v1/verification-receipts/batches',
  scope,
  operationId: 'receiveVerificationReceipts',
  summary: { zh: '签发省一次接收多份核验回执', en: 'The issuing province takes several receipts at once' },
  access: 'public',
  body: json(z.strictObject({ receipts: z.array(receivedReceipt).min(1).max(MOST_IN_BATCH) }), 131_072),
  responses: { 200: jsonAnswer(batchAnswer, 'What was kept, and what was refused for good') },
  refusals: [],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    return { status: 200, body: await receivedBatch(eCertificatesOf(organisation), body.receipts) };
  },
});

export const presentationRoutes: readonly Route[] = [challenge, verify, receive, receiveBatch];
