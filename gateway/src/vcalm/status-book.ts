import { toHex, type JsonObject } from '@renxin/chaincode/canonical';
import {
  IndexAllocator,
  StatusBits,
  statusEntry,
  statusListCredential,
  type StatusPurpose,
} from '@renxin/credentials/status';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { indexStore, JsonRecords, type RecordStore } from '../store/index.js';

const purposes = ['revocation', 'suspension'] as const satisfies readonly StatusPurpose[];
/** A list is signed anew when it changed, and at the latest after so many milliseconds. */
const SIGNED_ANEW = 60_000;
/** So long it says that it holds. */
const HOLDS = 300_000;
const SKEW = 60_000;

/** Where a credential stands in the lists, and which of its statuses are set. */
export const statusRecord = z.strictObject({
  schema: z.literal(1),
  list: z.int().min(1),
  index: z.int().min(0),
  set: z.array(z.enum(purposes)),
});

interface Options {
  readonly store: RecordStore;
  readonly organisation: string;
  readonly issuer: string;
  /** Where the lists are published: `<base>/<list>-<purpose>`. */
  readonly base: () => string;
  readonly sign: (credential: JsonObject) => Promise<JsonObject>;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/** The status of what an organisation issued over VCALM: a place for each credential, and the lists that show it. */
export class StatusBook {
  readonly #options: Options;
  readonly #places: IndexAllocator;
  readonly #records: JsonRecords<typeof statusRecord>;
  readonly #signed = new Map<
    string,
    { readonly at: number; readonly list: Promise<JsonObject | undefined> }
  >();

  constructor(options: Options) {
    this.#options = options;
    const { store, organisation, provider, random } = options;
    this.#records = new JsonRecords(store, `${organisation}/open-status`, statusRecord);
    const places = indexStore(store, `${organisation}/open-status-index`);
    this.#places = new IndexAllocator({ store: places, provider, random });
  }

  /** The credential with entries for both purposes, and an id by which its status can be set. One that has a status stays. */
  async withEntries(credential: JsonObject): Promise<JsonObject> {
    if (credential['credentialStatus'] !== undefined) return credential;
    const id = credential['id'] ?? `urn:uuid:${randomUUID()}`;
    const name = typeof id === 'string' ? this.#nameOf(id) : undefined;
    // What has no id of the right form is refused by whoever reads the credential.
    if (name === undefined) return credential;
    const known = await this.#records.get(name);
    const place = known?.value ?? (await this.#places.next());
    if (known === undefined) {
      const { list, index } = place;
      const value = { schema: 1 as const, list, index, set: [] };
      await this.#options.store.write([this.#records.put(name, value, 0)]);
      this.#signed.clear();
    }
    const entries = purposes.map((purpose) => {
      const entry = statusEntry(this.#url(place.list, purpose), purpose, place.index);
      return { id: `${entry.statusListCredential}#${String(place.index)}`, ...entry };
    });
    return { ...credential, id, credentialStatus: entries };
  }

  /** @throws Refusal STATUS_CREDENTIAL_UNKNOWN */
  async set(credential: string, purpose: (typeof purposes)[number], status: boolean): Promise<void> {
    const name = this.#nameOf(credential);
    const known = await this.#records.get(name);
    if (known === undefined) throw new Refusal('STATUS_CREDENTIAL_UNKNOWN');
    const set = known.value.set.filter((each) => each !== purpose);
    if (status) set.push(purpose);
    await this.#options.store.write([this.#records.put(name, { ...known.value, set }, known.version)]);
    this.#signed.clear();
  }

  /** The signed list of a name (`1-revocation`), or undefined when there is none. */
  async list(name: string): Promise<JsonObject | undefined> {
    const [, list = '', said] = /^([1-9]\d{0,5})-([a-z]+)$/.exec(name) ?? [];
    const purpose = purposes.find((each) => each === said);
    if (purpose === undefined) return undefined;
    const now = this.#options.clock().getTime();
    const known = this.#signed.get(name);
    if (known !== undefined && now - known.at < SIGNED_ANEW) return known.list;
    const signed = this.#sign(Number(list), purpose, now);
    this.#signed.set(name, { at: now, list: signed });
    // What is not there is asked for by anybody, and not kept.
    signed.then(
      (made) => made === undefined && this.#signed.delete(name),
      () => this.#signed.delete(name),
    );
    return signed;
  }

  async #sign(
    list: number,
    purpose: (typeof purposes)[number],
    now: number,
  ): Promise<JsonObject | undefined> {
    const bits = await this.#bits(list, purpose);
    if (bits === undefined) return undefined;
    return this.#options.sign(
      statusListCredential({
        id: this.#url(list, purpose),
        issuer: this.#options.issuer,
        statusPurpose: purpose,
        bits,
        // Clocks of those who read it may be behind.
        validFrom: new Date(now - SKEW).toISOString(),
        validUntil: new Date(now + HOLDS).toISOString(),
      }),
    );
  }

  async #bits(list: number, purpose: (typeof purposes)[number]): Promise<StatusBits | undefined> {
    const bits = new StatusBits();
    let isThere = false;
    let after: string | undefined;
    do {
      const page = await this.#records.list({ limit: 1000, ...(after !== undefined && { after }) });
      for (const { value } of page.records) {
        if (value.list !== list) continue;
        isThere = true;
        if (value.set.includes(purpose)) bits.set(value.index, true);
      }
      after = page.next;
    } while (after !== undefined);
    return isThere ? bits : undefined;
  }

  #url(list: number, purpose: string): string {
    return `${this.#options.base()}/${String(list)}-${purpose}`;
  }

  /** The id itself may say something about somebody. */
  #nameOf(credential: string): string {
    return toHex(this.#options.provider.hash('SM3', new TextEncoder().encode(credential)));
  }
}
