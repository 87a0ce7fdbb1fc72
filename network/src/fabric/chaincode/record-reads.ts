import type { Call } from './chaincode.js';

interface Asked {
  readonly key: string;
  readonly resolve: (bytes: Uint8Array | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads of commands that run side by side: what is asked for in one turn of the event loop goes to the peer together. */
export class RecordReads {
  readonly #read: Call['read'];
  #asked: Asked[] = [];

  constructor({ read }: Pick<Call, 'read'>) {
    this.#read = read;
  }

  read(key: string): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#asked.length === 0) setImmediate(() => void this.#fetch());
      this.#asked.push({ key, resolve, reject });
    });
  }

  async #fetch(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const found = await this.#read(asked.map(({ key }) => key));
      for (const [i, { resolve }] of asked.entries()) resolve(found[i]);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
