import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import type { Request } from '@renxin/chaincode/kernel';
import { LedgerError, type Committed } from '../../ledger.js';

/** A command that waits for its answer. */
export interface Waiting {
  /** In which order commands came. */
  readonly number: number;
  readonly request: Request;
  readonly bytes: number;
  readonly since: number;
  readonly resolve: (committed: Committed<Json>) => void;
  readonly reject: (error: unknown) => void;
  /** How often another gateway's write was there first. */
  conflicts: number;
  /** A batch with this command is at most so large. */
  share: number;
}

const MAX_WAITING = 8192;
/** Of the inputs of one batch: its envelope, with answers and writes, stays far below what orderers take. */
const MAX_BYTES = 512 * 1024;

/** Commands in the order in which they came, also those that are put back. */
export class CommandQueue {
  readonly #waiting: Waiting[] = [];
  #number = 0;

  get length(): number {
    return this.#waiting.length;
  }

  /** Resolves or rejects with the command's answer. @throws LedgerError LEDGER_OVERLOADED when too many wait */
  add(request: Request): Promise<Committed<Json>> {
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new LedgerError('LEDGER_OVERLOADED'));
    const bytes = canonicalBytes(request).length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        number: this.#number++,
        request,
        bytes,
        since: Date.now(),
        resolve,
        reject,
        conflicts: 0,
        share: Infinity,
      });
    });
  }

  /** The next batch: at most so many commands, fewer when they are large or are to go in smaller ones. */
  take(limit: number): Waiting[] {
    const batch: Waiting[] = [];
    let [most, bytes] = [limit, 0];
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      most = Math.min(most, next.share);
      if (batch.length > 0 && (batch.length >= most || bytes + next.bytes > MAX_BYTES)) break;
      bytes += next.bytes;
      batch.push(next);
      this.#waiting.shift();
    }
    return batch;
  }

  /** Puts commands back to where they were when they came. */
  putBack(commands: readonly Waiting[]): void {
    this.#waiting.unshift(...commands);
    this.#waiting.sort((a, b) => a.number - b.number);
  }

  /** Answers LEDGER_UNAVAILABLE to the first ones when they wait longer than so many milliseconds. */
  dropOlderThan(patience: number): void {
    const now = Date.now();
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (now - next.since <= patience) return;
      this.#waiting.shift();
      next.reject(new LedgerError('LEDGER_UNAVAILABLE'));
    }
  }
}
