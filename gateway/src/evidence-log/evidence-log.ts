import type { Log } from '@renxin/archive/log';
import { entryBytes, entryOf, formatTlogProof, logEntry, logOpening } from '@renxin/archive/tlog';
import { canonicalBytes } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { JsonRecords, StoreError, type Change, type JsonRecord, type RecordStore } from '../store/index.js';
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
  /** The same for many of different names. */
  recordAll(matters: readonly LogMatter[]): Promise<number[]>;
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
    const [index] = await this.recordAll([matter]);
    return index!;
  }

  async recordAll(matters: readonly LogMatter[]): Promise<number[]> {
    const kept = await this.#keepAll(matters);
    const changes: Change[] = [];
    const indices = kept.map(async ({ key, value, version }) => {
      if (value.index !== undefined) return value.index;
      const { index } = await this.#log.append(entryBytes(value.entry));
      changes.push(this.#records.putBytes(key, canonicalBytes({ ...value, index }), version));
      return index;
    });
    const all = await Promise.all(indices);
    const written =
      changes.length === 0 || (await this.#store.write(changes).catch(isConflict)) !== undefined;
    if (!written) await this.#writeEach(changes);
    return all;
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

  /** The salts are kept before the entries leave: nothing is logged that nobody can open. */
  async #keepAll(matters: readonly LogMatter[]): Promise<Kept[]> {
    for (;;) {
      const [kept, fresh]: [Kept[], Change[]] = [[], []];
      for (const { kind, id, document } of matters) {
        const key = keyOf(kind, id);
        const known = await this.#records.get(key);
        if (known !== undefined) {
          kept.push(known);
          continue;
        }
        const value: Recorded = {
          schema: 1,
          ...entryOf(this.#provider, { kind, id }, document, this.#random(32)),
        };
        fresh.push(this.#records.putBytes(key, canonicalBytes(value), 0));
        kept.push({ key, value, version: 0 });
      }
      if (fresh.length === 0) return kept;
      const written = await this.#store.write(fresh).catch(isConflict);
      if (written !== undefined)
        return kept.map((each) => (each.version === 0 ? { ...each, version: written.version } : each));
      // Somebody else recorded one of them meanwhile: read again.
    }
  }

  /** Somebody else noted the index of one of them meanwhile. */
  async #writeEach(changes: readonly Change[]): Promise<void> {
    for (const change of changes) await this.#store.write([change]).catch(isConflict);
  }
}

type Kept = JsonRecord<Recorded>;

function keyOf(kind: string, id: string): string {
  return `${kind.replace('/', '.')}:${id}`;
}

/** Somebody else recorded the same meanwhile. */
function isConflict(error: unknown): undefined {
  if (error instanceof StoreError && error.code === 'STORE_CONFLICT') return undefined;
  throw error;
}
