import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import {
  ContractError,
  ContractFault,
  parseInput,
  type Collection,
  type CommandRef,
  type ContractCode,
  type QueryRef,
} from '@renxin/chaincode/kernel';
import { nativeProvider } from '@renxin/seal/native';
import {
  LedgerError,
  type Committed,
  type Ledger,
  type LedgerEvent,
  type Position,
  type TxPosition,
} from '../../ledger.js';
import type {
  FabricBlock,
  FabricCommandProof,
  FabricConsistencyProof,
  FabricStateProof,
} from '../../proof/index.js';
import { batchOutcomes, markerKey, recordAnswer } from '../../proof/fabric/chaincode.js';
import { parseProof } from '../../proof/schemas.js';
import { Batching } from './batching.js';
import { readConnection, type Connection } from './connection.js';
import { ConnectionError } from './connection-error.js';
import { eventFeed } from './event-feed.js';
import { LedgerChannel } from './ledger-channel.js';
import { FabricProofs } from './proofs.js';

export interface FabricLedgerOptions {
  /** `<directory>/connections/<organisation>.json`, or what it says. */
  readonly connection: string | Connection;
  readonly clock: () => Date;
  /** Commands in one transaction at most. */
  readonly maxBatch?: number;
  /** Transactions at most that are ordered and not yet committed. */
  readonly maxInFlight?: number;
  /** How long calls are tried before they are given up, in milliseconds. */
  readonly patience?: number;
  /** How long the outcome of a transaction is asked for before it is called unknown, in milliseconds. */
  readonly outcomePatience?: number;
}

export interface FabricLedgerStats {
  /** Commands that wait for a transaction. */
  readonly waiting: number;
  /** Since the ledger was opened. */
  readonly transactions: number;
  readonly commands: number;
  readonly refused: number;
  readonly deferred: number;
  readonly faults: number;
  /** Transactions that another gateway's write made invalid. */
  readonly conflicts: number;
  /** Batches that met an own transaction in flight and were proposed again after it. */
  readonly proposedAgain: number;
}

/** A channel of Hyperledger Fabric as one organisation's gateway sees it. */
export interface FabricLedger extends Ledger {
  prove(at: TxPosition): Promise<FabricCommandProof>;
  proveState<T extends Json>(collection: Collection<T>, id: string): Promise<FabricStateProof>;
  proveConsistency(earlierHeight: number, laterHeight?: number): Promise<FabricConsistencyProof>;
  /** A block as the peer that is asked has it. @throws LedgerError LEDGER_TX_UNKNOWN when there is none */
  block(height: number): Promise<FabricBlock>;
  /** The latest block of each peer of the connection, in its order; undefined for one that does not answer soon. */
  heights(): Promise<(number | undefined)[]>;
  /** What the own peer holds under a record's key; undefined when there is nothing. */
  record(key: string): Promise<Json | undefined>;
  /** Whether a transaction is in a block and valid there, by its marker. */
  committed(txId: string): Promise<boolean>;
  stats(): FabricLedgerStats;
}

/**
 * Opens the channel in the name of the connection's organisation.
 * @throws ConnectionError when the connection's file, identity or chaincode cannot be used; LedgerError
 *   LEDGER_UNAVAILABLE when no peer answers; LEDGER_CLOCK when the clocks of the peers say something else
 */
export async function openFabricLedger(options: FabricLedgerOptions): Promise<FabricLedger> {
  const { clock, maxBatch = 512, maxInFlight = 6, patience = 15_000, outcomePatience = 30_000 } = options;
  const connection = await connectionOf(options.connection);
  const channel = await LedgerChannel.open({ connection, clock, patience, outcomePatience });
  const batching = new Batching({ channel, maxBatch, maxInFlight, patience });
  const ledger = new ChannelLedger(connection.channel, channel, batching);
  try {
    await ledger.assertRules(connection);
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

async function connectionOf(connection: string | Connection): Promise<Connection> {
  if (typeof connection !== 'string') return connection;
  try {
    return await readConnection(connection);
  } catch (cause) {
    throw new ConnectionError(
      'CONNECTION_FILE',
      `${connection} is not a connection's file: take the one that \`renxin network up\` wrote`,
      { cause },
    );
  }
}

class ChannelLedger implements FabricLedger {
  readonly name: string;
  readonly #channel: LedgerChannel;
  readonly #batching: Batching;
  readonly #proofs: FabricProofs;
  readonly #closing = new AbortController();
  #reading = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(name: string, channel: LedgerChannel, batching: Batching) {
    this.name = name;
    this.#channel = channel;
    this.#batching = batching;
    this.#proofs = new FabricProofs(name, channel, nativeProvider);
  }

  /**
   * @throws ConnectionError CONNECTION_OTHER_CHAINCODE when what answers is not these rules, CONNECTION_REFUSED when
   *   peers are there and none serves; LedgerError LEDGER_UNAVAILABLE, LEDGER_CLOCK
   */
  async assertRules({ organisation, chaincode }: Connection): Promise<void> {
    const answer = await this.#channel.evaluate('record', [markerKey('0')]).catch((cause: unknown) => {
      const unavailable = cause instanceof LedgerError && cause.code === 'LEDGER_UNAVAILABLE';
      if (!unavailable || !this.#channel.isConnected()) throw cause;
      throw new ConnectionError(
        'CONNECTION_REFUSED',
        `peers are there and do not serve ${organisation} on ${this.name}: see that the channel is theirs, that its organisations know the certificate, and that ${chaincode} is deployed and runs`,
        { cause },
      );
    });
    try {
      parseProof(recordAnswer, answer);
    } catch (cause) {
      throw new ConnectionError(
        'CONNECTION_OTHER_CHAINCODE',
        `what is deployed on ${this.name} does not answer as these rules do: deploy them`,
        { cause },
      );
    }
  }

  async submit<I extends Json, O extends Json>(command: CommandRef<I, O>, input: I): Promise<Committed<O>> {
    this.#assertOpen();
    const request = {
      contract: command.contract,
      operation: command.name,
      input: parseInput(command, input),
    };
    return (await this.#batching.submit(request)) as Committed<O>;
  }

  evaluate<I extends Json, O extends Json>(query: QueryRef<I, O>, input: I): Promise<O> {
    return this.#read(async () => {
      const request = { contract: query.contract, operation: query.name, input: parseInput(query, input) };
      const answer = read(
        batchOutcomes.element,
        await this.#channel.evaluate('query', [canonicalBytes(request)]),
      );
      if (answer.kind === 'done') return answer.result as O;
      if (answer.kind === 'refused') throw new ContractError(answer.code as ContractCode, answer.members);
      if (answer.kind === 'fault') throw new ContractFault('the operation failed');
      throw new LedgerError('LEDGER_CORRUPT');
    });
  }

  record(key: string): Promise<Json | undefined> {
    return this.#read(async () => {
      const { value } = read(recordAnswer, await this.#channel.evaluate('record', [key]));
      return value === null ? undefined : value;
    });
  }

  async committed(txId: string): Promise<boolean> {
    return (await this.record(markerKey(txId))) !== undefined;
  }

  height(): Promise<number | undefined> {
    return this.#read(() => this.#proofs.height());
  }

  heights(): Promise<(number | undefined)[]> {
    return this.#read(async () => (await this.#channel.heights()).map((blocks) => blocks && blocks - 1));
  }

  block(height: number): Promise<FabricBlock> {
    return this.#read(() => this.#proofs.block(height));
  }

  prove(at: TxPosition): Promise<FabricCommandProof> {
    return this.#read(() => this.#proofs.command(at));
  }

  proveState<T extends Json>(collection: Collection<T>, id: string): Promise<FabricStateProof> {
    return this.#read(() => this.#proofs.state(collection.name, id));
  }

  proveConsistency(earlierHeight: number, laterHeight?: number): Promise<FabricConsistencyProof> {
    return this.#read(() => this.#proofs.consistency(earlierHeight, laterHeight));
  }

  events(after?: Position): AsyncIterable<LedgerEvent> {
    return eventFeed(this.#channel, this.#closing.signal, after);
  }

  stats(): FabricLedgerStats {
    return { waiting: this.#batching.waiting, ...this.#batching.counts };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await this.#batching.drain();
    this.#batching.close();
    await Promise.allSettled(this.#reading);
    this.#channel.close();
  }

  async #read<T>(ask: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    const reading = ask();
    this.#reading.add(reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(reading);
    }
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) throw new LedgerError('LEDGER_CLOSED');
  }
}

/** @throws LedgerError LEDGER_CORRUPT when a peer answers with something else than these rules do */
function read<T>(schema: Parameters<typeof parseProof<T>>[0], answer: Uint8Array): T {
  try {
    return parseProof(schema, answer);
  } catch (error) {
    throw new LedgerError('LEDGER_CORRUPT', { cause: error });
  }
}
