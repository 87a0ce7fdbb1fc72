/** How long the endorsement of a batch may take, in milliseconds: longer, and what waits behind it waits too long. */
const TARGET = 1500;
/** What a transaction costs by itself, on every peer and orderer, is spread over many commands. */
const FIRST = 128;

/** How many commands a batch may have: more while batches are full and quickly endorsed, fewer when that takes too long. */
export class BatchSize {
  readonly #limit: number;
  #most: number;
  #last = 1;

  constructor(limit: number) {
    this.#limit = limit;
    this.#most = Math.min(limit, FIRST);
  }

  get most(): number {
    return this.#most;
  }

  /** Whether more than one command came together lately. */
  get isLoaded(): boolean {
    return this.#last > 1;
  }

  endorsed(commands: number, milliseconds: number): void {
    this.#last = commands;
    if (commands >= this.#most && milliseconds < TARGET) {
      this.#most = Math.min(this.#limit, Math.ceil(this.#most * 1.5));
    } else if (milliseconds > 2 * TARGET) {
      this.#most = Math.max(1, Math.ceil(Math.min(this.#most, commands) * 0.7));
    }
  }

  /** It was not endorsed in time, or not at all: half as many may pass. */
  failed(commands: number): void {
    this.#most = Math.max(1, Math.ceil(Math.min(this.#most, commands) / 2));
  }
}
