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
    let byName = new Map(receipts.map((receipt) => [keyOf(receipt), receipt]));
    for (;;) {
      const changes = [...others];
      for (const [name, receipt] of byName) changes.push(this.#records.put(name, receipt, 0));
      if (changes.length === 0) return;
      try {
        await this.#store.write(changes);
        return;
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'STORE_CONFLICT') throw error;
        const taken = await this.#taken(byName);
        // Another change's expectation does not hold.
        if (taken.size === 0) throw error;
        byName = new Map([...byName].filter(([name]) => !taken.has(name)));
      }
    }
  }

  async #taken(byName: ReadonlyMap<string, SignedReceipt>): Promise<Set<string>> {
    const taken = new Set<string>();
    for (const name of byName.keys()) if ((await this.#records.get(name)) !== undefined) taken.add(name);
    return taken;
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
