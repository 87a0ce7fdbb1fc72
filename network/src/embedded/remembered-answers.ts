import { canonical, NotCanonical, type Json } from '@renxin/chaincode/canonical';
import type { Host, Request } from '@renxin/chaincode/kernel';
import type { Moment } from './moment.js';

const KEPT = 1024;

type Read = readonly [key: string, bytes: Uint8Array | undefined];
interface Answer {
  readonly reads: readonly Read[];
  readonly value: Json;
  /** The latest moment for which it is known to hold. */
  moment: Moment;
}

/**
 * Answers of queries, each with the records that it was made of. An answer is given again only while every one of these
 * is the same record still, by the map of the latest block: it depends on nothing else. A query that asked for the time
 * or for the block is answered anew each time; what is refused is not remembered.
 */
export class RememberedAnswers {
  #current = new Map<string, Answer>();
  #before = new Map<string, Answer>();

  /** @param answer executes the query on a host */
  async of(
    moment: Moment,
    host: Host,
    request: Request,
    answer: (host: Host) => Promise<Json>,
  ): Promise<Json> {
    const name = nameOf(request);
    if (name === undefined) return answer(host);
    const known = this.#current.get(name) ?? this.#before.get(name);
    if (known !== undefined && holds(known, moment)) return known.value;
    const reads: Read[] = [];
    let isOfThisMoment = false;
    const value = await answer({
      ledger: host.ledger,
      caller: host.caller,
      verify: host.verify.bind(host),
      read(key) {
        const bytes = moment.record(key);
        reads.push([key, bytes]);
        return bytes;
      },
      get time() {
        isOfThisMoment = true;
        return host.time;
      },
      get txId() {
        isOfThisMoment = true;
        return host.txId;
      },
    });
    if (!isOfThisMoment) this.#keep(name, { reads, value: deepFrozen(value), moment });
    return value;
  }

  /** Two generations: when the younger is full, the older is let go. */
  #keep(name: string, answer: Answer): void {
    this.#current.set(name, answer);
    if (this.#current.size < KEPT / 2) return;
    this.#before = this.#current;
    this.#current = new Map();
  }
}

function holds(answer: Answer, moment: Moment): boolean {
  if (answer.moment === moment) return true;
  if (!answer.reads.every(([key, bytes]) => moment.record(key) === bytes)) return false;
  answer.moment = moment;
  return true;
}

/** Undefined for what is no JSON: the contract refuses it. */
function nameOf({ contract, operation, input }: Request): string | undefined {
  try {
    return `${contract} ${operation} ${canonical(input)}`;
  } catch (error) {
    if (error instanceof NotCanonical) return undefined;
    throw error;
  }
}

/** Whoever asks gets the same object. */
function deepFrozen(value: Json): Json {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFrozen(member);
    Object.freeze(value);
  }
  return value;
}
