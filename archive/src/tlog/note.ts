import { fromBase64, toBase64 } from './base64.js';
import { TlogError } from './error.js';
import { isKeyName, type NoteKey } from './key.js';

/** A signed note (c2sp.org/signed-note): a text and the signatures under it. docs/formats/evidence-log.md */
export interface Note {
  /** Ends in a newline, which is signed with it. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** The first four bytes, an unsigned number. */
  readonly id: number;
  /** What follows the id. */
  readonly signature: Uint8Array;
}

/** No log and no witness of ours comes near it; Go's implementation has the same limits. */
const LARGEST = 1_000_000;
const MOST_SIGNATURES = 100;

/** @throws TlogError NOTE_FORMAT */
export function parseNote(bytes: Uint8Array): Note {
  const whole = decode(bytes);
  const end = whole.lastIndexOf('\n\n');
  if (end < 0) throw new TlogError('NOTE_FORMAT');
  const lines = whole.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MOST_SIGNATURES)
    throw new TlogError('NOTE_FORMAT');
  return { text: whole.slice(0, end + 1), signatures: lines.map(parseLine) };
}

export function formatNote({ text, signatures }: Note): Uint8Array {
  return new TextEncoder().encode(`${text}\n${signatures.map(signatureLine).join('')}`);
}

/** `— name base64(id || signature)` with its newline. */
export function signatureLine({ name, id, signature }: NoteSignature): string {
  const bytes = new Uint8Array(signature.length + 4);
  new DataView(bytes.buffer).setUint32(0, id);
  bytes.set(signature, 4);
  return `— ${name} ${toBase64(bytes)}\n`;
}

/** Signature lines alone, as a witness answers them. @throws TlogError NOTE_FORMAT */
export function parseSignatureLines(bytes: Uint8Array): NoteSignature[] {
  return [...parseNote(concat(new TextEncoder().encode('-\n\n'), bytes)).signatures];
}

/**
 * The keys that signed the note, each once however many lines it has. Signatures of other keys are ignored, as the
 * specification says; a line that names a key and does not hold spoils the note.
 * @throws TlogError NOTE_SIGNATURE, NOTE_UNSIGNED when none of the keys signed
 */
export function openNote<K extends NoteKey>(note: Note, keys: readonly K[]): ReadonlyMap<K, NoteSignature> {
  const signed = new Map<K, NoteSignature>();
  const text = new TextEncoder().encode(note.text);
  for (const line of note.signatures) {
    const key = keys.find(({ name, id }) => name === line.name && id === line.id);
    if (key === undefined) continue;
    if (!key.verify(text, line.signature)) throw new TlogError('NOTE_SIGNATURE');
    if (!signed.has(key)) signed.set(key, line);
  }
  if (signed.size === 0) throw new TlogError('NOTE_UNSIGNED');
  return signed;
}

function parseLine(line: string): NoteSignature {
  const [dash, name = '', text = '', ...rest] = line.split(' ');
  const bytes = fromBase64(text);
  const hasForm = dash === '—' && rest.length === 0 && isKeyName(name);
  if (!hasForm || bytes === undefined || bytes.length < 5) throw new TlogError('NOTE_FORMAT');
  const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return { name, id, signature: bytes.subarray(4) };
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > LARGEST) throw new TlogError('NOTE_FORMAT');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // eslint-disable-next-line no-control-regex -- these are the characters to find
    if (!/[\u0000-\u0009\u000b-\u001f]/.test(text)) return text;
  } catch (error) {
    throw new TlogError('NOTE_FORMAT', { cause: error });
  }
  throw new TlogError('NOTE_FORMAT');
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
