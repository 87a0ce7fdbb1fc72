import type { JsonObject } from '@renxin/chaincode/canonical';
import type { certificateRecords } from '@renxin/chaincode/contracts';
import { IndexAllocator, statusEntry, statusListCredential } from '@renxin/credentials/status';
import { didOf } from '@renxin/wallets/e-certificate';
import { Refusal } from '../problem/index.js';
import { indexStore, type JsonRecords, type RecordStore } from '../store/index.js';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { CertificateFile, certificateFile, CopyFile, copyFile } from './certificate-file.js';
import { ListedStates, statusPurposes } from './listed-states.js';

type State = certificateRecords.State;
type ListedPurpose = (typeof statusPurposes)[number];

/** A list is signed anew when it changed, and at the latest after so many milliseconds. */
const SIGNED_ANEW = 60_000;
/** So long it says that it holds. */
const HOLDS = 300_000;
const SKEW = 60_000;

interface Options {
  readonly organisation: string;
  readonly ledger: string;
  readonly base: () => string;
  readonly store: RecordStore;
  readonly files: JsonRecords<typeof certificateFile>;
  readonly copies: JsonRecords<typeof copyFile>;
  /** The ledger's word about a certificate, which the list repeats. */
  readonly recordOf: (certificate: string) => Promise<certificateRecords.CertificateRecord | undefined>;
  readonly sign: (credential: JsonObject) => Promise<JsonObject>;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/**
 * A province's status lists (docs/formats/status-list.md), signed by it. They repeat what the ledger says, for everybody
 * who has no ledger: after a restart they are made from the ledger again.
 */
export class StatusLists {
  readonly #options: Options;
  readonly #places: IndexAllocator;
  #states: Promise<ListedStates> | undefined;
  readonly #signed = new Map<string, { readonly at: number; readonly list: Promise<JsonObject> }>();

  constructor(options: Options) {
    this.#options = options;
    const { store, organisation, provider, random } = options;
    this.#places = new IndexAllocator({
      store: indexStore(store, `${organisation}/status-index`),
      provider,
      random,
    });
  }

  /** A place that nobody has and nobody else gets. */
  place(): Promise<CertificateFile['status']> {
    return this.#places.next();
  }

  /** So many of them. */
  places(count: number): Promise<CertificateFile['status'][]> {
    return this.#places.take(count);
  }

  /** What a credential with this place carries. */
  entries({ list, index }: CertificateFile['status']): JsonObject[] {
    return statusPurposes.map((purpose) => ({ ...statusEntry(this.#url(list, purpose), purpose, index) }));
  }

  /** The ledger has another state of this certificate: the lists are signed anew when they are asked for. */
  async note({ certificate, beginning, state }: certificateRecords.CertificateRecord): Promise<void> {
    const known = await this.#known();
    known.set(beginning.body.status, state);
    for await (const { status } of this.#copies(`${certificate}:`)) known.set(status, state);
    this.#signed.clear();
  }

  /** The ledger has new certificates at these places: they are good. */
  async noteIssued(places: readonly CertificateFile['status'][]): Promise<void> {
    const known = await this.#states; // whoever asks first reads them from the ledger
    if (known === undefined) return;
    for (const place of places) known.set(place, 'VALID');
  }

  /** A list by its name in the address: `1-revocation`. @throws Refusal NOT_FOUND */
  async credential(name: string): Promise<JsonObject> {
    const [, list = '', said] = /^([1-9]\d{0,5})-([a-z]+)$/.exec(name) ?? [];
    const purpose = statusPurposes.find((each) => each === said);
    const isThere = list === '1' || (await this.#known()).has(Number(list));
    if (purpose === undefined || !isThere) throw new Refusal('NOT_FOUND');
    const now = this.#options.clock().getTime();
    const known = this.#signed.get(name);
    if (known !== undefined && now - known.at < SIGNED_ANEW) return known.list;
    const signed = this.#sign(Number(list), purpose, now);
    this.#signed.set(name, { at: now, list: signed });
    signed.catch(() => this.#signed.delete(name));
    return signed;
  }

  async #sign(list: number, statusPurpose: ListedPurpose, now: number): Promise<JsonObject> {
    const { organisation, ledger, sign } = this.#options;
    const bits = (await this.#known()).bits(list, statusPurpose);
    return sign(
      statusListCredential({
        id: this.#url(list, statusPurpose),
        issuer: didOf(ledger, organisation),
        statusPurpose,
        bits,
        // Clocks of those who read it may be behind.
        validFrom: new Date(now - SKEW).toISOString(),
        validUntil: new Date(now + HOLDS).toISOString(),
      }),
    );
  }

  #known(): Promise<ListedStates> {
    this.#states ??= this.#fromLedger();
    this.#states.catch(() => (this.#states = undefined));
    return this.#states;
  }

  async #fromLedger(): Promise<ListedStates> {
    const states = new ListedStates();
    const byCertificate = new Map<string, State>();
    let after: string | undefined;
    do {
      const page = await this.#options.files.list({ limit: 500, ...(after !== undefined && { after }) });
      for (const { value } of page.records) {
        if (value.issued === undefined) continue;
        const record = await this.#options.recordOf(value.certificate);
        if (record === undefined) continue;
        states.set(value.status, record.state);
        byCertificate.set(value.certificate, record.state);
      }
      after = page.next;
    } while (after !== undefined);
    for await (const { certificate, status } of this.#copies()) {
      const state = byCertificate.get(certificate);
      if (state !== undefined) states.set(status, state);
    }
    return states;
  }

  /** Copies in wallets follow their certificate, each at a place of its own. */
  async *#copies(prefix?: string): AsyncIterable<CopyFile> {
    let after: string | undefined;
    do {
      const page = await this.#options.copies.list({
        limit: 500,
        ...(prefix !== undefined && { prefix }),
        ...(after !== undefined && { after }),
      });
      for (const { value } of page.records) yield value;
      after = page.next;
    } while (after !== undefined);
  }

  #url(list: number, purpose: ListedPurpose): string {
    return `${this.#options.base()}/status-lists/${String(list)}-${purpose}`;
  }
}
