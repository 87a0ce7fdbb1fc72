import {
  canonical,
  canonicalBytes,
  fromBase64url,
  parseCanonical,
  type Json,
  type JsonObject,
} from '../canonical/index.js';
import { isInstant, isSignatureBytes, type PublicKey } from '../messages/index.js';
import type { ContractCode } from './codes.js';
import type { Caller, Collection, Contract, Operation, WriteTx } from './contract.js';
import { ContractError, ContractFault } from './error.js';

/** What a ledger supplies, in bytes. Everything else about a transaction is the kernel's. */
export interface Host {
  readonly txId: string;
  readonly ledger: string;
  readonly time: string;
  readonly caller: Caller;
  /** The stored bytes of a key as of before this transaction, or undefined. */
  read(key: string): Promise<Uint8Array | undefined> | Uint8Array | undefined;
  /** Checks a well-formed signature. Pure: the same on every machine. */
  verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean;
}

/** A command as it is submitted and, in this form, stored. */
export type Request = { readonly contract: string; readonly operation: string; readonly input: Json };

export type Write = { readonly key: string; readonly value: Uint8Array };
export type Event = { readonly name: string; readonly payload: Json };

/** What became of one command: done; refused by the rules; a fault; or deferred, to be put at the head of the next batch. */
export type Outcome =
  | {
      readonly kind: 'done';
      readonly input: Json;
      readonly result: Json;
      readonly writes: readonly Write[];
      readonly event?: Event;
    }
  | { readonly kind: 'refused'; readonly code: ContractCode; readonly members: JsonObject }
  | { readonly kind: 'fault'; readonly fault: ContractFault }
  | { readonly kind: 'deferred' };

/**
 * Runs one command. The host applies `writes` when, and only when, the outcome is `done`; the same content handed in again
 * is `done` with no writes. Errors of the host pass through.
 */
export async function execute(contracts: Contracts, host: Host, request: Request): Promise<Outcome> {
  const [outcome] = await executeBatch(contracts, host, [request]);
  if (outcome === undefined) throw new ContractFault('no outcome');
  return outcome;
}

/**
 * Runs commands in order in one ledger transaction. Each has its own outcome; one that is refused leaves no write; one
 * that touches a key written by an earlier one of the batch is deferred. Reads are shared and cached.
 */
export async function executeBatch(
  contracts: Contracts,
  host: Host,
  requests: readonly Request[],
): Promise<Outcome[]> {
  assertInstant(host.time);
  const batch = newBatch(host);
  const outcomes: Outcome[] = [];
  for (const request of requests) {
    const { outcome } = await executeOne(contracts, batch, request);
    if (outcome.kind === 'done') for (const { key } of outcome.writes) batch.written.add(key);
    outcomes.push(outcome);
  }
  return outcomes;
}

/**
 * The same outcomes, for a host that reads many keys at once as quickly as one: all commands run side by side on what was
 * stored before the transaction. What the host is asked to read does not depend on how fast it answers: a command that is
 * deferred reads to its end.
 */
export async function executeSideBySide(
  contracts: Contracts,
  host: Host,
  requests: readonly Request[],
): Promise<Outcome[]> {
  assertInstant(host.time);
  const batch = newBatch(host);
  const runs = await Promise.all(requests.map((request) => executeOne(contracts, batch, request)));
  const written = new Set<string>();
  return runs.map(({ outcome, touched }) => {
    for (const key of touched) if (written.has(key)) return { kind: 'deferred' };
    if (outcome.kind === 'done') for (const { key } of outcome.writes) written.add(key);
    return outcome;
  });
}

/**
 * Runs a query and returns its canonical result.
 * @throws ContractError when the rules refuse, ContractFault for a defect; errors of the host pass through
 */
export async function evaluate(contracts: Contracts, host: Host, request: Request): Promise<Json> {
  try {
    const operation = find(contracts, request, 'query');
    const tx = new Transaction(newBatch(host), false);
    return await run(operation, tx, parseInput(operation, request.input));
  } catch (error) {
    if (error instanceof HostFault) throw error.cause;
    throw error instanceof ContractError ? error : faultOf(error);
  }
}

/** The contracts that a ledger runs, by name. */
export type Contracts = ReadonlyMap<string, Contract>;

export function contractsOf(...contracts: Contract[]): Contracts {
  return new Map(contracts.map((contract) => [contract.name, contract]));
}

/** The key under which a record is stored. @throws ContractFault for a name that is not `[a-z0-9:._-]{1,128}`. */
export function recordKey(collection: { readonly name: string }, id: string): string {
  const key = `${collection.name}:${id}`;
  if (!/^[a-z0-9-]+:[a-z0-9:._-]+$/.test(key) || key.length > 128)
    throw new ContractFault('not a record key');
  return key;
}

interface Batch {
  readonly host: Host;
  readonly cache: Map<string, Promise<Json | undefined>>;
  readonly written: Set<string>;
}

function newBatch(host: Host): Batch {
  return { host, cache: new Map(), written: new Set() };
}

/** @throws ContractFault when the host's time is not an instant: rules compare times as texts */
function assertInstant(time: string): string {
  if (!isInstant(time)) throw new ContractFault('the time of the host is not an instant');
  return time;
}

class Deferred extends Error {}
/** Carries an error of the host through the rules. */
class HostFault extends Error {}

/** What became of a command, and the keys that it read or wrote, also when it was not done. */
interface Run {
  readonly outcome: Outcome;
  readonly touched: ReadonlySet<string>;
}

async function executeOne(contracts: Contracts, batch: Batch, request: Request): Promise<Run> {
  const tx = new Transaction(batch, true);
  const { touched } = tx;
  try {
    const operation = find(contracts, request, 'command');
    const input = parseInput(operation, request.input);
    const result = await run(operation, tx, input);
    const { writes, event } = tx;
    const outcome = { kind: 'done', input, result, writes, ...(event !== undefined && { event }) } as const;
    return { outcome, touched };
  } catch (error) {
    if (error instanceof HostFault) throw error.cause;
    return { outcome: outcomeOf(error), touched };
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Deferred) return { kind: 'deferred' };
  if (error instanceof ContractError) return { kind: 'refused', code: error.code, members: error.members };
  return { kind: 'fault', fault: faultOf(error) };
}

/** Runs an operation to its end. What the guard or the host said goes before anything that the operation made of it. */
async function run(operation: Operation, tx: Transaction, input: Json): Promise<Json> {
  try {
    return copyOf((await operation.run(tx, input)) as Json);
  } finally {
    tx.close();
  }
}

function faultOf(error: unknown): ContractFault {
  return error instanceof ContractFault ? error : new ContractFault('the operation failed', { cause: error });
}

function find(contracts: Contracts, request: Request, kind: Operation['kind']): Operation {
  const operations = contracts.get(request.contract)?.operations;
  const operation =
    operations !== undefined && Object.hasOwn(operations, request.operation)
      ? operations[request.operation]
      : undefined;
  if (operation?.kind !== kind) throw new ContractError('UNKNOWN_COMMAND');
  return operation;
}

/**
 * An operation's input as its schema reads it, before anything is executed.
 * @throws ContractError INPUT_INVALID
 */
export function parseInput(operation: Operation, value: unknown): Json {
  try {
    const input = operation.parse(value) as Json;
    canonical(input);
    return input;
  } catch (error) {
    throw new ContractError('INPUT_INVALID', { faults: faultPointers(error) });
  }
}

/** JSON pointers (RFC 6901) of what a schema refused, each once and at most 32, without the values. */
function faultPointers(error: unknown): string[] {
  const issues = (error as { issues?: { path: PropertyKey[] }[] }).issues;
  if (!Array.isArray(issues)) return [''];
  const pointers = issues.map(({ path }) =>
    path.map((p) => '/' + String(p).replaceAll('~', '~0').replaceAll('/', '~1')).join(''),
  );
  return [...new Set(pointers)].slice(0, 32);
}

class Transaction implements WriteTx {
  readonly writes: Write[] = [];
  readonly touched = new Set<string>();
  event: Event | undefined;
  readonly #batch: Batch;
  readonly #writable: boolean;
  readonly #own = new Set<string>();
  #broken: Error | undefined;
  #isClosed = false;

  constructor(batch: Batch, writable: boolean) {
    this.#batch = batch;
    this.#writable = writable;
  }

  get id(): string {
    return this.#batch.host.txId;
  }

  get ledger(): string {
    return this.#batch.host.ledger;
  }

  get time(): string {
    try {
      return assertInstant(this.#batch.host.time);
    } catch (error) {
      return this.#break(error);
    }
  }

  get caller(): Caller {
    return this.#batch.host.caller;
  }

  async get<T extends Json>(from: Collection<T>, id: string): Promise<T | undefined> {
    try {
      const key = recordKey(from, id);
      this.#guard(key);
      const { cache } = this.#batch;
      const known = cache.get(key) ?? this.#read(from, key);
      cache.set(key, known);
      return (await known) as T | undefined;
    } catch (error) {
      return this.#break(error);
    }
  }

  async put<T extends Json>(into: Collection<T>, id: string, value: T): Promise<void> {
    try {
      if (!this.#writable) throw new ContractFault('a query writes');
      const key = recordKey(into, id);
      this.#guard(key);
      this.#own.add(key);
      this.writes.push({ key, value: canonicalBytes(into.parse(value)) });
    } catch (error) {
      this.#break(error);
    }
  }

  emit(name: string, payload: Json): void {
    try {
      this.#guardOpen();
      if (!this.#writable) throw new ContractFault('a query emits');
      if (this.event !== undefined) throw new ContractFault('a second event');
      this.event = { name, payload: copyOf(payload) };
    } catch (error) {
      this.#break(error);
    }
  }

  verify(key: PublicKey, message: Uint8Array, signature: string): boolean {
    const bytes = signature.length === 86 ? fromBase64url(signature) : undefined;
    if (bytes === undefined || !isSignatureBytes(key.algorithm, bytes)) return false;
    try {
      return this.#batch.host.verify(key, message, bytes);
    } catch (error) {
      return this.#break(new HostFault('verify', { cause: error }));
    }
  }

  /**
   * Ends the operation: later use is a fault.
   * @throws what the guard or the host said before, also when the operation did not let it through
   */
  close(): void {
    this.#isClosed = true;
    if (this.#broken !== undefined) throw this.#broken;
  }

  async #read<T extends Json>(from: Collection<T>, key: string): Promise<Json | undefined> {
    let bytes: Uint8Array | undefined;
    try {
      bytes = await this.#batch.host.read(key);
    } catch (error) {
      throw new HostFault('read', { cause: error });
    }
    if (bytes === undefined) return undefined;
    const known = parsed.get(bytes);
    if (known?.from === from) return known.record;
    try {
      const record = deepFreeze(from.parse(parseCanonical(bytes)));
      parsed.set(bytes, { from, record });
      return record;
    } catch (error) {
      throw new ContractFault('a stored record is not of its schema', { cause: error });
    }
  }

  #guard(key: string): void {
    this.#guardOpen();
    this.touched.add(key);
    if (this.#own.has(key)) throw new ContractFault('a key is used again after it was written');
    if (this.#batch.written.has(key)) throw new Deferred();
  }

  #guardOpen(): void {
    if (this.#isClosed) throw new ContractFault('the operation is over');
  }

  /** Remembers what was thrown first, so that an operation cannot swallow it. */
  #break(error: unknown): never {
    const thrown = error instanceof Error ? error : new ContractFault('thrown', { cause: error });
    this.#broken ??= thrown;
    throw thrown;
  }
}

/** Records as they were parsed, as long as the host keeps the very same bytes: parsing depends on nothing else. */
const parsed = new WeakMap<Uint8Array, { readonly from: Collection<Json>; readonly record: Json }>();

/** The value as its canonical form says it, apart from what the operation holds. @throws NotCanonical */
function copyOf(value: Json): Json {
  return JSON.parse(canonical(value)) as Json;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
