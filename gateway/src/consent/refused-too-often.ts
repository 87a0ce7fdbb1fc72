/** How often somebody may be refused within an hour before no attempt of theirs is looked at any more. */
export const MOST_REFUSED = 200;
const HOUR = 3_600_000;
/** How many are remembered; the one that was refused longest ago is forgotten first. */
const MOST_KNOWN = 10_000;

/** Who was refused how often in the last hour: each attempt is written down and put on the ledger, so they are bounded. */
export class RefusedTooOften {
  readonly #clock: () => Date;
  readonly #times = new Map<string, number[]>();

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  isTooOften(by: string): boolean {
    return this.#recent(by).length >= MOST_REFUSED;
  }

  /** Milliseconds until an attempt of theirs is looked at again. */
  waits(by: string): number {
    const recent = this.#recent(by);
    const oldest = recent[recent.length - MOST_REFUSED];
    return oldest === undefined ? 0 : oldest + HOUR - this.#clock().getTime();
  }

  refused(by: string): void {
    const recent = [...this.#recent(by), this.#clock().getTime()];
    this.#times.delete(by);
    const [first] = this.#times.size >= MOST_KNOWN ? this.#times.keys() : [];
    if (first !== undefined) this.#times.delete(first);
    this.#times.set(by, recent);
  }

  #recent(by: string): number[] {
    const since = this.#clock().getTime() - HOUR;
    return (this.#times.get(by) ?? []).filter((time) => time > since);
  }
}
