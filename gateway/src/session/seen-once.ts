import { Refusal } from '../problem/index.js';

const MOST = 500_000;

/**
 * Remembers values for at least `window` milliseconds and at most twice as long, in two generations. Holds at most a
 * million; beyond, it refuses rather than forgets.
 */
export class SeenOnce {
  readonly #window: number;
  readonly #clock: () => Date;
  #current = new Set<string>();
  #previous = new Set<string>();
  #since: number;

  constructor(window: number, clock: () => Date) {
    this.#window = window;
    this.#clock = clock;
    this.#since = clock().getTime();
  }

  /** True when the value is new; from then on it is seen. @throws Refusal OVERLOADED */
  add(value: string): boolean {
    this.#turn();
    if (this.#current.has(value) || this.#previous.has(value)) return false;
    if (this.#current.size >= MOST) throw new Refusal('OVERLOADED');
    this.#current.add(value);
    return true;
  }

  #turn(): void {
    const now = this.#clock().getTime();
    const age = now - this.#since;
    if (age < this.#window) return;
    this.#previous = age < 2 * this.#window ? this.#current : new Set();
    this.#current = new Set();
    this.#since = now;
  }
}
