import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import { openBytes, sealBytes } from '@renxin/seal/signer';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { document, opening } from '../api/index.js';
import { readIfThere, writeDurably } from '../keystore/durable-file.js';

const held = z.strictObject({
  schema: z.literal(1),
  certificate: z.string(),
  credential: document,
  /** Opens the ledger's commitment to it. */
  opening,
});

export type Held = z.infer<typeof held>;

/** The credentials that a holder keeps, each sealed in a file of its own with the holder's passphrase. */
export class Holdings {
  readonly #directory: string;
  readonly #passphrase: string;

  private constructor(directory: string, passphrase: string) {
    this.#directory = directory;
    this.#passphrase = passphrase;
  }

  /** @param directory the holder's own */
  static async open(directory: string, passphrase: string): Promise<Holdings> {
    const folder = join(directory, 'credentials');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Holdings(folder, passphrase);
  }

  async keep(value: Omit<Held, 'schema'>): Promise<void> {
    const bytes = canonicalBytes(held.parse({ schema: 1, ...value }));
    const sealed = await sealBytes(this.#passphrase, bytes);
    await writeDurably(this.#path(value.certificate), JSON.stringify(sealed) + '\n');
  }

  /** @throws SealedBytesError when the file was altered */
  async get(certificate: string): Promise<Held | undefined> {
    const text = await readIfThere(this.#path(certificate));
    if (text === undefined) return undefined;
    return held.parse(parseCanonical(await openBytes(this.#passphrase, JSON.parse(text))));
  }

  /** The certificates that are held. */
  async list(): Promise<string[]> {
    const names = await readdir(this.#directory);
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  #path(certificate: string): string {
    if (!/^[a-z0-9-]{2,64}$/.test(certificate)) throw new RangeError('not a certificate');
    return join(this.#directory, `${certificate}.json`);
  }
}
