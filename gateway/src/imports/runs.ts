/** The imports that are being worked on in this process. */
export class Runs {
  readonly #running = new Map<string, Run>();

  /** Begins the work unless it is under way. Its faults are its own to handle. */
  begin(name: string, done: number, work: (signal: AbortSignal) => Promise<void>): void {
    if (this.#running.has(name)) return;
    const stop = new AbortController();
    const finished = work(stop.signal).finally(() => this.#running.delete(name));
    this.#running.set(name, { stop, finished, since: performance.now(), from: done });
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** Asks it to stop at the next place where nothing is half done, and waits for that. */
  async stop(name: string): Promise<void> {
    const run = this.#running.get(name);
    run?.stop.abort();
    await run?.finished;
  }

  /** By the pace since it began in this process; undefined while nothing is known of it. */
  secondsLeft(name: string, done: number, total: number): number | undefined {
    const run = this.#running.get(name);
    if (run === undefined || done <= run.from) return undefined;
    const seconds = (performance.now() - run.since) / 1000;
    return Math.ceil((seconds / (done - run.from)) * (total - done));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.stop(name)));
  }
}

interface Run {
  readonly stop: AbortController;
  readonly finished: Promise<void>;
  readonly since: number;
  /** What was done when it began. */
  readonly from: number;
}
