import { toBase64url } from '@renxin/chaincode/canonical';
import { identifier, instant } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { JsonRecords, type RecordStore } from '../store/index.js';

/** Something about a log that must not be: it stays until somebody looked into it, and across restarts. */
const alarm = z.strictObject({
  schema: z.literal(1),
  log: identifier,
  code: z.enum(['LOG_FORKED', 'LOG_ROLLED_BACK', 'LOG_INCONSISTENT']),
  /** Who noticed. */
  by: identifier,
  at: instant,
  /** Signed notes that show it, base64url. */
  evidence: z.array(z.base64url()).max(2),
});

export type Alarm = z.infer<typeof alarm>;

export class Alarms {
  readonly #store: RecordStore;
  readonly #records: JsonRecords<typeof alarm>;
  #raised: Alarm[] = [];

  constructor(store: RecordStore, organisation: string) {
    this.#store = store;
    this.#records = new JsonRecords(store, `${organisation}/log-alarm`, alarm);
  }

  get raised(): readonly Alarm[] {
    return this.#raised;
  }

  async load(): Promise<void> {
    const { records } = await this.#records.list({ limit: 1000 });
    this.#raised = records.map(({ value }) => value);
  }

  /** One for each log and code: the first stays. */
  async raise(
    about: Omit<Alarm, 'schema' | 'evidence'>,
    evidence: readonly Uint8Array[] = [],
  ): Promise<void> {
    if (this.#raised.some(({ log, code }) => log === about.log && code === about.code)) return;
    const raised: Alarm = { schema: 1, ...about, evidence: evidence.map(toBase64url) };
    await this.#store.write([this.#records.put(`${about.log}:${about.code}`, raised)]);
    this.#raised = [...this.#raised, raised];
  }
}
