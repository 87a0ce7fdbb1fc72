import { canonical, canonicalBytes, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import {
  ContractError,
  ContractFault,
  evaluate,
  executeBatch,
  type Contracts,
  type Host,
  type Outcome,
  type Request,
} from '@renxin/chaincode/kernel';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import { z } from 'zod';
import { JudgedSignatures } from './judged-signatures.js';
import {
  BATCH_EVENT,
  batchRequests,
  markerKey,
  type BatchEvent,
  type BatchOutcome,
  type Marker,
} from '../../proof/fabric/chaincode.js';
import { refusalText } from './chaincode-refusal.js';

export interface RulesChaincodeOptions {
  readonly contracts: Contracts;
  readonly provider: CryptoProvider;
  /** The host's own clock: a proposal too far from it is refused. */
  readonly clock: () => Date;
  readonly maxClockSkewSeconds: number;
}

/**
 * The rules on a peer: the same kernel as on the embedded ledger, with the peer's state behind it. Three functions, with
 * canonical JSON in and out: `batch` runs commands in one transaction, `query` one query, `record` reads one record.
 * Refusals of the rules are part of an answer. A call that is not answered fails with `{code}` as its message.
 */
export class RulesChaincode implements ChaincodeInterface {
  readonly #options: RulesChaincodeOptions;
  readonly #signatures: JudgedSignatures;

  constructor(options: RulesChaincodeOptions) {
    this.#options = options;
    this.#signatures = new JudgedSignatures(options.provider);
  }

  async Init(): Promise<ChaincodeResponse> {
    return success(new Uint8Array());
  }

  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    const time = timeOf(stub);
    if (!this.#isNear(time)) return failure(refusalText({ code: 'LEDGER_CLOCK' }));
    const call = readCall(stub);
    if (call === undefined) return failure(refusalText({ code: 'CALL_INVALID' }));
    try {
      const host = this.#host(stub, time.toISOString());
      if (call.name === 'batch') return success(await this.#batch(stub, host, call.requests));
      if (call.name === 'query') return success(await this.#query(host, call.request));
      return success(await readRecord(host, call.key));
    } catch {
      return failure(refusalText({ code: 'HOST_FAILED' }));
    }
  }

  /** Runs commands and applies what is done, with a marker by which it can later be shown that this was committed. */
  async #batch(stub: ChaincodeStub, host: Host, requests: readonly Request[]): Promise<Uint8Array> {
    const outcomes = (await executeBatch(this.#options.contracts, host, requests)).map((outcome, i) =>
      acceptable(outcome, requests[i]!),
    );
    const response = canonicalBytes(outcomes.map(answerOf));
    const done = outcomes.flatMap((outcome, i) =>
      outcome.kind === 'done' ? [{ contract: requests[i]!.contract, ...outcome }] : [],
    );
    if (done.length === 0) return response;
    const digest = toBase64url(this.#options.provider.hash('SM3', response));
    const marker = {
      key: markerKey(host.txId),
      value: canonicalBytes({ schema: 1, response: digest } satisfies Marker),
    };
    const puts = [...done.flatMap(({ writes }) => writes), marker];
    await Promise.all(puts.map(({ key, value }) => stub.putState(key, value)));
    const events = done.flatMap(({ contract, event }, index) =>
      event === undefined ? [] : [{ index, contract, ...event }],
    );
    if (events.length > 0) stub.setEvent(BATCH_EVENT, canonicalBytes(events satisfies BatchEvent[]));
    return response;
  }

  async #query(host: Host, request: Request): Promise<Uint8Array> {
    try {
      return canonicalBytes({
        kind: 'done',
        result: await evaluate(this.#options.contracts, host, request),
      } satisfies BatchOutcome);
    } catch (error) {
      if (error instanceof ContractError) {
        const { code, members } = error;
        return canonicalBytes({ kind: 'refused', code, members } satisfies BatchOutcome);
      }
      if (error instanceof ContractFault) {
        return canonicalBytes({ kind: 'fault' } satisfies BatchOutcome);
      }
      throw error;
    }
  }

  #host(stub: ChaincodeStub, time: string): Host {
    return {
      txId: stub.getTxID(),
      ledger: stub.getChannelID(),
      time,
      caller: { organisation: stub.getCreator().mspid },
      async read(key) {
        const bytes = await stub.getState(key);
        return bytes.length === 0 ? undefined : bytes;
      },
      verify: (key, message, signature) => this.#signatures.verify(key, message, signature),
    };
  }

  #isNear(time: Date): boolean {
    const { clock, maxClockSkewSeconds } = this.#options;
    return Math.abs(clock().getTime() - time.getTime()) <= maxClockSkewSeconds * 1000;
  }
}

type Call =
  | { readonly name: 'batch'; readonly requests: readonly Request[] }
  | { readonly name: 'query'; readonly request: Request }
  | { readonly name: 'record'; readonly key: string };

const recordName = z
  .string()
  .regex(/^[a-z0-9-]+:[a-z0-9:._-]+$/)
  .max(128);

function readCall(stub: ChaincodeStub): Call | undefined {
  const [name, argument, ...more] = bytesOf(stub);
  if (argument === undefined || more.length > 0) return undefined;
  try {
    switch (new TextDecoder().decode(name)) {
      case 'batch':
        return { name: 'batch', requests: batchRequests.parse(parseCanonical(argument)) };
      case 'query':
        return { name: 'query', request: batchRequests.element.parse(parseCanonical(argument)) };
      case 'record':
        return { name: 'record', key: recordName.parse(new TextDecoder().decode(argument)) };
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

async function readRecord(host: Host, key: string): Promise<Uint8Array> {
  const bytes = await host.read(key);
  return canonicalBytes({ key, value: bytes === undefined ? null : parseCanonical(bytes) });
}

/**
 * What is recorded is what was sent, so an input must be sent as its schema reads it. `null` means absence in a proof,
 * so it cannot be a record.
 */
function acceptable(outcome: Outcome, { input }: Request): Outcome {
  if (outcome.kind !== 'done') return outcome;
  if (canonical(outcome.input) !== canonical(input)) {
    return { kind: 'refused', code: 'INPUT_INVALID', members: { faults: [''] } };
  }
  if (outcome.writes.some(({ value }) => value.length === 4 && value[0] === 0x6e)) {
    return { kind: 'fault', fault: new ContractFault('a record is null') };
  }
  return outcome;
}

function answerOf(outcome: Outcome): BatchOutcome {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'done', result: outcome.result };
    case 'refused':
      return { kind: 'refused', code: outcome.code, members: outcome.members };
    case 'fault':
      return { kind: 'fault' };
    case 'deferred':
      return { kind: 'deferred' };
  }
}

/** The proposal's time as its client wrote it, to the millisecond. */
function timeOf(stub: ChaincodeStub): Date {
  return new Date(Math.trunc(stub.getDateTimestamp().getTime()));
}

/** The arguments as they were sent; the shim's type leaves this function out. */
function bytesOf(stub: ChaincodeStub): Uint8Array[] {
  return (stub as ChaincodeStub & { getBufferArgs(): Uint8Array[] }).getBufferArgs();
}

function success(payload: Uint8Array): ChaincodeResponse {
  return { status: 200, message: '', payload };
}

function failure(message: string): ChaincodeResponse {
  return { status: 500, message, payload: new Uint8Array() };
}
