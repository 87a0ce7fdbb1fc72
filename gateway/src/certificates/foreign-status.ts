import { readJson, type Json } from '@renxin/chaincode/canonical';
import { CredentialError, type StatusEntry } from '@renxin/credentials/credential';
import { readStatusList, statusOf, type StatusList, type StatusPurpose } from '@renxin/credentials/status';
import { didOf } from '@renxin/wallets/e-certificate';
import type { Outgoing } from '../outgoing/index.js';
import { Refusal } from '../problem/index.js';
import type { Proofs } from './proofs.js';

interface Options {
  readonly ledger: string;
  /** Where a province's gateway is: only of those that are known, so that no credential says where to ask. */
  readonly baseOf: (organisation: string) => string | undefined;
  readonly proofs: Proofs;
  readonly clock: () => Date;
  readonly outgoing: Outgoing;
}

/**
 * A list that is used is asked for again in the background after so many milliseconds; one that is older than the second
 * number is waited for. So what a province decides is seen within a second.
 */
const ASKED_AGAIN = 250;
const KEPT = 500;
const TIMEOUT = 5000;
const LONGEST = 3 << 20;

interface Asked {
  /** When it was asked for: the list is at least of that time. */
  readonly at: number;
  readonly list: Promise<StatusList>;
  isAskedAgain: boolean;
}

/** A list as it was published, and what was read in it. */
interface Read {
  readonly body: Uint8Array;
  readonly list: StatusList;
}

/**
 * What provinces publish about the certificates that they answer for, asked at their own addresses. Fails closed: what
 * cannot be had, or is not the province's own list for this purpose, makes nothing valid.
 */
export class ForeignStatus {
  readonly #options: Options;
  readonly #lists = new Map<string, Asked>();
  /** By address, as the lists above. */
  readonly #read = new Map<string, Read>();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Which purposes are set for a credential of this province.
   * @throws Refusal STATUS_UNAVAILABLE, STATUS_LIST_INVALID
   */
  async of(entries: readonly StatusEntry[], province: string): Promise<ReadonlySet<StatusPurpose>> {
    const base = this.#options.baseOf(province);
    if (base === undefined) throw new Refusal('STATUS_UNAVAILABLE');
    const purposes = new Set(entries.map(({ statusPurpose }) => statusPurpose));
    if (entries.length !== 2 || purposes.size !== 2) throw new Refusal('STATUS_LIST_INVALID');
    const issuers = [didOf(this.#options.ledger, province)];
    const found = await Promise.all(
      entries.map(async (entry) => {
        if (!isListOf(entry, base)) throw new Refusal('STATUS_LIST_INVALID');
        const list = await this.#list(entry.statusListCredential);
        return judged(() => (statusOf(entry, list, issuers) ? [entry.statusPurpose] : []));
      }),
    );
    return new Set(found.flat());
  }

  #list(url: string): Promise<StatusList> {
    const known = this.#lists.get(url);
    const age = this.#options.clock().getTime() - (known?.at ?? 0);
    if (known === undefined || age >= KEPT) {
      const asked = this.#ask(url);
      this.#lists.set(url, asked);
      asked.list.catch(() => this.#lists.delete(url));
      return asked.list;
    }
    if (age >= ASKED_AGAIN && !known.isAskedAgain) {
      known.isAskedAgain = true;
      const asked = this.#ask(url);
      asked.list.then(
        () => this.#lists.set(url, asked),
        () => this.#lists.delete(url),
      );
    }
    return known.list;
  }

  #ask(url: string): Asked {
    const at = this.#options.clock().getTime();
    return { at, list: this.#get(url).then((body) => this.#listIn(url, body)), isAskedAgain: false };
  }

  /** The same bytes are the same list, as long as it says that it holds: its proofs are not judged anew. */
  async #listIn(url: string, body: Uint8Array): Promise<StatusList> {
    const { proofs, clock } = this.#options;
    const known = this.#read.get(url);
    const until = Date.parse(known?.list.validUntil ?? '');
    if (known !== undefined && until > clock().getTime() && Buffer.compare(known.body, body) === 0)
      return known.list;
    const list = await judged(() => readStatusList(jsonIn(body), proofs.policy, clock()));
    this.#read.set(url, { body, list });
    return list;
  }

  async #get(url: string): Promise<Uint8Array> {
    try {
      const { status, body } = await this.#options.outgoing(new URL(url), {
        limit: LONGEST,
        timeout: TIMEOUT,
      });
      if (status !== 200) throw new Error(`status ${String(status)}`);
      return body;
    } catch (cause) {
      throw new Refusal('STATUS_UNAVAILABLE', {}, { cause });
    }
  }
}

/** @throws Refusal STATUS_UNAVAILABLE for what is no JSON */
function jsonIn(body: Uint8Array): Json {
  try {
    return readJson(body);
  } catch (cause) {
    throw new Refusal('STATUS_UNAVAILABLE', {}, { cause });
  }
}

/** An old list says nothing about now; any other fault makes it none. */
async function judged<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    const code = cause.code === 'STATUS_LIST_EXPIRED' ? 'STATUS_UNAVAILABLE' : 'STATUS_LIST_INVALID';
    throw new Refusal(code, { members: { proof: cause.code } }, { cause });
  }
}

/** The province's own list for this purpose, at its own address, and nothing else. */
function isListOf({ statusListCredential: url, statusPurpose }: StatusEntry, base: string): boolean {
  const prefix = `${base}/status-lists/`;
  return (
    url.startsWith(prefix) && new RegExp(`^[1-9]\\d{0,5}-${statusPurpose}$`).test(url.slice(prefix.length))
  );
}
