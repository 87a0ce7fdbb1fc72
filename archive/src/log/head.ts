import { sameBytes } from '@renxin/network/proof';
import { parseBundle, parseCheckpoint, parseNote, parseTilePath, TILE_WIDTH } from '../tlog/index.js';
import { decodeCommit, type Commit } from './commit.js';
import { RightEdge } from './edge.js';
import { LogError } from './error.js';
import { fastHash } from './hashing.js';
import type { LogOptions, PublishedCheckpoint } from './options.js';
import type { LogStore } from './store.js';

/** Where a log stands, as its store tells. */
export interface Head {
  /** Number of the head commit; 0 for a new log, whose checkpoint has no note yet. */
  readonly number: number;
  readonly epoch: number;
  readonly edge: RightEdge;
  readonly checkpoint: PublishedCheckpoint;
  /** Entries of the commits that are kept: whoever waited for them may ask again. */
  readonly latest: readonly LatestEntry[];
  /** Tiles that were published again and are not yet known to be durable. */
  readonly paths: readonly string[];
}

export interface LatestEntry {
  readonly index: number;
  readonly entry: Uint8Array;
}

/**
 * Reads the head and publishes again what the kept commits say: at the start, and after every failure. What was
 * published before is left as it is, what is missing or torn is written.
 * @throws LogError LOG_CORRUPT when the head is not whole or not of this log
 */
export async function loadHead({ store, origin, hash: algorithm }: LogOptions): Promise<Head> {
  const hash = fastHash(algorithm);
  const commits = await keptCommits(store);
  const head = commits.at(-1);
  if (head === undefined) {
    const edge = new RightEdge(hash);
    const checkpoint = { origin, size: 0, root: edge.root(), note: new Uint8Array() };
    return { number: 0, epoch: 0, edge, checkpoint, latest: [], paths: [] };
  }
  const checkpoint = readCheckpoint(head.checkpoint);
  const partials = head.files.filter(({ path }) => !isFull(path));
  const edge = RightEdge.from(hash, head.size, partials);
  const isOurs = checkpoint.origin === origin && checkpoint.size === head.size;
  if (!isOurs || !sameBytes(edge.root(), checkpoint.root)) throw new LogError('LOG_CORRUPT');
  const files = [...commits.flatMap((each) => each.files.filter(({ path }) => isFull(path))), ...partials];
  for (const { path, bytes } of files) await store.publish(path, bytes);
  await store.publishCheckpoint(head.number, checkpoint.note);
  const { number, epoch } = head;
  const latest = files.flatMap(({ path, bytes }) => entriesOf(path, bytes));
  return { number, epoch, edge, checkpoint, latest, paths: files.map(({ path }) => path) };
}

async function keptCommits(store: LogStore): Promise<Commit[]> {
  const commits: Commit[] = [];
  for (const number of await store.commits()) {
    const commit = decodeCommit(await store.readCommit(number));
    if (commit.number !== number) throw new LogError('LOG_CORRUPT');
    commits.push(commit);
  }
  return commits;
}

function readCheckpoint(note: Uint8Array): PublishedCheckpoint {
  try {
    return { ...parseCheckpoint(parseNote(note).text), note };
  } catch (error) {
    throw new LogError('LOG_CORRUPT', { cause: error });
  }
}

function isFull(path: string): boolean {
  return parseTilePath(path)?.width === TILE_WIDTH;
}

function entriesOf(path: string, bytes: Uint8Array): LatestEntry[] {
  const tile = parseTilePath(path);
  if (tile?.level !== 'entries') return [];
  const first = tile.index * TILE_WIDTH;
  return parseBundle(bytes, tile.width).map((entry, i) => ({ index: first + i, entry }));
}
