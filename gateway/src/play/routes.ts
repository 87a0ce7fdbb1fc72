import { z } from 'zod';
import { bytesAnswer, json, jsonAnswer, route, type Route } from '../http/route.js';
import { problems, Refusal, type AnyCode } from '../problem/index.js';
import { attacks } from './attacks/index.js';
import type { Playbill } from './format.js';
import type { Playhouse } from './playhouse.js';

const decision = z.discriminatedUnion('agrees', [
  z.strictObject({ agrees: z.literal(true), seen: z.array(z.int().min(0)).max(200) }),
  z.strictObject({ agrees: z.literal(false), reason: z.exactOptional(z.string().min(1).max(500)) }),
]);

/** What the start page calls. Only on a platform with demonstration data, which listens on loopback. */
export function playRoutes(playhouse: () => Playhouse | undefined): readonly Route[] {
  const house = (): Playhouse => {
    const open = playhouse();
    if (open === undefined) throw new Refusal('NOT_READY');
    return open;
  };
  const play = jsonAnswer(z.unknown(), 'The stories as they stand: gateway/src/play/format.ts');
  const common = { scope: 'platform', access: 'public', refusals: ['NOT_READY', 'NOT_FOUND'] } as const;
  const story = z.strictObject({ story: z.enum(['labor-contract', 'certificates', 'consent', 'evidence']) });
  const step = story.extend({ step: z.string().regex(/^[a-z0-9-]{1,60}$/) });
  const nothing = json(z.strictObject({}), 64);
  return [
    route({
      ...common,
      method: 'GET',
      path: '/play',
      operationId: 'readPlay',
      summary: { zh: '演示：各个故事的进度', en: 'Demonstration: how far the stories are' },
      responses: { 200: play },
      handler: async () => ({ status: 200, body: await playbill(house()) }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/play/{story}/reset',
      operationId: 'resetPlay',
      summary: { zh: '演示：一个故事重新开始', en: 'Demonstration: start a story again' },
      params: story,
      body: nothing,
      responses: { 200: play },
      idempotency: 'none',
      handler: async ({ params }) => {
        house().reset(params.story);
        return { status: 200, body: await playbill(house()) };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/play/{story}/steps/{step}/question',
      operationId: 'readQuestion',
      summary: { zh: '演示：请当事人决定的内容', en: 'Demonstration: what a party is asked before a step' },
      params: step,
      responses: { 200: jsonAnswer(z.unknown(), 'The question: gateway/src/play/format.ts') },
      handler: async ({ params }) => ({
        status: 200,
        body: await house().question(params.story, params.step),
      }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/play/{story}/steps/{step}',
      operationId: 'playStep',
      summary: { zh: '演示：执行一步', en: 'Demonstration: play one step' },
      params: step,
      body: json(decision, 4096),
      responses: { 200: play },
      idempotency: 'none',
      handler: async ({ params, body }) => {
        const { came } = await house().play(params.story, params.step, body);
        // A decision that was refused leaves its step to be decided again: the page has to say why.
        if (house().awaits(params.story, params.step)) throw new Refusal(isCode(came) ? came : 'INTERNAL');
        return { status: 200, body: await playbill(house()) };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/play/artefacts/{name}',
      operationId: 'readArtefact',
      summary: { zh: '演示：下载材料', en: 'Demonstration: fetch an artefact' },
      params: z.strictObject({ name: z.string().regex(/^[a-z0-9./-]{1,80}$/) }),
      responses: { 200: bytesAnswer('application/octet-stream', 'The bytes') },
      handler: ({ params }) => ({ status: 200, body: house().artefact(params.name) }),
    }),
    ...attacks.map((attack) =>
      route({
        ...common,
        method: 'POST',
        path: `/play/attacks/${attack.name}`,
        operationId: `attack-${attack.name}`,
        summary: { zh: `演示：攻击（${attack.name}）`, en: `Demonstration: the attack ${attack.name}` },
        body: nothing,
        responses: { 200: jsonAnswer(z.unknown(), 'What the attack met: gateway/src/play/format.ts') },
        idempotency: 'none',
        handler: async () => {
          if (attack.standing(house()) !== 'ready') throw new Refusal('NOT_FOUND');
          return { status: 200, body: { attack: attack.name, steps: await attack.play(house()) } };
        },
      }),
    ),
  ];
}

async function playbill(house: Playhouse): Promise<Playbill> {
  const standing = attacks.map((attack) => ({ name: attack.name, standing: attack.standing(house) }));
  return { ...(await house.view()), attacks: standing };
}

function isCode(came: string): came is AnyCode {
  return Object.hasOwn(problems, came);
}
