import { recordId, word } from '@renxin/chaincode/messages';
import type { Signer } from '@renxin/seal/signer';
import * as api from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import { z } from 'zod';
import type { Troupe } from '../actors/troupe.js';
import { employer, guangdong } from '../demonstration/organisations.js';
import { json, jsonAnswer, route, type Route } from '../http/route.js';
import type { SealDeskAnswer } from './format.js';

export interface SealDeskMeans {
  readonly ledger: string;
  readonly troupe: Troupe;
  /** The registry key of a hosted organisation. */
  readonly signerOf: (organisation: string) => Signer;
}

const seal = recordId;
const text = z.string().min(1).max(200);

const ownersAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('list') }),
  z.strictObject({
    act: z.literal('apply'),
    seal,
    type: word,
    agent: api.sealAgent,
    design: api.sealDesign,
    predecessor: z.exactOptional(recordId),
  }),
  z.strictObject({
    act: z.literal('change'),
    seal,
    kind: z.enum(['activate', 'suspend', 'resume', 'revoke']),
    reason: word,
  }),
  z.strictObject({
    act: z.literal('use'),
    seal,
    title: text,
    text: z.string().min(1).max(2000),
    place: text,
  }),
  z.strictObject({ act: z.literal('uses'), seal }),
]);

const officialsAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('list') }),
  api.sealDecisionRequest.extend({ act: z.literal('decide'), seal }),
  api.sealMakingRequest.extend({ act: z.literal('make'), seal }),
  api.sealSupervisionRequest.extend({ act: z.literal('supervise'), seal }),
  z.strictObject({ act: z.literal('uses'), seal }),
]);

/**
 * What the demonstration's page of e-seals calls. The owner's part is done by the employer's own client, which alone holds
 * its keys; an official's by a call to the province's gateway like any other. Only on a platform with demonstration data,
 * which listens on loopback.
 */
export function sealDeskRoutes({ ledger, troupe, signerOf }: SealDeskMeans): readonly Route[] {
  const common = {
    method: 'POST',
    scope: 'platform',
    access: 'public',
    refusals: [],
    idempotency: 'none',
    responses: { 200: jsonAnswer(z.unknown(), 'What came of it: gateway/src/play/format.ts') },
  } as const;
  const owner = route({
    ...common,
    path: '/play/seals/owner',
    operationId: 'actAsSealOwner',
    summary: { zh: '演示：用印单位办理电子印章', en: 'Demonstration: the owner of e-seals acts' },
    body: json(ownersAct, 600_000),
    handler: async ({ body: { act, ...input } }) => {
      const { ok, result, code, details } = await troupe.act('employer', OWNERS_ACTS[act], input);
      const answer: SealDeskAnswer = ok
        ? { ok, organisation: employer.name, result }
        : { ok, code: code ?? 'INTERNAL', problem: details };
      return { status: 200, body: answer };
    },
  });
  const official = route({
    ...common,
    path: '/play/seals/official',
    operationId: 'actAsSealOfficial',
    summary: {
      zh: '演示：审批机关办理电子印章',
      en: 'Demonstration: an official who decides about e-seals acts',
    },
    body: json(officialsAct, 4096),
    handler: async ({ platform, body }) => {
      const client = new GatewayClient({
        baseUrl: `${platform.publicUrl()}/orgs/${guangdong.id}`,
        ledger,
        identifier: guangdong.id,
        signer: signerOf(guangdong.id),
        clock: platform.clock,
      });
      return { status: 200, body: await came(() => ask(client, body)) };
    },
  });
  return [owner, official];
}

const OWNERS_ACTS: Record<z.infer<typeof ownersAct>['act'], string> = {
  list: 'seals',
  apply: 'apply-for-seal',
  change: 'change-seal',
  use: 'seal-text',
  uses: 'seal-uses',
};

async function ask(client: GatewayClient, act: z.infer<typeof officialsAct>): Promise<unknown> {
  switch (act.act) {
    case 'list':
      return (await client.get('/api/v1/seals', 'seal', api.sealList)).seals;
    case 'uses':
      return (await client.get(`/api/v1/seals/${act.seal}/uses`, 'seal', api.sealUseList)).uses;
    default: {
      const { act: name, seal: named, ...body } = act;
      const path = `/api/v1/seals/${named}/${PATHS[name]}`;
      return (await client.post(path, 'seal', body, api.sealAnswer)).seal;
    }
  }
}

const PATHS = { decide: 'decision', make: 'making', supervise: 'supervision' } as const;

async function came(act: () => Promise<unknown>): Promise<SealDeskAnswer> {
  try {
    return { ok: true, organisation: guangdong.name, result: await act() };
  } catch (error) {
    const { code, problem } = error as { code?: unknown; problem?: unknown };
    if (typeof code !== 'string') throw error;
    return { ok: false, code, problem };
  }
}
