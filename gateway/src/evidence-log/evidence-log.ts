import type { Log } from '@renxin/archive/log';
import { entryBytes, entryOf, formatTlogProof, logEntry, logOpening } from '@renxin/archive/tlog';
import { canonicalBytes } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { JsonRecords, StoreError, type RecordStore } from '../store/index.js';
import type { Cosigned } from './cosigned.js';

/** What is put into an organisation's evidence log. The document stays where it is; the log gets salted commitments. */
export interface LogMatter {
  /** `<domain>/<past participle>`. */
  readonly kind: string;
  /** A record id; never personal. */
  readonly id: string;
  readonly document: Uint8Array;
}

/**
 * An organisation's evidence log, as use cases see it. What is recorded follows a commit on the ledger and can be recorded
 * again: the same kind and id are one entry, whatever happened in between.
 */
export interface EvidenceLog {
  readonly origin: string;
  /** Resolves with the entry's index once it is durable and a checkpoint with it is published. */
  record(matter: LogMatter): Promise<number>;
  /**
   * The `.tlog-proof` of an entry with its opening, under the latest cosigned checkpoint (docs/formats/evidence-log.md).
   * @throws Refusal NOT_FOUND for what was not recorded, LOG_PROOF_PENDING until a cosigned checkpoint holds it
   */
  prove(kind: string, id: string): Promise<Uint8Array>;
}

const recorded = z.strictObject({
  schema: z.literal(1),
  entry: logEntry,
  opening: logOpening,
  index: z.exactOptional(z.int().min(0)),
});

type Recorded = z.infer<typeof recorded>;

export class OrganisationLog implements EvidenceLog {
  readonly #log: Log;
  readonly #store: RecordStore;
  readonly #records: JsonRecords<typeof recorded>;
  readonly #cosigned: () => Cosigned | undefined;
  readonly #provider: CryptoProvider;
  readonly #random: (length: number) => Uint8Array;

  constructor(options: {
    log: Log;
    organisation: string;
    store: RecordStore;
    cosigned: () => Cosigned | undefined;
    provider: CryptoProvider;
    random: (length: number) => Uint8Array;
  }) {
    this.#log = options.log;
    this.#store = options.store;
    this.#records = new JsonRecords(options.store, `${options.organisation}/log-entry`, recorded);
    this.#cosigned = options.cosigned;
    this.#provider = options.provider;
    this.#random = options.random;
  }

  get origin(): string {
    return this.#log.origin;
  }

  async record(matter: LogMatter): Promise<number> {
    const key = keyOf(matter.kind, matter.id);
    const { value, version } = (await this.#records.get(key)) ?? (await this.#keep(key, matter));
    if (value.index !== undefined) return value.index;
    const { index } = await this.#log.append(entryBytes(value.entry));
    await this.#store.write([this.#records.put(key, { ...value, index }, version)]).catch(isConflict);
    return index;
  }

  async prove(kind: string, id: string): Promise<Uint8Array> {
    const { value } = (await this.#records.get(keyOf(kind, id))) ?? {};
    if (value === undefined) throw new Refusal('NOT_FOUND');
    const cosigned = this.#cosigned();
    const { index, entry, opening } = value;
    if (index === undefined || cosigned === undefined || index >= cosigned.size)
      throw new Refusal('LOG_PROOF_PENDING', { headers: { 'Retry-After': '1' } });
    const path = await this.#log.inclusion(index, cosigned.size);
    return formatTlogProof({
      extra: canonicalBytes({ entry, opening, anchor: cosigned.anchor }),
      index,
      path,
      checkpoint: cosigned.note,
    });
  }

  /** The salt is kept before the entry leaves: nothing is logged that nobody can open. */
  async #keep(key: string, matter: LogMatter): Promise<{ value: Recorded; version: number }> {
    const { kind, id, document } = matter;
    const made = entryOf(this.#provider, { kind, id }, document, this.#random(32));
    const value: Recorded = { schema: 1, ...made };
    try {
      const { version } = await this.#store.write([this.#records.put(key, value, 0)]);
      return { value, version };
    } catch (error) {
      isConflict(error); // somebody else recorded the same meanwhile
      const kept = await this.#records.get(key);
      if (kept === undefined) throw error;
      return kept;
    }
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind.replace('/', '.')}:${id}`;
}

/** Somebody else recorded the same meanwhile. */
function isConflict(error: unknown): undefined {
  if (error instanceof StoreError && error.code === 'STORE_CONFLICT') return undefined;
  throw error;
}
