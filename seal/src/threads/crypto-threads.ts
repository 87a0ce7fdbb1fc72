import type { VerificationKey } from '@renxin/chaincode/messages';
import { availableParallelism } from 'node:os';
import type { CryptoProvider } from '../crypto/provider.js';
import { nativeProvider } from '../crypto/native.js';
import { shareKey, sharedKeyOf } from '../signer/native-key.js';
import { SignerError } from '../signer/signer-error.js';
import type { Signer } from '../signer/signer.js';
import { Load } from './load.js';
import { done, worked, type Given, type Result, type Task } from './task.js';
import { Thread, type Waiting } from './thread.js';
import type { ThreadProgram, Work } from './work.js';

/** Tasks that cross at once at most. What comes while all threads have enough gathers, and crosses together. */
const BATCH = 8;

/**
 * SM2 on all cores: signatures and verifications of one process, spread over threads. A single one, while the process has
 * little to do, is done where it is asked for, since crossing takes longer; so is whatever the threads have no room for,
 * which keeps the calling thread at work as well: to issue in bulk, keep a few dozen calls in flight. Threads start when
 * they are first needed.
 *
 * Keys do not leave their `Signer`: a thread is given the handle inside node:crypto, which all threads of a process can
 * use and whose bytes nobody reads. Keys of devices stay with their own signer, and so do other algorithms where a single
 * signature is asked for (Ed25519 and P-256 take about as long as crossing).
 */
export class CryptoThreads {
  #most: number;
  readonly #threads = new Set<Thread>();
  readonly #queue: Waiting[] = [];
  readonly #load = new Load();
  #isTurnDue = false;
  #isClosed = false;

  readonly #program: ThreadProgram | undefined;

  /**
   * @param most threads besides the one that calls; 0 does everything there
   * @param program of the threads, when they do more than sign and verify
   */
  constructor(most: number = availableParallelism() - 1, program?: ThreadProgram) {
    this.#most = most;
    this.#program = program;
  }

  /** The same key, whose signatures are made on all cores. The signer itself when its key cannot be shared. */
  signer(signer: Signer): Signer {
    const native = sharedKeyOf(signer)?.native;
    if (native?.z === undefined || this.#most === 0) return signer;
    const spread: Signer = {
      key: signer.key,
      sign: async (request) => {
        if (request.algorithm !== native.key.algorithm) throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
        return (await this.#done({ kind: 'sign', key: native, message: request.message })) as Uint8Array;
      },
    };
    return shareKey(spread, signer);
  }

  /**
   * Work with keys, done on whichever thread has room. With a key that no other thread can use, or where the threads' program
   * does not have it, it is done where it is asked for, by the very signers.
   */
  async apart<I, O>(work: Work<I, O>, input: I, signers: readonly Signer<VerificationKey>[]): Promise<O> {
    const shared = signers.map(sharedKeyOf).filter((each) => each !== undefined);
    const isTheirs = this.#program?.works.includes(work) === true;
    if (this.#most === 0 || !isTheirs || shared.length < signers.length) return work.run(input, signers);
    const keys = shared.map(({ native }) => native);
    const task = { kind: 'work', work: work as Work<unknown, unknown>, input, keys } as const;
    const { value, uses } = (await this.#done(task)) as Given;
    for (const [i, { used }] of shared.entries()) for (let n = uses[i] ?? 0; n > 0; n--) used();
    return value as O;
  }

  /** The native provider, with verifications apart from the calling thread (`verifyApart`). */
  provider(): CryptoProvider {
    if (nativeProvider.name !== 'native' || this.#most === 0) return nativeProvider;
    return {
      ...nativeProvider,
      verifyApart: async (key, message, signature) => this.verify(key, message, signature),
    };
  }

  /** As `CryptoProvider.verify`, for an answer that may come later. */
  async verify(key: VerificationKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
    if (key.algorithm !== 'SM2') return nativeProvider.verify(key, message, signature);
    return (await this.#done({ kind: 'verify', key, message, signature })) as boolean;
  }

  /** How many threads have started. */
  get started(): number {
    return this.#threads.size;
  }

  /** Ends the threads; what is asked for afterwards, or was not done yet, is done by the calling thread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #done(task: Task): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#load.count();
      this.#comeAgain();
    });
  }

  /** What is asked for in one turn of the event loop is looked at together. */
  #comeAgain(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isTurnDue = false;
    if (this.#queue.length === 0) return;
    const isLone = this.#queue.length === 1 && !this.#load.isHeavy();
    if (!isLone && !this.#isClosed) this.#handOut();
    // A thread that has enough comes back for what is less than a batch.
    const isTheirs = this.#queue.length < BATCH && !isLone && this.#isReady();
    const next = isTheirs ? undefined : this.#queue.shift();
    if (next === undefined) return;
    // One at a time: between two of them the calling thread does what else it has to do.
    doHere(next);
    if (this.#queue.length > 0) this.#comeAgain();
  }

  #handOut(): void {
    if (this.#threads.size < this.#most && this.#load.isMuchAskedFor()) this.#start();
    for (const thread of this.#threads)
      while (this.#queue.length > 0 && thread.isFree) thread.take(this.#queue.splice(0, BATCH));
  }

  #isReady(): boolean {
    return [...this.#threads].some(({ isReady }) => isReady);
  }

  #start(): void {
    const thread = new Thread(
      () => this.#comeAgain(),
      (left) => {
        // It did not end because it was told to: another one would do no better.
        this.#threads.delete(thread);
        this.#most -= 1;
        this.#queue.unshift(...left);
        this.#comeAgain();
      },
      this.#program?.url,
    );
    this.#threads.add(thread);
  }
}

function doHere({ task, resolve, reject }: Waiting): void {
  if (task.kind === 'work') {
    void worked(task.work, task.input, task.keys).then(resolve, reject);
    return;
  }
  try {
    resolve(done(task));
  } catch (error) {
    reject(error);
  }
}
