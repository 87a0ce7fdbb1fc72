import type { CryptoProvider, HashAlgorithm } from '@renxin/seal/crypto';
import type { NoteSigner } from './note-signer.js';
import type { LogStore } from './store.js';

export interface LogOptions {
  readonly store: LogStore;
  /** The log's name; its keys bear it as well. */
  readonly origin: string;
  /** SHA-256 is what the public formats know; SM3 where nothing else may be used. */
  readonly hash: HashAlgorithm;
  readonly provider: CryptoProvider;
  readonly signers: readonly NoteSigner[];
  readonly clock: () => Date;
}

/** A log's head as it was published: the signed note and what it says. */
export interface PublishedCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note. */
  readonly note: Uint8Array;
}
