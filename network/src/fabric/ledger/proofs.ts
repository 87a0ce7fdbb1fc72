import protos from '@hyperledger/fabric-protos';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { LedgerError, type TxPosition } from '../../ledger.js';
import {
  actionOf,
  commandsOf,
  LONGEST_CHAIN,
  openEnvelope,
  ProofError,
  readFabricBlock,
  verifyFabricCommandProof,
  verifyFabricStateProof,
  type EndorsedAction,
  type FabricBlock,
  type FabricCommandProof,
  type FabricConsistencyProof,
  type FabricStateProof,
} from '../../proof/index.js';
import { markerKey, recordAnswer } from '../../proof/fabric/chaincode.js';
import { parseProof } from '../../proof/schemas.js';
import type { LedgerChannel } from './ledger-channel.js';

/** Blocks that are asked for at once. */
const AT_ONCE = 32;

/**
 * Makes proofs of a channel from what its peers store and endorse (docs/formats/fabric-proofs.md). What is answered here is
 * checked by itself first: whose peers endorsed, the anchor of whoever receives it tells.
 */
export class FabricProofs {
  readonly #name: string;
  readonly #channel: LedgerChannel;
  readonly #provider: CryptoProvider;
  /** `data` of the headers read last, as many as one proof may need: they never change. */
  readonly #data = new Map<number, string>();
  /** A block that is there: those below are as well. */
  #seen = -1;

  constructor(name: string, channel: LedgerChannel, provider: CryptoProvider) {
    this.#name = name;
    this.#channel = channel;
    this.#provider = provider;
  }

  /** @throws LedgerError LEDGER_TX_UNKNOWN, LEDGER_UNAVAILABLE, LEDGER_CORRUPT */
  async command({ txId, index }: TxPosition): Promise<FabricCommandProof> {
    if (!/^[0-9a-f]{64}$/.test(txId)) throw new LedgerError('LEDGER_TX_UNKNOWN');
    const status = await this.#channel.anyStatus(txId, 4000);
    if (status?.code !== 0) throw new LedgerError('LEDGER_TX_UNKNOWN');
    const block = await this.block(status.height);
    const [found] = block.envelopes.flatMap((envelope, transaction) => {
      const action = this.#ours(envelope);
      return action?.txId === txId && block.validity[transaction] === 0 ? [{ transaction, action }] : [];
    });
    const command = found === undefined ? undefined : commandsOf(found.action)[index];
    if (found === undefined || command === undefined) throw new LedgerError('LEDGER_TX_UNKNOWN');
    const proof: FabricCommandProof = {
      kind: 'renxin-fabric-command-proof',
      schema: 1,
      signed: block.signed,
      envelopes: block.envelopes.map((bytes) => Buffer.from(bytes).toString('base64url')),
      transaction: found.transaction,
      command,
      committed: (await this.#read(markerKey(txId))).action,
    };
    return this.#checked(proof, verifyFabricCommandProof);
  }

  /** @throws LedgerError LEDGER_UNAVAILABLE, LEDGER_CORRUPT */
  async state(collection: string, id: string): Promise<FabricStateProof> {
    const { action, time, result } = await this.#read(`${collection}:${id}`);
    const { signed } = await this.block(await this.height());
    const { value } = parseProof(recordAnswer, result);
    const proof: FabricStateProof = {
      kind: 'renxin-fabric-state-proof',
      schema: 1,
      signed,
      collection,
      id,
      value,
      time,
      read: action,
    };
    return this.#checked(proof, verifyFabricStateProof);
  }

  /** @throws LedgerError LEDGER_TX_UNKNOWN when there is no such block, or the chain between them is too long */
  async consistency(earlier: number, later?: number): Promise<FabricConsistencyProof> {
    const to = later ?? (await this.height());
    if (!(earlier >= 0 && earlier <= to && to - earlier <= LONGEST_CHAIN)) {
      throw new LedgerError('LEDGER_TX_UNKNOWN');
    }
    const [first, last] = [await this.block(earlier), await this.block(to)];
    const between: string[] = [];
    for (let from = earlier + 1; from < to; from += AT_ONCE) {
      const heights = Array.from({ length: Math.min(AT_ONCE, to - from) }, (_, i) => from + i);
      between.push(...(await Promise.all(heights.map((height) => this.#dataAt(height)))));
    }
    return {
      kind: 'renxin-fabric-consistency-proof',
      schema: 1,
      earlier: { header: first.signed.header },
      between,
      later: last.signed,
    };
  }

  /** Height of the latest block of the peer that is asked. */
  async height(): Promise<number> {
    const answer = await this.#channel.evaluate('GetChainInfo', [this.#name], 'qscc');
    const height = protos.common.BlockchainInfo.deserializeBinary(answer).getHeight() - 1;
    this.#seen = Math.max(this.#seen, height);
    return height;
  }

  async #dataAt(height: number): Promise<string> {
    return this.#data.get(height) ?? (await this.block(height)).signed.header.data;
  }

  /** @throws LedgerError LEDGER_TX_UNKNOWN when there is no such block, LEDGER_UNAVAILABLE, LEDGER_CORRUPT */
  async block(height: number): Promise<FabricBlock> {
    if (height > this.#seen && height > (await this.height())) throw new LedgerError('LEDGER_TX_UNKNOWN');
    const bytes = await this.#channel.evaluate('GetBlockByNumber', [this.#name, String(height)], 'qscc');
    const block = this.#corruptUnless(() => readFabricBlock(this.#name, bytes));
    this.#data.set(height, block.signed.header.data);
    const [oldest] = this.#data.keys();
    if (this.#data.size > LONGEST_CHAIN && oldest !== undefined) this.#data.delete(oldest);
    return block;
  }

  /** A read that a majority of the organisations endorsed, and that nobody hands in. */
  async #read(key: string): Promise<{ action: EndorsedAction; time: string; result: Uint8Array }> {
    const { prepared, time, result } = await this.#channel.endorse('record', [key]);
    const envelope = protos.gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
    if (envelope === undefined) throw new LedgerError('LEDGER_CORRUPT');
    const action = this.#corruptUnless(() => actionOf(envelope.getPayload_asU8()));
    return { action, time, result };
  }

  /** The action of an envelope, when it is one of our chaincode: a block also holds others. */
  #ours(envelope: Uint8Array): ReturnType<typeof openEnvelope> | undefined {
    try {
      return openEnvelope(this.#provider, envelope);
    } catch (error) {
      if (error instanceof ProofError) return undefined;
      throw error;
    }
  }

  #checked<P>(proof: P, verify: (provider: CryptoProvider, proof: unknown) => unknown): P {
    this.#corruptUnless(() => verify(this.#provider, proof));
    return proof;
  }

  #corruptUnless<T>(make: () => T): T {
    try {
      return make();
    } catch (cause) {
      throw new LedgerError('LEDGER_CORRUPT', { cause });
    }
  }
}
