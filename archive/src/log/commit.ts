import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LogError } from './error.js';

/** One step of a log: the new tiles and the checkpoint over them, in one piece. docs/formats/evidence-log.md */
export interface Commit {
  readonly number: number;
  /** Grows with each opening: who writes with an older one was replaced. */
  readonly epoch: number;
  /** Leaves after it. */
  readonly size: number;
  /** The signed note. */
  readonly checkpoint: Uint8Array;
  /** New full tiles, and every partial one: the right edge can be read from here alone. */
  readonly files: readonly CommitFile[];
}

export interface CommitFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const HEAD = Buffer.from('renxin-log-commit-v1\n');

const list = z.strictObject({
  number: z.int().min(1),
  epoch: z.int().min(1),
  size: z.int().min(0),
  /** Length of the checkpoint in bytes, which stands first. */
  checkpoint: z.int().min(1),
  files: z.array(z.strictObject({ path: z.string(), length: z.int().min(1) })),
});

export function encodeCommit({ number, epoch, size, checkpoint, files }: Commit): Uint8Array {
  const listed = canonicalBytes({
    number,
    epoch,
    size,
    checkpoint: checkpoint.length,
    files: files.map(({ path, bytes }) => ({ path, length: bytes.length })),
  });
  const parts = [HEAD, listed, Buffer.from('\n'), checkpoint, ...files.map(({ bytes }) => bytes)];
  return Buffer.concat([...parts, digestOf(parts)]);
}

/** @throws LogError LOG_CORRUPT for bytes that were torn or changed */
export function decodeCommit(bytes: Uint8Array): Commit {
  try {
    return read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (error) {
    throw error instanceof LogError ? error : new LogError('LOG_CORRUPT', { cause: error });
  }
}

function read(bytes: Buffer): Commit {
  const end = bytes.length - 32;
  const line = bytes.indexOf(10, HEAD.length);
  const isWhole =
    line > 0 &&
    bytes.subarray(0, HEAD.length).equals(HEAD) &&
    digestOf([bytes.subarray(0, end)]).equals(bytes.subarray(end));
  if (!isWhole) throw new LogError('LOG_CORRUPT');
  const { files, checkpoint, ...rest } = list.parse(parseCanonical(bytes.subarray(HEAD.length, line)));
  let at = line + 1;
  const take = (length: number): Uint8Array => {
    const part = bytes.subarray(at, at + length);
    at += length;
    return part;
  };
  const commit = {
    ...rest,
    checkpoint: take(checkpoint),
    files: files.map(({ path, length }) => ({ path, bytes: take(length) })),
  };
  if (at !== end) throw new LogError('LOG_CORRUPT');
  return commit;
}

function digestOf(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
