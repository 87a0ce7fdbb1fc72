/**
 * Where a gateway keeps what does not belong on the ledger. Every implementation passes
 * gateway/test/store/record-store-suite.ts.
 *
 * - A record has an address `(bucket, key)`: bucket `<organisation>/<collection>`, key ASCII `[A-Za-z0-9:._-]{1,200}`,
 *   and a value of bytes. What comes out is exactly what went in, or STORE_CORRUPT; never something else.
 * - Each write gives a record a new version: a positive integer that grows and is never given twice in one store, also
 *   after a delete. So a version names one content.
 * - `write` is atomic and durable: when it resolves, all changes stand and power loss does not undo them. When it rejects
 *   with STORE_CONFLICT, none does. With STORE_UNAVAILABLE (disk full, disk gone) all or none does: read again before
 *   deciding; the store mends itself when there is space again. Concurrent writes are as if one came after the other.
 * - `list` is ordered by key (ASCII), sees each record once, and goes on from `after` (exclusive).
 */
export interface RecordStore {
  get(bucket: string, key: string): Promise<StoredRecord | undefined>;
  list(bucket: string, range: Range): Promise<Page>;
  write(changes: readonly Change[]): Promise<Written>;
  /** Waits for what was accepted, then closes; everything afterwards rejects with STORE_CLOSED. */
  close(): Promise<void>;
}

export interface StoredRecord {
  readonly value: Uint8Array;
  readonly version: number;
}

export interface Change {
  readonly bucket: string;
  readonly key: string;
  /** The new value; `null` deletes. */
  readonly value: Uint8Array | null;
  /** The version that the record must have now; 0: it must not exist; left out: whatever it is. */
  readonly expect?: number;
}

/** The version that every record put by this write has. */
export interface Written {
  readonly version: number;
}

export interface Range {
  readonly prefix?: string;
  readonly after?: string;
  /** 1 to 1000. */
  readonly limit: number;
}

export interface Page {
  readonly records: readonly (StoredRecord & { readonly key: string })[];
  /** Hand it in as `after`; absent on the last page. */
  readonly next?: string;
}

export const storeCodes = [
  'STORE_CONFLICT',
  'STORE_UNAVAILABLE',
  'STORE_CORRUPT',
  'STORE_LOCKED',
  'STORE_CLOSED',
] as const;
export type StoreCode = (typeof storeCodes)[number];

export class StoreError extends Error {
  readonly code: StoreCode;
  constructor(code: StoreCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** @throws TypeError for an address outside the contract: a defect of the caller. */
export function assertAddress(bucket: string, key?: string): void {
  if (!/^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/.test(bucket)) throw new TypeError('not a bucket');
  if (key !== undefined && !/^[A-Za-z0-9:._-]{1,200}$/.test(key)) throw new TypeError('not a record key');
}
