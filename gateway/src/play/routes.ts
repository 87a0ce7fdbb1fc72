import { z } from 'zod';
import { bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { problems, Refusal, type AnyCode } from '../problem/index.js';
import { rewriteLedger } from './attacks.js';
import type { Playhouse } from './playhouse.js';

/** What the start page calls. Only on a platform with demonstration data, which listens on loopback. */
export function playRoutes(playhouse: () => Playhouse | undefined): readonly Route[] {
  const house = (): Playhouse => {
    const open = playhouse();
    if (open === undefined) throw new Refusal('NOT_READY');
    return open;
  };
  const play = jsonAnswer(z.unknown(), 'The story as it stands: gateway/src/play/format.ts');
  const common = { scope: 'platform', access: 'public', refusals: ['NOT_READY', 'NOT_FOUND'] } as const;
  const step = z.strictObject({ step: z.string().regex(/^[a-z-]{1,40}$/) });
  const nothing = json(z.strictObject({}), 64);
  return [
    route({
      ...common,
      method: 'GET',
      path: '/play',
      operationId: 'readPlay',
      summary: { zh: '演示：故事进度', en: 'Demonstration: how far the story is' },
      responses: { 200: play },
      handler: async () => ({ status: 200, body: await house().view() }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/play/reset',
      operationId: 'resetPlay',
      summary: { zh: '演示：重新开始', en: 'Demonstration: start again' },
      body: nothing,
      responses: { 200: play },
      idempotency: 'none',
      handler: async () => {
        house().reset();
        return { status: 200, body: await house().view() };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/play/steps/{step}/scene',
      operationId: 'readScene',
      summary: { zh: '演示：签名前显示的页面', en: 'Demonstration: the pages shown before signing' },
      params: step,
      responses: { 200: jsonAnswer(z.unknown(), 'Pages and fingerprint') },
      handler: async ({ params }) => ({ status: 200, body: await house().scene(params.step) }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/play/steps/{step}',
      operationId: 'playStep',
      summary: { zh: '演示：执行一步', en: 'Demonstration: play one step' },
      params: step,
      body: json(z.strictObject({ seen: z.exactOptional(z.array(z.int().min(0)).max(200)) }), 4096),
      responses: { 200: play },
      idempotency: 'none',
      handler: async ({ params, body }) => {
        const { came } = await house().play(params.step, body.seen ?? []);
        // A signature that was refused leaves its step to be played again: the page has to say why.
        if (house().awaits(params.step)) throw new Refusal(isCode(came) ? came : 'INTERNAL');
        return { status: 200, body: await house().view() };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/play/artefacts/{name}',
      operationId: 'readArtefact',
      summary: { zh: '演示：下载材料', en: 'Demonstration: fetch an artefact' },
      params: z.strictObject({ name: z.string().regex(/^[a-z0-9.-]{1,60}$/) }),
      responses: { 200: bytesAnswer('application/octet-stream', 'The bytes') },
      handler: ({ params }) => ({ status: 200, body: house().artefact(params.name) }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/play/attacks/rewrite-ledger',
      operationId: 'attackRewriteLedger',
      summary: { zh: '攻击：运营者改写账本副本', en: 'Attack: the operator rewrites a copy of its ledger' },
      body: nothing,
      responses: { 200: jsonAnswer(z.unknown(), 'What the attack met') },
      idempotency: 'none',
      handler: async () => ({ status: 200, body: await rewriteLedger(house()) }),
    }),
  ];
}

function isCode(came: string): came is AnyCode {
  return Object.hasOwn(problems, came);
}
