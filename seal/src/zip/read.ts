import { Inflate } from 'fflate';
import { crc32 } from './crc.js';
import { endOf, entriesOf, type Entry } from './directory.js';
import { ZipError } from './error.js';

/** What a ZIP may hold; more is refused before it is unpacked. */
export interface ZipLimits {
  /** Of the archive, and of all its files unpacked. */
  readonly bytes: number;
  readonly entries: number;
  /** Characters of a path. */
  readonly path: number;
}

export interface Zip {
  /** By path, in the order of the archive; folders have no entry of their own. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a ZIP (PKWARE APPNOTE 4.3) without tolerance: its entries, its directory and its end follow each other without
 * a gap, headers and directory agree, no name stands twice (also not in another case) or leaves the folder. An entry is
 * unpacked only as far as it says, and its CRC is checked.
 * @throws ZipError CONTAINER_MALFORMED, CONTAINER_LIMITS, CONTAINER_PATH, CONTAINER_DUPLICATE
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits): Zip {
  if (bytes.length > limits.bytes) throw new ZipError('CONTAINER_LIMITS');
  const end = endOf(bytes);
  if (end.entries > limits.entries) throw new ZipError('CONTAINER_LIMITS');
  const entries = entriesOf(bytes, end);
  const names = new Set<string>();
  const most = Math.min(limits.bytes, Math.max(SMALL, EXPANSION * bytes.length));
  let total = 0;
  for (const { name, size } of entries) {
    assertPath(name, limits.path);
    // Two names that differ in case alone are one file on many systems.
    const folded = name.replace(/\/$/, '').toLowerCase();
    if (names.has(folded)) throw new ZipError('CONTAINER_DUPLICATE');
    names.add(folded);
    total += size;
    if (total > most) throw new ZipError('CONTAINER_LIMITS');
  }
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) if (!entry.name.endsWith('/')) files.set(entry.name, unpack(entry));
  for (const name of files.keys()) assertNoFileAbove(name, files);
  return { files };
}

/** The names in the directory, as far as it can be read: to recognise an archive, not to believe it. */
export function namesIn(bytes: Uint8Array): readonly string[] {
  try {
    return entriesOf(bytes, endOf(bytes)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof ZipError) return [];
    throw error;
  }
}

function unpack({ packed, size, crc, stored }: Entry): Uint8Array {
  const bytes = stored ? packed : inflate(packed, size);
  if (bytes.length !== size || crc32(bytes) !== crc) throw new ZipError('CONTAINER_MALFORMED');
  return bytes;
}

/** Unpacks piece by piece and stops as soon as there is more than was stated. */
function inflate(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  let done = false;
  const stream = new Inflate((chunk, final) => {
    if (at + chunk.length > size) throw new ZipError('CONTAINER_LIMITS');
    out.set(chunk, at);
    at += chunk.length;
    done = final;
  });
  try {
    for (let from = 0; from < packed.length; from += PIECE)
      stream.push(packed.subarray(from, from + PIECE), from + PIECE >= packed.length);
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError('CONTAINER_MALFORMED', { cause: error });
  }
  if (!done || at !== size) throw new ZipError('CONTAINER_MALFORMED');
  return out;
}

/** Unpacked, an archive may have this size whatever its own is; above it, so many times its own. */
const SMALL = 16 * 1024 * 1024;
const EXPANSION = 20;

/** A piece unpacks to at most 1,032 times its size. */
const PIECE = 4096;

function assertPath(name: string, longest: number): void {
  const segments = name.replace(/\/$/, '').split('/');
  const isRight = segments.every((each) => each !== '' && each !== '.' && each !== '..');
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  if (name.length > longest || !isRight || /[\\:\u0000-\u001f\u007f]/.test(name))
    throw new ZipError('CONTAINER_PATH');
}

/** No file stands where another one needs a folder. */
function assertNoFileAbove(name: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1))
    if (files.has(name.slice(0, slash))) throw new ZipError('CONTAINER_PATH');
}
