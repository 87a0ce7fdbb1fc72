import {
  canonical,
  canonicalBytes,
  fromBase64url,
  parseCanonical,
  type Json,
  type JsonObject,
} from '../canonical/index.js';
import { isSignatureBytes, type PublicKey } from '../messages/index.js';
import type { ContractCode } from './codes.js';
import type { Caller, Collection, Contract, Operation, ReadTx, WriteTx } from './contract.js';
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

/** Runs one command. The host applies `writes` when, and only when, the outcome is `done`. Errors of `host.read` pass through. */
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
  const batch: Batch = { host, cache: new Map(), written: new Set() };
  const outcomes: Outcome[] = [];
  for (const request of requests) outcomes.push(await executeOne(contracts, batch, request));
  return outcomes;
}

/** Runs a query and returns its canonical result. @throws ContractError when the rules refuse, ContractFault for a defect. */
export async function evaluate(contracts: Contracts, host: Host, request: Request): Promise<Json> {
  const operation = find(contracts, request, 'query');
  const tx = new Transaction({ host, cache: new Map(), written: new Set() }, false);
  const input = parseInput(operation, request.input);
  return parseCanonical(canonicalBytes(await operation.run(tx, input)));
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
  readonly cache: Map<string, Json | undefined>;
  readonly written: Set<string>;
}

class Deferred extends Error {}
class HostFault extends Error {}

async function executeOne(contracts: Contracts, batch: Batch, request: Request): Promise<Outcome> {
  try {
    const operation = find(contracts, request, 'command');
    const input = parseInput(operation, request.input);
    const tx = new Transaction(batch, true);
    const result = parseCanonical(canonicalBytes(await operation.run(tx, input)));
    for (const { key } of tx.writes) batch.written.add(key);
    return {
      kind: 'done',
      input,
      result,
      writes: tx.writes,
      ...(tx.event !== undefined && { event: tx.event }),
    };
  } catch (error) {
    if (error instanceof HostFault) throw error.cause;
    if (error instanceof Deferred) return { kind: 'deferred' };
    if (error instanceof ContractError) return { kind: 'refused', code: error.code, members: error.members };
    const fault =
      error instanceof ContractFault ? error : new ContractFault('the command failed', { cause: error });
    return { kind: 'fault', fault };
  }
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

function parseInput(operation: Operation, value: unknown): Json {
  try {
    canonical(value);
    return operation.parse(value) as Json;
  } catch (error) {
    throw new ContractError('INPUT_INVALID', { faults: faultPointers(error) });
  }
}

/** JSON pointers (RFC 6901) of what a schema refused, without the values. */
function faultPointers(error: unknown): string[] {
  const issues = (error as { issues?: { path: PropertyKey[] }[] }).issues;
  if (!Array.isArray(issues)) return [''];
  return issues.map(({ path }) =>
    path.map((p) => '/' + String(p).replaceAll('~', '~0').replaceAll('/', '~1')).join(''),
  );
}

class Transaction implements WriteTx {
  readonly writes: Write[] = [];
  event: Event | undefined;
  readonly #batch: Batch;
  readonly #writable: boolean;
  readonly #own = new Set<string>();

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
    return this.#batch.host.time;
  }

  get caller(): Caller {
    return this.#batch.host.caller;
  }

  async get<T extends Json>(from: Collection<T>, id: string): Promise<T | undefined> {
    const key = recordKey(from, id);
    this.#guard(key);
    const { cache } = this.#batch;
    if (!cache.has(key)) {
      const bytes = await readHost(this.#batch.host, key);
      cache.set(key, bytes === undefined ? undefined : deepFreeze(from.parse(parseCanonical(bytes))));
    }
    return cache.get(key) as T | undefined;
  }

  async put<T extends Json>(into: Collection<T>, id: string, value: T): Promise<void> {
    if (!this.#writable) throw new ContractFault('a query writes');
    const key = recordKey(into, id);
    this.#guard(key);
    this.#own.add(key);
    this.writes.push({ key, value: canonicalBytes(into.parse(value)) });
  }

  emit(name: string, payload: Json): void {
    if (!this.#writable) throw new ContractFault('a query emits');
    if (this.event !== undefined) throw new ContractFault('a second event');
    this.event = { name, payload: parseCanonical(canonicalBytes(payload)) };
  }

  verify(key: PublicKey, message: Uint8Array, signature: string): boolean {
    const bytes = fromBase64url(signature);
    if (bytes === undefined || !isSignatureBytes(key.algorithm, bytes)) return false;
    return this.#batch.host.verify(key, message, bytes);
  }

  #guard(key: string): void {
    if (this.#own.has(key)) throw new ContractFault('a key is used again after it was written');
    if (this.#batch.written.has(key)) throw new Deferred();
  }
}

async function readHost(host: Host, key: string): Promise<Uint8Array | undefined> {
  try {
    return await host.read(key);
  } catch (error) {
    throw new HostFault('read', { cause: error });
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

export type { ReadTx };
