import { GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import protos from '@hyperledger/fabric-protos';
import { setTimeout } from 'node:timers/promises';
import { LedgerError } from '../../ledger.js';
import type { Connection } from './connection.js';
import { readIdentity, type GatewayIdentity } from './identity.js';
import { keysOf, type TouchedKeys } from './key-sets.js';
import { refusalIn } from '../chaincode/chaincode-refusal.js';
import { openPeerLink, type PeerLink } from './peer-link.js';

/** A transaction that a majority of organisations endorsed and nobody has ordered yet. */
export interface Endorsed {
  readonly txId: string;
  /** The proposal's time, ISO 8601 in UTC with milliseconds. */
  readonly time: string;
  /** What the chaincode answered, the same on every organisation that endorsed. */
  readonly result: Uint8Array;
  /** `gateway.PreparedTransaction`: the envelope with its endorsements. */
  readonly prepared: Uint8Array;
  readonly keys: TouchedKeys;
}

export interface TxStatus {
  /** Of protos.TxValidationCode; 0 is valid. */
  readonly code: number;
  readonly height: number;
}

export interface LedgerChannelOptions {
  readonly connection: Connection;
  readonly clock: () => Date;
  /** How long a call is tried on the peers before it is given up, in milliseconds. */
  readonly patience: number;
  /** How long the outcome of a transaction is asked for before it is called unknown, in milliseconds. */
  readonly outcomePatience: number;
}

const CALL = 15_000;
const STATUS = 4_000;
/** For people who look. */
const SOON = 1_500;
/** What only an operator can mend: asking again does not help. */
const FINAL = new Set([3, 7, 12, 16]);

/**
 * An organisation's way into its channel. The organisation's own peer is asked; while it is away the others of the
 * connection are, and a peer that takes over first has to hold what was last answered here as committed.
 */
export class LedgerChannel {
  readonly #options: LedgerChannelOptions;
  readonly #identity: GatewayIdentity;
  readonly #links: readonly { link: PeerLink; holds: string | undefined }[];
  #current = 0;
  #lastTx: string | undefined;

  /** @throws ConnectionError */
  static async open(options: LedgerChannelOptions): Promise<LedgerChannel> {
    const { connection, clock } = options;
    const identity = await readIdentity(connection, clock());
    const links = await Promise.all(connection.peers.map((peer) => openPeerLink(peer, identity)));
    return new LedgerChannel(options, identity, links);
  }

  private constructor(options: LedgerChannelOptions, identity: GatewayIdentity, links: readonly PeerLink[]) {
    this.#options = options;
    this.#identity = identity;
    this.#links = links.map((link) => ({ link, holds: undefined }));
  }

  /** The name under which the rules are deployed. */
  get chaincode(): string {
    return this.#options.connection.chaincode;
  }

  /** Runs a function of a chaincode on one peer. @throws LedgerError LEDGER_UNAVAILABLE, LEDGER_CLOCK */
  evaluate(name: string, args: readonly (string | Uint8Array)[], chaincode?: string): Promise<Uint8Array> {
    return this.#ask(async ({ gateway }) => {
      const { bytes } = this.#proposal(gateway, name, args, chaincode);
      return await gateway.newProposal(bytes).evaluate(deadline(CALL));
    });
  }

  /**
   * Has a majority of organisations run a function. A mismatch between them passes by itself when it comes from a
   * peer that is a block behind, so it is tried again.
   * @throws LedgerError LEDGER_UNAVAILABLE when no majority answers the same; LEDGER_CLOCK
   */
  endorse(name: string, args: readonly (string | Uint8Array)[]): Promise<Endorsed> {
    return this.#ask(async ({ gateway }) => {
      const { bytes, time } = this.#proposal(gateway, name, args);
      const transaction = await gateway.newProposal(bytes).endorse(deadline(CALL));
      const prepared = transaction.getBytes();
      const txId = transaction.getTransactionId();
      const result = transaction.getResult();
      return { txId, time, result, prepared, keys: keysOf(prepared, this.#options.connection.chaincode) };
    });
  }

  /**
   * Has a transaction ordered and waits for what became of it. When an answer is lost its id is asked for again, and the
   * same envelope is handed in again: a transaction id is committed once, whatever arrives how often.
   * @param onDoubt called when it is not clear whether the ordering service has it
   * @throws LedgerError LEDGER_OUTCOME_UNKNOWN
   */
  async commit(endorsed: Endorsed, onDoubt: () => void): Promise<TxStatus> {
    const until = Date.now() + this.#options.outcomePatience;
    const causes: unknown[] = [];
    for (let i = 0; i === 0 || Date.now() < until; i++) {
      const { link } = this.#links[(this.#current + i) % this.#links.length]!;
      let isOrdered = false;
      try {
        await link.gateway.newTransaction(endorsed.prepared).submit(deadline(CALL));
        isOrdered = true;
      } catch (error) {
        causes.push(error);
        onDoubt();
      }
      const within = isOrdered ? STATUS : 500;
      // The own peer first; while it is behind the others know.
      const status = await (i === 0
        ? this.status(endorsed.txId, within)
        : this.anyStatus(endorsed.txId, within));
      if (status !== undefined) {
        if (status.code === 0) this.#lastTx = endorsed.txId;
        return status;
      }
      onDoubt();
      await setTimeout(100);
    }
    throw new LedgerError('LEDGER_OUTCOME_UNKNOWN', {
      cause: new AggregateError(causes.slice(-8), endorsed.txId),
    });
  }

  /** What became of a transaction; undefined when no peer says within that time. */
  async status(txId: string, within: number): Promise<TxStatus | undefined> {
    for (let i = 0; i < this.#links.length; i++) {
      const at = (this.#current + i) % this.#links.length;
      try {
        return await this.#statusAt(at, txId, within);
      } catch (error) {
        if (error instanceof GatewayError && error.code === 4) return undefined;
      }
    }
    return undefined;
  }

  /** The same of whichever peer says it first: one that began with a snapshot does not know what was before. */
  async anyStatus(txId: string, within: number): Promise<TxStatus | undefined> {
    try {
      return await Promise.any(this.#links.map((_, at) => this.#statusAt(at, txId, within)));
    } catch {
      return undefined;
    }
  }

  /** How many blocks each peer of the connection has, in its order; undefined for one that does not answer soon. */
  heights(): Promise<(number | undefined)[]> {
    const { channel } = this.#options.connection;
    return Promise.all(
      this.#links.map(async ({ link: { gateway, organisation } }) => {
        const proposal = gateway
          .getNetwork(channel)
          .getContract('qscc')
          .newProposal('GetChainInfo', {
            arguments: [channel],
            endorsingOrganizations: [organisation],
          });
        try {
          const answer = await proposal.evaluate(deadline(SOON));
          return protos.common.BlockchainInfo.deserializeBinary(answer).getHeight();
        } catch {
          return undefined;
        }
      }),
    );
  }

  /** Blocks from a height on, as the peer that is asked now has them. Ends with an error when the peer goes. */
  async *blocks(fromHeight: number, signal: AbortSignal): AsyncGenerator<protos.common.Block, undefined> {
    const { link } = this.#links[this.#current]!;
    const network = link.gateway.getNetwork(this.#options.connection.channel);
    const stream = await network.getBlockEvents({ startBlock: BigInt(fromHeight) });
    const stop = () => stream.close();
    signal.addEventListener('abort', stop);
    try {
      // A stream that is stopped unread would throw where nobody catches.
      if (signal.aborted) stop();
      yield* stream;
    } finally {
      signal.removeEventListener('abort', stop);
      stream.close();
    }
  }

  /** Whether a peer is connected, whatever it answers. */
  isConnected(): boolean {
    return this.#links.some(({ link }) => link.isReady());
  }

  /** Asks another peer next: the one that was asked does not answer. */
  turn(): void {
    this.#current = (this.#current + 1) % this.#links.length;
  }

  close(): void {
    for (const { link } of this.#links) link.close();
  }

  async #ask<T>(call: (link: PeerLink) => Promise<T>): Promise<T> {
    const until = Date.now() + this.#options.patience;
    const causes: unknown[] = [];
    for (let pause = 10; ; pause = Math.min(pause * 2, 500)) {
      let [clocks, finals] = [0, 0];
      for (let at = 0; at < this.#links.length; at++) {
        try {
          const answer = await call(await this.#ready(at));
          this.#current = at;
          return answer;
        } catch (error) {
          causes.push(error);
          if (isClock(error)) clocks++;
          if (error instanceof GatewayError && FINAL.has(error.code)) finals++;
        }
      }
      const cause = new AggregateError(causes.slice(-8));
      if (clocks === this.#links.length) throw new LedgerError('LEDGER_CLOCK', { cause });
      if (finals === this.#links.length || Date.now() + pause > until) {
        throw new LedgerError('LEDGER_UNAVAILABLE', { cause });
      }
      await setTimeout(pause);
    }
  }

  /** A peer that holds what was last seen committed, so that nobody here reads what was before. */
  async #ready(at: number): Promise<PeerLink> {
    const entry = this.#links[at]!;
    const last = this.#lastTx;
    if (last !== undefined && entry.holds !== last) await this.#statusAt(at, last, STATUS);
    return entry.link;
  }

  async #statusAt(at: number, txId: string, within: number): Promise<TxStatus> {
    const entry = this.#links[at]!;
    const request = new protos.gateway.CommitStatusRequest();
    request.setChannelId(this.#options.connection.channel);
    request.setTransactionId(txId);
    request.setIdentity(this.#creator());
    const signed = new protos.gateway.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    const commit = () => entry.link.gateway.newCommit(signed.serializeBinary());
    let status = await commit().getStatus(deadline(within));
    // Of an envelope that was ordered twice the second is a duplicate: the peer's index knows the first.
    if (status.code === StatusCode.DUPLICATE_TXID) status = await commit().getStatus(deadline(within));
    entry.holds = txId;
    return { code: status.code, height: Number(status.blockNumber) };
  }

  #creator(): Uint8Array {
    const creator = new protos.msp.SerializedIdentity();
    creator.setMspid(this.#identity.organisation);
    creator.setIdBytes(this.#identity.certificate);
    return creator.serializeBinary();
  }

  /** A proposal with the time of the clock that was handed in. */
  #proposal(
    gateway: PeerLink['gateway'],
    name: string,
    args: readonly (string | Uint8Array)[],
    chaincode = this.#options.connection.chaincode,
  ): { bytes: Uint8Array; time: string } {
    const contract = gateway.getNetwork(this.#options.connection.channel).getContract(chaincode);
    const built = contract.newProposal(name, { arguments: [...args] }).getBytes();
    const proposed = protos.gateway.ProposedTransaction.deserializeBinary(built);
    const signed = proposed.getProposal()!;
    const proposal = protos.peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
    const header = protos.common.Header.deserializeBinary(proposal.getHeader_asU8());
    const channelHeader = protos.common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    const time = this.#options.clock();
    // google-protobuf comes without types.
    (channelHeader.getTimestamp() as unknown as { fromDate(date: Date): void }).fromDate(time);
    header.setChannelHeader(channelHeader.serializeBinary());
    proposal.setHeader(header.serializeBinary());
    signed.setProposalBytes(proposal.serializeBinary());
    return { bytes: proposed.serializeBinary(), time: time.toISOString() };
  }
}

function isClock(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false;
  const messages = [error.message, ...error.details.map(({ message }) => message)];
  return messages.some((message) => refusalIn(message)?.code === 'LEDGER_CLOCK');
}

function deadline(within: number): { deadline: number } {
  return { deadline: Date.now() + within };
}
