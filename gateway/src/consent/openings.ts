import { canonicalBytes, fromBase64url, type Json } from '@renxin/chaincode/canonical';
import { digest } from '@renxin/chaincode/messages';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import type { Opened } from '@renxin/wallets/consent';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { JsonRecords, type Change, type RecordStore } from '../store/index.js';

const record = z.strictObject({ salt: digest, content: z.json() });

/**
 * What opens the ledger's commitments, by commitment: names, texts, reasons. It is written before its command. What a
 * refused command leaves here says nothing, because no record of the ledger names it.
 */
export class Openings {
  readonly #records: JsonRecords<typeof record>;
  readonly #provider: CryptoProvider;

  constructor(organisation: string, store: RecordStore, provider: CryptoProvider) {
    this.#records = new JsonRecords(store, `${organisation}/consent-opening`, record);
    this.#provider = provider;
  }

  /** The change that keeps an opening. @throws Refusal COMMITMENT_MISMATCH when it does not open the commitment */
  keep(committed: string, { salt, content }: Opened<unknown>): Change {
    const bytes = fromBase64url(salt);
    const digest = this.#provider.hash('SM3', canonicalBytes(content));
    if (bytes?.length !== 32 || commitment(this.#provider, bytes, digest) !== committed)
      throw new Refusal('COMMITMENT_MISMATCH');
    return this.#records.put(committed, { salt, content: content as z.input<typeof record>['content'] });
  }

  async of(committed: string): Promise<Opened<Json> | undefined> {
    return (await this.#records.get(committed))?.value;
  }
}
