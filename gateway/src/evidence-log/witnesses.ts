import type { Log as EvidenceTree, PublishedCheckpoint } from '@renxin/archive/log';
import {
  formatAddCheckpoint,
  openNote,
  parseNote,
  parseSignatureLines,
  TlogError,
  type NoteKey,
  type NoteSignature,
} from '@renxin/archive/tlog';

/** A witness of another organisation, reached over HTTP. */
export interface RemoteWitness {
  readonly organisation: string;
  readonly key: NoteKey;
  /** Where `add-checkpoint` is posted to. */
  readonly url: () => string;
}

/** What a witness said to a checkpoint. */
export type Opinion =
  | { readonly kind: 'cosigned'; readonly line: NoteSignature }
  /** It saw more of this log than there is now, or something that this does not extend. */
  | { readonly kind: 'refused'; readonly code: 'LOG_ROLLED_BACK' | 'LOG_INCONSISTENT' }
  | { readonly kind: 'silent' };

const PATIENCE = 5000;

/** Asks one witness to cosign; what it cosigned last is learnt from its answers. */
export class WitnessClient {
  readonly #log: EvidenceTree;
  readonly #witness: RemoteWitness;
  /** Size that it cosigned last, as far as is known. */
  #old = 0;

  constructor(log: EvidenceTree, witness: RemoteWitness) {
    this.#log = log;
    this.#witness = witness;
  }

  get organisation(): string {
    return this.#witness.organisation;
  }

  async ask(checkpoint: PublishedCheckpoint): Promise<Opinion> {
    try {
      const first = await this.#post(checkpoint);
      if (first.status !== 409) return await this.#opinionOf(first, checkpoint);
      const size = Number((await first.text()).trim());
      if (!Number.isSafeInteger(size) || size < 0) return { kind: 'silent' };
      if (size > checkpoint.size) return { kind: 'refused', code: 'LOG_ROLLED_BACK' };
      this.#old = size;
      return await this.#opinionOf(await this.#post(checkpoint), checkpoint);
    } catch (error) {
      if (error instanceof TlogError || isNetworkError(error)) return { kind: 'silent' };
      throw error;
    }
  }

  async #post({ size, note }: PublishedCheckpoint): Promise<Response> {
    const old = Math.min(this.#old, size);
    const path = await this.#log.consistency(old, size);
    return fetch(this.#witness.url(), {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: formatAddCheckpoint({ old, path: old === size ? [] : path, checkpoint: note }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async #opinionOf(response: Response, { size, note }: PublishedCheckpoint): Promise<Opinion> {
    if (response.status === 422) return { kind: 'refused', code: 'LOG_INCONSISTENT' };
    if (response.status !== 200) return { kind: 'silent' };
    const signatures = parseSignatureLines(new Uint8Array(await response.arrayBuffer()));
    const { text } = parseNote(note);
    const [line] = openNote({ text, signatures }, [this.#witness.key]).values();
    if (line === undefined) return { kind: 'silent' };
    this.#old = size;
    return { kind: 'cosigned', line };
  }
}

/** What `fetch` throws when nobody answers in time. */
function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
}
