import { fromBase64url, toBase64url, type Json } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { JsonRecords, type RecordStore } from '../store/index.js';

/** The latest checkpoint of a log that enough witnesses cosigned and the ledger anchored. */
export interface Cosigned {
  readonly size: number;
  /** The signed note with the cosignatures. */
  readonly note: Uint8Array;
  /** The ledger's proof of the command that anchored it. */
  readonly anchor: Json;
}

const record = z.strictObject({
  schema: z.literal(1),
  size: z.int().min(0),
  note: z.base64url(),
  anchor: z.custom<Json>((value) => typeof value === 'object' && value !== null),
});

/** Where an organisation keeps it. */
export class CosignedCheckpoint {
  readonly #store: RecordStore;
  readonly #records: JsonRecords<typeof record>;
  #latest: Cosigned | undefined;

  constructor(store: RecordStore, organisation: string) {
    this.#store = store;
    this.#records = new JsonRecords(store, `${organisation}/log-cosigned`, record);
  }

  get latest(): Cosigned | undefined {
    return this.#latest;
  }

  async load(): Promise<void> {
    const kept = (await this.#records.get('latest'))?.value;
    if (kept === undefined) return;
    const { size, note, anchor } = kept;
    this.#latest = { size, note: fromBase64url(note) ?? new Uint8Array(), anchor };
  }

  async keep(cosigned: Cosigned): Promise<void> {
    const { size, note, anchor } = cosigned;
    await this.#store.write([
      this.#records.put('latest', { schema: 1, size, note: toBase64url(note), anchor }),
    ]);
    this.#latest = cosigned;
  }
}
