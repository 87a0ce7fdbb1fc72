import { z } from 'zod';
import { bytesAnswer, jsonAnswer, route } from '../http/route.js';
import { Refusal } from '../problem/index.js';

export const live = route({
  method: 'GET',
  path: '/livez',
  scope: 'platform',
  operationId: 'live',
  summary: { zh: '进程存活', en: 'The process is alive' },
  access: 'public',
  responses: { 200: jsonAnswer(z.strictObject({ status: z.literal('live') }), 'Alive') },
  refusals: [],
  handler: () => ({ status: 200, body: { status: 'live' as const } }),
});

export const ready = route({
  method: 'GET',
  path: '/readyz',
  scope: 'platform',
  operationId: 'ready',
  summary: { zh: '可以接受请求', en: 'Requests are welcome' },
  access: 'public',
  responses: { 200: jsonAnswer(z.strictObject({ status: z.literal('ready') }), 'Ready') },
  refusals: ['NOT_READY'],
  handler: async ({ platform }) => {
    const notReady = await platform.notReady();
    if (notReady.length > 0) throw new Refusal('NOT_READY', { members: { notReady } });
    return { status: 200, body: { status: 'ready' as const } };
  },
});

export const metrics = route({
  method: 'GET',
  path: '/metrics',
  scope: 'platform',
  operationId: 'metrics',
  summary: { zh: '运行指标（Prometheus 文本格式）', en: 'Metrics in the text format of Prometheus' },
  access: 'public',
  responses: { 200: bytesAnswer('text/plain; version=0.0.4; charset=utf-8', 'Metrics') },
  refusals: [],
  handler: async ({ platform }) => ({
    status: 200,
    body: new TextEncoder().encode(await platform.metrics.text()),
    headers: { 'Content-Type': platform.metrics.contentType },
  }),
});
