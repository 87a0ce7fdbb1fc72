import type { Write } from '@renxin/chaincode/kernel';

/** What a peer calls. It answers, whatever happens; what it throws is a defect. */
export interface Chaincode {
  invoke(call: Call): Promise<Answer>;
}

/** One call by the peer, with the state behind it. */
export interface Call {
  readonly txId: string;
  readonly channel: string;
  /** The proposal's time as its client wrote it, to the millisecond. */
  readonly time: Date;
  /** The MSP of who proposes. */
  readonly organisation: string;
  /** The function's name and what it is given. */
  readonly args: readonly Uint8Array[];
  /** The stored bytes of each key as of before this transaction, undefined for none. One message for all of them, or few. */
  read(keys: readonly string[]): Promise<(Uint8Array | undefined)[]>;
  /** Puts writes into the transaction. */
  write(writes: readonly Write[]): Promise<void>;
}

export type Answer =
  | { readonly kind: 'answered'; readonly payload: Uint8Array; readonly event?: ChaincodeEvent }
  | { readonly kind: 'failed'; readonly message: string };

/** A transaction has one at most. */
export interface ChaincodeEvent {
  readonly name: string;
  readonly payload: Uint8Array;
}
