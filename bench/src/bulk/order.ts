/** What is issued in bulk. */
export interface BulkOrder {
  readonly data: string;
  readonly certificates: number;
}

/** What came of it; seconds by the clock, processor time of all threads in seconds. */
export interface BulkRun {
  readonly issued: number;
  readonly validation: Spent;
  /** From the act until the evidence log holds every one. */
  readonly issuing: Spent;
  /** Of one SM2 and one Ed25519 signature, processor time. */
  readonly signatures: number;
  /** Resident memory in MB (10^6 bytes) before the act, and the most during it. */
  readonly resident: number;
  readonly most: number;
}

export interface Spent {
  readonly seconds: number;
  readonly cpu: number;
}
