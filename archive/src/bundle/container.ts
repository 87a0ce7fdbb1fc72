import { compareCodeUnits } from '@renxin/chaincode/canonical';
import { writeZip } from '@renxin/seal/zip';
import { unzipSync } from 'fflate';
import { BundleError } from './error.js';

/** Files of a bundle by their path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** What a container may hold; more is refused before it is read. */
export const limits = { bytes: 64 * 1024 * 1024, entries: 512, path: 96 } as const;

/** Letters, digits, `.`, `_`, `-`, the first a letter or digit: no absolute, upward or hidden path of such segments. */
const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Segments of a path in an evidence bundle at most. */
const BUNDLE_DEPTH = 4;

/**
 * The one ZIP of these files (docs/formats/evidence-bundle.md, "Container"): stored without compression, sorted by
 * path, every time 1980-01-01 00:00, no comments, no extra fields. The same files give the same bytes everywhere.
 * @param depth how many segments a path may have
 * @throws BundleError CONTAINER_LIMITS, CONTAINER_PATH
 */
export function writeContainer(files: Files, depth = BUNDLE_DEPTH): Uint8Array {
  const paths = [...files.keys()].sort(compareCodeUnits);
  if (paths.length === 0 || paths.length > limits.entries) throw new BundleError('CONTAINER_LIMITS');
  let total = 0;
  for (const path of paths) {
    assertPath(path, depth);
    total += files.get(path)?.length ?? 0;
  }
  if (total > limits.bytes) throw new BundleError('CONTAINER_LIMITS');
  return writeZip(files);
}

/**
 * Reads a container and refuses every other encoding of the same files: the ZIP is written again and must be the same
 * bytes, so that no byte of it is free. Nothing is decompressed: an entry that is not stored is refused.
 * @throws BundleError CONTAINER_MALFORMED, CONTAINER_LIMITS, CONTAINER_PATH, CONTAINER_DUPLICATE, CONTAINER_NOT_CANONICAL
 */
export function readContainer(bytes: Uint8Array, depth = BUNDLE_DEPTH): Files {
  if (bytes.length > limits.bytes + 4096 * limits.entries) throw new BundleError('CONTAINER_LIMITS');
  const files = readEntries(bytes, depth);
  const again = writeContainer(files, depth);
  if (!sameBytes(again, bytes)) throw new BundleError('CONTAINER_NOT_CANONICAL');
  return files;
}

/** True for bytes that begin as a ZIP's first entry does. */
export function looksLikeContainer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function readEntries(bytes: Uint8Array, depth: number): Files {
  const seen = new Set<string>();
  let total = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, compression, size, originalSize }) => {
        if (seen.size >= limits.entries) throw new BundleError('CONTAINER_LIMITS');
        assertPath(name, depth);
        // Two names that differ in case alone are one file on many systems.
        if (seen.has(name.toLowerCase())) throw new BundleError('CONTAINER_DUPLICATE');
        seen.add(name.toLowerCase());
        if (compression !== 0 || size !== originalSize) throw new BundleError('CONTAINER_NOT_CANONICAL');
        total += size;
        if (total > bytes.length) throw new BundleError('CONTAINER_LIMITS');
        return true;
      },
    });
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError('CONTAINER_MALFORMED', { cause: error });
  }
  if (seen.size === 0) throw new BundleError('CONTAINER_MALFORMED');
  return new Map(Object.entries(entries));
}

function assertPath(path: string, depth: number): void {
  const segments = path.split('/');
  const isRight = segments.length <= depth && segments.every((each) => SEGMENT.test(each));
  if (path.length > limits.path * (depth > BUNDLE_DEPTH ? 2 : 1) || !isRight)
    throw new BundleError('CONTAINER_PATH');
}
