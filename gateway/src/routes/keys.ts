import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import type { HostedOrganisation } from '../http/composition.js';
import { json, jsonAnswer, route, type Route } from '../http/route.js';
import { revoked } from '../pki/revoking.js';
import { Refusal } from '../problem/index.js';

/** For operators: which keys there are and how they were used, and the revocation of certificates. */

const operators = ['ministry', 'province', 'arbitration', 'court'] as const;
const scope = 'organisation';

const list = route({
  method: 'GET',
  path: '/api/v1/keys',
  scope,
  operationId: 'listKeys',
  summary: {
    zh: '密钥清单：用途、算法、存放处、证书到期、使用次数（不含任何秘密）',
    en: 'The inventory of keys: purpose, algorithm, place, certificate, uses; nothing secret',
  },
  access: operators,
  responses: { 200: jsonAnswer(api.keyList, 'By name; for the ministry, which operates the platform, all') },
  refusals: ['ROLE_FORBIDDEN'],
  handler: async ({ organisation, party }) => {
    requireOwn(organisation, party);
    const keys = await organisation.services.keys.list();
    const own = keys.filter(
      (each) => organisation.role === 'ministry' || each.organisation === organisation.id,
    );
    return { status: 200, body: { keys: own } };
  },
});

const uses = route({
  method: 'GET',
  path: '/api/v1/keys/{key}/uses',
  scope,
  operationId: 'listKeyUses',
  summary: { zh: '密钥使用记录（逐次）', en: 'The record of a key’s uses, one by one' },
  access: operators,
  params: z.strictObject({ key: z.string().regex(/^[a-z0-9-]{1,64}$/) }),
  responses: {
    200: jsonAnswer(api.keyUseList, 'The latest first, at most 200; none for keys that are only counted'),
  },
  refusals: ['ROLE_FORBIDDEN', 'NOT_FOUND'],
  handler: async ({ organisation, party, params }) => {
    requireOwn(organisation, party);
    const desk = organisation.services.keys;
    const key = (await desk.list()).find(({ name }) => name === params.key);
    const own = organisation.role === 'ministry' || key?.organisation === organisation.id;
    if (key === undefined || !own) throw new Refusal('NOT_FOUND');
    const found = await desk.usesOf(params.key);
    return { status: 200, body: { uses: found.map(({ recordedAt, use }) => ({ recordedAt, ...use })) } };
  },
});

const revoke = route({
  method: 'POST',
  path: '/api/v1/certificate-revocations',
  scope,
  operationId: 'revokeCertificate',
  summary: {
    zh: '吊销证书（可先试运行，只说明后果）',
    en: 'Revoke a certificate, or by a dry run learn what that would do',
  },
  access: operators,
  body: json(api.certificateRevocationRequest, 4096),
  responses: { 200: jsonAnswer(api.certificateRevocationAnswer, 'What it does, or would do') },
  refusals: ['ROLE_FORBIDDEN', 'NOT_FOUND'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const { certificateAuthorities, sealsConcerned } = organisation.services;
    return { status: 200, body: await revoked(certificateAuthorities, party, body, sealsConcerned) };
  },
});

export const keyRoutes: readonly Route[] = [list, uses, revoke];

/** @throws Refusal ROLE_FORBIDDEN for somebody of another organisation */
function requireOwn({ id }: HostedOrganisation, { identifier }: { readonly identifier: string }): void {
  if (identifier !== id) throw new Refusal('ROLE_FORBIDDEN');
}
