/** What the clients are told. */
export interface LoadOrder {
  readonly url: string;
  readonly authority: string;
  readonly data: string;
  readonly memory: string;
  /** The gateway's process. */
  readonly pid: number;
  /** Contracts that are concluded before anything is measured. */
  readonly warmUp: number;
  readonly runs: readonly { readonly clients: number; readonly contracts: number }[];
}

/** What one number of clients came to. */
export interface LoadRun {
  readonly clients: number;
  readonly contracts: number;
  readonly seconds: number;
  /** From the first call to CONCLUDED, of each contract, sorted. */
  readonly milliseconds: readonly number[];
  /** Blocks that the ledger gained. */
  readonly blocks: number;
  /** Processor time of the clients' process and of the gateway's, in milliseconds. */
  readonly clientCpu: number;
  readonly gatewayCpu?: number;
}
