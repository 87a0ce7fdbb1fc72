import { canonical, canonicalBytes, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import {
  ContractError,
  ContractFault,
  evaluate,
  executeSideBySide,
  type Contracts,
  type Host,
  type Outcome,
  type Request,
} from '@renxin/chaincode/kernel';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import {
  BATCH_EVENT,
  batchRequests,
  markerKey,
  type BatchEvent,
  type BatchOutcome,
  type Marker,
} from '../../proof/fabric/chaincode.js';
import type { Answer, Call, Chaincode } from './chaincode.js';
import { refusalText, type ChaincodeRefusal } from './chaincode-refusal.js';
import { JudgedSignatures } from './judged-signatures.js';
import { RecordReads } from './record-reads.js';

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
export class RulesChaincode implements Chaincode {
  readonly #options: RulesChaincodeOptions;
  readonly #signatures: JudgedSignatures;

  constructor(options: RulesChaincodeOptions) {
    this.#options = options;
    this.#signatures = new JudgedSignatures(options.provider);
  }

  async invoke(call: Call): Promise<Answer> {
    if (!this.#isNear(call.time)) return failed('LEDGER_CLOCK');
    const asked = readCall(call.args);
    if (asked === undefined) return failed('CALL_INVALID');
    try {
      const host = this.#host(call);
      if (asked.name === 'batch') return await this.#batch(call, host, asked.requests);
      if (asked.name === 'query') return answered(await this.#query(host, asked.request));
      return answered(await readRecord(host, asked.key));
    } catch {
      return failed('HOST_FAILED');
    }
  }

  /** Runs commands and applies what is done, with a marker by which it can later be shown that this was committed. */
  async #batch(call: Call, host: Host, requests: readonly Request[]): Promise<Answer> {
    const { contracts, provider } = this.#options;
    const outcomes = (await executeSideBySide(contracts, host, requests)).map((outcome, i) =>
      acceptable(outcome, requests[i]!),
    );
    const payload = canonicalBytes(outcomes.map(answerOf));
    const done = outcomes.flatMap((outcome, i) =>
      outcome.kind === 'done' ? [{ contract: requests[i]!.contract, ...outcome }] : [],
    );
    if (done.length === 0) return answered(payload);
    const response = toBase64url(provider.hash('SM3', payload));
    const value = canonicalBytes({ schema: 1, response } satisfies Marker);
    await call.write([...done.flatMap(({ writes }) => writes), { key: markerKey(call.txId), value }]);
    const events = done.flatMap(({ contract, event }, index) =>
      event === undefined ? [] : [{ index, contract, ...event }],
    );
    if (events.length === 0) return answered(payload);
    const event = { name: BATCH_EVENT, payload: canonicalBytes(events satisfies BatchEvent[]) };
    return { kind: 'answered', payload, event };
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

  #host(call: Call): Host {
    const reads = new RecordReads(call);
    return {
      txId: call.txId,
      ledger: call.channel,
      time: call.time.toISOString(),
      caller: { organisation: call.organisation },
      read: (key) => reads.read(key),
      verify: (key, message, signature) => this.#signatures.verify(key, message, signature),
    };
  }

  #isNear(time: Date): boolean {
    const { clock, maxClockSkewSeconds } = this.#options;
    return Math.abs(clock().getTime() - time.getTime()) <= maxClockSkewSeconds * 1000;
  }
}

type Asked =
  | { readonly name: 'batch'; readonly requests: readonly Request[] }
  | { readonly name: 'query'; readonly request: Request }
  | { readonly name: 'record'; readonly key: string };

const recordName = z
  .string()
  .regex(/^[a-z0-9-]+:[a-z0-9:._-]+$/)
  .max(128);

function readCall([name, argument, ...more]: readonly Uint8Array[]): Asked | undefined {
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

function answered(payload: Uint8Array): Answer {
  return { kind: 'answered', payload };
}

function failed(code: ChaincodeRefusal['code']): Answer {
  return { kind: 'failed', message: refusalText({ code }) };
}
