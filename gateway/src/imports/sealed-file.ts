import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { StoreError, type RecordStore } from '../store/index.js';

/** Bytes of a frame. */
const FRAME = 65_536;
const MAC = 32;

/**
 * Files that were handed in, as long as they are needed: personal data, so each frame is sealed (SM4-CTR, HMAC-SM3,
 * encrypt-then-MAC) under keys that are derived for this one file.
 */
export class SealedFiles {
  readonly #store: RecordStore;
  readonly #bucket: string;
  readonly #derive: (words: string) => Uint8Array;

  /** @param derive 32 bytes for words, by a secret of the organisation */
  constructor(store: RecordStore, bucket: string, derive: (words: string) => Uint8Array) {
    this.#store = store;
    this.#bucket = bucket;
    this.#derive = derive;
  }

  /** Keeps the bytes as they come. @returns the number of frames */
  async keep(name: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    let frames = 0;
    for await (const frame of framesOf(bytes)) {
      const value = this.#seal(name, frames, frame);
      await this.#store.write([{ bucket: this.#bucket, key: keyOf(name, frames), value }]);
      frames++;
    }
    return frames;
  }

  /** @throws StoreError STORE_CORRUPT when a frame is missing or altered */
  async *read(name: string, frames: number): AsyncGenerator<Uint8Array> {
    for (let frame = 0; frame < frames; frame++) {
      const stored = await this.#store.get(this.#bucket, keyOf(name, frame));
      if (stored === undefined) throw new StoreError('STORE_CORRUPT');
      yield this.#open(name, frame, stored.value);
    }
  }

  /** Erases every frame of the file, also of one that did not come to its end. */
  async erase(name: string): Promise<void> {
    for (;;) {
      const { records } = await this.#store.list(this.#bucket, { prefix: `${name}:`, limit: 100 });
      if (records.length === 0) return;
      await this.#store.write(records.map(({ key }) => ({ bucket: this.#bucket, key, value: null })));
    }
  }

  #seal(name: string, frame: number, bytes: Uint8Array): Uint8Array {
    const data = this.#cipher(name, frame, bytes);
    return Buffer.concat([this.#mac(name, frame, data), data]);
  }

  #open(name: string, frame: number, sealed: Uint8Array): Uint8Array {
    const data = sealed.subarray(MAC);
    const mac = sealed.subarray(0, MAC);
    if (mac.length !== MAC || !timingSafeEqual(mac, this.#mac(name, frame, data)))
      throw new StoreError('STORE_CORRUPT');
    return this.#cipher(name, frame, data);
  }

  /** Each frame begins a counter of its own: 2^32 blocks lie between two. */
  #cipher(name: string, frame: number, bytes: Uint8Array): Uint8Array {
    const key = this.#derive(`import-encryption:${name}`).subarray(0, 16);
    const counter = Buffer.alloc(16);
    counter.writeUInt32BE(frame, 8);
    const cipher = createCipheriv('sm4-ctr', key, counter);
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  }

  #mac(name: string, frame: number, data: Uint8Array): Uint8Array {
    const key = this.#derive(`import-authentication:${name}`);
    return createHmac('sm3', key).update(keyOf(name, frame)).update(data).digest();
  }
}

function keyOf(name: string, frame: number): string {
  return `${name}:${String(frame).padStart(6, '0')}`;
}

async function* framesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < FRAME) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
