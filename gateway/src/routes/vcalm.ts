import { z } from 'zod';
import { json, jsonAnswer, route, type Route } from '../http/route.js';
import { Refusal } from '../problem/index.js';
import type { PartyRole } from '../session/index.js';
import {
  credentialAnswer,
  deriveBody,
  issueBody,
  statusBody,
  verifiedAnswer,
  verifyCredentialBody,
  verifyPresentationBody,
} from '../vcalm/index.js';

/** VCALM, the W3C VC API, for organisations: docs/formats/open-credential.md. */

const LIMIT = 262_144;
const organisations = [
  'ministry',
  'province',
  'employer',
  'bank',
  'assessor',
  'arbitration',
  'court',
] as const satisfies readonly PartyRole[];
const signed = z.record(z.string(), z.unknown());

const issueCredential = route({
  method: 'POST',
  path: '/credentials/issue',
  scope: 'organisation',
  operationId: 'issueOpenCredential',
  summary: {
    zh: '以本机构名义签发任意 W3C 凭证',
    en: 'Issue any W3C credential in the organisation’s own name',
  },
  access: organisations,
  body: json(issueBody, LIMIT),
  responses: { 201: jsonAnswer(credentialAnswer, 'The credential with its proof, or in its envelope') },
  refusals: [
    'CREDENTIAL_REFUSED',
    'ISSUING_SUITE_UNKNOWN',
    'ROLE_FORBIDDEN',
    'SCHEMA_NOT_REGISTERED',
    'SCHEMA_RETIRED',
    'STATUS_CREDENTIAL_KNOWN',
  ],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    requireItself(party.identifier, organisation.id);
    const verifiableCredential = await organisation.services.open.vcalm.issue(body);
    return { status: 201, body: { verifiableCredential } };
  },
});

const verifyCredential = route({
  method: 'POST',
  path: '/credentials/verify',
  scope: 'organisation',
  operationId: 'verifyOpenCredential',
  summary: { zh: '核验任意 W3C 凭证', en: 'Verify any W3C credential' },
  access: organisations,
  body: json(verifyCredentialBody, LIMIT),
  responses: { 200: jsonAnswer(verifiedAnswer, 'It holds') },
  refusals: ['CREDENTIAL_REFUSED'],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    const document = await organisation.services.open.vcalm.verifyCredential(body);
    return { status: 200, body: { verified: true as const, document } };
  },
});

const verifyPresentation = route({
  method: 'POST',
  path: '/presentations/verify',
  scope: 'organisation',
  operationId: 'verifyOpenPresentation',
  summary: {
    zh: '核验任意 W3C 出示：针对调用方提出的质询与域名，只认一次',
    en: 'Verify any W3C presentation, for the challenge and domain of the caller, once',
  },
  access: organisations,
  body: json(verifyPresentationBody, LIMIT),
  responses: { 200: jsonAnswer(verifiedAnswer, 'It holds') },
  refusals: ['CREDENTIAL_REFUSED', 'CHALLENGE_INVALID', 'CHALLENGE_USED'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    const { challenge, domain } = body.options ?? {};
    // An answer to no question could be anybody's, shown again.
    if (challenge === undefined || domain === undefined) throw new Refusal('CHALLENGE_INVALID');
    const { vcalm, answered } = organisation.services.open;
    const document = await vcalm.verifyPresentation(body);
    if (!answered.add(JSON.stringify([party.identifier, domain, challenge])))
      throw new Refusal('CHALLENGE_USED');
    return { status: 200, body: { verified: true as const, document } };
  },
});

const deriveCredential = route({
  method: 'POST',
  path: '/credentials/derive',
  scope: 'organisation',
  operationId: 'deriveOpenCredential',
  summary: {
    zh: '由持有人选择披露的内容，生成派生凭证',
    en: 'Derive a credential that shows what its holder chose',
  },
  access: [...organisations, 'person'],
  body: json(deriveBody, LIMIT),
  responses: { 201: jsonAnswer(credentialAnswer, 'The derived credential') },
  refusals: ['CREDENTIAL_REFUSED'],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    const verifiableCredential = await organisation.services.open.vcalm.derive(body);
    return { status: 201, body: { verifiableCredential } };
  },
});

const setStatus = route({
  method: 'POST',
  path: '/credentials/status',
  scope: 'organisation',
  operationId: 'setCredentialStatus',
  summary: { zh: '设置本机构所签发凭证的状态', en: 'Set the status of a credential that was issued here' },
  access: organisations,
  body: json(statusBody, 4096),
  responses: { 200: jsonAnswer(z.strictObject({}), 'Set') },
  refusals: ['STATUS_CREDENTIAL_UNKNOWN', 'STATUS_VALUE_UNKNOWN', 'ROLE_FORBIDDEN'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    requireItself(party.identifier, organisation.id);
    await organisation.services.open.vcalm.setStatus(body);
    return { status: 200, body: {} };
  },
});

const openStatusList = route({
  method: 'GET',
  path: '/credentials/status-lists/{list}',
  scope: 'organisation',
  operationId: 'openStatusList',
  summary: { zh: '状态列表', en: 'A status list of the credentials that were issued here' },
  access: 'public',
  params: z.strictObject({ list: z.string().regex(/^[1-9]\d{0,5}-[a-z0-9-]{1,20}$/) }),
  responses: { 200: jsonAnswer(signed, 'The signed list') },
  refusals: ['NOT_FOUND'],
  handler: async ({ organisation, params }) => {
    const list = await organisation.services.open.status.list(params.list);
    if (list === undefined) throw new Refusal('NOT_FOUND');
    return { status: 200, body: list };
  },
});

/** Nobody issues in another's name. */
function requireItself(party: string, organisation: string): void {
  if (party !== organisation) throw new Refusal('ROLE_FORBIDDEN');
}

export const vcalmRoutes: readonly Route[] = [
  issueCredential,
  verifyCredential,
  verifyPresentation,
  deriveCredential,
  setStatus,
  openStatusList,
];
