import { ClassicLevel } from 'classic-level';
import { constants, statfsSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { LedgerError } from '../ledger.js';
import type { Put, Range, Store, StoreView } from './store.js';

/**
 * Free space below which nothing is written: LevelDB needs room to merge its tables, and a database that ran into a
 * full disk has to be opened again.
 */
const RESERVE = 64 * 1024 * 1024;

type Database = ClassicLevel<string, Uint8Array>;

/**
 * LevelDB. Its LOCK file keeps a second process out. Without `durable` writes are not synced: for what can be made again.
 * @see OpenStore
 */
export async function openLevelStore(
  directory: string,
  { create = true, durable = true } = {},
): Promise<Store> {
  const database: Database = new ClassicLevel(directory, {
    keyEncoding: 'utf8',
    valueEncoding: 'view',
    createIfMissing: create,
    cacheSize: 16 * 1024 * 1024,
    writeBufferSize: 16 * 1024 * 1024,
    maxFileSize: 8 * 1024 * 1024,
    maxOpenFiles: 128,
  });
  try {
    await database.open();
  } catch (error) {
    throw storeError(error);
  }
  try {
    return new LevelStore(directory, database, await open(directory, constants.O_RDONLY), durable);
  } catch (error) {
    await database.close();
    throw storeError(error);
  }
}

class LevelStore implements Store {
  readonly #directory: string;
  readonly #database: Database;
  readonly #folder: FileHandle;
  readonly #durable: boolean;

  constructor(directory: string, database: Database, folder: FileHandle, durable: boolean) {
    this.#directory = directory;
    this.#database = database;
    this.#folder = folder;
    this.#durable = durable;
  }

  view(): StoreView {
    return new LevelView(this.#database);
  }

  assertRoom(): void {
    let free: number;
    try {
      const { bavail, bsize } = statfsSync(this.#directory);
      free = bavail * bsize;
    } catch (error) {
      throw new LedgerError('LEDGER_UNAVAILABLE', { cause: error });
    }
    if (free < RESERVE) throw new LedgerError('LEDGER_UNAVAILABLE');
  }

  /** LevelDB syncs its log file; the directory is synced as well, because the log file's name may be new. */
  async write(puts: readonly Put[]): Promise<void> {
    try {
      const batch = this.#database.batch(); // a sixth of the cost of an array of operations
      for (const [key, value] of puts) batch.put(key, value);
      await batch.write({ sync: this.#durable });
      if (this.#durable) await this.#folder.sync();
    } catch (error) {
      throw storeError(error);
    }
  }

  async close(): Promise<void> {
    await this.#folder.close();
    await this.#database.close();
  }
}

class LevelView implements StoreView {
  readonly #database: Database;
  readonly #snapshot;
  readonly #reading;

  constructor(database: Database) {
    this.#database = database;
    this.#snapshot = database.snapshot();
    this.#reading = { snapshot: this.#snapshot, keyEncoding: 'utf8', valueEncoding: 'view' } as const;
  }

  get(key: string): Uint8Array | undefined {
    try {
      return this.#database.getSync(key, this.#reading);
    } catch (error) {
      throw storeError(error);
    }
  }

  async *entries({ from, to, limit = -1, reverse = false }: Range): AsyncGenerator<[string, Uint8Array]> {
    const range = { gte: from, ...(to !== undefined && { lt: to }) };
    const iterator = this.#database.iterator({ ...range, limit, reverse, snapshot: this.#snapshot });
    try {
      yield* iterator;
    } catch (error) {
      throw storeError(error);
    } finally {
      await iterator.close();
    }
  }

  async close(): Promise<void> {
    await this.#snapshot.close();
  }
}

function storeError(error: unknown): LedgerError {
  const codes = codesOf(error);
  if (codes.includes('LEVEL_LOCKED')) return new LedgerError('LEDGER_LOCKED', { cause: error });
  if (codes.includes('LEVEL_CORRUPTION')) return new LedgerError('LEDGER_CORRUPT', { cause: error });
  return new LedgerError('LEDGER_UNAVAILABLE', { cause: error });
}

/** The codes of an error and of its causes. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    codes.push(String((at as { code?: unknown }).code));
  }
  return codes;
}
