import { fromBase64, toBase64 } from './base64.js';
import { readCount } from './decimal.js';
import { TlogError } from './error.js';
import { LONGEST_PATH } from './proof.js';

/** What a log asks a witness (c2sp.org/tlog-witness): cosign this, here is why it extends what you cosigned. */
export interface AddCheckpoint {
  /** Size of the latest checkpoint that the witness cosigned. */
  readonly old: number;
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, to the letter. */
  readonly checkpoint: Uint8Array;
}

export function formatAddCheckpoint({ old, path, checkpoint }: AddCheckpoint): Uint8Array {
  const head = new TextEncoder().encode([`old ${old}`, ...path.map(toBase64), '', ''].join('\n'));
  const bytes = new Uint8Array(head.length + checkpoint.length);
  bytes.set(head);
  bytes.set(checkpoint, head.length);
  return bytes;
}

/** @throws TlogError ADD_CHECKPOINT_FORMAT */
export function parseAddCheckpoint(bytes: Uint8Array): AddCheckpoint {
  const end = bytes.findIndex((byte, i) => byte === 10 && bytes[i + 1] === 10);
  if (end < 0) throw new TlogError('ADD_CHECKPOINT_FORMAT');
  const [first = '', ...lines] = new TextDecoder().decode(bytes.subarray(0, end)).split('\n');
  const old = first.startsWith('old ') ? readCount(first.slice(4)) : undefined;
  const path = lines.map(fromBase64).filter((hash) => hash?.length === 32) as Uint8Array[];
  if (old === undefined || path.length !== lines.length || path.length > LONGEST_PATH)
    throw new TlogError('ADD_CHECKPOINT_FORMAT');
  return { old, path, checkpoint: bytes.slice(end + 2) };
}
