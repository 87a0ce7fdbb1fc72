import { ClassicLevel } from 'classic-level';
import { mkdir, open as openFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { open, seal } from './envelope.js';
import {
  assertAddress,
  StoreError,
  type Change,
  type Page,
  type Range,
  type RecordStore,
  type StoredRecord,
  type Written,
} from './record-store.js';

/**
 * Opens the record store in a directory, which it makes. One process at a time; concurrent writes share one synchronous
 * LevelDB write.
 * @throws StoreError STORE_LOCKED, STORE_UNAVAILABLE
 */
export async function openLevelRecordStore(directory: string): Promise<RecordStore> {
  const db = new ClassicLevel<string, Uint8Array>(directory, { valueEncoding: 'view' });
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await db.open();
    return new LevelRecordStore(db, directory, await readSequence(db));
  } catch (error) {
    await db.close().catch(() => undefined);
    throw error instanceof StoreError
      ? error
      : new StoreError(isLocked(error) ? 'STORE_LOCKED' : 'STORE_UNAVAILABLE', { cause: error });
  }
}

/** Where the last version given is kept; no record's address looks like it. */
const SEQUENCE = 'sequence';
const MOST_AT_ONCE = 256;

type Database = ClassicLevel<string, Uint8Array>;
interface Waiting {
  readonly changes: readonly Change[];
  readonly done: (written: Written) => void;
  readonly failed: (error: StoreError) => void;
}

class LevelRecordStore implements RecordStore {
  readonly #db: Database;
  readonly #directory: string;
  #sequence: number;
  #queue: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  /** Set while LevelDB refuses every write because one failed: it has to be opened anew. */
  #broken = false;
  #mending: Promise<void> | undefined;

  constructor(db: Database, directory: string, sequence: number) {
    this.#db = db;
    this.#directory = directory;
    this.#sequence = sequence;
  }

  async get(bucket: string, key: string): Promise<StoredRecord | undefined> {
    assertAddress(bucket, key);
    const address = addressOf(bucket, key);
    const bytes = await this.#read((db) => db.getSync(address));
    return bytes === undefined ? undefined : open(address, bytes);
  }

  async list(bucket: string, { prefix = '', after, limit }: Range): Promise<Page> {
    assertAddress(bucket, prefix === '' ? undefined : prefix);
    assertAddress(bucket, after);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new TypeError('not a limit');
    const first = addressOf(bucket, prefix);
    const from = after === undefined || after < prefix ? { gte: first } : { gt: addressOf(bucket, after) };
    const entries = await this.#read((db) =>
      db.iterator({ ...from, lt: first + '\x7f', limit: limit + 1 }).all(),
    );
    const start = addressOf(bucket, '').length;
    const records = entries
      .slice(0, limit)
      .map(([address, bytes]) => ({ key: address.slice(start), ...open(address, bytes) }));
    const last = records.at(-1);
    return { records, ...(entries.length > limit && last !== undefined && { next: last.key }) };
  }

  async write(changes: readonly Change[]): Promise<Written> {
    assertChanges(changes);
    if (this.#closing !== undefined) throw new StoreError('STORE_CLOSED');
    return new Promise((done, failed) => {
      this.#queue.push({ changes, done, failed });
      this.#writing ??= this.#drain();
    });
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.#writing;
      await this.#mending?.catch(() => undefined);
      await this.#db.close();
    })();
    return this.#closing;
  }

  async #read<T>(from: (db: Database) => Promise<T> | T): Promise<T> {
    if (this.#closing !== undefined) throw new StoreError('STORE_CLOSED');
    try {
      await this.#mending;
      return await from(this.#db);
    } catch (error) {
      throw unavailable(error);
    }
  }

  async #drain(): Promise<void> {
    // A turn of the event loop lets writes of one moment meet in one group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#writeGroup(this.#queue.splice(0, MOST_AT_ONCE));
    // No turn in between: a write that comes now starts the next round.
    this.#writing = undefined;
  }

  /** Decides each write against the store and the writes before it in the group, then writes all that hold at once. */
  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const pending = new Map<string, { version: number; bytes: Uint8Array | null }>();
    const accepted: { waiting: Waiting; version: number }[] = [];
    try {
      await this.#mend();
      for (const waiting of group) {
        if (!this.#holds(waiting, pending)) continue;
        const version = ++this.#sequence;
        for (const { bucket, key, value } of waiting.changes) {
          const address = addressOf(bucket, key);
          const bytes = value === null ? null : seal(address, version, value);
          pending.set(address, { version: value === null ? 0 : version, bytes });
        }
        accepted.push({ waiting, version });
      }
      if (accepted.length > 0) await this.#commit(pending);
      for (const { waiting, version } of accepted) waiting.done({ version });
    } catch (error) {
      for (const { failed } of group) failed(unavailable(error));
    }
  }

  #holds(waiting: Waiting, pending: ReadonlyMap<string, { version: number }>): boolean {
    try {
      for (const { bucket, key, expect } of waiting.changes) {
        if (expect === undefined) continue;
        const address = addressOf(bucket, key);
        const version = pending.get(address)?.version ?? this.#storedVersion(address);
        if (version !== expect) throw new StoreError('STORE_CONFLICT');
      }
      return true;
    } catch (error) {
      waiting.failed(unavailable(error));
      return false;
    }
  }

  #storedVersion(address: string): number {
    const bytes = this.#db.getSync(address);
    return bytes === undefined ? 0 : open(address, bytes).version;
  }

  /** The commit point: one synchronous write. */
  async #commit(pending: ReadonlyMap<string, { bytes: Uint8Array | null }>): Promise<void> {
    const batch = this.#db.batch();
    for (const [address, { bytes }] of pending) {
      if (bytes === null) batch.del(address);
      else batch.put(address, bytes);
    }
    batch.put(SEQUENCE, seal(SEQUENCE, this.#sequence, new Uint8Array()));
    try {
      await batch.write({ sync: true });
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  /** After a failed write LevelDB takes no more until it is opened anew, which is done once the disk takes bytes again. */
  async #mend(): Promise<void> {
    if (!this.#broken) return;
    await probeDisk(this.#directory);
    this.#mending = (async () => {
      await this.#db.close();
      await this.#db.open();
      this.#sequence = Math.max(this.#sequence, await readSequence(this.#db));
      this.#broken = false;
    })();
    await this.#mending;
    this.#mending = undefined;
  }
}

function addressOf(bucket: string, key: string): string {
  return `${bucket}\0${key}`;
}

function assertChanges(changes: readonly Change[]): void {
  const addresses = new Set(changes.map(({ bucket, key }) => addressOf(bucket, key)));
  if (changes.length === 0 || addresses.size !== changes.length) throw new TypeError('not a set of changes');
  for (const { bucket, key } of changes) assertAddress(bucket, key);
}

async function readSequence(db: Database): Promise<number> {
  const bytes = await db.get(SEQUENCE);
  return bytes === undefined ? 0 : open(SEQUENCE, bytes).version;
}

async function probeDisk(directory: string): Promise<void> {
  const path = join(directory, 'probe.tmp');
  const file = await openFile(path, 'w');
  try {
    await file.writeFile(new Uint8Array(1 << 20));
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

function isLocked(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return code === 'LEVEL_LOCKED' || cause?.code === 'LEVEL_LOCKED';
}

function unavailable(error: unknown): StoreError {
  return error instanceof StoreError ? error : new StoreError('STORE_UNAVAILABLE', { cause: error });
}
