import { signature, verificationReceipt } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { StoreError, type Change, type JsonRecords, type RecordStore } from '../store/index.js';

export const receivedReceipt = z.strictObject({ body: verificationReceipt, signature });
export type SignedReceipt = z.infer<typeof receivedReceipt>;

/** What was kept of verifications, by receipt. */
export class ReceivedReceipts {
  readonly #records: JsonRecords<typeof receivedReceipt>;
  readonly #store: RecordStore;

  constructor(records: JsonRecords<typeof receivedReceipt>, store: RecordStore) {
    this.#records = records;
    this.#store = store;
  }

  /** The first receipt of a name stays. All are written at once, together with other changes. */
  async keep(receipts: readonly SignedReceipt[], others: readonly Change[] = []): Promise<void> {
    const byName = new Map(receipts.map((receipt) => [receipt.body.receipt, receipt]));
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

  async get(name: string): Promise<SignedReceipt | undefined> {
    return (await this.#records.get(name))?.value;
  }

  /** Of one certificate, at most a thousand. */
  async of(certificate: string): Promise<SignedReceipt[]> {
    const { records } = await this.#records.list({ limit: 1000 });
    return records.map(({ value }) => value).filter(({ body }) => body.certificate === certificate);
  }
}
