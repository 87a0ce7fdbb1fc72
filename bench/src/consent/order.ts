/** What the clients are told. */
export interface FetchOrder {
  readonly url: string;
  readonly authority: string;
  readonly data: string;
  readonly memory: string;
  /** The gateway's process. */
  readonly pid: number;
  readonly runs: readonly FetchPace[];
}

export interface FetchPace {
  readonly clients: number;
  readonly fetches: number;
  /** At this share of the rate that the run before it came to; without it as fast as the clients can. */
  readonly share?: number;
}

/** What one pace came to. */
export interface FetchRun extends FetchPace {
  readonly seconds: number;
  /** Of each fetch, from the signed fetch to its credential, sorted; getting the authorisation is apart. */
  readonly milliseconds: readonly number[];
  /** Both calls. */
  readonly both: readonly number[];
  readonly blocks: number;
  readonly clientCpu: number;
  readonly gatewayCpu?: number;
}
