import { recordId, word } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import { bytesAnswer, json, jsonAnswer, route, stream, type Route } from '../http/route.js';
import { loadImport, someImports, viewOf } from '../imports/desk.js';
import { issuingBegun } from '../imports/issuing.js';
import { contentTypes } from '../imports/records.js';
import { reportOf, resultsOf } from '../imports/results.js';
import { cancelled, taken } from '../imports/taking.js';
import { importsOf } from '../services.js';
import { requireOfficial } from './official.js';

/** Certificates in bulk, by a province's officials: docs/formats/import.md. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const named = z.strictObject({ import: recordId });
const access = ['province'] as const;
/** Bytes of a file at most. */
const LARGEST = 256 << 20;

const take = route({
  method: 'POST',
  path: '/api/v1/e-certificates/imports',
  scope,
  operationId: 'takeImport',
  summary: {
    zh: '批量签发：上传 CSV 或 NDJSON，先校验，不签发',
    en: 'Bulk: hand in CSV or NDJSON; it is validated, nothing is issued',
  },
  access,
  purposes,
  query: z.strictObject({ type: word }),
  body: stream(contentTypes, LARGEST),
  responses: { 202: jsonAnswer(api.importView, 'It is being validated') },
  refusals: [
    'ROLE_FORBIDDEN',
    'CREDENTIAL_INVALID',
    'IMPORTS_OPEN',
    'SCHEMA_RETIRED',
    'SCHEMA_NOT_REGISTERED',
  ],
  idempotency: 'none',
  handler: async ({ organisation, party, query, body }) => {
    requireOfficial(organisation, party);
    return { status: 202, body: await taken(importsOf(organisation), query.type, body) };
  },
});

const list = route({
  method: 'GET',
  path: '/api/v1/e-certificates/imports',
  scope,
  operationId: 'listImports',
  summary: { zh: '批量签发列表', en: 'The imports of the province, the latest first' },
  access,
  purposes,
  query: z.strictObject({
    after: z.exactOptional(recordId),
    limit: z.exactOptional(z.string().regex(/^(?:[1-9]\d{0,2}|1000)$/)),
  }),
  responses: { 200: jsonAnswer(api.importList, 'Each with its state and counts; `next` goes into `after`') },
  refusals: ['ROLE_FORBIDDEN'],
  handler: async ({ organisation, party, query }) => {
    requireOfficial(organisation, party);
    const desk = importsOf(organisation);
    const { limit = '100', ...after } = query;
    const { imports, ...next } = await someImports(desk, { ...after, limit: Number(limit) });
    return { status: 200, body: { imports: imports.map((file) => viewOf(desk, file)), ...next } };
  },
});

const read = route({
  method: 'GET',
  path: '/api/v1/e-certificates/imports/{import}',
  scope,
  operationId: 'readImport',
  summary: { zh: '批量签发进度与校验汇总', en: 'State, progress and what was found' },
  access,
  purposes,
  params: named,
  responses: { 200: jsonAnswer(api.importView, 'As it stands now') },
  refusals: ['ROLE_FORBIDDEN', 'IMPORT_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    requireOfficial(organisation, party);
    const desk = importsOf(organisation);
    return { status: 200, body: viewOf(desk, (await loadImport(desk, params.import)).value) };
  },
});

const whole = /^\d{1,7}$/;

const rows = route({
  method: 'GET',
  path: '/api/v1/e-certificates/imports/{import}/rows',
  scope,
  operationId: 'listImportRows',
  summary: { zh: '逐行结果', en: 'What became of each row' },
  access,
  purposes,
  params: named,
  query: z.strictObject({
    outcome: z.exactOptional(api.rowOutcome),
    after: z.exactOptional(z.string().regex(whole)),
    limit: z.exactOptional(z.string().regex(/^(?:[1-9]\d{0,2}|1000)$/)),
  }),
  responses: { 200: jsonAnswer(api.importRows, '`next` goes into `after`; left out on the last page') },
  refusals: ['ROLE_FORBIDDEN', 'IMPORT_UNKNOWN'],
  handler: async ({ organisation, party, params, query }) => {
    requireOfficial(organisation, party);
    const { outcome, after = '0', limit = '100' } = query;
    const asked = { ...(outcome !== undefined && { outcome }), after: Number(after), limit: Number(limit) };
    return { status: 200, body: await resultsOf(importsOf(organisation), params.import, asked) };
  },
});

const report = route({
  method: 'GET',
  path: '/api/v1/e-certificates/imports/{import}/report',
  scope,
  operationId: 'downloadImportReport',
  summary: { zh: '下载逐行报告（CSV）', en: 'The report of all rows as CSV' },
  access,
  purposes,
  params: named,
  responses: { 200: bytesAnswer('text/csv; charset=utf-8', 'Row numbers, fields and codes; no values') },
  refusals: ['ROLE_FORBIDDEN', 'IMPORT_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    requireOfficial(organisation, party);
    const body = await reportOf(importsOf(organisation), params.import);
    const headers = { 'Content-Disposition': `attachment; filename="${params.import}.csv"` };
    return { status: 200, headers, body };
  },
});

const issue = route({
  method: 'POST',
  path: '/api/v1/e-certificates/imports/{import}/issue',
  scope,
  operationId: 'issueImport',
  summary: { zh: '确认签发通过校验的行', en: 'Issue the valid rows: the explicit act' },
  access,
  purposes,
  params: named,
  body: json(api.importIssuing),
  responses: { 202: jsonAnswer(api.importView, 'It is being issued') },
  refusals: ['ROLE_FORBIDDEN', 'IMPORT_UNKNOWN', 'IMPORT_STATE', 'IMPORT_MISMATCH'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => {
    requireOfficial(organisation, party);
    return { status: 202, body: await issuingBegun(importsOf(organisation), params.import, body.rows) };
  },
});

const cancel = route({
  method: 'POST',
  path: '/api/v1/e-certificates/imports/{import}/cancel',
  scope,
  operationId: 'cancelImport',
  summary: { zh: '取消批量签发', en: 'Issue no more of it, and erase the file' },
  access,
  purposes,
  params: named,
  body: json(z.strictObject({})),
  responses: { 200: jsonAnswer(api.importView, 'What was issued stays issued') },
  refusals: ['ROLE_FORBIDDEN', 'IMPORT_UNKNOWN', 'IMPORT_STATE'],
  idempotency: 'key',
  handler: async ({ organisation, party, params }) => {
    requireOfficial(organisation, party);
    return { status: 200, body: await cancelled(importsOf(organisation), params.import) };
  },
});

export const importRoutes: readonly Route[] = [take, list, read, rows, report, issue, cancel];
