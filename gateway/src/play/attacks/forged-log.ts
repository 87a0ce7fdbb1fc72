import {
  checkpointText,
  entryBytes,
  formatNote,
  openNote,
  parseBundle,
  parseCheckpoint,
  parseNote,
  readEntry,
  tileOf,
  tilePath,
  type LogEntry,
} from '@renxin/archive/tlog';
import { consistencyPath, leafHash, MerkleTree } from '@renxin/network/proof';
import { nativeProvider } from '@renxin/seal/native';
import type { LogKeepersMeans } from '../means.js';

/** A log with its first entry changed, signed with the log's own keys. */
export interface ForgedLog {
  readonly entry: LogEntry;
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note, and the SM2 signature in it. */
  readonly note: Uint8Array;
  readonly sm2: Uint8Array;
  /** What leads from the changed entry to the root. */
  readonly path: readonly Uint8Array[];
  /** What leads from an earlier size to this one, in the forged tree. */
  consistency(earlier: number): Uint8Array[];
}

/** What anybody reads of a log. */
export interface ReadLog {
  readonly origin: string;
  readonly size: number;
  readonly entries: readonly Uint8Array[];
}

export async function readLog(url: string): Promise<ReadLog> {
  const { origin, size } = parseCheckpoint(parseNote(await read(`${url}/checkpoint`)).text);
  const entries: Uint8Array[] = [];
  for (let index = 0; entries.length < size; index++) {
    const tile = tileOf('entries', index, size);
    if (tile === undefined) throw new RangeError('a tile is missing');
    entries.push(...parseBundle(await read(`${url}/${tilePath(tile)}`), tile.width));
  }
  return { origin, size, entries };
}

/** @param size of the forged log: cut there, or filled up with invented entries */
export async function forgeLog(log: ReadLog, means: LogKeepersMeans, size: number): Promise<ForgedLog> {
  const [first] = log.entries;
  if (first === undefined || size < 1) throw new RangeError('an empty log');
  const entry: LogEntry = { ...readEntry(first), id: 'rewritten' };
  const leaves = Array.from({ length: size }, (_, i) => {
    const bytes = i === 0 ? undefined : log.entries[i];
    return leafHash(sha256, bytes ?? entryBytes(i === 0 ? entry : { ...entry, id: `invented-${i}` }));
  });
  const tree = new MerkleTree(sha256, leaves);
  const text = checkpointText({ origin: log.origin, size, root: tree.root });
  const signatures = await Promise.all(means.log.map((each) => each.sign(text, new Date())));
  const [sm2] = openNote({ text, signatures }, means.log.map(({ key }) => key).filter(isSm2)).values();
  if (sm2 === undefined) throw new TypeError('no SM2 key');
  const nodes = (level: number, index: number): Uint8Array =>
    new MerkleTree(sha256, leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)).root;
  return {
    entry,
    size,
    root: tree.root,
    note: formatNote({ text, signatures }),
    sm2: sm2.signature,
    path: tree.path(0),
    consistency: (earlier) => consistencyPath(sha256, earlier, size, nodes),
  };
}

function isSm2({ kind }: { readonly kind: string }): boolean {
  return kind === 'sm2';
}

async function read(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

function sha256(bytes: Uint8Array): Uint8Array {
  return nativeProvider.hash('SHA-256', bytes);
}
