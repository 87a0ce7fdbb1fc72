import { toHex, type JsonObject } from '@renxin/chaincode/canonical';
import {
  IndexAllocator,
  LEAST_BITS,
  sizeOf,
  StatusBits,
  statusListCredential,
} from '@renxin/credentials/status';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { randomUUID } from 'node:crypto';
import { Turns } from '../labor-contract/turns.js';
import { Refusal } from '../problem/index.js';
import { indexStore, JsonRecords, type RecordStore } from '../store/index.js';
import type { SetStatus, StatusMessagesAsked } from './bodies.js';
import { changed, entriesOf, listKind, statusRecord, type ListKind, type OpenStatus } from './open-status.js';

/** A list is signed anew when it changed, and at the latest after so many milliseconds. */
const SIGNED_ANEW = 60_000;
/** So long it says that it holds. */
const HOLDS = 300_000;
const SKEW = 60_000;

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
  readonly #turns = new Turns();
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

  /**
   * The credential with entries for both purposes, with one for its messages where it is to have some, and an id by which its
   * status can be set. One that has a status stays.
   * @throws Refusal STATUS_CREDENTIAL_KNOWN for an id that was issued with other messages
   */
  async withEntries(credential: JsonObject, asked?: StatusMessagesAsked): Promise<JsonObject> {
    if (credential['credentialStatus'] !== undefined) return credential;
    const id = credential['id'] ?? `urn:uuid:${randomUUID()}`;
    const name = typeof id === 'string' ? this.#nameOf(id) : undefined;
    // What has no id of the right form is refused by whoever reads the credential.
    if (name === undefined) return credential;
    const place = await this.#placeOf(name, asked && sizeOf(asked.messages));
    const credentialStatus = entriesOf(place, asked, (list) => this.#url(place.list, list));
    return { ...credential, id, credentialStatus };
  }

  /** A place for ever: what is issued again under the same id has the same one. */
  #placeOf(name: string, size: number | undefined): Promise<OpenStatus> {
    return this.#turns.take(name, async () => {
      const known = await this.#records.get(name);
      if (known !== undefined) {
        if (known.value.message?.size !== size) throw new Refusal('STATUS_CREDENTIAL_KNOWN');
        return known.value;
      }
      const { list, index } = await this.#places.next();
      const message = size === undefined ? {} : { message: { size, value: 0 } };
      const value = { schema: 1 as const, list, index, set: [], ...message };
      await this.#options.store.write([this.#records.put(name, value, 0)]);
      this.#signed.clear();
      return value;
    });
  }

  /** @throws Refusal STATUS_CREDENTIAL_UNKNOWN, STATUS_VALUE_UNKNOWN for a message that it has not */
  async set({ credentialId, credentialStatus: { statusPurpose }, status }: SetStatus): Promise<void> {
    const name = this.#nameOf(credentialId);
    await this.#turns.take(name, async () => {
      const known = await this.#records.get(name);
      if (known === undefined) throw new Refusal('STATUS_CREDENTIAL_UNKNOWN');
      const value = changed(known.value, statusPurpose, status);
      await this.#options.store.write([this.#records.put(name, value, known.version)]);
      this.#signed.clear();
    });
  }

  /** The signed list of a name (`1-revocation`), or undefined when there is none. */
  async list(name: string): Promise<JsonObject | undefined> {
    const [, list = '', said = ''] = /^([1-9]\d{0,5})-([a-z0-9-]+)$/.exec(name) ?? [];
    const kind = listKind(said);
    if (kind === undefined) return undefined;
    const now = this.#options.clock().getTime();
    const known = this.#signed.get(name);
    if (known !== undefined && now - known.at < SIGNED_ANEW) return known.list;
    const signed = this.#sign(Number(list), kind, now);
    this.#signed.set(name, { at: now, list: signed });
    // What is not there is asked for by anybody, and not kept.
    signed.then(
      (made) => made === undefined && this.#signed.delete(name),
      () => this.#signed.delete(name),
    );
    return signed;
  }

  async #sign(list: number, kind: ListKind, now: number): Promise<JsonObject | undefined> {
    const bits = await this.#bits(list, kind);
    if (bits === undefined) return undefined;
    return this.#options.sign(
      statusListCredential({
        id: this.#url(list, kind.name),
        issuer: this.#options.issuer,
        statusPurpose: kind.purpose,
        bits,
        // Clocks of those who read it may be behind.
        validFrom: new Date(now - SKEW).toISOString(),
        validUntil: new Date(now + HOLDS).toISOString(),
      }),
    );
  }

  async #bits(list: number, { purpose, size }: ListKind): Promise<StatusBits | undefined> {
    const bits = new StatusBits(LEAST_BITS * size);
    let isThere = false;
    let after: string | undefined;
    do {
      const page = await this.#records.list({ limit: 1000, ...(after !== undefined && { after }) });
      for (const { value } of page.records) {
        const { index, set, message } = value;
        if (value.list !== list || (purpose === 'message' && message?.size !== size)) continue;
        isThere = true;
        if (purpose === 'message') bits.setValue(index, size, message?.value ?? 0);
        else if (set.includes(purpose)) bits.set(index, true);
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
