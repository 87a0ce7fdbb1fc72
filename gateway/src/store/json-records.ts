import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import type { z } from 'zod';
import { Recent } from '../session/recent.js';
import { StoreError, type Change, type Range, type RecordStore } from './record-store.js';

export interface JsonRecord<T> {
  readonly key: string;
  readonly value: T;
  readonly version: number;
}

/** Records that were read lately and are not parsed again. */
const KEPT = 256;

/**
 * A bucket whose records are canonical JSON of one schema, parsed when they are read and written. What comes out is not to
 * be changed: the same version may come out again.
 */
export class JsonRecords<S extends z.ZodType> {
  readonly #store: RecordStore;
  readonly #bucket: string;
  readonly #schema: S;
  readonly #parsed = new Recent<JsonRecord<z.output<S>>>(KEPT);

  constructor(store: RecordStore, bucket: string, schema: S) {
    this.#store = store;
    this.#bucket = bucket;
    this.#schema = schema;
  }

  /** @throws StoreError STORE_CORRUPT when the record is not of this schema. */
  async get(key: string): Promise<JsonRecord<z.output<S>> | undefined> {
    const record = await this.#store.get(this.#bucket, key);
    if (record === undefined) return undefined;
    const known = this.#parsed.get(key);
    if (known?.version === record.version) return known;
    return this.#parsed.keep(key, this.#parse({ key, ...record }));
  }

  async list(range: Range): Promise<{ records: JsonRecord<z.output<S>>[]; next?: string }> {
    const { records, next } = await this.#store.list(this.#bucket, range);
    return { records: records.map((record) => this.#parse(record)), ...(next !== undefined && { next }) };
  }

  /** The change that puts a value; hand it to `RecordStore.write`, alone or with others. */
  put(key: string, value: z.input<S>, expect?: number): Change {
    const bytes = canonicalBytes(this.#schema.parse(value));
    return { bucket: this.#bucket, key, value: bytes, ...(expect !== undefined && { expect }) };
  }

  /** As {@link put}, of a value that is of the schema and in canonical form already. */
  putBytes(key: string, value: Uint8Array, expect?: number): Change {
    return { bucket: this.#bucket, key, value, ...(expect !== undefined && { expect }) };
  }

  delete(key: string, expect?: number): Change {
    return { bucket: this.#bucket, key, value: null, ...(expect !== undefined && { expect }) };
  }

  #parse({
    key,
    value,
    version,
  }: {
    key: string;
    value: Uint8Array;
    version: number;
  }): JsonRecord<z.output<S>> {
    try {
      return { key, value: this.#schema.parse(parseCanonical(value)), version };
    } catch (error) {
      throw new StoreError('STORE_CORRUPT', { cause: error });
    }
  }
}
