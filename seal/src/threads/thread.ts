import { Worker } from 'node:worker_threads';
import type { NativeKey } from '../signer/native-key.js';
import type { FromThread, Result, Sent, Task, ToThread } from './task.js';

/** A task with whoever waits for it. */
export interface Waiting {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker thread. It does batches in their order; what it has not done when it ends is given back. */
export class Thread {
  readonly #worker: Worker;
  readonly #batches: (readonly Waiting[])[] = [];
  readonly #numbers = new WeakMap<NativeKey, number>();
  #keys = 0;
  #isReady = false;

  /** @param free it has done a batch, or can take the first; @param lost it has ended, with these left over */
  constructor(
    free: () => void,
    lost: (left: readonly Waiting[]) => void,
    program = new URL('./thread-main.js', import.meta.url),
  ) {
    this.#worker = new Worker(program);
    // A thread without work keeps no process running.
    this.#worker.unref();
    this.#worker.on('message', (said: FromThread) => {
      if (said.kind === 'ready') this.#isReady = true;
      else this.#answer(said.results);
      free();
    });
    // What went wrong is followed by the end.
    this.#worker.on('error', () => undefined);
    this.#worker.once('exit', () => {
      this.#isReady = false;
      lost(this.#batches.splice(0).flat());
    });
  }

  /** It can take a batch: one that it works on and one that waits for it keep it busy. */
  get isFree(): boolean {
    return this.#isReady && this.#batches.length < 2;
  }

  /** It has started, and not ended. */
  get isReady(): boolean {
    return this.#isReady;
  }

  take(batch: readonly Waiting[]): void {
    if (this.#batches.length === 0) this.#worker.ref();
    this.#batches.push(batch);
    this.#post({ kind: 'batch', tasks: batch.map(({ task }) => this.#sent(task)) });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #sent(task: Task): Sent {
    if (task.kind === 'work') {
      const keys = task.keys.map((key) => this.#numberOf(key));
      return { kind: 'work', name: task.work.name, input: task.input, keys };
    }
    const message = alone(task.message);
    if (task.kind === 'verify') return { ...task, message, signature: alone(task.signature) };
    return { kind: 'sign', key: this.#numberOf(task.key), message };
  }

  /** The number under which the thread has the key, which it is given now if it has not. */
  #numberOf(key: NativeKey): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#keys++;
    this.#numbers.set(key, number);
    this.#post({ kind: 'key', number, key });
    return number;
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #answer(results: readonly (Result | undefined)[]): void {
    const batch = this.#batches.shift() ?? [];
    if (this.#batches.length === 0) this.#worker.unref();
    for (const [i, { resolve, reject }] of batch.entries()) {
      const result = results[i];
      if (result === undefined) reject(new Error('a thread could not do its work'));
      else resolve(result);
    }
  }
}

/** Bytes that share their memory with others would cross together with them. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
