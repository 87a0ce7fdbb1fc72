/** What the embedded ledger needs of a disk: ordered keys, consistent views, one atomic durable write at a time. */
export interface Store {
  /** A consistent view of what is stored now; later writes do not show in it. */
  view(): StoreView;
  /** @throws LedgerError LEDGER_UNAVAILABLE when a write would come near to filling the disk; nothing was written then. */
  assertRoom(): void;
  /** All or nothing, and on the disk (fsync) when it resolves. After a rejection the store must be opened again. */
  write(puts: readonly Put[]): Promise<void>;
  close(): Promise<void>;
}

/** Reads single values: a view, or a view with a block over it that is still being written. */
export interface Reader {
  get(key: string): Uint8Array | undefined;
}

export interface StoreView extends Reader {
  /** In order of keys, `from <= key < to`; without `to` up to the end. */
  entries(range: Range): AsyncIterable<readonly [string, Uint8Array]>;
  close(): Promise<void>;
}

export interface Range {
  readonly from: string;
  readonly to?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

export type Put = readonly [key: string, value: Uint8Array];

/** Opens the store of a directory. @throws LedgerError LEDGER_LOCKED, LEDGER_UNAVAILABLE, LEDGER_CORRUPT */
export type OpenStore = (directory: string) => Promise<Store>;
