/** The latest values that were worked out, at most `most`: a cache whose loss costs time only. */
export class Recent<V> {
  readonly #most: number;
  readonly #values = new Map<string, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string): V | undefined {
    return this.#values.get(name);
  }

  keep(name: string, value: V): V {
    this.#values.delete(name);
    const oldest = this.#values.size >= this.#most ? this.#values.keys().next().value : undefined;
    if (oldest !== undefined) this.#values.delete(oldest);
    this.#values.set(name, value);
    return value;
  }
}
