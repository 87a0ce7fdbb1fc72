import type { Pace } from '../platform/pace.js';

/** What the clients are told. */
export interface VerificationOrder {
  readonly url: string;
  readonly authority: string;
  readonly data: string;
  readonly memory: string;
  /** The gateway's process. */
  readonly pid: number;
  readonly runs: readonly VerificationPace[];
}

export interface VerificationPace extends Omit<Pace, 'perSecond'> {
  /** Claims that the verifier has not seen, as a holder shows them; else each client shows one again and again. */
  readonly unseen: boolean;
  /** At this share of the rate that the run before it came to; without it as fast as the clients can. */
  readonly share?: number;
}

/** What one pace came to. */
export interface VerificationRun extends VerificationPace {
  readonly seconds: number;
  /** Of each verification, from sending the presentation (or from when it was due) to its answer, sorted. */
  readonly milliseconds: readonly number[];
  /** With asking for the challenge and signing. */
  readonly both: readonly number[];
  readonly clientCpu: number;
  readonly gatewayCpu?: number;
}
