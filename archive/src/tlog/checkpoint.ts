import { fromBase64, toBase64 } from './base64.js';
import { readCount } from './decimal.js';
import { TlogError } from './error.js';

/** The head of a log (c2sp.org/tlog-checkpoint): the text of a signed note. */
export interface Checkpoint {
  readonly origin: string;
  /** Count of leaves, at most 2^53 - 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** No extension lines are written: witnesses say nothing about them. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Extension lines of others are allowed and not read. @throws TlogError CHECKPOINT_FORMAT */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const last = lines.pop();
  const [origin, count = '', hash = ''] = lines;
  const size = readCount(count);
  const root = fromBase64(hash);
  const hasForm = last === '' && lines.length >= 3 && lines.every((line) => line !== '');
  if (!hasForm || origin === undefined || size === undefined || root?.length !== 32)
    throw new TlogError('CHECKPOINT_FORMAT');
  return { origin, size, root };
}
