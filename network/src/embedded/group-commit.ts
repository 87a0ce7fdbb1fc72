import type { Json } from '@renxin/chaincode/canonical';
import { toBase64url } from '@renxin/chaincode/canonical';
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
import { txIdOf } from '../proof/header.js';
import { buildBlock, type BlockTx, type Done } from './block.js';
import type { Chain } from './chain.js';
import type { Moment } from './moment.js';
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
const MAX_CLOCK_LAG = 60_000;
/** How long commands run before other work of the process gets its turn. */
const SLICE = 8;

/**
 * Puts commands into blocks. While one block is executed and written, the next commands gather; each block is one batch
 * of the kernel, one transaction, one signature and one durable write.
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
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, this.#options.maxBatch));
    this.#running = undefined;
  }

  /** Answers every command of the batch or puts it back at the head of the queue; never throws. */
  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { chain, ledger, provider, operator, onBlock } = this.#options;
    let unanswered = batch;
    let moment: Moment | undefined;
    try {
      moment = await chain.hold();
      const { view, head } = moment;
      const tx = nextTx(this.#options, moment);
      const outcomes = await executeBatch(
        this.#options.contracts,
        this.#host(moment, tx),
        batch.map(({ request }) => request),
      );
      const done = this.#sort(batch, outcomes);
      unanswered = done.map(({ waiting }) => waiting);
      if (done.length === 0) return;
      const ground = { ledger, provider, map: chain.map, view, head };
      const block = await buildBlock(
        ground,
        tx,
        done.map((one) => one.done),
        operator,
      );
      await chain.append(block); // THE COMMIT POINT: on the disk when this resolves, and nothing of it was answered before
      unanswered = [];
      this.counts.blocks++;
      this.counts.commands += done.length;
      answer(tx, done);
      onBlock();
    } catch (error) {
      for (const { reject } of unanswered) reject(error);
    } finally {
      await moment?.release().catch(() => undefined);
    }
  }

  #host(moment: Moment, { txId, time }: BlockTx): Host {
    const { ledger, caller } = this.#options;
    let since = performance.now();
    this.#verifications.nextBatch();
    return {
      txId,
      ledger,
      time,
      caller: { organisation: caller },
      read(key) {
        const bytes = moment.record(key);
        if (performance.now() - since < SLICE) return bytes;
        return setImmediate(bytes).finally(() => (since = performance.now()));
      },
      verify: (key, message, signature) => this.#verifications.verify(key, message, signature),
    };
  }

  /** Answers what does not go into the block, puts deferred commands at the head of the queue, returns the rest. */
  #sort(batch: readonly Waiting[], outcomes: readonly Outcome[]): DoneWaiting[] {
    const done: DoneWaiting[] = [];
    const deferred: Waiting[] = [];
    for (const [i, outcome] of outcomes.entries()) {
      const waiting = batch[i]!;
      switch (outcome.kind) {
        case 'done':
          if (outcome.writes.some(({ value }) => isNull(value))) {
            this.counts.faults++;
            waiting.reject(new ContractFault('a record is null'));
          } else {
            done.push({ waiting, done: { ...waiting.request, ...outcome } });
          }
          break;
        case 'refused':
          this.counts.refused++;
          waiting.reject(new ContractError(outcome.code, outcome.members));
          break;
        case 'fault':
          this.counts.faults++;
          waiting.reject(outcome.fault);
          break;
        case 'deferred':
          this.counts.deferred++;
          deferred.push(waiting);
          break;
      }
    }
    this.#queue.unshift(...deferred);
    return done;
  }
}

/**
 * The next block's transaction. Its time is the clock's, never before the latest block's.
 * @throws LedgerError LEDGER_CLOCK when the clock is more than 60 s behind the latest block
 */
function nextTx({ provider, clock, caller }: GroupCommitOptions, { head }: Moment): BlockTx {
  const height = head === undefined ? 0 : head.signed.header.height + 1;
  const previous = toBase64url(head?.hash ?? new Uint8Array(32));
  const time = timeAfter(head?.signed.header.time, clock());
  return { height, previous, time, txId: txIdOf(provider, previous, height), caller };
}

/** @throws LedgerError LEDGER_CLOCK */
export function timeAfter(latest: string | undefined, now: Date): string {
  const time = now.toISOString();
  if (latest === undefined || time >= latest) return time;
  if (now.getTime() < Date.parse(latest) - MAX_CLOCK_LAG) throw new LedgerError('LEDGER_CLOCK');
  return latest;
}

function answer({ txId, height, time }: BlockTx, done: readonly DoneWaiting[]): void {
  for (const [index, { waiting, done: command }] of done.entries()) {
    waiting.resolve({ result: command.result, at: { txId, index }, height, time });
  }
}

/** `null` means absence in a proof, so it cannot be a record. */
function isNull(value: Uint8Array): boolean {
  return value.length === 4 && value[0] === 0x6e;
}
