import type { CryptoProvider, HashAlgorithm } from '@renxin/seal/crypto';
import { sameBytes } from '@renxin/network/proof';
import {
  openNote,
  parseBundle,
  parseCheckpoint,
  parseNote,
  partialTiles,
  TILE_WIDTH,
  tileOf,
  tilePath,
  TlogError,
  type Checkpoint,
  type NoteKey,
  type Tile,
} from '../tlog/index.js';
import { decodeCommit, type CommitFile } from './commit.js';
import { RightEdge } from './edge.js';
import { LogError } from './error.js';
import { fastHash, leafHasher } from './hashing.js';
import { readPosixStore } from './posix-store.js';

export type LogFault =
  | 'LOG_CHECKPOINT_MISSING'
  | 'LOG_CHECKPOINT_FORMAT'
  | 'LOG_CHECKPOINT_SIGNATURE'
  | 'LOG_HEAD_DIFFERS'
  | 'LOG_TILE_MISSING'
  | 'LOG_TILE_DIFFERS'
  | 'LOG_ROOT_DIFFERS';

export interface LogReport {
  readonly sound: boolean;
  readonly origin: string | undefined;
  /** Entries that were hashed again. */
  readonly entries: number;
  readonly fault?: { readonly code: LogFault; readonly path?: string };
}

export interface LogFsckOptions {
  readonly provider: CryptoProvider;
  readonly hash: HashAlgorithm;
  /** The log's keys, all of which must have signed; without them the signatures are not checked. */
  readonly keys?: readonly NoteKey[];
}

/** Proves a log in a directory: every entry is hashed again, every tile compared, and the root is what the log signed. */
export async function fsckLog(directory: string, options: LogFsckOptions): Promise<LogReport> {
  const store = readPosixStore(directory);
  const state: { origin?: string; entries: number } = { entries: 0 };
  try {
    const checkpoint = await readCheckpoint(store, options.keys);
    state.origin = checkpoint.origin;
    await checkHead(store, checkpoint);
    await checkTiles(store, checkpoint, options, state);
    return { sound: true, origin: state.origin, entries: state.entries };
  } catch (error) {
    if (!(error instanceof Unsound)) throw error;
    const { code, path } = error;
    const fault = { code, ...(path !== undefined && { path }) };
    return { sound: false, origin: state.origin, entries: state.entries, fault };
  }
}

type Stored = ReturnType<typeof readPosixStore>;

class Unsound extends Error {
  readonly code: LogFault;
  readonly path: string | undefined;
  constructor(code: LogFault, path?: string) {
    super(code);
    this.code = code;
    this.path = path;
  }
}

async function readCheckpoint(store: Stored, keys: readonly NoteKey[] | undefined): Promise<Checkpoint> {
  const bytes = await store.read('checkpoint');
  if (bytes === undefined) throw new Unsound('LOG_CHECKPOINT_MISSING');
  try {
    const note = parseNote(bytes);
    if (keys !== undefined && openNote(note, keys).size < keys.length)
      throw new Unsound('LOG_CHECKPOINT_SIGNATURE');
    return parseCheckpoint(note.text);
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    const isSignature = error.code === 'NOTE_SIGNATURE' || error.code === 'NOTE_UNSIGNED';
    throw new Unsound(isSignature ? 'LOG_CHECKPOINT_SIGNATURE' : 'LOG_CHECKPOINT_FORMAT');
  }
}

/** The head commit, where there is one: a copy that is only served has none. It may be ahead, after a crash, by one step. */
async function checkHead(store: Stored, { size, root }: Checkpoint): Promise<void> {
  const number = (await store.commits()).at(-1);
  if (number === undefined) return;
  try {
    const commit = decodeCommit(await store.readCommit(number));
    const head = parseCheckpoint(parseNote(commit.checkpoint).text);
    const isSame = head.size > size || (head.size === size && sameBytes(head.root, root));
    if (!isSame) throw new Unsound('LOG_HEAD_DIFFERS');
  } catch (error) {
    if (error instanceof LogError || error instanceof TlogError) throw new Unsound('LOG_HEAD_DIFFERS');
    throw error;
  }
}

/** Feeds all entries to an edge of its own; what that makes must be what is stored. Nothing but the edge stays in memory. */
async function checkTiles(
  store: Stored,
  { size, root }: Checkpoint,
  { hash }: LogFsckOptions,
  state: { entries: number },
): Promise<void> {
  const fast = fastHash(hash);
  const leaf = leafHasher(fast);
  const edge = new RightEdge(fast);
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const tile = tileOf('entries', index, size)!;
    for (const entry of await entriesOf(store, tile)) edge.append(entry, leaf(entry));
    state.entries = edge.size;
    for (const file of edge.take().full) await compare(store, file.path, file);
  }
  const partials = new Map(edge.take().partial.map((file) => [file.path, file]));
  for (const tile of partialTiles(size)) {
    const file = partials.get(tilePath(tile));
    if (file === undefined) throw new Unsound('LOG_TILE_DIFFERS', tilePath(tile));
    await compare(store, file.path, file);
  }
  if (!sameBytes(edge.root(), root)) throw new Unsound('LOG_ROOT_DIFFERS');
}

async function entriesOf(store: Stored, tile: Tile): Promise<Uint8Array[]> {
  const path = tilePath(tile);
  const bytes = await store.read(path);
  if (bytes === undefined) throw new Unsound('LOG_TILE_MISSING', path);
  try {
    return parseBundle(bytes, tile.width);
  } catch (error) {
    if (error instanceof TlogError) throw new Unsound('LOG_TILE_DIFFERS', path);
    throw error;
  }
}

async function compare(store: Stored, path: string, { bytes }: CommitFile): Promise<void> {
  const stored = await store.read(path);
  if (stored === undefined) throw new Unsound('LOG_TILE_MISSING', path);
  if (!sameBytes(stored, bytes)) throw new Unsound('LOG_TILE_DIFFERS', path);
}
