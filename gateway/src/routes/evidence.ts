import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import * as evidence from '../evidence/index.js';
import { binary, bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { evidenceOf } from '../services.js';

/** Evidence at an arbitration commission or a court: taken in, handed over, listed, handed on. */

const scope = 'organisation';
/** A bundle of many amendments is still far below this. */
const LARGEST = 16 * 1024 * 1024;
const named = z.strictObject({ evidence: api.evidenceName });
const givers = ['person', 'employer', 'province', 'arbitration', 'court'] as const;
const tribunals = ['arbitration', 'court'] as const;

const takeIn = route({
  method: 'POST',
  path: '/api/v1/evidence',
  scope,
  operationId: 'submitEvidence',
  summary: { zh: '提交证据包（先核验，不成立的不收）', en: 'Submit an evidence bundle: verified first' },
  access: givers,
  purposes: ['dispute'],
  body: binary(['application/zip'], LARGEST),
  responses: { 200: jsonAnswer(api.uploadAnswer, 'It was verified and taken in') },
  refusals: ['NOT_FOUND', 'EVIDENCE_INVALID'],
  idempotency: 'none',
  handler: async ({ organisation, party, body }) => ({
    status: 200,
    body: await evidence.takeIn(evidenceOf(organisation), party, body),
  }),
});

const handOver = route({
  method: 'POST',
  path: '/api/v1/evidence/{evidence}/hand-over',
  scope,
  operationId: 'handOverEvidence',
  summary: {
    zh: '移交证据包（双方签名，记入账本）',
    en: 'Hand a bundle over: both sign, the ledger records it',
  },
  access: givers,
  purposes: ['dispute'],
  params: named,
  body: json(api.handOverRequest, 16_384),
  responses: { 201: jsonAnswer(api.handOverAnswer, 'Recorded, with the proof') },
  refusals: [
    'NOT_FOUND',
    'EVIDENCE_UNKNOWN',
    'EVIDENCE_DIFFERS',
    'NOT_A_PARTY',
    'COMMITMENT_MISMATCH',
    'BUNDLE_UNKNOWN',
    'BUNDLE_DIFFERS',
    'CUSTODY_NUMBER',
    'NOT_CUSTODIAN',
    'NOT_ENTITLED',
    'SIGNATURE_INVALID',
    'SIGNATURE_TIME',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    const desk = evidenceOf(organisation);
    const { evidence: name } = params;
    return {
      status: 201,
      body: await desk.turns.take(name, () => evidence.acceptHandOver(desk, party, name, body)),
    };
  },
});

const list = route({
  method: 'GET',
  path: '/api/v1/evidence',
  scope,
  operationId: 'listEvidence',
  summary: { zh: '证据清单', en: 'The list of evidence' },
  access: tribunals,
  purposes: ['dispute'],
  responses: { 200: jsonAnswer(api.evidenceList, 'What was handed over, the latest first') },
  refusals: ['NOT_FOUND', 'NOT_ENTITLED'],
  handler: async ({ organisation, party }) => {
    const desk = evidenceOf(organisation);
    evidence.assertOwn(desk, party);
    return { status: 200, body: await evidence.listEvidence(desk) };
  },
});

const retrieve = route({
  method: 'GET',
  path: '/api/v1/evidence/{evidence}',
  scope,
  operationId: 'retrieveEvidence',
  summary: { zh: '按摘要调取证据包', en: 'Retrieve a bundle by its digest' },
  access: tribunals,
  purposes: ['dispute'],
  params: named,
  responses: { 200: bytesAnswer('application/zip', 'docs/formats/evidence-bundle.md') },
  refusals: ['NOT_FOUND', 'NOT_ENTITLED', 'EVIDENCE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const desk = evidenceOf(organisation);
    evidence.assertOwn(desk, party);
    return { status: 200, body: await evidence.bundleOf(desk, params.evidence) };
  },
});

const custody = route({
  method: 'GET',
  path: '/api/v1/evidence/{evidence}/custody',
  scope,
  operationId: 'evidenceCustody',
  summary: { zh: '证据包的保管链', en: 'The chain of custody of a bundle' },
  access: tribunals,
  purposes: ['dispute'],
  params: named,
  responses: { 200: jsonAnswer(api.custodyAnswer, 'Every hand-over, with the proof of the ledger’s record') },
  refusals: ['NOT_FOUND', 'NOT_ENTITLED', 'EVIDENCE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const desk = evidenceOf(organisation);
    evidence.assertOwn(desk, party);
    return { status: 200, body: await evidence.custodyOf(desk, params.evidence) };
  },
});

const forward = route({
  method: 'POST',
  path: '/api/v1/evidence/{evidence}/forward',
  scope,
  operationId: 'forwardEvidence',
  summary: { zh: '把同一证据包移交其他机构', en: 'Hand the same bundle on to another organisation' },
  access: tribunals,
  purposes: ['dispute'],
  params: named,
  body: json(api.forwardRequest, 1024),
  responses: { 201: jsonAnswer(api.handOverAnswer, 'The receiver has it, and the ledger recorded it') },
  refusals: [
    'NOT_FOUND',
    'NOT_ENTITLED',
    'EVIDENCE_UNKNOWN',
    'EVIDENCE_REFUSED',
    'ORGANISATION_UNKNOWN',
    'NOT_CUSTODIAN',
    'BUNDLE_DIFFERS',
    'CUSTODY_NUMBER',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    const desk = evidenceOf(organisation);
    evidence.assertOwn(desk, party);
    const { evidence: name } = params;
    return { status: 201, body: await desk.turns.take(name, () => evidence.forward(desk, name, body)) };
  },
});

export const evidenceRoutes: readonly Route[] = [takeIn, handOver, list, retrieve, custody, forward];
