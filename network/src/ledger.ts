import type { Json } from '@renxin/chaincode/canonical';
import type { Collection, CommandRef, QueryRef } from '@renxin/chaincode/kernel';
import type { ConsistencyProof, LedgerProof, StateProof } from './proof/index.js';

/** Where a command stands on the ledger. */
export interface TxPosition {
  readonly txId: string;
  readonly index: number;
}

export interface Committed<O> {
  readonly result: O;
  readonly at: TxPosition;
  readonly height: number;
  readonly time: string;
}

/** Where an event stands: events of one ledger are totally ordered by it. */
export interface Position {
  readonly height: number;
  readonly index: number;
}

export interface LedgerEvent {
  readonly position: Position;
  readonly txId: string;
  /** The command's place in its transaction: what `prove` asks for. */
  readonly index: number;
  readonly time: string;
  readonly contract: string;
  readonly name: string;
  readonly payload: Json;
}

/**
 * The seam between services and the ledger. Refusals of the rules reject with `ContractError`; the ledger's own with
 * `LedgerError`. Every implementation passes network/test/ledger-suite.ts.
 */
export interface Ledger {
  /** The ledger's name: part of every signed message. */
  readonly name: string;
  /** Resolves only when final: power loss cannot undo what was answered. */
  submit<I extends Json, O extends Json>(command: CommandRef<I, O>, input: I): Promise<Committed<O>>;
  evaluate<I extends Json, O extends Json>(query: QueryRef<I, O>, input: I): Promise<O>;
  /** Shows offline that this command happened. */
  prove(at: TxPosition): Promise<LedgerProof>;
  /** Shows offline the record, or its absence, at the latest block. */
  proveState<T extends Json>(collection: Collection<T>, id: string): Promise<StateProof>;
  /** Height of the latest final block; undefined before the first. */
  height(): Promise<number | undefined>;
  /**
   * Shows offline that the later block (without it, the latest) extends the earlier one, or is the same.
   * @throws LedgerError LEDGER_TX_UNKNOWN when there is no such block, or the later one is the lower
   */
  proveConsistency(earlierHeight: number, laterHeight?: number): Promise<ConsistencyProof>;
  /** Replayable, in order, at least once; without `after` from the beginning. Ends when the ledger closes. */
  events(after?: Position): AsyncIterable<LedgerEvent>;
  /** Waits for what was accepted, then closes. */
  close(): Promise<void>;
}

export const ledgerCodes = [
  'LEDGER_LOCKED',
  'LEDGER_CLOSED',
  'LEDGER_FORKED',
  'LEDGER_CORRUPT',
  'LEDGER_UNAVAILABLE',
  'LEDGER_OUTCOME_UNKNOWN',
  'LEDGER_TX_UNKNOWN',
  'LEDGER_CLOCK',
  'LEDGER_OVERLOADED',
] as const;
export type LedgerCode = (typeof ledgerCodes)[number];

export class LedgerError extends Error {
  readonly code: LedgerCode;
  constructor(code: LedgerCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'LedgerError';
    this.code = code;
  }
}
