import { instant, laborContractMessages } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { downloadOf, downloads } from '../labor-contract/downloads.js';
import * as drafting from '../labor-contract/drafting.js';
import * as ending from '../labor-contract/ending.js';
import { exportBundle } from '../labor-contract/evidence.js';
import { logNameOf } from '../labor-contract/log-matters.js';
import { load } from '../labor-contract/desk.js';
import * as sealing from '../labor-contract/sealed-ofd.js';
import * as signing from '../labor-contract/signing.js';
import { answerOf, viewOf } from '../labor-contract/view.js';
import { laborContractsOf } from '../services.js';

/** Electronic labor contracts (指引 art. 3-16): what parties do, and what they can fetch at any time, free of charge. */

const scope = 'organisation';
const contract = z.strictObject({ contract: laborContractMessages.draft.shape.contract });
const amendment = contract.extend({ amendment: z.string().regex(/^\d{1,3}$/) });
const parties = ['employer', 'person'] as const;
const answer = jsonAnswer(api.contractAnswer, 'The contract, and the receipt of what was recorded');
const bodyLimit = 262_144;

const checkTerms = route({
  method: 'POST',
  path: '/api/v1/labor-contracts/check',
  scope,
  operationId: 'checkTerms',
  summary: {
    zh: '按法律检查合同条款（试算，不保存）',
    en: 'Check terms against the law (dry run, nothing is kept)',
  },
  access: parties,
  purposes: ['contract-conclusion'],
  body: json(api.checkRequest, bodyLimit),
  responses: { 200: jsonAnswer(api.findings, 'Violations refuse a contract, warnings do not') },
  refusals: ['BODY_INVALID'],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    const found = await drafting.check(laborContractsOf(organisation).desk, body.terms);
    return {
      status: 200,
      body: { violations: found.violations.map(copy), warnings: found.warnings.map(copy) },
    };
  },
});

const draftContract = route({
  method: 'POST',
  path: '/api/v1/labor-contracts',
  scope,
  operationId: 'draftContract',
  summary: { zh: '起草劳动合同', en: 'Draft a labor contract' },
  access: ['employer'],
  purposes: ['contract-conclusion'],
  body: json(api.draftRequest, bodyLimit),
  responses: { 201: answer },
  refusals: [
    'BODY_INVALID',
    'TERMS_REFUSED',
    'TEMPLATE_UNKNOWN',
    'IDENTITY_NOT_PROVEN',
    'IDENTITY_MISMATCH',
    'COMMITMENT_MISMATCH',
    'PARTY_NOT_BOUND',
    'NOT_A_PARTY',
    'CONTRACT_EXISTS',
    'SIGNATURE_INVALID',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const { desk } = laborContractsOf(organisation);
    const { contract: name } = body.draft.body;
    const file = await desk.turns.take(name, () => drafting.draftContract(desk, party, body));
    return { status: 201, body: await answerOf(desk, file) };
  },
});

const readContract = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}',
  scope,
  operationId: 'readContract',
  summary: { zh: '查看劳动合同', en: 'Read a labor contract' },
  access: parties,
  purposes: ['contract-conclusion', 'delivery', 'evidence', 'dispute', 'rights'],
  params: contract,
  responses: { 200: answer },
  refusals: ['CONTRACT_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const { desk } = laborContractsOf(organisation);
    const { value } = await load(desk, params.contract, party);
    return { status: 200, body: { contract: await viewOf(desk, value) } };
  },
});

const readDisclosure = route({
  method: 'GET',
  path: '/api/v1/disclosures/current',
  scope,
  operationId: 'readDisclosure',
  summary: { zh: '签署前告知书', en: 'What is told before signing' },
  access: 'public',
  responses: {
    200: jsonAnswer(
      z.strictObject({ text: z.string(), version: z.int(), sm3: z.string(), body: z.unknown() }),
      'The text; sm3 is over its canonical bytes',
    ),
  },
  refusals: [],
  handler: ({ organisation }) => ({
    status: 200,
    body: { ...laborContractsOf(organisation).desk.disclosure },
  }),
});

const readTemplate = route({
  method: 'GET',
  path: '/api/v1/labor-contract-templates/current',
  scope,
  operationId: 'readTemplate',
  summary: { zh: '现行合同模板', en: 'The contract template in use' },
  access: 'public',
  responses: {
    200: jsonAnswer(
      z.strictObject({ id: z.string(), version: z.int(), sm3: z.string(), body: z.unknown() }),
      'The template; sm3 is over its canonical bytes',
    ),
  },
  refusals: [],
  handler: ({ organisation }) => ({
    status: 200,
    body: { ...laborContractsOf(organisation).desk.press.template },
  }),
});

const listTemplates = route({
  method: 'GET',
  path: '/api/v1/labor-contract-templates',
  scope,
  operationId: 'listTemplates',
  summary: { zh: '可用的合同模板', en: 'Every contract template that a draft may name' },
  access: 'public',
  responses: {
    200: jsonAnswer(
      z.strictObject({
        templates: z.array(
          z.strictObject({ id: z.string(), version: z.int(), sm3: z.string(), body: z.unknown() }),
        ),
      }),
      'sm3 is over the canonical bytes of each',
    ),
  },
  refusals: [],
  handler: ({ organisation }) => ({
    status: 200,
    body: { templates: [...laborContractsOf(organisation).desk.press.templates] },
  }),
});

const readIdentity = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/identity',
  scope,
  operationId: 'readIdentityRecord',
  summary: { zh: '本方身份核验记录', en: 'The record of how one’s own identity was proven' },
  access: parties,
  purposes: ['contract-conclusion', 'evidence', 'rights'],
  params: contract,
  responses: { 200: jsonAnswer(z.strictObject({ record: z.unknown() }), 'docs/formats/evidence-bundle.md') },
  refusals: ['CONTRACT_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const { value } = await load(laborContractsOf(organisation).desk, params.contract, party);
    return {
      status: 200,
      body: {
        record: party.identifier === value.worker ? value.identities.worker : value.identities.employer,
      },
    };
  },
});

const readLayout = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/documents/{amendment}/layout',
  scope,
  operationId: 'readLayout',
  summary: { zh: '签署页面的版式', en: 'The pages as they are shown' },
  access: parties,
  purposes: ['contract-conclusion', 'delivery', 'rights'],
  params: amendment,
  responses: {
    200: jsonAnswer(z.looseObject({ pages: z.array(z.unknown()) }), 'docs/formats/contract-document.md'),
  },
  refusals: ['CONTRACT_UNKNOWN', 'NOT_FOUND'],
  handler: async ({ organisation, party, params }) => {
    const { desk } = laborContractsOf(organisation);
    const { value } = await load(desk, params.contract, party);
    const layout = await drafting.layoutOf(desk, value, Number(params.amendment));
    return { status: 200, body: { ...layout, pages: [...layout.pages] } };
  },
});

const prepared = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/documents/{amendment}/prepared.pdf',
  scope,
  operationId: 'prepareSigning',
  summary: {
    zh: '带有本方签名位置的文件：钱包核对后在其中签名',
    en: 'The document with a place for one’s own signature: the wallet looks at it and signs inside',
  },
  access: parties,
  purposes: ['contract-conclusion'],
  params: amendment,
  query: z.strictObject({ at: instant, serial: z.string().regex(/^[0-9a-f]{1,40}$/) }),
  responses: { 200: bytesAnswer('application/pdf', 'docs/formats/signed-pdf.md') },
  refusals: ['CONTRACT_UNKNOWN', 'CONTRACT_STATE', 'NOT_FOUND', 'ALREADY_SIGNED', 'NOT_A_PARTY'],
  handler: async ({ organisation, party, params, query }) => {
    const { desk } = laborContractsOf(organisation);
    const { contract: name } = params;
    const body = await signing.prepareSigning(desk, party, name, Number(params.amendment), query);
    return { status: 200, body };
  },
});

const unsigned = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/documents/{amendment}/unsigned.ofd',
  scope,
  operationId: 'prepareOfd',
  summary: {
    zh: '待劳动者签名的 OFD：钱包核对后在其中签名',
    en: 'The document as OFD, for the worker’s own signature: the wallet looks at it and signs inside',
  },
  access: ['person'],
  purposes: ['contract-conclusion'],
  params: amendment,
  query: z.strictObject({ at: instant }),
  responses: { 200: bytesAnswer('application/ofd', 'docs/formats/ofd.md') },
  refusals: ['CONTRACT_UNKNOWN', 'CONTRACT_STATE', 'NOT_FOUND', 'ALREADY_SIGNED', 'NOT_A_PARTY'],
  handler: async ({ organisation, party, params, query }) => {
    const { desk } = laborContractsOf(organisation);
    const { contract: name } = params;
    const body = await signing.prepareOfd(desk, party, name, Number(params.amendment), query.at);
    return { status: 200, body };
  },
});

const unsealed = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/documents/{amendment}/unsealed.ofd',
  scope,
  operationId: 'prepareSealing',
  summary: {
    zh: '劳动者已签名、待用人单位盖章的 OFD：钱包核对后盖章',
    en: 'The concluded document as OFD with the worker’s signature, to be sealed by the employer: its wallet looks at it first',
  },
  access: ['employer'],
  purposes: ['contract-conclusion'],
  params: amendment,
  responses: { 200: bytesAnswer('application/ofd', 'docs/formats/ofd.md') },
  refusals: ['CONTRACT_UNKNOWN', 'CONTRACT_STATE', 'NOT_FOUND', 'NOT_A_PARTY'],
  handler: async ({ organisation, party, params }) => {
    const { desk } = laborContractsOf(organisation);
    const body = await sealing.prepareSealing(desk, party, params.contract, Number(params.amendment));
    return { status: 200, body };
  },
});

const seal = route({
  method: 'POST',
  path: '/api/v1/labor-contracts/{contract}/sealings',
  scope,
  operationId: 'sealContract',
  summary: { zh: '用人单位在 OFD 上盖章', en: 'The employer seals the OFD' },
  access: ['employer'],
  purposes: ['contract-conclusion'],
  params: contract,
  body: json(api.sealingRequest, 1_000_000),
  responses: { 200: answer },
  refusals: [
    'CONTRACT_UNKNOWN',
    'CONTRACT_STATE',
    'NOT_A_PARTY',
    'ALREADY_SIGNED',
    'DOCUMENT_SIGNATURE_INVALID',
    'SEAL_UNKNOWN',
    'SEAL_NOT_ACTIVE',
    'STORE_CONFLICT',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    const { desk } = laborContractsOf(organisation);
    const file = await desk.turns.take(params.contract, () =>
      sealing.acceptSealing(desk, party, params.contract, body),
    );
    return { status: 200, body: await answerOf(desk, file) };
  },
});

/** Every file of a contract, by the name under which it is verified. */
const download = downloads.map(({ name, contentType, zh, en }) =>
  route({
    method: 'GET',
    path: `/api/v1/labor-contracts/{contract}/documents/{amendment}/${name}`,
    scope,
    operationId: `download${name
      .split('.')
      .map((word) => word[0]?.toUpperCase() + word.slice(1))
      .join('')}`,
    summary: { zh, en },
    access: parties,
    purposes: ['contract-conclusion', 'delivery', 'evidence', 'dispute', 'rights'],
    params: amendment,
    responses: { 200: bytesAnswer(contentType, en) },
    refusals: ['CONTRACT_UNKNOWN', 'NOT_FOUND'],
    handler: async ({ organisation, party, params }) => {
      const { desk } = laborContractsOf(organisation);
      const { value } = await load(desk, params.contract, party);
      return { status: 200, body: await downloadOf(desk, value, Number(params.amendment), name) };
    },
  }),
);

/** POST routes that take a signed step and answer with the contract. */
const step = <S extends z.ZodType>(
  name: string,
  operationId: string,
  zh: string,
  en: string,
  schema: S,
  access: readonly ['employer'] | readonly ['person'] | typeof parties,
  run: (
    desk: ReturnType<typeof laborContractsOf>['desk'],
    party: { identifier: string; role: string },
    contract: string,
    body: z.output<S>,
  ) => Promise<Parameters<typeof answerOf>[1]>,
): Route =>
  route({
    method: 'POST',
    path: `/api/v1/labor-contracts/{contract}/${name}`,
    scope,
    operationId,
    summary: { zh, en },
    access,
    purposes: ['contract-conclusion', 'delivery', 'dispute', 'rights', 'retention'],
    params: contract,
    body: json(schema, bodyLimit),
    responses: { 200: answer },
    refusals: [
      'CONTRACT_UNKNOWN',
      'CONTRACT_STATE',
      'CONTRACT_VERSION',
      'CONTRACT_CONCLUDED',
      'NOT_A_PARTY',
      'SIGNATURE_INVALID',
      'SIGNATURE_TIME',
      'COMMITMENT_MISMATCH',
      'STORE_CONFLICT',
    ],
    idempotency: 'key',
    handler: async ({ organisation, party, params, body }) => {
      const { desk } = laborContractsOf(organisation);
      const file = await desk.turns.take(params.contract, () => run(desk, party, params.contract, body));
      return { status: 200, body: await answerOf(desk, file) };
    },
  });

const readCertificateDraft = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/dissolution-certificate',
  scope,
  operationId: 'readDissolutionCertificate',
  summary: { zh: '解除、终止劳动合同证明的内容', en: 'What the certificate of the end will say' },
  access: parties,
  purposes: ['contract-conclusion', 'rights'],
  params: contract,
  query: z.strictObject({
    ground: laborContractMessages.ground,
    on: laborContractMessages.dissolution.shape.on,
  }),
  responses: {
    200: jsonAnswer(z.strictObject({ certificate: z.unknown() }), '实施条例 art. 24: docs/formats/terms.md'),
  },
  refusals: ['CONTRACT_UNKNOWN', 'DISSOLUTION_DATE', 'CONTRACT_STATE'],
  handler: async ({ organisation, party, params, query }) => ({
    status: 200,
    body: {
      certificate: await ending.certificateDraft(
        laborContractsOf(organisation).desk,
        party,
        params.contract,
        query.ground,
        query.on,
      ),
    },
  }),
});

const readDissolution = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/dissolution',
  scope,
  operationId: 'readDissolution',
  summary: { zh: '待签的解除、终止', en: 'A dissolution that waits for a signature' },
  access: parties,
  purposes: ['contract-conclusion', 'rights'],
  params: contract,
  responses: {
    200: jsonAnswer(
      z.strictObject({
        dissolution: laborContractMessages.dissolution,
        opening: api.opening,
        certificate: z.unknown(),
      }),
      'What is proposed',
    ),
  },
  refusals: ['CONTRACT_UNKNOWN', 'NOT_FOUND'],
  handler: async ({ organisation, party, params }) => ({
    status: 200,
    body: await ending.pendingDissolution(laborContractsOf(organisation).desk, party, params.contract),
  }),
});

const readState = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/state-proof',
  scope,
  operationId: 'proveContractState',
  summary: { zh: '合同现状的账本证明', en: 'Proof of the contract’s present state' },
  access: parties,
  purposes: ['evidence', 'dispute', 'rights'],
  params: contract,
  responses: { 200: jsonAnswer(api.proofAnswer, 'docs/formats/ledger.md') },
  refusals: ['CONTRACT_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const { desk } = laborContractsOf(organisation);
    await load(desk, params.contract, party);
    return { status: 200, body: { proof: await desk.proveContract(params.contract) } };
  },
});

const proveLogged = route({
  method: 'GET',
  path: '/api/v1/labor-contracts/{contract}/documents/{amendment}/contract.tlog-proof',
  scope,
  operationId: 'proveContractLogged',
  summary: { zh: '存证日志证明（C2SP tlog-proof）', en: 'Proof from the evidence log (C2SP tlog-proof)' },
  access: parties,
  purposes: ['evidence', 'dispute', 'rights'],
  params: amendment,
  responses: { 200: bytesAnswer('text/plain; charset=utf-8', 'docs/formats/evidence-log.md') },
  refusals: ['CONTRACT_UNKNOWN', 'NOT_FOUND', 'LOG_PROOF_PENDING'],
  handler: async ({ organisation, party, params }) => {
    await load(laborContractsOf(organisation).desk, params.contract, party);
    const { kind, id } = logNameOf(params.contract, Number(params.amendment));
    return { status: 200, body: await organisation.services.evidenceLog.prove(kind, id) };
  },
});

const exportEvidence = route({
  method: 'POST',
  path: '/api/v1/labor-contracts/{contract}/bundles',
  scope,
  operationId: 'exportBundle',
  summary: { zh: '导出证据包', en: 'Export the evidence bundle' },
  access: parties,
  purposes: ['evidence', 'dispute', 'rights'],
  params: contract,
  body: json(api.bundleRequest, 1024),
  responses: { 200: bytesAnswer('application/zip', 'docs/formats/evidence-bundle.md') },
  refusals: ['CONTRACT_UNKNOWN', 'CONTRACT_STATE'],
  idempotency: 'none',
  handler: async ({ organisation, party, params, body }) => {
    const services = laborContractsOf(organisation);
    const { value } = await load(services.desk, params.contract, party);
    return { status: 200, body: await exportBundle(services, value, body.purpose) };
  },
});

export const laborContractRoutes: readonly Route[] = [
  checkTerms,
  draftContract,
  readContract,
  readDisclosure,
  readTemplate,
  listTemplates,
  readIdentity,
  readLayout,
  prepared,
  unsigned,
  unsealed,
  seal,
  ...download,
  step(
    'disclosure',
    'acknowledgeDisclosure',
    '确认已阅签署前告知',
    'Acknowledge the disclosure',
    api.disclosureRequest,
    ['person'],
    drafting.discloseContract,
  ),
  step(
    'revisions',
    'reviseContract',
    '修改条款',
    'Revise the terms',
    api.revisionRequest,
    ['employer'],
    drafting.reviseContract,
  ),
  step(
    'lock',
    'lockContract',
    '锁定待签文件',
    'Fix the document to be signed',
    api.lockRequest,
    ['employer'],
    drafting.lockContract,
  ),
  step(
    'signatures',
    'signContract',
    '签名（盖章）',
    'Sign or seal',
    api.signatureRequest,
    parties,
    signing.acceptSignature,
  ),
  step(
    'refusal',
    'declineContract',
    '劳动者拒签',
    'The worker declines',
    api.refusalRequest,
    ['person'],
    (desk, party, id, body) => drafting.refuseContract(desk, party, id, body, 'decline'),
  ),
  step(
    'withdrawal',
    'withdrawContract',
    '用人单位撤回',
    'The employer withdraws',
    api.refusalRequest,
    ['employer'],
    (desk, party, id, body) => drafting.refuseContract(desk, party, id, body, 'withdraw'),
  ),
  step(
    'delivery',
    'deliverContract',
    '送达',
    'Deliver',
    api.deliveryRequest,
    ['employer'],
    ending.deliverContract,
  ),
  step(
    'acknowledgement',
    'acknowledgeContract',
    '确认收到',
    'Acknowledge receipt',
    api.acknowledgementRequest,
    ['person'],
    ending.acknowledgeContract,
  ),
  step(
    'amendments',
    'proposeAmendment',
    '提出变更',
    'Propose an amendment',
    api.amendmentRequest,
    ['employer'],
    signing.proposeAmendment,
  ),
  readCertificateDraft,
  readDissolution,
  step(
    'dissolution',
    'dissolveContract',
    '解除或终止',
    'Dissolve or terminate',
    api.dissolutionRequest,
    parties,
    ending.endContract,
  ),
  step(
    'disposal',
    'disposeContract',
    '到期销毁',
    'Dispose of it when retention is over',
    api.disposalRequest,
    ['employer'],
    ending.disposeContract,
  ),
  readState,
  proveLogged,
  exportEvidence,
];

function copy<T extends { readonly pointers: readonly string[] }>(finding: T): T & { pointers: string[] } {
  return { ...finding, pointers: [...finding.pointers] };
}
