import { parseTilePath } from '@renxin/archive/tlog';
import { identifier } from '@renxin/chaincode/messages';
import { z } from 'zod';
import type { HostedLog } from '../evidence-log/index.js';
import { binary, bytesAnswer, route, type Route } from '../http/route.js';
import { Refusal } from '../problem/index.js';
import type { Services } from '../services.js';

/** The evidence logs of this platform's organisations, as C2SP tlog-tiles, and each organisation as a witness (tlog-witness). */

const log = identifier;

export const logCheckpoint = route({
  method: 'GET',
  path: '/logs/{log}/checkpoint',
  scope: 'platform',
  operationId: 'logCheckpoint',
  summary: {
    zh: '存证日志的最新检查点（C2SP tlog-checkpoint）',
    en: 'The latest checkpoint of an evidence log (C2SP tlog-checkpoint)',
  },
  access: 'public',
  params: z.strictObject({ log }),
  responses: { 200: bytesAnswer('text/plain; charset=utf-8', 'A signed note: docs/formats/evidence-log.md') },
  refusals: ['NOT_FOUND'],
  cache: 'public, max-age=1',
  handler: ({ organisation, params }) => ({
    status: 200,
    body: logOf(organisation, params.log).checkpoint(),
  }),
});

/** The verifier key that tools of others are given; the SM2 one is in the trust file. */
export const logVerifierKey = route({
  method: 'GET',
  path: '/logs/{log}/log.vkey',
  scope: 'platform',
  operationId: 'logVerifierKey',
  summary: { zh: '存证日志的验证公钥（Ed25519）', en: 'The verifier key of an evidence log (Ed25519)' },
  access: 'public',
  params: z.strictObject({ log }),
  responses: { 200: bytesAnswer('text/plain; charset=utf-8', 'C2SP signed-note vkey') },
  refusals: ['NOT_FOUND'],
  handler: ({ organisation, params }) => ({
    status: 200,
    body: new TextEncoder().encode(`${logOf(organisation, params.log).keys.ed25519.text}\n`),
  }),
});

const level = z.string().regex(/^(?:entries|\d|[1-5]\d|6[0-3])$/);
const element = z.string().regex(/^(?:x?\d{3}|\d{3}\.p|[1-9]\d{0,2})$/);

/** Tile paths by their count of elements: three digits each, and a partial tile's width behind `.p`. */
const tileRoutes = [1, 2, 3, 4].map(tileRoute);

function tileRoute(count: number): Route {
  const names = ['a', 'b', 'c', 'd'].slice(0, count);
  const shape = Object.fromEntries(names.map((name) => [name, element]));
  return route({
    method: 'GET',
    path: `/logs/{log}/tile/{level}${names.map((name) => `/{${name}}`).join('')}`,
    scope: 'platform',
    operationId: `logTile${count}`,
    summary: {
      zh: '存证日志的哈希块或条目块（C2SP tlog-tiles）',
      en: 'A tile or entry bundle of an evidence log (C2SP tlog-tiles)',
    },
    access: 'public',
    params: z.strictObject({ log, level, ...shape }),
    responses: { 200: bytesAnswer('application/octet-stream', 'Hashes, or entries with their lengths') },
    refusals: ['NOT_FOUND'],
    cache: 'public, max-age=31536000, immutable',
    handler: async ({ organisation, params }) => {
      const { log, ...rest } = params as Record<string, string>;
      const path = ['tile', ...Object.values(rest)].join('/');
      if (parseTilePath(path) === undefined) throw new Refusal('NOT_FOUND');
      const body = await logOf(organisation, log ?? '').read(path);
      if (body === undefined) throw new Refusal('NOT_FOUND');
      return { status: 200, body: new Uint8Array(body) };
    },
  });
}

export const addCheckpoint = route({
  method: 'POST',
  path: '/logs/{log}/add-checkpoint',
  scope: 'platform',
  operationId: 'addCheckpoint',
  summary: {
    zh: '请该机构作为见证方共同签署检查点（C2SP tlog-witness）',
    en: 'Ask the organisation as a witness to cosign a checkpoint (C2SP tlog-witness)',
  },
  access: 'public',
  params: z.strictObject({ log }),
  body: binary(['text/plain;charset=utf-8', 'text/plain', 'application/octet-stream'], 65_536),
  responses: {
    200: bytesAnswer('text/plain; charset=utf-8', 'Cosignature lines'),
    409: bytesAnswer('text/x.tlog.size', 'The size that was cosigned last'),
  },
  refusals: [
    'NOT_FOUND',
    'CHECKPOINT_MALFORMED',
    'CHECKPOINT_LOG_UNKNOWN',
    'CHECKPOINT_UNSIGNED',
    'CHECKPOINT_INCONSISTENT',
  ],
  idempotency: 'none',
  handler: async ({ organisation, params, body }) => {
    const { witness } = logOf(organisation, params.log);
    const answer = await witness.addCheckpoint(body);
    const bytes = new TextEncoder().encode(answer.body);
    switch (answer.status) {
      case 200:
      case 409:
        return { status: answer.status, body: bytes };
      case 400:
        throw new Refusal('CHECKPOINT_MALFORMED');
      case 403:
        throw new Refusal('CHECKPOINT_UNSIGNED');
      case 404:
        throw new Refusal('CHECKPOINT_LOG_UNKNOWN');
      case 422:
        throw new Refusal('CHECKPOINT_INCONSISTENT');
    }
  },
});

export const witnessedCheckpoint = route({
  method: 'GET',
  path: '/logs/{log}/witnessed/{originHash}/checkpoint',
  scope: 'platform',
  operationId: 'witnessedCheckpoint',
  summary: {
    zh: '该见证方最近共同签署的检查点',
    en: 'The checkpoint that this witness cosigned last, by the SHA-256 of the log’s origin',
  },
  access: 'public',
  params: z.strictObject({ log, originHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  responses: { 200: bytesAnswer('text/plain; charset=utf-8', 'A signed note with its cosignature') },
  refusals: ['NOT_FOUND'],
  cache: 'public, max-age=1',
  handler: async ({ organisation, params }) => {
    const note = await logOf(organisation, params.log).witness.cosigned(params.originHash);
    if (note === undefined) throw new Refusal('NOT_FOUND');
    return { status: 200, body: note };
  },
});

export const evidenceLogRoutes: readonly Route[] = [
  logCheckpoint,
  logVerifierKey,
  ...tileRoutes,
  addCheckpoint,
  witnessedCheckpoint,
];

/** @throws Refusal NOT_FOUND */
function logOf({ services }: { readonly services: Services }, id: string): HostedLog {
  const found = services.hostedLog(id);
  if (found === undefined) throw new Refusal('NOT_FOUND');
  return found;
}
