import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LogError } from './error.js';
import type { LogStore } from './store.js';

/**
 * A log in a directory of a POSIX file system: `checkpoint` and `tile/` as anybody may serve them, `commit/` with the
 * commits that are kept and `stage/` with what is none yet.
 */
export async function openPosixStore(directory: string): Promise<LogStore> {
  await answering(async () => {
    for (const each of ['commit', 'stage', 'tile']) await mkdir(join(directory, each), { recursive: true });
    // Whoever still works on a commit there is being replaced.
    for (const name of await readdir(join(directory, 'stage'))) await rm(join(directory, 'stage', name));
    await syncDirectory(directory);
  });
  return new PosixStore(directory);
}

/** The same for reading alone: nothing is made or cleared. A copy that is only served has no commits. */
export function readPosixStore(directory: string): Pick<LogStore, 'commits' | 'readCommit' | 'read'> {
  return new PosixStore(directory);
}

/** How many files are written or synchronised at once. */
const AT_ONCE = 8;
const KNOWN_DIRECTORIES = 4096;

class PosixStore implements LogStore {
  readonly #directory: string;
  /** Nobody else's staged bytes are taken for ours. */
  readonly #mine = randomUUID();
  readonly #known = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  commits(): Promise<readonly number[]> {
    return answering(async () => {
      const names = await readdir(join(this.#directory, 'commit')).catch((error: unknown): string[] => {
        if (isCode(error, 'ENOENT')) return [];
        throw error;
      });
      return names
        .filter((name) => /^\d{16}$/.test(name))
        .map(Number)
        .sort((a, b) => a - b);
    });
  }

  async readCommit(number: number): Promise<Uint8Array> {
    const bytes = await this.read(commitPath(number));
    if (bytes === undefined) throw new LogError('LOG_CORRUPT');
    return bytes;
  }

  stage(number: number, bytes: Uint8Array): Promise<void> {
    return answering(() => writeDurably(this.#staged(number), bytes));
  }

  /** A link fails when its name is taken: the file system is the judge between two writers. */
  swap(number: number): Promise<void> {
    return answering(async () => {
      const staged = this.#staged(number);
      const committed = join(this.#directory, commitPath(number));
      try {
        await link(staged, committed);
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
        await unlink(staged);
        throw new LogError('LOG_FENCED');
      }
      // A number that was forgotten is free again: whoever slept that long sees the higher ones.
      if ((await this.commits()).at(-1) !== number) {
        await unlink(committed);
        throw new LogError('LOG_FENCED');
      }
      await syncDirectory(join(this.#directory, 'commit'));
      await unlink(staged);
    });
  }

  publish(path: string, bytes: Uint8Array): Promise<void> {
    return answering(async () => {
      const target = join(this.#directory, path);
      await this.#ensure(dirname(target));
      try {
        await writeFile(target, bytes, { flag: 'wx' });
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
        // Again after a crash, which may have torn it.
        if (!bytesEqual(await readFile(target), bytes)) await this.#replace(target, bytes);
      }
    });
  }

  publishCheckpoint(number: number, bytes: Uint8Array): Promise<void> {
    return answering(async () => {
      if ((await this.commits()).at(-1) !== number) throw new LogError('LOG_FENCED');
      await this.#replace(join(this.#directory, 'checkpoint'), bytes);
    });
  }

  settle(paths: readonly string[]): Promise<void> {
    return answering(async () => {
      const directories = new Set<string>();
      await each(paths, async (path) => {
        const file = join(this.#directory, path);
        // A partial tile may have been dropped already, for the full one that stands in its place.
        await syncFile(file).catch((error: unknown) => {
          if (isFull(path) || !isCode(error, 'ENOENT')) throw error;
        });
        if (isFull(path))
          for (let at = dirname(file); at !== this.#directory; at = dirname(at)) directories.add(at);
      });
      await each([...directories], syncDirectory);
      await each(paths.filter(isFull), async (path) => {
        const partials = join(this.#directory, `${path}.p`);
        await rm(partials, { recursive: true, force: true });
        this.#known.delete(partials);
      });
    });
  }

  forget(below: number): Promise<void> {
    return answering(async () => {
      const kept = await this.commits();
      const gone = kept.filter((number) => number < below && number !== kept.at(-1));
      for (const number of gone) await unlink(join(this.#directory, commitPath(number)));
    });
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return answering(async () => {
      try {
        return await readFile(join(this.#directory, path));
      } catch (error) {
        if (isCode(error, 'ENOENT')) return undefined;
        throw error;
      }
    });
  }

  #staged(number: number): string {
    return join(this.#directory, 'stage', `${number}-${this.#mine}`);
  }

  async #replace(target: string, bytes: Uint8Array): Promise<void> {
    const beside = join(this.#directory, 'stage', `${this.#mine}-replaced`);
    await writeFile(beside, bytes);
    await rename(beside, target);
  }

  async #ensure(directory: string): Promise<void> {
    if (this.#known.has(directory)) return;
    await mkdir(directory, { recursive: true });
    if (this.#known.size >= KNOWN_DIRECTORIES) this.#known.clear();
    this.#known.add(directory);
  }
}

function commitPath(number: number): string {
  return `commit/${String(number).padStart(16, '0')}`;
}

function isFull(path: string): boolean {
  return !path.includes('.p/');
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Some at once, not all: a settling of thousands of files leaves room for the commits. */
async function each<T>(values: readonly T[], act: (value: T) => Promise<void>): Promise<void> {
  const left = values.values();
  const work = async (): Promise<void> => {
    for (const value of left) await act(value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function answering<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof LogError) throw error;
    throw new LogError('LOG_UNAVAILABLE', { cause: error });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
