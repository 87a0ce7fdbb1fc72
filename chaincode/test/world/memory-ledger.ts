import assert from 'node:assert/strict';
import { canonical, type Json } from '../../src/canonical/index.js';
import { contracts } from '../../src/contracts/index.js';
import {
  ContractError,
  evaluate,
  execute,
  executeBatch,
  executeSideBySide,
  type CommandRef,
  type ContractCode,
  type Host,
  type Outcome,
  type QueryRef,
  type Request,
} from '../../src/kernel/index.js';
import { plusMilliseconds } from '../../src/messages/index.js';
import { LEDGER, verifySignature } from './keys.js';
import { poisoned } from './poison.js';

/**
 * A ledger in a map. Every command is executed twice, the second time with clock, randomness and locale poisoned, and
 * both must give the same bytes.
 */
export class MemoryLedger {
  readonly name = LEDGER;
  readonly state: Map<string, Uint8Array>;
  /** Canonical JSON of every command that took effect: input, result, event. */
  readonly log: string[];
  /** The same commands as they were handed in, each with its time. */
  readonly requests: { readonly request: Request; readonly time: string }[];
  time: string;
  #txs = 0;

  constructor(from?: MemoryLedger) {
    this.state = new Map(from?.state);
    this.log = [...(from?.log ?? [])];
    this.requests = [...(from?.requests ?? [])];
    this.time = from?.time ?? '2026-03-02T01:00:00.000Z';
  }

  clone(): MemoryLedger {
    return new MemoryLedger(this);
  }

  /** Lets time pass. */
  pass(milliseconds: number): void {
    this.time = plusMilliseconds(this.time, milliseconds);
  }

  /** Runs a command and applies it. @throws ContractError when it is refused */
  async submit<I extends Json, O extends Json>(command: CommandRef<I, O>, input: I): Promise<O> {
    const outcome = await this.outcome(command, input);
    if (outcome.kind === 'refused') throw new ContractError(outcome.code, outcome.members);
    if (outcome.kind !== 'done') throw outcome.kind === 'fault' ? outcome.fault : new Error(outcome.kind);
    return outcome.result as O;
  }

  /** Runs a command, applies it when it is done, and gives what became of it. */
  async outcome<I extends Json, O extends Json>(command: CommandRef<I, O>, input: I): Promise<Outcome> {
    const request = { contract: command.contract, operation: command.name, input };
    const host = this.#host();
    const outcome = await execute(contracts, host, request);
    const again = await poisoned(() => execute(contracts, host, structuredCloneOf(request)));
    assert.equal(plain(again), plain(outcome), 'the second run differs');
    this.#apply(request, outcome);
    this.pass(1000);
    return outcome;
  }

  /** Runs commands as one batch and applies what is done. The second run is side by side, as on Fabric. */
  async batch(requests: readonly Request[]): Promise<Outcome[]> {
    const host = this.#host();
    const outcomes = await executeBatch(contracts, host, requests);
    const again = await poisoned(() => executeSideBySide(contracts, host, requests.map(structuredCloneOf)));
    assert.deepEqual(again.map(plain), outcomes.map(plain), 'the second run differs');
    outcomes.forEach((outcome, i) => this.#apply(requests[i]!, outcome));
    this.pass(1000);
    return outcomes;
  }

  async query<I extends Json, O extends Json>(query: QueryRef<I, O>, input: I): Promise<O> {
    const request = { contract: query.contract, operation: query.name, input };
    return (await evaluate(contracts, this.#host(), request)) as O;
  }

  #host(): Host {
    return {
      txId: `tx-${String(++this.#txs)}`,
      ledger: LEDGER,
      time: this.time,
      caller: { organisation: 'gateway' },
      read: (key) => this.state.get(key),
      verify: verifySignature,
    };
  }

  #apply(request: Request, outcome: Outcome): void {
    if (outcome.kind !== 'done') return;
    for (const { key, value } of outcome.writes) this.state.set(key, value);
    const { input, result, event } = outcome;
    this.requests.push({ request, time: this.time });
    this.log.push(canonical({ ...request, input, result, ...(event !== undefined && { event }) }));
  }
}

/** Asserts that the rules refuse with a code. */
export async function refused(
  doing: Promise<unknown> | (() => unknown),
  code: ContractCode,
): Promise<ContractError> {
  try {
    await (typeof doing === 'function' ? doing() : doing);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    assert.equal(error.code, code);
    return error;
  }
  assert.fail(`not refused with ${code}`);
}

/** An outcome as text, bytes in hexadecimal. */
function plain(outcome: Outcome): string {
  return JSON.stringify(outcome, (_, value: unknown) =>
    value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : value instanceof Error
        ? value.message
        : value,
  );
}

function structuredCloneOf(request: Request): Request {
  return JSON.parse(JSON.stringify(request)) as Request;
}
