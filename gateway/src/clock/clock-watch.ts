/** Why the time of this machine is not to be certified at present. */
export type ClockDoubt = 'CLOCK_STEPPED' | 'CLOCK_BEHIND_LEDGER' | 'CLOCK_NOT_SYNCHRONISED';

export interface ClockWatchOptions {
  readonly clock: () => Date;
  /** Milliseconds that only ever go forward, whatever is done to the clock. */
  readonly monotonic: () => number;
  /** The latest time that the ledger has, in milliseconds since 1970; undefined when it has none. */
  readonly ledgerTime: () => Promise<number | undefined>;
  /** Whether the system keeps its clock with others; undefined when it does not say. */
  readonly synchronised: () => Promise<boolean | undefined>;
  /** True: only a clock that the system says is synchronised is believed. */
  readonly mustBeSynchronised: boolean;
}

/** How far the clock may run from the monotonic one between two looks, and behind the ledger. */
const TOLERANCE = 1_000;
/** How long a clock must run evenly after a step, when the system does not say that it is synchronised. */
const SETTLING = 600_000;
/** How long a word of the ledger or the system holds. */
const FRESH = 10_000;

/**
 * Says how sure the clock is, for the time-stamp authorities: it must run as the monotonic clock runs, must not be behind
 * the ledger's latest block (which also catches a clock that was turned back while nothing ran), and where that is asked,
 * the system must say that it is synchronised. After a step nothing is certified until the system says so or the clock
 * has run evenly for ten minutes.
 */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #last: { readonly wall: number; readonly monotonic: number };
  #steppedAt: number | undefined;
  #outside:
    | { readonly at: number; readonly ledger: number | undefined; readonly synchronised: boolean | undefined }
    | undefined;

  constructor(options: ClockWatchOptions) {
    this.#options = options;
    this.#last = { wall: options.clock().getTime(), monotonic: options.monotonic() };
  }

  async doubt(): Promise<ClockDoubt | undefined> {
    const { ledger, synchronised } = await this.#look();
    const { clock, monotonic, mustBeSynchronised } = this.#options;
    const now = { wall: clock().getTime(), monotonic: monotonic() };
    const drift = now.wall - this.#last.wall - (now.monotonic - this.#last.monotonic);
    if (Math.abs(drift) > TOLERANCE) {
      this.#steppedAt = now.monotonic;
      this.#outside = undefined;
    }
    this.#last = now;
    if (this.#steppedAt !== undefined) {
      const settled = now.monotonic - this.#steppedAt >= SETTLING;
      if (!settled && (this.#outside === undefined || synchronised !== true)) return 'CLOCK_STEPPED';
      this.#steppedAt = undefined;
    }
    if (ledger !== undefined && now.wall < ledger - TOLERANCE) return 'CLOCK_BEHIND_LEDGER';
    return mustBeSynchronised && synchronised !== true ? 'CLOCK_NOT_SYNCHRONISED' : undefined;
  }

  async #look(): Promise<{ ledger: number | undefined; synchronised: boolean | undefined }> {
    const now = this.#options.monotonic();
    if (this.#outside !== undefined && now - this.#outside.at < FRESH) return this.#outside;
    const [ledger, synchronised] = await Promise.all([
      this.#options.ledgerTime(),
      this.#options.synchronised(),
    ]);
    this.#outside = { at: now, ledger, synchronised };
    return this.#outside;
  }
}
