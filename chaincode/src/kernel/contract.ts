import type { Json } from '../canonical/index.js';
import type { PublicKey } from '../messages/index.js';

/** A set of records of one kind on the ledger. `parse` validates what is read and what is written; it throws on anything else. */
export interface Collection<T extends Json> {
  readonly name: string;
  parse(value: unknown): T;
}

/** Who hands the command in: the organisation whose gateway submits. It never authorises a change; signatures do. */
export interface Caller {
  readonly organisation: string;
}

/** What rules may know: the transaction, its time, records by exact key, and whether a signature holds. */
export interface ReadTx {
  /** The ledger transaction. Several commands share it when they are executed as a batch. */
  readonly id: string;
  /** The ledger's name, part of every signed message, so that a signature means nothing on another ledger. */
  readonly ledger: string;
  /** The proposal's time, ISO 8601 in UTC with milliseconds. */
  readonly time: string;
  readonly caller: Caller;
  get<T extends Json>(from: Collection<T>, id: string): Promise<T | undefined>;
  /** True when `signature` (base64url of r || s, 64 bytes, 0 < r, s < n) over `message` is `key`'s. Never throws for bad input. */
  verify(key: PublicKey, message: Uint8Array, signature: string): boolean;
}

/** What a command may do besides. Read, decide, write, emit: a key is not read after it was written, and one event is emitted at most. */
export interface WriteTx extends ReadTx {
  put<T extends Json>(into: Collection<T>, id: string, value: T): Promise<void>;
  emit(name: string, payload: Json): void;
}

export interface Command<I extends Json, O extends Json> {
  readonly kind: 'command';
  parse(value: unknown): I;
  run(tx: WriteTx, input: I): Promise<O>;
}

export interface Query<I extends Json, O extends Json> {
  readonly kind: 'query';
  parse(value: unknown): I;
  run(tx: ReadTx, input: I): Promise<O>;
}

/** A command with the address under which a host finds it. */
export interface CommandRef<I extends Json, O extends Json> extends Command<I, O> {
  readonly contract: string;
  readonly name: string;
}

export interface QueryRef<I extends Json, O extends Json> extends Query<I, O> {
  readonly contract: string;
  readonly name: string;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a table of operations with differing inputs
export type Operation = Command<any, any> | Query<any, any>;

/** A contract: a named table of commands and queries. It knows neither Fabric nor LevelDB nor HTTP. */
export interface Contract {
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation & { contract: string; name: string }>>;
}

/** The same operations, each with its address: what services pass to `Ledger.submit` and `evaluate`. */
export type Addressed<T extends Record<string, Operation>> = {
  readonly [K in keyof T]: T[K] extends Command<infer I, infer O>
    ? CommandRef<I, O>
    : T[K] extends Query<infer I, infer O>
      ? QueryRef<I, O>
      : never;
};

/** Names a contract and gives each operation its address. */
export function defineContract<T extends Record<string, Operation>>(
  name: string,
  operations: T,
): Contract & { readonly operations: Addressed<T> } {
  const addressed = Object.fromEntries(
    Object.entries(operations).map(([key, operation]) => [key, { ...operation, contract: name, name: key }]),
  );
  return { name, operations: addressed as Addressed<T> };
}
