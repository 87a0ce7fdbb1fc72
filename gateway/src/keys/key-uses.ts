import type { KeyUse } from '@renxin/seal/signer';
import { z } from 'zod';
import { JsonRecords, type RecordStore } from '../store/index.js';

/** One line about one use: docs/formats/activation.md. */
const keyUse = z.strictObject({
  schema: z.literal(1),
  key: z.string(),
  recordedAt: z.iso.datetime(),
  use: z.strictObject({
    activation: z.string(),
    method: z.enum(['unattended', 'passphrase', 'confirmation', 'two-person']),
    at: z.string(),
    by: z.array(z.string()),
    purpose: z.string().nullable(),
    message: z.string(),
    outcome: z.enum(['asked', 'signed', 'refused']),
    code: z.string().nullable(),
  }),
});

export type RecordedKeyUse = z.infer<typeof keyUse>;

/** Lines that one answer holds at most. */
const MOST = 200;

/** The uses of the keys whose every use is put down. */
export class KeyUses {
  readonly #store: RecordStore;
  readonly #records: JsonRecords<typeof keyUse>;
  readonly #clock: () => Date;
  #count = 0;

  constructor(store: RecordStore, clock: () => Date) {
    this.#store = store;
    this.#records = new JsonRecords(store, 'platform/key-use', keyUse);
    this.#clock = clock;
  }

  async record(key: string, use: KeyUse): Promise<void> {
    const recordedAt = this.#clock().toISOString();
    // Names rise with time, and two of one millisecond differ, also after a restart in it.
    const id = `${key}:${recordedAt.replaceAll(/[^0-9]/g, '')}:${String(process.pid)}-${String(this.#count++)}`;
    const record = { schema: 1 as const, key, recordedAt, use: { ...use, by: [...use.by] } };
    await this.#store.write([this.#records.put(id, record, 0)]);
  }

  /** Of one key, the latest first, at most 200. */
  async of(key: string): Promise<RecordedKeyUse[]> {
    const latest: RecordedKeyUse[] = [];
    let after: string | undefined;
    do {
      const page = await this.#records.list({
        prefix: `${key}:`,
        limit: 1000,
        ...(after !== undefined && { after }),
      });
      latest.push(...page.records.map(({ value }) => value));
      latest.splice(0, latest.length - MOST);
      after = page.next;
    } while (after !== undefined);
    return latest.reverse();
  }
}
