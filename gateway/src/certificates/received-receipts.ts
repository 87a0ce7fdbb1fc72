import { signature, verificationReceipt } from '@renxin/chaincode/messages';
import { z } from 'zod';
import type { JsonRecords, RecordStore } from '../store/index.js';

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

  /** The first receipt of a name stays. */
  async keep(receipt: SignedReceipt): Promise<void> {
    const { receipt: name } = receipt.body;
    if ((await this.#records.get(name)) !== undefined) return;
    await this.#store.write([this.#records.put(name, receipt, 0)]);
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
