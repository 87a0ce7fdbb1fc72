import { toBase64url } from '@renxin/chaincode/canonical';
import { createHash } from 'node:crypto';
import { StoreError, type Change, type RecordStore } from './record-store.js';

/**
 * Larger values (documents, bundles) under their own digest: base64url of SHA-256. What comes out was checked against
 * the digest it was asked for.
 */
export class Blobs {
  readonly #store: RecordStore;
  readonly #bucket: string;

  constructor(store: RecordStore, bucket: string) {
    this.#store = store;
    this.#bucket = bucket;
  }

  /** The change that keeps these bytes, to be written together with the record that names their digest. */
  keep(bytes: Uint8Array): { readonly digest: string; readonly change: Change } {
    const digest = digestOf(bytes);
    return { digest, change: { bucket: this.#bucket, key: digest, value: bytes } };
  }

  /** The change that erases them. */
  erase(digest: string): Change {
    return { bucket: this.#bucket, key: digest, value: null };
  }

  /** @throws StoreError STORE_CORRUPT when what is stored has another digest. */
  async get(digest: string): Promise<Uint8Array | undefined> {
    const record = await this.#store.get(this.#bucket, digest);
    if (record !== undefined && digestOf(record.value) !== digest) throw new StoreError('STORE_CORRUPT');
    return record?.value;
  }
}

function digestOf(bytes: Uint8Array): string {
  return toBase64url(createHash('sha256').update(bytes).digest());
}
