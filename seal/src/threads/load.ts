import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** The share of time in which a thread that has much to do is at work, over how many milliseconds. */
const [HEAVY, LOOKED_AT] = [0.8, 50];
/** Tasks within so many milliseconds that are worth another thread: it takes memory and some time to start. */
const [MANY, WITHIN] = [50, 500];

/** How busy the calling thread has been lately, and how much it asked for. */
export class Load {
  #before: EventLoopUtilization = performance.eventLoopUtilization();
  #at = performance.now();
  #share = 0;
  #from = this.#at;
  #asked = 0;

  /** Something was asked for. */
  count(): void {
    const now = performance.now();
    if (now - this.#from > WITHIN) [this.#from, this.#asked] = [now, 0];
    this.#asked += 1;
  }

  isMuchAskedFor(): boolean {
    return this.#asked >= MANY;
  }

  /** Whether its event loop hardly rests. */
  isHeavy(): boolean {
    const now = performance.now();
    if (now - this.#at >= LOOKED_AT) {
      this.#share = performance.eventLoopUtilization(this.#before).utilization;
      this.#before = performance.eventLoopUtilization();
      this.#at = now;
    }
    return this.#share > HEAVY;
  }
}
