import type { LogStore } from './store.js';

/** Commits between two settlings: what is read again after a crash stays small. */
const COMMITS = 32;

/**
 * Makes published tiles durable, many commits at once and beside the next ones, and drops the commits that are not
 * needed any more. A failure here loses nothing: the commits stay, and their tiles are published again at the start.
 */
export class Settling {
  readonly #store: LogStore;
  #paths: string[] = [];
  #commits = 0;
  #running: Promise<void> | undefined;

  constructor(store: LogStore) {
    this.#store = store;
  }

  /** @param number of the commit whose tiles were published */
  add(number: number, paths: readonly string[]): void {
    this.#paths.push(...paths);
    this.#commits++;
    if (this.#commits >= COMMITS) this.#running ??= this.#settle(number);
  }

  async end(number: number): Promise<void> {
    await this.#running;
    if (this.#commits > 0) await this.#settle(number);
  }

  async #settle(number: number): Promise<void> {
    const paths = this.#paths;
    this.#paths = [];
    this.#commits = 0;
    try {
      await this.#store.settle(paths);
      await this.#store.forget(number);
    } catch {
      this.#paths.push(...paths);
    } finally {
      this.#running = undefined;
    }
  }
}
