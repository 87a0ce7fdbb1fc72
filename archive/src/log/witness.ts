import { isConsistent, sameBytes } from '@renxin/network/proof';
import type { CryptoProvider, HashAlgorithm } from '@renxin/seal/crypto';
import {
  formatNote,
  openNote,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  signatureLine,
  TlogError,
  type Checkpoint,
  type Note,
  type NoteKey,
  type NoteSignature,
} from '../tlog/index.js';
import type { NoteSigner } from './note-signer.js';

/** A log that a witness watches. */
export interface WatchedLog {
  readonly keys: readonly NoteKey[];
  readonly hash: HashAlgorithm;
}

/** What a witness keeps of a log: the latest checkpoint that it cosigned. */
export interface Witnessed {
  readonly size: number;
  readonly root: Uint8Array;
  /** The note with the log's signatures and the witness's own. */
  readonly note: Uint8Array;
}

/** Where a witness keeps it, for each origin. */
export interface WitnessState {
  get(origin: string): Promise<Witnessed | undefined>;
  /**
   * Replaces what is kept, durable when it resolves; false, and nothing happened, when what is kept is not of the size
   * `old` (undefined: nothing is kept).
   */
  swap(origin: string, old: number | undefined, next: Witnessed): Promise<boolean>;
}

export interface WitnessOptions {
  readonly provider: CryptoProvider;
  readonly signer: NoteSigner;
  readonly state: WitnessState;
  readonly clock: () => Date;
  /** Undefined for a log that is not watched. */
  log(origin: string): Promise<WatchedLog | undefined>;
  /** The log signed two checkpoints of one size: both are evidence. */
  onFork(origin: string, kept: Uint8Array, shown: Uint8Array): Promise<void>;
}

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  /** Signature lines with 200, the kept size with 409. */
  readonly body: string;
}

/**
 * Answers `add-checkpoint` (c2sp.org/tlog-witness): cosigns what extends everything that it cosigned before. What it
 * keeps is durable before the cosignature leaves.
 */
export async function addCheckpoint(options: WitnessOptions, body: Uint8Array): Promise<WitnessAnswer> {
  const request = read(body);
  if (request === undefined) return refused(400);
  const { note, checkpoint, old, path } = request;
  const log = await options.log(checkpoint.origin);
  if (log === undefined) return refused(404);
  const signatures = signaturesOf(note, log.keys);
  if (signatures === undefined) return refused(403);
  if (old > checkpoint.size) return refused(400);
  const kept = await options.state.get(checkpoint.origin);
  if (kept?.size === checkpoint.size && !sameBytes(kept.root, checkpoint.root))
    await options.onFork(checkpoint.origin, kept.note, request.bytes);
  if (old !== (kept?.size ?? 0)) return { status: 409, body: `${kept?.size ?? 0}\n` };
  const hash = (bytes: Uint8Array): Uint8Array => options.provider.hash(log.hash, bytes);
  const isEmpty = checkpoint.size === 0 && !sameBytes(checkpoint.root, hash(new Uint8Array()));
  const earlier = kept ?? { size: 0, root: hash(new Uint8Array()) };
  if (isEmpty || !isConsistent(hash, earlier, checkpoint, path)) return refused(422);
  return cosign(options, { ...request, signatures }, kept);
}

interface Request {
  readonly old: number;
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, to the letter. */
  readonly bytes: Uint8Array;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

function read(body: Uint8Array): Request | undefined {
  try {
    const { old, path, checkpoint: bytes } = parseAddCheckpoint(body);
    const note = parseNote(bytes);
    return { old, path, bytes, note, checkpoint: parseCheckpoint(note.text) };
  } catch (error) {
    if (error instanceof TlogError) return undefined;
    throw error;
  }
}

/** The log's own signatures; undefined when there is none, or one that does not hold. */
function signaturesOf(note: Note, keys: readonly NoteKey[]): NoteSignature[] | undefined {
  try {
    return [...openNote(note, keys).values()];
  } catch (error) {
    if (error instanceof TlogError) return undefined;
    throw error;
  }
}

function refused(status: 400 | 403 | 404 | 422): WitnessAnswer {
  return { status, body: '' };
}

async function cosign(
  { signer, state, clock }: WitnessOptions,
  { note, checkpoint, signatures }: Request & { readonly signatures: readonly NoteSignature[] },
  kept: Witnessed | undefined,
): Promise<WitnessAnswer> {
  const own = await signer.sign(note.text, clock());
  const { origin, size, root } = checkpoint;
  const next = { size, root, note: formatNote({ text: note.text, signatures: [...signatures, own] }) };
  if (await state.swap(origin, kept?.size, next)) return { status: 200, body: signatureLine(own) };
  return { status: 409, body: `${(await state.get(origin))?.size ?? 0}\n` };
}
