import type { Json } from '@renxin/chaincode/canonical';
import {
  evaluate,
  recordKey,
  type Collection,
  type CommandRef,
  type Contracts,
  type QueryRef,
} from '@renxin/chaincode/kernel';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import {
  LedgerError,
  type Committed,
  type Ledger,
  type LedgerEvent,
  type Position,
  type TxPosition,
} from '../ledger.js';
import type {
  EmbeddedConsistencyProof,
  EmbeddedCommandProof,
  SignedHeader,
  EmbeddedStateProof,
} from '../proof/format.js';
import { Chain } from './chain.js';
import { Bell, feed } from './feed.js';
import { GroupCommit } from './group-commit.js';
import { openLevelStore } from './level-store.js';
import type { Moment, StoredBlock } from './moment.js';
import { timeAfter } from './next-tx.js';
import { RememberedAnswers } from './remembered-answers.js';
import { SharedBlocks } from './shared-blocks.js';
import type { OpenStore } from './store.js';

export interface EmbeddedLedgerOptions {
  readonly directory: string;
  readonly contracts: Contracts;
  /** The ledger's name, part of every signed message. */
  readonly name: string;
  /** The organisation that operates the ledger and hands the commands in. */
  readonly caller: string;
  /** Signs each block's header. */
  readonly operator: Signer;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  /** Commands in one block at most. */
  readonly maxBatch?: number;
}

export interface EmbeddedLedger extends Ledger {
  /** The latest durable header; undefined before the first block. */
  head(): SignedHeader | undefined;
  /** @throws LedgerError LEDGER_TX_UNKNOWN when there is no such block */
  header(height: number): Promise<SignedHeader>;
  block(height: number): Promise<StoredBlock>;
  prove(at: TxPosition): Promise<EmbeddedCommandProof>;
  proveState<T extends Json>(collection: Collection<T>, id: string): Promise<EmbeddedStateProof>;
  proveConsistency(earlierHeight: number, laterHeight?: number): Promise<EmbeddedConsistencyProof>;
  stats(): LedgerStats;
}

export interface LedgerStats {
  /** -1 before the first block. */
  readonly height: number;
  /** Commands that wait for a block. */
  readonly waiting: number;
  /** Since the ledger was opened. */
  readonly blocks: number;
  readonly commands: number;
  readonly refused: number;
  readonly deferred: number;
  readonly faults: number;
}

/**
 * Opens the ledger of a directory, or begins one there. One process at a time.
 * @throws LedgerError LEDGER_LOCKED when another process has it open; LEDGER_UNAVAILABLE when it cannot be read and
 *   written; LEDGER_CORRUPT when its head is not this ledger's, signed by this operator, or does not fit what is stored
 */
export function openEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<EmbeddedLedger> {
  return openEmbeddedLedgerOn(openLevelStore, options);
}

/** The same on another store: for tests that let writes fail. */
export async function openEmbeddedLedgerOn(
  openStore: OpenStore,
  options: EmbeddedLedgerOptions,
): Promise<EmbeddedLedger> {
  const { directory, name, operator, provider } = options;
  const chain = await Chain.open({ directory, ledger: name, operator: operator.key, provider, openStore });
  return new LevelLedger(options, chain);
}

const MAX_BATCH = 512;

class LevelLedger implements EmbeddedLedger {
  readonly name: string;
  readonly #options: EmbeddedLedgerOptions;
  readonly #chain: Chain;
  readonly #commits: GroupCommit;
  readonly #bell = new Bell();
  readonly #answers = new RememberedAnswers();
  readonly #followed = new SharedBlocks((height) => this.block(height));
  #reading = 0;
  #closed: Promise<void> | undefined;

  constructor(options: EmbeddedLedgerOptions, chain: Chain) {
    const { name, caller, contracts, operator, provider, clock, maxBatch = MAX_BATCH } = options;
    this.name = name;
    this.#options = options;
    this.#chain = chain;
    this.#commits = new GroupCommit({
      chain,
      contracts,
      ledger: name,
      caller,
      operator,
      provider,
      clock,
      maxBatch,
      onBlock: () => this.#bell.ring(),
    });
  }

  async submit<I extends Json, O extends Json>(
    { contract, name }: CommandRef<I, O>,
    input: I,
  ): Promise<Committed<O>> {
    this.#assertOpen();
    return (await this.#commits.submit({ contract, operation: name, input })) as Committed<O>;
  }

  evaluate<I extends Json, O extends Json>({ contract, name }: QueryRef<I, O>, input: I): Promise<O> {
    const { contracts, provider, caller, clock } = this.#options;
    return this.#read(async (moment) => {
      const header = moment.head?.signed.header;
      const host = {
        txId: header?.txId ?? '0'.repeat(32),
        ledger: this.name,
        time: timeAfter(header?.time, clock()),
        caller: { organisation: caller },
        read: (key: string) => moment.record(key),
        verify: provider.verify.bind(provider),
      };
      const request = { contract, operation: name, input };
      const answer = await this.#answers.of(moment, host, request, (on) => evaluate(contracts, on, request));
      return answer as O;
    });
  }

  prove(at: TxPosition): Promise<EmbeddedCommandProof> {
    return this.#read((moment) => moment.proveCommand(at));
  }

  proveState<T extends Json>(collection: Collection<T>, id: string): Promise<EmbeddedStateProof> {
    return this.#read((moment) => {
      recordKey(collection, id);
      return moment.proveRecord(collection.name, id);
    });
  }

  async height(): Promise<number | undefined> {
    this.#assertOpen();
    return this.head()?.header.height;
  }

  proveConsistency(earlierHeight: number, laterHeight?: number): Promise<EmbeddedConsistencyProof> {
    return this.#read((moment) => moment.proveConsistency(earlierHeight, laterHeight));
  }

  header(height: number): Promise<SignedHeader> {
    return this.#read((moment) => moment.header(height));
  }

  block(height: number): Promise<StoredBlock> {
    return this.#read((moment) => moment.block(height));
  }

  events(after?: Position): AsyncIterable<LedgerEvent> {
    const source = {
      height: () => (this.#closed === undefined ? this.#height() : undefined),
      block: (height: number) => this.#followed.of(height),
      bell: this.#bell,
    };
    return feed(source, after);
  }

  head(): SignedHeader | undefined {
    return this.#chain.head?.signed;
  }

  stats(): LedgerStats {
    return { height: this.#height(), waiting: this.#commits.waiting, ...this.#commits.counts };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#bell.ring();
    await this.#commits.drain();
    while (this.#reading > 0) await this.#bell.wait();
    await this.#chain.close();
  }

  async #read<T>(read: (moment: Moment) => T | Promise<T>): Promise<T> {
    this.#assertOpen();
    this.#reading++;
    try {
      const moment = await this.#chain.hold();
      try {
        return await read(moment);
      } finally {
        await moment.release();
      }
    } finally {
      this.#reading--;
      if (this.#closed !== undefined) this.#bell.ring();
    }
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) throw new LedgerError('LEDGER_CLOSED');
  }

  #height(): number {
    return this.head()?.header.height ?? -1;
  }
}
