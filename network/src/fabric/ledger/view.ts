import { toHex } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { batchOutcomes, batchRequests } from '../../proof/fabric/chaincode.js';
import { majorityOf, standingAt, type FabricAnchor } from '../../proof/fabric/anchor.js';
import * as read from '../../proof/fabric/messages.js';
import { orderersOf } from '../../proof/fabric/orderers.js';
import {
  commandsOf,
  fabricHeaderHash,
  openEnvelope,
  ProofError,
  type ActionEvidence,
  type FabricBlock,
} from '../../proof/index.js';
import { parseProof } from '../../proof/schemas.js';
import type {
  BlockView,
  CommandView,
  LedgerView,
  NetworkView,
  NodeView,
  TransactionView,
} from '../../view.js';
import { readConnection } from './connection.js';
import type { FabricLedger } from './fabric-ledger.js';

/** How many blocks are looked at for who orders. */
const RECENT = 12;

/** What an organisation's gateway sees of its channel: peers, orderers, blocks with their commands and refusals. */
export function viewFabric(
  ledger: FabricLedger,
  about: {
    readonly connection: string;
    readonly anchor: FabricAnchor;
    readonly provider: CryptoProvider;
  },
): LedgerView {
  const { anchor, provider } = about;
  const latest = async (limit: number, before = Infinity): Promise<FabricBlock[]> => {
    const above = Math.min((await ledger.height()) ?? -1, before - 1);
    const heights = Array.from({ length: limit }, (_, i) => above - i).filter((height) => height >= 0);
    return Promise.all(heights.map((height) => ledger.block(height)));
  };
  return {
    async network(): Promise<NetworkView> {
      const blocks = await latest(RECENT);
      const height = blocks[0]?.signed.header.height ?? null;
      const of = new Set(standingAt(anchor.organisations, height ?? 0).map(({ id }) => id)).size;
      const { peers } = await readConnection(about.connection);
      const heights = await ledger.heights();
      const nodes = peers.map(({ organisation, serverName }, i): NodeView => {
        const state = heights[i] === undefined ? 'silent' : 'answers';
        return { role: 'peer', organisation, name: serverName, state, height: heights[i] ?? null };
      });
      return {
        kind: 'fabric',
        ledger: ledger.name,
        height,
        consensus: anchor.consensus,
        endorsement: { needed: majorityOf(of), of },
        nodes: [...nodes, ...ordererNodes(provider, anchor, blocks)],
      };
    },
    async blocks(limit: number, before?: number): Promise<BlockView[]> {
      return (await latest(limit, before)).map((block) => blockView(provider, anchor, block));
    },
  };
}

/**
 * Orderers are not asked: they are known by what they signed. A quorum signs each block and with Raft the leader alone, so
 * nothing is known of one that signed none of these.
 */
function ordererNodes(
  provider: CryptoProvider,
  anchor: FabricAnchor,
  blocks: readonly FabricBlock[],
): NodeView[] {
  const height = blocks[0]?.signed.header.height ?? 0;
  const signed = blocks.map((block) => ({
    height: block.signed.header.height,
    signers: signersOf(provider, anchor, block),
  }));
  return standingAt(anchor.orderers, height).map(({ organisation, consenterId }) => {
    const last = signed.find(({ signers }) => signers.includes(organisation));
    return {
      role: 'orderer',
      organisation,
      name: `orderer ${consenterId}`,
      state: last === undefined ? 'unknown' : 'answers',
      height: last?.height ?? null,
    };
  });
}

/** Organisations whose orderers' signatures over the header hold; none when they do not make a quorum. */
function signersOf(provider: CryptoProvider, anchor: FabricAnchor, { signed }: FabricBlock): string[] {
  try {
    return orderersOf(provider, anchor, signed);
  } catch (error) {
    if (error instanceof ProofError) return [];
    throw error;
  }
}

function blockView(provider: CryptoProvider, anchor: FabricAnchor, block: FabricBlock): BlockView {
  const { height, previous } = block.signed.header;
  const transactions = block.envelopes.map((envelope, i) =>
    transactionView(provider, envelope, block.validity[i] ?? 255),
  );
  return {
    height,
    hash: fabricHeaderHash(provider, block.signed.header),
    previous,
    time: transactions[0]?.time ?? null,
    signers: signersOf(provider, anchor, block),
    transactions,
  };
}

function transactionView(provider: CryptoProvider, envelope: Uint8Array, code: number): TransactionView {
  const { txId, time, type, submitter } = headerOf(provider, envelope);
  const action = ours(provider, envelope);
  return {
    txId,
    kind: action !== undefined ? 'commands' : type === CONFIG ? 'configuration' : 'other',
    validity: validities[code] ?? `CODE_${code}`,
    time,
    submitter,
    endorsers: [...new Set(action?.endorsers.map(({ organisation }) => organisation))].sort(),
    commands: action === undefined ? [] : commandViews(action),
  };
}

const CONFIG = 1;

/** The codes of `peer.TxValidationCode` that occur; others are shown by their number. */
const validities: Readonly<Record<number, string>> = {
  0: 'VALID',
  9: 'DUPLICATE_TXID',
  10: 'ENDORSEMENT_POLICY_FAILURE',
  11: 'MVCC_READ_CONFLICT',
  12: 'PHANTOM_READ_CONFLICT',
  254: 'NOT_VALIDATED',
  255: 'INVALID_OTHER_REASON',
};

function headerOf(
  provider: CryptoProvider,
  envelope: Uint8Array,
): { txId: string; time: string | null; type: number; submitter: string | null } {
  const { header } = read.readPayload(read.readEnvelope(envelope).payload);
  const { channelHeader, signatureHeader } = read.readHeader(header);
  const { txId, type, timestamp } = read.readChannelHeader(channelHeader);
  const { creator } = read.readSignatureHeader(signatureHeader);
  return {
    // A configuration has none of its own.
    txId: txId === '' ? toHex(provider.hash('SHA-256', envelope)) : txId,
    time: timestamp.length === 0 ? null : read.readTimestamp(timestamp),
    type,
    submitter: creator.length === 0 ? null : read.readSerializedIdentity(creator).mspid,
  };
}

function ours(provider: CryptoProvider, envelope: Uint8Array): ActionEvidence | undefined {
  try {
    const action = openEnvelope(provider, envelope);
    return new TextDecoder().decode(action.args[0]) === 'batch' ? action : undefined;
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}

function commandViews(action: ActionEvidence): CommandView[] {
  const requests = parseProof(batchRequests, action.args[1] ?? new Uint8Array());
  const outcomes = parseProof(batchOutcomes, action.answer);
  const events = commandsOf(action).map(({ event }) => event?.name ?? null);
  let done = 0;
  return requests.map(({ contract, operation }, i): CommandView => {
    const outcome = outcomes[i];
    const index = outcome?.kind === 'done' ? done++ : null;
    return {
      contract,
      operation,
      outcome: outcome?.kind ?? 'fault',
      index,
      code: outcome?.kind === 'refused' ? outcome.code : null,
      event: index === null ? null : (events[index] ?? null),
    };
  });
}
