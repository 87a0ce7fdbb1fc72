import { identifier, recordId, word } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import * as deciding from '../certificates/deciding.js';
import * as holding from '../certificates/holding.js';
import * as issuing from '../certificates/issuing.js';
import { everywhere, ofPerson } from '../certificates/national.js';
import { batchAnswer, MOST_IN_BATCH } from '../certificates/receipt-delivery.js';
import { handOver, received, receivedBatch } from '../certificates/receipts.js';
import { receivedReceipt } from '../certificates/received-receipts.js';
import { issuedByProvince } from '../certificates/own-issuing.js';
import { takenOver } from '../certificates/transfers.js';
import { verified } from '../certificates/verifying.js';
import { json, jsonAnswer, route, type Route } from '../http/route.js';
import { Refusal } from '../problem/index.js';
import { eCertificatesOf } from '../services.js';
import { requireOfficial } from './official.js';

/** E-certificates: issuers, holders and verifying provinces (国令第716号 art. 10). */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const issuers = ['assessor', 'employer', 'province'] as const;
const certificate = z.strictObject({ certificate: recordId });
const derivation = z.strictObject({ derivation: recordId });
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
  refusals: ['ISSUER_NOT_ACCREDITED', 'CREDENTIAL_INVALID', 'CERTIFICATE_EXISTS'],
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
    'PARTY_NOT_BOUND',
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
    'CHECK_DIGIT_MISMATCH',
    'CREDENTIAL_INVALID',
    'HOLDER_MISMATCH',
    'IDENTITY_NOT_PROVEN',
    'ISSUER_NOT_ACCREDITED',
    'PARTY_NOT_BOUND',
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

const list = route({
  method: 'GET',
  path: '/api/v1/e-certificates',
  scope,
  operationId: 'listCertificates',
  summary: { zh: '本人的电子证照', en: 'One’s own e-certificates' },
  access: ['person'],
  purposes,
  responses: { 200: jsonAnswer(api.certificateList, 'With what opens the ledger’s commitments') },
  refusals: ['IDENTITY_NOT_PROVEN'],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { certificates: await holding.heldBy(eCertificatesOf(organisation), party) },
  }),
});

const askDerivation = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/derivations',
  scope,
  operationId: 'askDerivation',
  summary: { zh: '申请最小化出示凭证', en: 'Ask for a claim with only some members' },
  access: ['person'],
  purposes,
  params: certificate,
  body: json(api.derivationRequest),
  responses: { 201: jsonAnswer(api.derivation, 'It waits for the issuer') },
  refusals: ['CERTIFICATE_UNKNOWN', 'ATTESTATION_INVALID', 'HOLDER_MISMATCH', 'IDENTIFIER_UNKNOWN'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 201,
    body: await holding.derivationAsked(eCertificatesOf(organisation), party, params.certificate, body),
  }),
});

const readDerivation = route({
  method: 'GET',
  path: '/api/v1/e-certificates/derivations/{derivation}',
  scope,
  operationId: 'readDerivation',
  summary: { zh: '取回最小化出示凭证', en: 'Fetch a derived claim' },
  access: ['person'],
  purposes,
  params: derivation,
  responses: { 200: jsonAnswer(api.derivation, 'With the credential once the issuer has derived it') },
  refusals: ['DERIVATION_UNKNOWN'],
  handler: async ({ organisation, party, params }) => ({
    status: 200,
    body: await holding.derivationOf(eCertificatesOf(organisation), party, params.derivation),
  }),
});

const listDerivations = route({
  method: 'GET',
  path: '/api/v1/e-certificates/derivations',
  scope,
  operationId: 'listDerivations',
  summary: { zh: '签发机构待办：最小化出示', en: 'What waits for an issuer to derive' },
  access: issuers,
  purposes,
  responses: { 200: jsonAnswer(api.derivationList, 'In no order') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { derivations: await holding.derivationsFor(eCertificatesOf(organisation), party) },
  }),
});

const derive = route({
  method: 'POST',
  path: '/api/v1/e-certificates/derivations/{derivation}/credential',
  scope,
  operationId: 'deriveCredential',
  summary: { zh: '签发机构交付最小化凭证', en: 'The issuer hands a derived claim in' },
  access: issuers,
  purposes,
  params: derivation,
  body: json(api.derivedCredential, bodyLimit),
  responses: { 201: jsonAnswer(api.derivedCredential, 'As it was handed in') },
  refusals: ['DERIVATION_UNKNOWN', 'CREDENTIAL_MISMATCH', 'CREDENTIAL_PROOF_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 201,
    body: await holding.derived(eCertificatesOf(organisation), party, params.derivation, body),
  }),
});

const decide = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/decisions',
  scope,
  operationId: 'decideOnCertificate',
  summary: {
    zh: '签发省决定：暂扣、发还、撤销或吊销、取消转出',
    en: 'The issuing province decides: suspend, reinstate, revoke, withdraw a transfer',
  },
  access: ['province'],
  purposes,
  params: certificate,
  body: json(api.decisionRequest),
  responses: { 200: jsonAnswer(api.decisionAnswer, 'The new state') },
  refusals: ['ROLE_FORBIDDEN', 'CERTIFICATE_UNKNOWN', 'CERTIFICATE_STATE', 'CERTIFICATE_REVOKED'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    return {
      status: 200,
      body: await deciding.decided(eCertificatesOf(organisation), params.certificate, body),
    };
  },
});

const recognise = route({
  method: 'POST',
  path: '/api/v1/recognitions',
  scope,
  operationId: 'recognise',
  summary: { zh: '互认他省证照', en: 'Recognise another province’s certificates' },
  access: ['province'],
  purposes,
  body: json(api.recognitionRequest),
  responses: { 201: jsonAnswer(api.recognitionAnswer, 'The receipt of the ledger') },
  refusals: ['ROLE_FORBIDDEN', 'RECOGNITION_EXISTS', 'RECOGNITION_PERIOD_INVALID', 'ORGANISATION_UNKNOWN'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 201, body: await deciding.recognised(eCertificatesOf(organisation), body) };
  },
});

const withdrawRecognition = route({
  method: 'POST',
  path: '/api/v1/recognitions/{recognition}/withdrawal',
  scope,
  operationId: 'withdrawRecognition',
  summary: { zh: '撤回互认', en: 'End a recognition, from a day on' },
  access: ['province'],
  purposes,
  params: z.strictObject({ recognition: recordId }),
  body: json(api.recognitionWithdrawalRequest),
  responses: { 201: jsonAnswer(api.recognitionAnswer, 'The receipt of the ledger') },
  refusals: ['ROLE_FORBIDDEN', 'RECOGNITION_UNKNOWN', 'RECOGNITION_PERIOD_INVALID', 'NOT_ENTITLED'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    const desk = eCertificatesOf(organisation);
    return { status: 201, body: await deciding.recognitionWithdrawn(desk, params.recognition, body) };
  },
});

const readRecognition = route({
  method: 'GET',
  path: '/api/v1/recognitions',
  scope,
  operationId: 'readRecognition',
  summary: { zh: '查询当前互认', en: 'Whether certificates of a province are recognised here today' },
  access: 'public',
  query: z.strictObject({ of: identifier, type: word, level: z.exactOptional(word) }),
  responses: { 200: jsonAnswer(api.standingRecognitionAnswer, 'What the ledger says') },
  refusals: ['ORGANISATION_UNKNOWN'],
  handler: async ({ organisation, query }) => ({
    status: 200,
    body: await deciding.standingRecognition(eCertificatesOf(organisation), query),
  }),
});

const transferOut = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/transfer-out',
  scope,
  operationId: 'transferOut',
  summary: { zh: '办理转出', en: 'Transfer a certificate to another province' },
  access: ['person'],
  purposes,
  params: certificate,
  body: json(api.transferOutRequest),
  responses: { 200: jsonAnswer(api.decisionAnswer, 'On its way') },
  refusals: ['CERTIFICATE_UNKNOWN', 'CERTIFICATE_SEQUENCE', 'TRANSFER_MISMATCH', 'SIGNATURE_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 200,
    body: await deciding.sentAway(eCertificatesOf(organisation), party, params.certificate, body),
  }),
});

const cancel = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/cancellation',
  scope,
  operationId: 'cancelCertificate',
  summary: { zh: '申请注销', en: 'Give a certificate up' },
  access: ['person'],
  purposes,
  params: certificate,
  body: json(api.cancellationRequest),
  responses: { 200: jsonAnswer(api.decisionAnswer, 'Cancelled') },
  refusals: ['CERTIFICATE_UNKNOWN', 'CERTIFICATE_SEQUENCE', 'SIGNATURE_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 200,
    body: await deciding.givenUp(eCertificatesOf(organisation), party, params.certificate, body),
  }),
});

const transferIn = route({
  method: 'POST',
  path: '/api/v1/e-certificates/transfers-in',
  scope,
  operationId: 'transferIn',
  summary: { zh: '转入', en: 'Take over a certificate of another province' },
  access: ['person'],
  purposes,
  body: json(api.transferInRequest, bodyLimit),
  responses: { 201: jsonAnswer(api.certificateView, 'The new certificate') },
  refusals: [
    'CERTIFICATE_PREDECESSOR',
    'CREDENTIAL_MISMATCH',
    'CREDENTIAL_PROOF_INVALID',
    'HOLDER_MISMATCH',
    'TRANSFER_MISMATCH',
    'TRANSFERRED_OUT',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const desk = eCertificatesOf(organisation);
    const taken = await desk.turns.take(body.predecessor, () => takenOver(desk, party, body));
    return { status: 201, body: taken };
  },
});

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

const receipts = route({
  method: 'GET',
  path: '/api/v1/e-certificates/{certificate}/receipts',
  scope,
  operationId: 'listReceipts',
  summary: { zh: '本人证照的核验回执', en: 'Who verified one’s own certificate' },
  access: ['person'],
  purposes,
  params: certificate,
  responses: {
    200: jsonAnswer(z.strictObject({ receipts: z.array(receivedReceipt) }), 'Each signed by its verifier'),
  },
  refusals: ['CERTIFICATE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const desk = eCertificatesOf(organisation);
    const file = await desk.files.get(params.certificate);
    if (file?.value.holder !== party.identifier) throw new Refusal('CERTIFICATE_UNKNOWN');
    return { status: 200, body: { receipts: await desk.receipts.of(params.certificate) } };
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

export const eCertificateRoutes: readonly Route[] = [
  apply,
  issue,
  issueOwn,
  introduce,
  list,
  listDerivations,
  askDerivation,
  readDerivation,
  derive,
  decide,
  recognise,
  withdrawRecognition,
  readRecognition,
  transferOut,
  cancel,
  transferIn,
  challenge,
  verify,
  receive,
  receiveBatch,
  receipts,
  national,
  byPerson,
  statusList,
];
