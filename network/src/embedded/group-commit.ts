import type { Json } from '@renxin/chaincode/canonical';
import {
  ContractError,
  ContractFault,
  executeBatch,
  type Contracts,
  type Host,
  type Outcome,
  type Request,
} from '@renxin/chaincode/kernel';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import { setImmediate } from 'node:timers/promises';
import { LedgerError, type Committed } from '../ledger.js';
import { buildBlock, type Block, type BlockTx, type Done, type Ground } from './block.js';
import type { Chain } from './chain.js';
import type { Moment } from './moment.js';
import { nextTx } from './next-tx.js';
import type { Put, Reader } from './store.js';
import { Verifications } from './verifications.js';

export interface GroupCommitOptions {
  readonly chain: Chain;
  readonly contracts: Contracts;
  readonly ledger: string;
  readonly caller: string;
  readonly operator: Signer;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly maxBatch: number;
  /** Called after each durable block. */
  readonly onBlock: () => void;
}

interface Waiting {
  readonly request: Request;
  readonly resolve: (committed: Committed<Json>) => void;
  readonly reject: (error: unknown) => void;
}

interface DoneWaiting {
  readonly waiting: Waiting;
  readonly done: Done;
}

const MAX_WAITING = 8192;
/** How long commands run before other work of the process gets its turn. */
const SLICE = 8;

/** A block on its way to the disk. */
interface Writing {
  readonly block: Block;
  /** What was stored before it. */
  readonly moment: Moment;
  /** Whether it is durable now; its commands are answered then. Never rejects. */
  readonly finished: Promise<boolean>;
}

/**
 * Puts commands into blocks: each block is one batch of the kernel, one transaction, one signature and one durable write.
 * While a block is being written the next batch is executed on top of it; it is written, and anything of it is answered,
 * only after the block before is durable. When that block is not, the batch is executed again without it.
 */
export class GroupCommit {
  readonly counts = { blocks: 0, commands: 0, refused: 0, deferred: 0, faults: 0 };
  readonly #options: GroupCommitOptions;
  readonly #verifications: Verifications;
  readonly #queue: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#verifications = new Verifications(options.provider);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  submit(request: Request): Promise<Committed<Json>> {
    if (this.#queue.length >= MAX_WAITING) {
      return Promise.reject(new LedgerError('LEDGER_OVERLOADED'));
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything that was submitted is answered. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await setImmediate();
    let writing: Writing | undefined;
    while (this.#queue.length > 0 || writing !== undefined) {
      const before: Writing | undefined = writing;
      writing = this.#queue.length > 0 ? await this.#commit(before) : undefined;
      await before?.finished;
      await before?.moment.release().catch(() => undefined);
    }
    this.#running = undefined;
  }

  /** Takes a batch and answers every command of it or puts it back at the head of the queue. Never throws. */
  async #commit(before: Writing | undefined): Promise<Writing | undefined> {
    const batch = this.#queue.splice(0, this.#options.maxBatch);
    let moment: Moment | undefined;
    try {
      if (before === undefined) moment = await this.#options.chain.hold();
      const ground = this.#ground(moment, before);
      const tx = nextTx(this.#options, ground.head);
      const outcomes = await this.#execute(ground, tx, batch);
      const done = doneOf(batch, outcomes);
      const commands = done.map((one) => one.done);
      const { operator } = this.#options;
      const block = done.length > 0 ? await buildBlock(ground, tx, commands, operator) : undefined;
      if (before !== undefined && !(await before.finished)) {
        this.#queue.unshift(...batch);
        return undefined;
      }
      this.#answerOthers(batch, outcomes);
      if (block === undefined) return undefined;
      const stored = moment ?? (await this.#options.chain.hold());
      moment = undefined; // the block's from here on
      return { block, moment: stored, finished: this.#write(block, tx, done) };
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return undefined;
    } finally {
      await moment?.release().catch(() => undefined);
    }
  }

  /** The durable state, or with the block over it that is still being written. */
  #ground(moment: Moment | undefined, before: Writing | undefined): Ground {
    const { chain, ledger, provider } = this.#options;
    const parts = { ledger, provider, map: chain.map, history: chain.history };
    if (before !== undefined) {
      return { ...parts, reader: over(before.moment.view, before.block.puts), head: before.block.head };
    }
    if (moment === undefined) throw new LedgerError('LEDGER_UNAVAILABLE');
    return { ...parts, reader: moment.view, head: moment.head };
  }

  #execute({ map, reader, head }: Ground, tx: BlockTx, batch: readonly Waiting[]): Promise<Outcome[]> {
    const { contracts, ledger, caller } = this.#options;
    const root = head?.state ?? map.emptyRoot;
    let since = performance.now();
    this.#verifications.nextBatch();
    const host: Host = {
      txId: tx.txId,
      ledger,
      time: tx.time,
      caller: { organisation: caller },
      read(key) {
        const bytes = map.record(reader, root, key);
        if (performance.now() - since < SLICE) return bytes;
        return setImmediate(bytes).finally(() => (since = performance.now()));
      },
      verify: (key, message, signature) => this.#verifications.verify(key, message, signature),
    };
    return executeBatch(
      contracts,
      host,
      batch.map(({ request }) => request),
    );
  }

  async #write(block: Block, tx: BlockTx, done: readonly DoneWaiting[]): Promise<boolean> {
    try {
      await this.#options.chain.append(block); // THE COMMIT POINT: on the disk when this resolves; nothing of it was answered before
      this.counts.blocks++;
      this.counts.commands += done.length;
      answer(tx, done);
      this.#options.onBlock();
      return true;
    } catch (error) {
      for (const { waiting } of done) waiting.reject(error);
      return false;
    }
  }

  /** Answers what does not stand in the block, and puts what was deferred at the head of the queue. */
  #answerOthers(batch: readonly Waiting[], outcomes: readonly Outcome[]): void {
    const deferred: Waiting[] = [];
    for (const [i, outcome] of outcomes.entries()) {
      const waiting = batch[i]!;
      if (outcome.kind === 'deferred') {
        this.counts.deferred++;
        deferred.push(waiting);
      } else if (outcome.kind === 'refused') {
        this.counts.refused++;
        waiting.reject(new ContractError(outcome.code, outcome.members));
      } else if (outcome.kind === 'fault' || writesNull(outcome)) {
        this.counts.faults++;
        waiting.reject(outcome.kind === 'fault' ? outcome.fault : new ContractFault('a record is null'));
      }
    }
    this.#queue.unshift(...deferred);
  }
}

/** What stands in the block. `null` means absence in a proof, so it cannot be a record. */
function doneOf(batch: readonly Waiting[], outcomes: readonly Outcome[]): DoneWaiting[] {
  return outcomes.flatMap((outcome, i) => {
    const waiting = batch[i]!;
    if (outcome.kind !== 'done' || writesNull(outcome)) return [];
    return [{ waiting, done: { ...waiting.request, ...outcome } }];
  });
}

function writesNull(outcome: Outcome): boolean {
  return (
    outcome.kind === 'done' && outcome.writes.some(({ value }) => value.length === 4 && value[0] === 0x6e)
  );
}

/** What is read when the puts are written, before they are. */
function over(view: Reader, puts: readonly Put[]): Reader {
  const written = new Map(puts);
  return { get: (key) => written.get(key) ?? view.get(key) };
}

function answer({ txId, height, time }: BlockTx, done: readonly DoneWaiting[]): void {
  for (const [index, { waiting, done: command }] of done.entries()) {
    waiting.resolve({ result: command.result, at: { txId, index }, height, time });
  }
}
