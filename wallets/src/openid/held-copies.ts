import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import { identifier } from '@renxin/chaincode/messages';
import { openBytes, sealBytes } from '@renxin/seal/signer';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { document } from '../api/index.js';
import { readIfThere, writeDurably } from '../keystore/durable-file.js';

const heldCopy = z.strictObject({
  schema: z.literal(1),
  /** Name of the file, and of the key in the keystore to which the credential is bound. */
  key: identifier,
  /** The credential issuer's identifier. */
  issuer: z.string(),
  format: z.string(),
  credential: z.union([document, z.string()]),
});

export type HeldCopy = z.infer<typeof heldCopy>;

/** Credentials that came by OpenID4VCI, each sealed in a file of its own with the holder's passphrase. */
export class HeldCopies {
  readonly #directory: string;
  readonly #passphrase: string;

  private constructor(directory: string, passphrase: string) {
    this.#directory = directory;
    this.#passphrase = passphrase;
  }

  /** @param directory the holder's own */
  static async open(directory: string, passphrase: string): Promise<HeldCopies> {
    const folder = join(directory, 'copies');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new HeldCopies(folder, passphrase);
  }

  async keep(value: Omit<HeldCopy, 'schema'>): Promise<void> {
    const bytes = canonicalBytes(heldCopy.parse({ schema: 1, ...value }));
    const sealed = await sealBytes(this.#passphrase, bytes);
    await writeDurably(this.#path(value.key), JSON.stringify(sealed) + '\n');
  }

  /** @throws SealedBytesError when a file was altered */
  async all(): Promise<HeldCopy[]> {
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith('.json')).toSorted();
    const read = await Promise.all(
      names.map(async (name) => {
        const text = await readIfThere(join(this.#directory, name));
        if (text === undefined) return [];
        return [heldCopy.parse(parseCanonical(await openBytes(this.#passphrase, JSON.parse(text))))];
      }),
    );
    return read.flat();
  }

  #path(key: string): string {
    return join(this.#directory, `${identifier.parse(key)}.json`);
  }
}
