import { canonicalBytes } from '@renxin/chaincode/canonical';
import type { NetworkView, NodeView } from '@renxin/network';
import { z } from 'zod';
import { bytesAnswer, jsonAnswer, route } from '../http/route.js';
import { blocksAnswer, networkAnswer, type Network } from '../inside/format.js';
import type { Services } from '../services.js';

/**
 * A look inside the ledger, for people: nothing here decides anything. Nothing personal is on the ledger, so these are
 * public, as `/api/v1/ledger/head` is.
 */
const common = { method: 'GET', scope: 'organisation', access: 'public' } as const;

const BLOCKS = 10;

export const ledgerNetwork = route({
  ...common,
  path: '/api/v1/ledger/network',
  operationId: 'ledgerNetwork',
  summary: {
    zh: '账本网络：机构、节点与高度',
    en: 'The network of the ledger: organisations, nodes and heights',
  },
  responses: { 200: jsonAnswer(networkAnswer, 'What can be seen of the network now') },
  refusals: ['LEDGER_UNAVAILABLE'],
  handler: async ({ organisation }) => {
    const { view, registry } = organisation.services;
    return { status: 200, body: await namedNetwork(await view.network(), registry) };
  },
});

export const ledgerBlocks = route({
  ...common,
  path: '/api/v1/ledger/blocks',
  operationId: 'ledgerBlocks',
  summary: {
    zh: '最近的区块与其中的交易，每次十个，新的在前',
    en: 'The last blocks with their transactions, ten at a time, latest first',
  },
  query: z.strictObject({
    /** Only blocks below this height. */
    before: z.exactOptional(z.string().regex(/^\d{1,15}$/)),
  }),
  responses: { 200: jsonAnswer(blocksAnswer, 'Blocks, latest first') },
  refusals: ['LEDGER_UNAVAILABLE'],
  handler: async ({ organisation, query }) => {
    const { view } = organisation.services;
    const before = query.before === undefined ? undefined : Number(query.before);
    const blocks = await view.blocks(BLOCKS, before);
    const lowest = blocks.at(-1)?.height ?? 0;
    return { status: 200, body: { blocks, before: lowest > 0 ? lowest : null } };
  },
});

export const commandProof = route({
  ...common,
  path: '/api/v1/ledger/transactions/{txId}/commands/{index}/proof',
  operationId: 'ledgerCommandProof',
  summary: {
    zh: '一条命令已写入账本的证明，可离线验证',
    en: 'The proof that a command was committed, to be verified offline',
  },
  params: z.strictObject({
    txId: z.string().regex(/^[0-9a-f]{32,64}$/),
    index: z.string().regex(/^\d{1,5}$/),
  }),
  responses: { 200: bytesAnswer('application/json', 'Canonical JSON: docs/formats/ledger.md') },
  refusals: ['LEDGER_TX_UNKNOWN', 'LEDGER_UNAVAILABLE'],
  handler: async ({ organisation, params }) => {
    const { ledger } = organisation.services;
    const proof = await ledger.prove({ txId: params.txId, index: Number(params.index) });
    return { status: 200, body: canonicalBytes(proof) };
  },
});

/** Nodes by the organisation that runs them, with the name that the registry has. */
async function namedNetwork(
  { nodes, ...network }: NetworkView,
  registry: Services['registry'],
): Promise<Network> {
  const ids = [...new Set(nodes.map(({ organisation }) => organisation))];
  const organisations = await Promise.all(
    ids.map(async (id) => ({
      id,
      name: (await registry.organisation(id))?.name ?? null,
      nodes: nodes.filter(({ organisation }) => organisation === id).map(withoutOrganisation),
    })),
  );
  return { ...network, organisations };
}

function withoutOrganisation({ role, name, state, height }: NodeView) {
  return { role, name, state, height };
}
