import { TiledTree } from '../tlog/index.js';
import type { RightEdge } from './edge.js';
import { LogError } from './error.js';
import { bytesOf, fastHash, leafHasher } from './hashing.js';
import { loadHead, type Head } from './head.js';
import type { LogOptions, PublishedCheckpoint } from './options.js';
import { RecentEntries } from './recent.js';
import { Settling } from './settling.js';
import { writeCommit } from './write-commit.js';

export interface Appended {
  readonly index: number;
  /** A published checkpoint that holds the entry. */
  readonly checkpoint: PublishedCheckpoint;
}

/** A log takes no more than this before it has written some. */
const MOST_PENDING = 131_072;
const MOST_IN_COMMIT = 32_768;
/** So many are not kept waiting for more. */
const ENOUGH = 4096;
/** Milliseconds: one commit starts this long after the one before, the first after a pause almost at once. */
const BETWEEN = 100;
const GATHER = 5;
/** Entries have a length of two bytes. */
const LONGEST_ENTRY = 65_535;

interface Pending {
  readonly entry: Uint8Array;
  readonly leaf: string;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: LogError) => void;
}

/**
 * Opens a log as its one writer: reads the head, publishes again what it says, and takes the next commit's number under
 * a new epoch, so that whoever wrote before is fenced. The same after a crash as after a proper end.
 * @throws LogError LOG_CORRUPT, LOG_FENCED, LOG_UNAVAILABLE
 */
export async function openLog(options: LogOptions): Promise<Log> {
  const log = new Log(options, await loadHead(options));
  await log.takeOver();
  return log;
}

/** The writer of one log. */
export class Log {
  readonly #options: LogOptions;
  readonly #leafHash: (entry: Uint8Array) => string;
  readonly #tree: TiledTree;
  readonly #recent = new RecentEntries<Appended>();
  readonly #settling: Settling;
  #epoch: number;
  #number = 0;
  /** Undefined after a failure: what the store holds is read again. */
  #edge: RightEdge | undefined;
  #published: PublishedCheckpoint;
  #pending: Pending[] = [];
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #lastStart = 0;
  #ended: LogError | undefined;

  constructor(options: LogOptions, head: Head) {
    this.#options = options;
    const hash = fastHash(options.hash);
    this.#leafHash = leafHasher(hash);
    this.#tree = new TiledTree(
      (bytes) => bytesOf(hash(bytes)),
      (path) => options.store.read(path),
    );
    this.#settling = new Settling(options.store);
    this.#epoch = head.epoch;
    this.#published = head.checkpoint;
    this.#restore(head);
  }

  get origin(): string {
    return this.#options.origin;
  }

  /** The latest published checkpoint. */
  get checkpoint(): PublishedCheckpoint {
    return this.#published;
  }

  /** Makes this writer the only one: a commit of nothing under a new epoch. */
  async takeOver(): Promise<void> {
    this.#epoch++;
    await this.#commit([]);
  }

  /**
   * Resolves once the entry is durable and a checkpoint with it is published. The same bytes again, among the latest
   * 65,536 entries, make no second leaf. @throws RangeError for an entry of no bytes or more than 65,535
   */
  append(entry: Uint8Array): Promise<Appended> {
    if (entry.length === 0 || entry.length > LONGEST_ENTRY) throw new RangeError('entry');
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const leaf = this.#leafHash(entry);
    const known = this.#recent.get(leaf);
    if (typeof known === 'number') return Promise.resolve({ index: known, checkpoint: this.#published });
    if (known !== undefined) return known;
    if (this.#pending.length >= MOST_PENDING) return Promise.reject(new LogError('LOG_OVERLOADED'));
    const appending = new Promise<Appended>((resolve, reject) => {
      this.#pending.push({ entry, leaf, resolve, reject });
    });
    this.#recent.set(leaf, appending);
    if (this.#pending.length >= ENOUGH) this.#wake?.();
    this.#running ??= this.#run();
    return appending;
  }

  /** The path of an entry under a published size, from the stored tiles. @throws RangeError */
  inclusion(index: number, size: number): Promise<Uint8Array[]> {
    return this.#tree.inclusion(index, size);
  }

  /** The paths of many entries under one published size. @throws RangeError */
  inclusions(indices: readonly number[], size: number): Promise<Uint8Array[][]> {
    return this.#tree.inclusions(indices, size);
  }

  /** The root of the first so many entries, from the stored tiles. */
  root(size: number): Promise<Uint8Array> {
    return this.#tree.root(size);
  }

  /** Shows that the log of the later size extends the one of the earlier size. @throws RangeError */
  consistency(earlier: number, later: number): Promise<Uint8Array[]> {
    return this.#tree.consistency(earlier, later);
  }

  /** Writes what was accepted, makes all of it durable, then ends. */
  async close(): Promise<void> {
    this.#ended ??= new LogError('LOG_CLOSED');
    this.#wake?.();
    await this.#running;
    await this.#settling.end(this.#number);
  }

  async #run(): Promise<void> {
    while (this.#pending.length > 0) {
      await this.#gather();
      let batch = this.#pending.splice(0, MOST_IN_COMMIT);
      this.#lastStart = performance.now();
      try {
        if (this.#edge === undefined) batch = await this.#readAgain(batch);
        if (batch.length === 0) continue;
        const checkpoint = await this.#commit(batch);
        const first = checkpoint.size - batch.length;
        for (const [i, { leaf, resolve }] of batch.entries()) {
          this.#recent.set(leaf, first + i);
          resolve({ index: first + i, checkpoint });
        }
      } catch (error) {
        this.#fail(
          batch,
          error instanceof LogError ? error : new LogError('LOG_UNAVAILABLE', { cause: error }),
        );
      }
    }
    this.#running = undefined;
  }

  /** Waits until it is time for a commit, or until there is enough for one. */
  async #gather(): Promise<void> {
    if (this.#pending.length >= ENOUGH || this.#ended !== undefined) return;
    const wait = Math.max(GATHER, this.#lastStart + BETWEEN - performance.now());
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  async #commit(batch: readonly Pending[]): Promise<PublishedCheckpoint> {
    const edge = this.#edge!;
    this.#edge = undefined; // ahead of the store until the commit stands
    for (const { entry, leaf } of batch) edge.append(entry, leaf);
    const { checkpoint, paths } = await writeCommit(this.#options, {
      number: this.#number + 1,
      epoch: this.#epoch,
      edge,
    });
    this.#number++;
    this.#edge = edge;
    this.#published = checkpoint;
    this.#settling.add(this.#number, paths);
    return checkpoint;
  }

  /**
   * After a failure nobody knows what reached the disk: the store is asked, as it is at the start. Whoever waits for an
   * entry that did get in is answered; the others are left for a commit.
   */
  async #readAgain(batch: readonly Pending[]): Promise<Pending[]> {
    const head = await loadHead(this.#options);
    if (head.epoch !== this.#epoch) throw new LogError('LOG_FENCED');
    this.#restore(head);
    return batch.filter(({ leaf, resolve }) => {
      const index = this.#recent.get(leaf);
      if (typeof index !== 'number') return true;
      resolve({ index, checkpoint: head.checkpoint });
      return false;
    });
  }

  #restore({ number, edge, latest, checkpoint, paths }: Head): void {
    this.#number = number;
    this.#edge = edge;
    this.#published = checkpoint;
    if (paths.length > 0) this.#settling.add(number, paths);
    for (const { index, entry } of latest) this.#recent.set(this.#leafHash(entry), index);
  }

  #fail(batch: readonly Pending[], error: LogError): void {
    // What is pending promises nothing any more; the entries that did get in are learnt again with the head.
    this.#recent.clear();
    const waiting = this.#pending;
    this.#pending = [];
    if (error.code === 'LOG_FENCED') this.#ended = error;
    for (const { reject } of [...batch, ...waiting]) reject(error);
  }
}
