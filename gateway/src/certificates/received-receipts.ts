import { signature, verificationReceipt } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { StoreError, type Change, type JsonRecords, type RecordStore } from '../store/index.js';

export const receivedReceipt = z.strictObject({ body: verificationReceipt, signature });
export type SignedReceipt = z.infer<typeof receivedReceipt>;

/** Receipts in one page. */
const PAGE = 100;

/** What was kept of verifications, by certificate and receipt. */
export class ReceivedReceipts {
  readonly #records: JsonRecords<typeof receivedReceipt>;
  readonly #store: RecordStore;

  constructor(records: JsonRecords<typeof receivedReceipt>, store: RecordStore) {
    this.#records = records;
    this.#store = store;
  }

  /** The first receipt of a name about a certificate stays. All are written at once, together with other changes. */
  async keep(receipts: readonly SignedReceipt[], others: readonly Change[] = []): Promise<void> {
    const byName = new Map(receipts.map((receipt) => [keyOf(receipt), receipt]));
    const changes = [...others];
    for (const [name, receipt] of byName)
      if ((await this.#records.get(name)) === undefined) changes.push(this.#records.put(name, receipt, 0));
    if (changes.length === 0) return;
    try {
      await this.#store.write(changes);
    } catch (error) {
      const isTaken = error instanceof StoreError && error.code === 'STORE_CONFLICT';
      if (!isTaken) throw error;
      // One of the names was given in between: it is there when they are asked for again.
      await this.keep(receipts, others);
    }
  }

  /** Every receipt, in the order of their names, at most so many. */
  async *all(most: number): AsyncGenerator<SignedReceipt> {
    let after: string | undefined;
    for (let read = 0; read < most;) {
      const page = await this.#records.list({ limit: 500, ...(after !== undefined && { after }) });
      for (const { value } of page.records) yield value;
      read += page.records.length;
      after = page.next;
      if (after === undefined) return;
    }
  }

  /** Of one certificate, in the order of their names; `next` is handed in as `after`, and absent on the last page. */
  async of(certificate: string, after?: string): Promise<{ receipts: SignedReceipt[]; next?: string }> {
    const prefix = `${certificate}:`;
    const range = { prefix, limit: PAGE, ...(after !== undefined && { after: prefix + after }) };
    const { records, next } = await this.#records.list(range);
    return {
      receipts: records.map(({ value }) => value),
      ...(next !== undefined && { next: next.slice(prefix.length) }),
    };
  }
}

function keyOf({ body }: SignedReceipt): string {
  return `${body.certificate}:${body.receipt}`;
}
