import { base64Length, fromBase64, writeBase64 } from './base64.js';
import { readCount } from './decimal.js';
import { TlogError } from './error.js';

/** A proof to take along (c2sp.org/tlog-proof): an entry is in a log, and who saw that log. */
export interface TlogProof {
  /** Nobody signed it. Ours holds the entry and, for its owner, what opens it. */
  readonly extra: Uint8Array | undefined;
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, to the letter. */
  readonly checkpoint: Uint8Array;
}

const HEAD = 'c2sp.org/tlog-proof@v1';
const NEWLINE = 10;
/** A tree of at most 2^63 leaves. */
export const LONGEST_PATH = 63;

/** Written as bytes, not as a text that is encoded then: there is a proof for each document. */
export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): Uint8Array {
  const start = extra === undefined ? `${HEAD}\n` : `${HEAD}\nextra `;
  const middle = extra === undefined ? `index ${index}\n` : `\nindex ${index}\n`;
  let length = start.length + base64Length(extra?.length ?? 0) + middle.length + 1 + checkpoint.length;
  for (const hash of path) length += base64Length(hash.length) + 1;
  const bytes = new Uint8Array(length);
  let at = writeAscii(bytes, 0, start);
  if (extra !== undefined) at = writeBase64(bytes, at, extra);
  at = writeAscii(bytes, at, middle);
  for (const hash of path) {
    at = writeBase64(bytes, at, hash);
    bytes[at++] = NEWLINE;
  }
  bytes[at++] = NEWLINE;
  bytes.set(checkpoint, at);
  return bytes;
}

/** @throws TlogError LOG_PROOF_FORMAT */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  const end = blankLine(bytes);
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split('\n');
  if (lines.shift() !== HEAD) throw new TlogError('LOG_PROOF_FORMAT');
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()?.slice(6) ?? '') : null;
  const [, count = ''] = /^index (.+)$/.exec(lines.shift() ?? '') ?? [];
  const index = readCount(count);
  if (extra === undefined || index === undefined) throw new TlogError('LOG_PROOF_FORMAT');
  return { extra: extra ?? undefined, index, path: readHashes(lines), checkpoint: bytes.slice(end + 2) };
}

/** True when it begins as a proof does. */
export function looksLikeTlogProof(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 18)) === HEAD.slice(0, 18);
}

function writeAscii(into: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) into[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** Lines of one hash each. */
function readHashes(lines: readonly string[]): Uint8Array[] {
  if (lines.length > LONGEST_PATH) throw new TlogError('LOG_PROOF_FORMAT');
  return lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== 32) throw new TlogError('LOG_PROOF_FORMAT');
    return hash;
  });
}

/** Where the first blank line begins. */
function blankLine(bytes: Uint8Array): number {
  for (let i = 0; i + 1 < bytes.length; i++) if (bytes[i] === 10 && bytes[i + 1] === 10) return i;
  throw new TlogError('LOG_PROOF_FORMAT');
}
