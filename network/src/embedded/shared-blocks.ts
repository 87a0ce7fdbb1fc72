import type { StoredBlock } from './moment.js';

/** Blocks at once; whoever follows the events is at the same few. */
const KEPT = 4;

/** A block that several follow at the same time is read and checked once for all of them. */
export class SharedBlocks {
  readonly #read: (height: number) => Promise<StoredBlock>;
  readonly #blocks = new Map<number, Promise<StoredBlock>>();

  constructor(read: (height: number) => Promise<StoredBlock>) {
    this.#read = read;
  }

  /** Rejects as the reading does; then the next who asks reads again. */
  of(height: number): Promise<StoredBlock> {
    const known = this.#blocks.get(height);
    if (known !== undefined) return known;
    const reading = this.#read(height);
    this.#blocks.set(height, reading);
    reading.catch(() => this.#blocks.delete(height));
    if (this.#blocks.size > KEPT) this.#blocks.delete(this.#blocks.keys().next().value ?? -1);
    return reading;
  }
}
