import { readJson } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import type { Outgoing } from '../outgoing/index.js';
import type { Change, JsonRecords, RecordStore } from '../store/index.js';
import type { receivedReceipt, SignedReceipt } from './received-receipts.js';

/** What a province says about a batch of receipts: each is kept, or refused for good. */
export const batchAnswer = z.strictObject({
  kept: z.array(z.string()),
  refused: z.array(z.strictObject({ receipt: z.string(), code: z.string() })),
});

/** Receipts in one call at most. */
export const MOST_IN_BATCH = 64;

interface Options {
  readonly records: JsonRecords<typeof receivedReceipt>;
  readonly store: RecordStore;
  /** Every province that is known; only these are told. */
  readonly provinces: readonly string[];
  readonly baseOf: (organisation: string) => string | undefined;
  readonly outgoing: Outgoing;
}

/** Receipts of one moment go out together, after so many milliseconds. */
const GATHER = 250;
/** While a province is away it is tried again after this time, then after twice as long each time. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
const TIMEOUT = 2000;
const LONGEST = 65_536;

/**
 * Receipts that issuing provinces are owed. A receipt is written down here together with the verifier's own copy, before
 * the verification is answered, and goes out afterwards: as often as it takes, also after a restart, until the province
 * says that it has it or that it will not take it.
 */
export class ReceiptDelivery {
  readonly #options: Options;
  readonly #delivering = new Map<string, Promise<void>>();
  /** Provinces that are owed something since their delivery last looked. */
  readonly #owed = new Set<string>();
  readonly #closing = new AbortController();

  constructor(options: Options) {
    this.#options = options;
  }

  /** The change that writes the debt down; undefined for a province that is not known. */
  owe(receipt: SignedReceipt): Change | undefined {
    const { province, receipt: name } = receipt.body;
    if (!this.#isKnown(province)) return undefined;
    return this.#options.records.put(`${province}:${name}`, receipt);
  }

  /** Delivers what the province is owed, in the background. */
  deliver(province: string): void {
    if (!this.#isKnown(province) || this.#closing.signal.aborted) return;
    this.#owed.add(province);
    if (this.#delivering.has(province)) return;
    const delivered = this.#deliver(province).finally(() => {
      this.#delivering.delete(province);
      if (this.#owed.has(province)) this.deliver(province);
    });
    this.#delivering.set(province, delivered);
  }

  /** Goes on with what an earlier process left. */
  resume(): void {
    for (const province of this.#options.provinces) this.deliver(province);
  }

  /** Ends; what was not delivered stays owed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#delivering.values());
  }

  #isKnown(province: string): boolean {
    return this.#options.provinces.includes(province) && this.#options.baseOf(province) !== undefined;
  }

  /** Ends when nothing is owed any more, or the store is closed. */
  async #deliver(province: string): Promise<void> {
    let pause = FIRST_PAUSE;
    await this.#wait(GATHER);
    while (!this.#closing.signal.aborted) {
      this.#owed.delete(province);
      try {
        if (!(await this.#deliverBatch(province))) return;
        pause = FIRST_PAUSE;
      } catch {
        this.#owed.add(province);
        await this.#wait(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
    this.#owed.delete(province);
  }

  /** False when nothing is owed. */
  async #deliverBatch(province: string): Promise<boolean> {
    const { records, store } = this.#options;
    const owed = await records.list({ prefix: `${province}:`, limit: MOST_IN_BATCH });
    if (owed.records.length === 0) return false;
    const answer = await this.#send(
      province,
      owed.records.map(({ value }) => value),
    );
    const settled = new Set([...answer.kept, ...answer.refused.map(({ receipt }) => receipt)]);
    const done = owed.records.filter(({ value }) => settled.has(value.body.receipt));
    if (done.length === 0) throw new Error('the province says nothing about what it was sent');
    await store.write(done.map(({ key }) => records.delete(key)));
    return true;
  }

  async #send(province: string, receipts: readonly SignedReceipt[]): Promise<z.output<typeof batchAnswer>> {
    const url = new URL(`${this.#options.baseOf(province) ?? ''}/api/v1/verification-receipts/batches`);
    const request = { method: 'POST', json: { receipts }, limit: LONGEST, timeout: TIMEOUT } as const;
    const { status, body } = await this.#options.outgoing(url, request);
    if (status !== 200) throw new Error(`status ${String(status)}`);
    return batchAnswer.parse(readJson(body));
  }

  async #wait(milliseconds: number): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    });
  }
}
