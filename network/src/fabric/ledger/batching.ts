import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import { ContractError, ContractFault, type ContractCode, type Request } from '@renxin/chaincode/kernel';
import { setTimeout } from 'node:timers/promises';
import { LedgerError, type Committed } from '../../ledger.js';
import { batchOutcomes, type BatchOutcome } from '../../proof/fabric/chaincode.js';
import { parseProof } from '../../proof/schemas.js';
import { BatchSize } from './batch-size.js';
import { CommandQueue, type Waiting } from './command-queue.js';
import { areApart } from './key-sets.js';
import type { Endorsed, LedgerChannel } from './ledger-channel.js';

export interface BatchingOptions {
  readonly channel: LedgerChannel;
  readonly maxBatch: number;
  /** Transactions at most that are ordered and not yet committed. */
  readonly maxInFlight: number;
  /** How long a command waits while it is not clear whether the ordering service works, in milliseconds. */
  readonly patience: number;
}

/** A transaction that was handed to the ordering service. */
interface Flight {
  readonly endorsed: Endorsed;
  /** Never rejects. */
  readonly settled: Promise<void>;
}

interface DoneWaiting {
  readonly waiting: Waiting;
  readonly result: Json;
}

const MAX_CONFLICTS = 16;
/** Endorsements of one gateway at once. */
const MAX_ENDORSING = 3;
/** protos.TxValidationCode: another transaction changed what this one read. */
const CONFLICTS = new Set([11, 12]);
/** The same: who must endorse changed since it was endorsed. */
const POLICY = 10;
const MAX_POLICIES = 3;

/**
 * Puts commands into Fabric transactions: a batch is endorsed while the one before is ordered and committed. Two are in
 * flight at once only when neither touches what the other writes, so that commands that meet keep their order and their
 * gateway's own transactions never invalidate each other.
 */
export class Batching {
  readonly counts = {
    transactions: 0,
    commands: 0,
    refused: 0,
    deferred: 0,
    faults: 0,
    conflicts: 0,
    proposedAgain: 0,
  };
  readonly #options: BatchingOptions;
  readonly #queue = new CommandQueue();
  readonly #flights = new Set<Flight>();
  /** Endorsements on their way; what they bring is taken in the order in which they were begun. */
  #endorsing = 0;
  #latest: Promise<void> = Promise.resolve();
  /** While it is set nothing is proposed: what waits touches what is being written. */
  #held: Promise<unknown> | undefined;
  readonly #size: BatchSize;
  #depth: number;
  /** Transactions of which it is not clear whether the ordering service has them, since anything was committed last. */
  readonly #doubtful = new Set<Endorsed>();
  /** Transactions whose outcome stayed unknown and is still being asked for. */
  #unknown = 0;
  #running: Promise<void> | undefined;

  constructor(options: BatchingOptions) {
    this.#options = options;
    this.#depth = options.maxInFlight;
    this.#size = new BatchSize(options.maxBatch);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  submit(request: Request): Promise<Committed<Json>> {
    if (this.#unknown > 0) return Promise.reject(new LedgerError('LEDGER_UNAVAILABLE'));
    const answer = this.#queue.add(request);
    this.#running ??= this.#run();
    return answer;
  }

  /** Resolves when everything that was submitted is answered. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 || this.#flights.size > 0 || this.#endorsing > 0) {
      if (this.#held !== undefined) {
        const held = this.#held;
        await held;
        if (this.#held === held) this.#held = undefined;
      } else if (this.#doubtful.size > 0 && this.#queue.length > 0) {
        this.#queue.dropOlderThan(this.#options.patience);
        await Promise.race([this.#anySettled(), setTimeout(50)]);
      } else if (this.#mayPropose()) {
        await this.#gather();
        this.#propose();
      } else {
        await Promise.race([this.#anySettled(), setTimeout(5)]);
      }
    }
    this.#running = undefined;
  }

  /** A further batch is begun beside others only when it is worth it. */
  #mayPropose(): boolean {
    if (this.#queue.length === 0) return false;
    if (this.#endorsing === 0) return this.#flights.size < this.#depth;
    const isWorthIt = this.#queue.length >= this.#size.most / 2;
    return isWorthIt && this.#endorsing < MAX_ENDORSING && this.#endorsing + this.#flights.size < this.#depth;
  }

  /** A few milliseconds for commands that come together; a lone command waits one. */
  async #gather(): Promise<void> {
    const window = this.#flights.size > 0 || this.#size.isLoaded ? 6 : 1;
    for (let i = 0; i < window && this.#queue.length < this.#size.most; i++) await setTimeout(1);
  }

  #propose(): void {
    const batch = this.#queue.take(this.#size.most);
    const start = Date.now();
    const before = this.#latest;
    const endorsing = this.#endorse(batch);
    this.#endorsing++;
    this.#latest = (async () => {
      const endorsed = await endorsing;
      if (endorsed === undefined) this.#size.failed(batch.length);
      else this.#size.endorsed(batch.length, Date.now() - start);
      await before;
      this.#endorsing--;
      if (endorsed !== undefined) this.#takeUp(batch, endorsed);
    })();
  }

  /** Answers every command of the batch when it cannot be endorsed. Never rejects. */
  async #endorse(
    batch: readonly Waiting[],
  ): Promise<{ endorsed: Endorsed; answers: readonly BatchOutcome[] } | undefined> {
    try {
      const requests = canonicalBytes(batch.map(({ request }) => request));
      const endorsed = await this.#options.channel.endorse('batch', [requests]);
      return { endorsed, answers: readOutcomes(endorsed.result, batch.length) };
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return undefined;
    }
  }

  /** Answers the batch and has it ordered, or puts it back when it meets what is in flight. */
  #takeUp(
    batch: readonly Waiting[],
    { endorsed, answers }: { endorsed: Endorsed; answers: readonly BatchOutcome[] },
  ): void {
    if ([...this.#flights].some((flight) => !areApart(flight.endorsed.keys, endorsed.keys))) {
      this.counts.proposedAgain++;
      this.#depth = 1;
      this.#queue.putBack(batch);
      this.#hold();
      return;
    }
    const done = this.#answerOthers(batch, answers);
    if (done.length > 0) this.#fly(endorsed, done);
    // What was deferred touches what is being written.
    if (answers.some(({ kind }) => kind === 'deferred')) this.#hold();
  }

  #hold(): void {
    this.#held = Promise.all([...this.#flights].map(({ settled }) => settled));
  }

  #fly(endorsed: Endorsed, done: readonly DoneWaiting[]): void {
    const flight: Flight = {
      endorsed,
      settled: this.#commit(endorsed, done).then(() => void this.#flights.delete(flight)),
    };
    this.#flights.add(flight);
  }

  /** Answers what stands in the transaction, or puts it back at the head of the queue. Never rejects. */
  async #commit(endorsed: Endorsed, done: readonly DoneWaiting[]): Promise<void> {
    const onDoubt = () => void this.#doubtful.add(endorsed);
    try {
      const { code, height } = await this.#options.channel.commit(endorsed, onDoubt); // THE COMMIT POINT: in a block, and valid there
      // The ordering service works: what takes long elsewhere is slow, and not lost.
      this.#doubtful.clear();
      if (code === 0) {
        this.counts.transactions++;
        this.counts.commands += done.length;
        this.#depth = Math.min(this.#depth + 1, this.#options.maxInFlight);
        const { txId, time } = endorsed;
        for (const [index, { waiting, result }] of done.entries()) {
          waiting.resolve({ result, at: { txId, index }, height, time });
        }
      } else if (CONFLICTS.has(code) || (code === POLICY && done.every(mayBeEndorsedAgain))) {
        await this.#putBack(done.map(({ waiting }) => waiting));
      } else {
        const error = new LedgerError('LEDGER_UNAVAILABLE', { cause: `validation code ${code}` });
        for (const { waiting } of done) waiting.reject(error);
      }
    } catch (error) {
      for (const { waiting } of done) waiting.reject(error);
      this.#settleUnknown(endorsed);
    } finally {
      this.#doubtful.delete(endorsed);
    }
  }

  /** Another gateway was first: again in halves, after a pause that differs between gateways. */
  async #putBack(batch: readonly Waiting[]): Promise<void> {
    this.counts.conflicts++;
    const again = batch.filter((waiting) => {
      waiting.conflicts++;
      waiting.share = Math.ceil(batch.length / 2);
      if (waiting.conflicts < MAX_CONFLICTS) return true;
      waiting.reject(new LedgerError('LEDGER_OVERLOADED'));
      return false;
    });
    const most = Math.max(0, ...again.map(({ conflicts }) => conflicts));
    await setTimeout(Math.random() * Math.min(10 * 2 ** most, 500));
    this.#queue.putBack(again);
  }

  /** Until it is known what became of it nothing else is accepted: the ordering service does not answer. */
  #settleUnknown(endorsed: Endorsed): void {
    this.#unknown++;
    const ask = async (): Promise<void> => {
      for (;;) {
        const status = await this.#options.channel.commit(endorsed, () => undefined).catch(() => undefined);
        if (status !== undefined || this.#isClosed) break;
      }
      this.#unknown--;
    };
    void ask();
  }

  #isClosed = false;

  /** Stops asking for what stayed unknown. */
  close(): void {
    this.#isClosed = true;
  }

  async #anySettled(): Promise<void> {
    const settling = [...this.#flights].map(({ settled }) => settled);
    if (this.#endorsing > 0) settling.push(this.#latest);
    await (settling.length > 0 ? Promise.race(settling) : setTimeout(1));
  }

  /** Answers what does not stand in the transaction, and puts what was deferred at the head of the queue. */
  #answerOthers(batch: readonly Waiting[], answers: readonly BatchOutcome[]): DoneWaiting[] {
    const done: DoneWaiting[] = [];
    const deferred: Waiting[] = [];
    for (const [i, waiting] of batch.entries()) {
      const answer = answers[i]!;
      switch (answer.kind) {
        case 'done':
          done.push({ waiting, result: answer.result });
          break;
        case 'refused':
          this.counts.refused++;
          waiting.reject(new ContractError(answer.code as ContractCode, answer.members));
          break;
        case 'fault':
          this.counts.faults++;
          waiting.reject(new ContractFault('the operation failed'));
          break;
        case 'deferred':
          this.counts.deferred++;
          deferred.push(waiting);
      }
    }
    this.#queue.putBack(deferred);
    return done;
  }
}

function mayBeEndorsedAgain({ waiting }: DoneWaiting): boolean {
  return waiting.conflicts < MAX_POLICIES;
}

/** @throws LedgerError LEDGER_CORRUPT when what the majority answers is not an answer of these rules */
function readOutcomes(result: Uint8Array, count: number): readonly BatchOutcome[] {
  let read: readonly BatchOutcome[];
  try {
    read = parseProof(batchOutcomes, result);
  } catch (error) {
    throw new LedgerError('LEDGER_CORRUPT', { cause: error });
  }
  if (read.length !== count) throw new LedgerError('LEDGER_CORRUPT');
  return read;
}
