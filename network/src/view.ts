/**
 * What people see who look inside a ledger: who takes part, how far each is, what stands in the blocks. It shows and
 * proves nothing; proofs come from `Ledger.prove`.
 */
export interface LedgerView {
  network(): Promise<NetworkView>;
  /**
   * The latest blocks below the height `before` (without it, from the latest), latest first.
   * @throws LedgerError LEDGER_UNAVAILABLE
   */
  blocks(limit: number, before?: number): Promise<readonly BlockView[]>;
}

export interface NetworkView {
  readonly kind: 'embedded' | 'fabric';
  /** The ledger's name. */
  readonly ledger: string;
  /** Height of the latest block; null before the first. */
  readonly height: number | null;
  readonly consensus: 'operator' | 'raft' | 'bft';
  /** How many organisations have to agree to a command, and how many there are. */
  readonly endorsement: { readonly needed: number; readonly of: number };
  readonly nodes: readonly NodeView[];
}

/** A machine that takes part. */
export interface NodeView {
  readonly role: 'operator' | 'peer' | 'orderer';
  /** Identifier of the organisation that runs it. */
  readonly organisation: string;
  readonly name: string;
  readonly state: 'answers' | 'silent' | 'unknown';
  /** The latest block that it has, or for an orderer the latest that it signed; null when that is not known. */
  readonly height: number | null;
}

export interface BlockView {
  readonly height: number;
  /** Hash of its header, base64url: the one by which the next block names it. */
  readonly hash: string;
  readonly previous: string;
  readonly time: string | null;
  /** Whose signatures it carries: names of nodes. */
  readonly signers: readonly string[];
  readonly transactions: readonly TransactionView[];
}

export interface TransactionView {
  readonly txId: string;
  readonly kind: 'commands' | 'configuration' | 'other';
  /** `VALID`, or the code for which every peer set it aside. */
  readonly validity: string;
  readonly time: string | null;
  /** The organisation that handed it in. */
  readonly submitter: string | null;
  /** Organisations whose peers executed it and signed the same outcome. */
  readonly endorsers: readonly string[];
  readonly commands: readonly CommandView[];
}

export interface CommandView {
  readonly contract: string;
  readonly operation: string;
  readonly outcome: 'done' | 'refused' | 'fault' | 'deferred';
  /** Its place among the transaction's done commands, for `Ledger.prove`; null when it was not done. */
  readonly index: number | null;
  /** With which code it was refused. */
  readonly code: string | null;
  /** Name of the event that it emitted. */
  readonly event: string | null;
}
