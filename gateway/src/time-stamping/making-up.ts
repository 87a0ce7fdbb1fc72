import { setTimeout } from 'node:timers/promises';
import type { LaterStamps } from './later-stamps.js';

/** Between two tries, in milliseconds: longer each time while nothing can be made up. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** Makes up in the background what waits for a time-stamp, again and again until nothing waits. */
export class MakingUp {
  readonly #stamps: LaterStamps;
  readonly #closing = new AbortController();
  #asked = false;
  #running: Promise<void> | undefined;

  constructor(stamps: LaterStamps) {
    this.#stamps = stamps;
  }

  /** Something waits, or an earlier process may have left something. */
  wake(): void {
    this.#asked = true;
    if (this.#closing.signal.aborted || this.#running !== undefined) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (this.#asked) this.wake();
    });
  }

  /** Ends; what waits goes on waiting. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!this.#closing.signal.aborted) {
      this.#asked = false;
      try {
        if ((await this.#stamps.makeUp()) > 0) pause = FIRST_PAUSE;
        if ((await this.#stamps.waiting()).length === 0) return;
      } catch {
        // Whatever is out (authority, ledger, disk): it is tried again.
      }
      await setTimeout(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    this.#asked = false;
  }
}
