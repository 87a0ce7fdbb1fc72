/** What was made for the latest `limit` names that were asked for; the one unused for longest goes first. */
export class Latest<V extends object> {
  readonly #limit: number;
  /** In the order of use: the latest last. */
  readonly #made = new Map<string, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#made.size;
  }

  /** What is kept under the name, or else made now; undefined is not kept. */
  of(name: string, make: () => V | undefined): V | undefined {
    const value = this.#made.get(name) ?? make();
    if (value === undefined) return undefined;
    this.#made.delete(name);
    this.#made.set(name, value);
    const [oldest] = this.#made.keys();
    if (this.#made.size > this.#limit && oldest !== undefined) this.#made.delete(oldest);
    return value;
  }
}
