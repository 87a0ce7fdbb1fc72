import {
  addCheckpoint,
  type NoteSigner,
  type WatchedLog,
  type WitnessAnswer,
  type Witnessed,
  type WitnessState,
} from '@renxin/archive/log';
import { noteKey, parseCheckpoint, parseNote } from '@renxin/archive/tlog';
import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { logAnchor } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { JsonRecords, StoreError, type RecordStore } from '../store/index.js';
import type { Accusing } from './accusation.js';
import { logOfOrigin } from './names.js';

/** An organisation as the witness of the logs of others (c2sp.org/tlog-witness). */
export class WitnessDesk {
  readonly #options: WitnessDeskOptions;
  readonly #state: KeptCheckpoints;

  constructor(options: WitnessDeskOptions) {
    this.#options = options;
    this.#state = new KeptCheckpoints(options.store, options.organisation);
  }

  addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    const { provider, signer, clock, accusing } = this.#options;
    return addCheckpoint(
      {
        provider,
        signer,
        clock,
        state: this.#state,
        log: (origin) => this.#watched(origin),
        onFork: (origin, kept, shown) => accusing(origin, kept, shown),
      },
      body,
    );
  }

  /** The latest note that it cosigned of the log whose origin has this SHA-256, lower-case hexadecimal. */
  cosigned(originHash: string): Promise<Uint8Array | undefined> {
    return this.#state.note(originHash);
  }

  /** The log with the keys in force that the ledger has of it; never the organisation's own. */
  async #watched(origin: string): Promise<WatchedLog | undefined> {
    const { ledger, organisation, provider } = this.#options;
    const log = logOfOrigin(ledger.name, origin);
    if (log === undefined || log === organisation) return undefined;
    try {
      const { keys, hash } = await ledger.evaluate(logAnchor.operations.log, { log });
      const { ed25519, sm2 } = keys.at(-1)!;
      const key = (kind: 'ed25519' | 'sm2', text: string) =>
        noteKey(provider, kind, origin, fromBase64url(text) ?? new Uint8Array());
      return { hash, keys: [key('ed25519', ed25519), key('sm2', sm2.point)] };
    } catch (error) {
      if (error instanceof ContractError) return undefined;
      throw error;
    }
  }
}

export interface WitnessDeskOptions {
  readonly organisation: string;
  readonly ledger: Ledger;
  readonly store: RecordStore;
  readonly provider: CryptoProvider;
  readonly signer: NoteSigner;
  readonly clock: () => Date;
  readonly accusing: Accusing;
}

const kept = z.strictObject({ schema: z.literal(1), note: z.base64url() });

/** What the witness cosigned last, by the SHA-256 of the origin: durable before the cosignature leaves. */
class KeptCheckpoints implements WitnessState {
  readonly #store: RecordStore;
  readonly #records: JsonRecords<typeof kept>;

  constructor(store: RecordStore, organisation: string) {
    this.#store = store;
    this.#records = new JsonRecords(store, `${organisation}/witnessed`, kept);
  }

  async get(origin: string): Promise<Witnessed | undefined> {
    const note = await this.note(hashOf(origin));
    if (note === undefined) return undefined;
    const { size, root } = parseCheckpoint(parseNote(note).text);
    return { size, root, note };
  }

  async note(originHash: string): Promise<Uint8Array | undefined> {
    const record = await this.#records.get(originHash);
    return record === undefined ? undefined : fromBase64url(record.value.note);
  }

  async swap(origin: string, old: number | undefined, next: Witnessed): Promise<boolean> {
    const key = hashOf(origin);
    const before = await this.#records.get(key);
    if ((await this.get(origin))?.size !== old) return false;
    const change = this.#records.put(key, { schema: 1, note: toBase64url(next.note) }, before?.version ?? 0);
    try {
      await this.#store.write([change]);
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'STORE_CONFLICT') return false;
      throw error;
    }
  }
}

function hashOf(origin: string): string {
  return createHash('sha256').update(origin).digest('hex');
}
