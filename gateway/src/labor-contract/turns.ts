/**
 * Lets what concerns one contract happen one after the other: between reading a contract's file and keeping the next one
 * lies the ledger's commit point, and two steps that interleave there would undo each other's file. One process has a
 * store, so turns in memory are enough.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` after everything that was asked for earlier under the same name. */
  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    this.#last.set(name, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    }
  }
}
