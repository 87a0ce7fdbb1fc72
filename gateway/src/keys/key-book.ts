import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { z } from 'zod';

const entry = z.strictObject({
  /** SM3 of SubjectPublicKeyInfo: another key under the name begins anew. */
  fingerprint: z.string(),
  since: z.iso.datetime(),
  uses: z.int(),
  refused: z.int(),
  lastUse: z.iso.datetime().nullable(),
});
const book = z.strictObject({ schema: z.literal(1), keys: z.record(z.string(), entry) });

export type KeyBookEntry = z.infer<typeof entry>;

/**
 * How often each key was used, since when it is known and when it was used last: counted in memory and written every few
 * seconds, so that a crash loses the last of them and no signature waits for the disk.
 */
export class KeyBook {
  readonly #path: string;
  readonly #clock: () => Date;
  readonly #keys: Record<string, KeyBookEntry>;
  #written = true;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, clock: () => Date, keys: Record<string, KeyBookEntry>) {
    this.#path = path;
    this.#clock = clock;
    this.#keys = keys;
  }

  static async open(path: string, clock: () => Date): Promise<KeyBook> {
    const text = await readIfThere(path);
    const known = text === undefined ? undefined : book.parse(JSON.parse(text));
    return new KeyBook(path, clock, known?.keys ?? {});
  }

  /** This key is there, from now on if it was not before. */
  meet(name: string, fingerprint: string): void {
    if (this.#keys[name]?.fingerprint === fingerprint) return;
    const since = this.#clock().toISOString();
    this.#keys[name] = { fingerprint, since, uses: 0, refused: 0, lastUse: null };
    this.#written = false;
  }

  used(name: string): void {
    const known = this.#keys[name];
    if (known === undefined) return;
    known.uses++;
    known.lastUse = this.#clock().toISOString();
    this.#written = false;
  }

  refused(name: string): void {
    const known = this.#keys[name];
    if (known === undefined) return;
    known.refused++;
    this.#written = false;
  }

  of(name: string): KeyBookEntry | undefined {
    return this.#keys[name];
  }

  write(): Promise<void> {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        if (this.#written) return;
        this.#written = true;
        const text = JSON.stringify({ schema: 1, keys: this.#keys }) + '\n';
        await writeDurably(this.#path, text).catch((error: unknown) => {
          this.#written = false;
          throw error;
        });
      });
    return this.#writing;
  }
}
