/** What the clients are told. */
export interface FetchOrder {
  readonly url: string;
  readonly authority: string;
  readonly data: string;
  readonly memory: string;
  /** The gateway's process. */
  readonly pid: number;
  readonly runs: readonly { readonly clients: number; readonly fetches: number }[];
}

/** What one number of clients came to. */
export interface FetchRun {
  readonly clients: number;
  readonly fetches: number;
  readonly seconds: number;
  /** Of each fetch, from the signed fetch to its credential, sorted; getting the authorisation is apart. */
  readonly milliseconds: readonly number[];
  /** Both calls. */
  readonly both: readonly number[];
  readonly blocks: number;
  readonly clientCpu: number;
  readonly gatewayCpu?: number;
}
