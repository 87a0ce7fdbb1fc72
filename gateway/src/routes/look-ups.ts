import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { found, holderNamed, lookedUp, lookUpsOf } from '../certificates/look-ups.js';
import { json, jsonAnswer, route, type Route } from '../http/route.js';
import { eCertificatesOf } from '../services.js';
import { requireOfficial } from './official.js';

/** A province's officials find certificates and look at one; its holder reads who looked. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const named = z.strictObject({ certificate: recordId });

const search = route({
  method: 'POST',
  path: '/api/v1/e-certificates/searches',
  scope,
  operationId: 'searchCertificates',
  summary: {
    zh: '按证书编号或持证人查询，须说明用途；每次查询留痕',
    en: 'Find certificates by number or person, for a stated purpose; each look is kept',
  },
  access: ['province'],
  purposes,
  body: json(api.searchRequest, 1024),
  responses: { 200: jsonAnswer(api.searchAnswer, 'Those that this province keeps') },
  refusals: ['ROLE_FORBIDDEN'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 200, body: await found(eCertificatesOf(organisation), party, body) };
  },
});

const look = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/look-ups',
  scope,
  operationId: 'lookUpCertificate',
  summary: {
    zh: '查看一份证照，须说明用途；留痕',
    en: 'See one certificate, for a stated purpose; it is kept',
  },
  access: ['province'],
  purposes,
  params: named,
  body: json(api.lookUpRequest, 1024),
  responses: { 200: jsonAnswer(api.officialView, 'With its states and the credential') },
  refusals: ['ROLE_FORBIDDEN', 'CERTIFICATE_UNKNOWN'],
  idempotency: 'none',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    const { registry } = organisation.services;
    const nameOf = async (id: string): Promise<string> => (await registry.organisation(id))?.name ?? id;
    const desk = eCertificatesOf(organisation);
    return { status: 200, body: await lookedUp(desk, party, params.certificate, body.purpose, nameOf) };
  },
});

const looked = route({
  method: 'GET',
  path: '/api/v1/e-certificates/{certificate}/look-ups',
  scope,
  operationId: 'listLookUps',
  summary: { zh: '本人证照被查看的记录', en: 'Who looked at one’s own certificate' },
  access: ['person'],
  purposes,
  params: named,
  responses: { 200: jsonAnswer(api.lookUpList, 'The latest first') },
  refusals: ['CERTIFICATE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => ({
    status: 200,
    body: { lookUps: await lookUpsOf(eCertificatesOf(organisation), party, params.certificate) },
  }),
});

const holder = route({
  method: 'POST',
  path: '/api/v1/e-certificates/holders/searches',
  scope,
  operationId: 'findHolder',
  summary: {
    zh: '按姓名和公民身份号码查持证人在本省的标识',
    en: 'The identifier here of a person who is named in full, to issue to',
  },
  access: ['province'],
  purposes,
  body: json(api.holderSearch, 1024),
  responses: { 200: jsonAnswer(api.holderFound, 'The identifier under which the person came here first') },
  refusals: ['ROLE_FORBIDDEN', 'IDENTITY_NOT_PROVEN', 'HOLDER_MISMATCH'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 200, body: { holder: await holderNamed(eCertificatesOf(organisation), body) } };
  },
});

export const lookUpRoutes: readonly Route[] = [search, look, looked, holder];
