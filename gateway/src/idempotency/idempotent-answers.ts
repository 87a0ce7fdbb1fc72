import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { JsonRecords, type Change, type RecordStore } from '../store/index.js';

/** An answer as it went over the wire. */
export interface RenderedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One request that may be repeated. */
export interface RepeatableRequest {
  /** Who asks; `public` for routes without a token. */
  readonly party: string;
  readonly key: string;
  /** Digest of everything that makes the request what it is. */
  readonly fingerprint: string;
}

const storedAnswer = z.strictObject({
  schema: z.literal(1),
  fingerprint: z.string(),
  at: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.base64url(),
});

/** How long an answer is kept, in milliseconds. */
export const ANSWER_LIFETIME = 24 * 3600_000;

/**
 * Answers to requests with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), kept in the organisation's
 * records for a day. Only success is kept: after a refusal or a crash nothing is, and the same key may be tried again.
 */
export class IdempotentAnswers {
  readonly #store: RecordStore;
  readonly #answers: JsonRecords<typeof storedAnswer>;
  readonly #expiries: string;
  readonly #clock: () => Date;
  readonly #running = new Map<string, string>();

  constructor(store: RecordStore, organisation: string, clock: () => Date) {
    this.#store = store;
    this.#answers = new JsonRecords(store, `${organisation}/idempotent-answers`, storedAnswer);
    this.#expiries = `${organisation}/idempotent-expiries`;
    this.#clock = clock;
  }

  /**
   * The stored answer, or the one that `answer` gives, which is stored when it is a success.
   * @throws Refusal IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS
   */
  async once(
    request: RepeatableRequest,
    answer: () => Promise<RenderedAnswer>,
  ): Promise<{ answer: RenderedAnswer; repeated: boolean; unstored?: unknown }> {
    const name = digest(`${request.party}\0${request.key}`);
    const running = this.#running.get(name);
    if (running !== undefined)
      throw new Refusal(
        running === request.fingerprint ? 'IDEMPOTENCY_IN_PROGRESS' : 'IDEMPOTENCY_KEY_REUSED',
      );
    this.#running.set(name, request.fingerprint);
    try {
      const stored = await this.#find(name, request.fingerprint);
      if (stored !== undefined) return { answer: stored, repeated: true };
      const fresh = await answer();
      if (fresh.status >= 300) return { answer: fresh, repeated: false };
      // The act is done: that its answer could not be kept makes it no less true.
      const unstored = await this.#keep(name, request.fingerprint, fresh).then(() => undefined, asFault);
      return { answer: fresh, repeated: false, ...(unstored !== undefined && { unstored }) };
    } finally {
      this.#running.delete(name);
    }
  }

  /** Deletes what is older than a day, at most 1000 at once. @returns how many */
  async purge(): Promise<number> {
    const before = new Date(this.#clock().getTime() - ANSWER_LIFETIME).toISOString();
    const { records } = await this.#store.list(this.#expiries, { limit: 1000 });
    const old = records.filter(({ key }) => key.slice(0, before.length) < before);
    if (old.length === 0) return 0;
    const deletions: Change[] = [];
    for (const { key } of old) {
      deletions.push({ bucket: this.#expiries, key, value: null });
      const [at, name] = [key.slice(0, before.length), key.slice(before.length + 1)];
      const record = await this.#answers.get(name);
      // The key may have been used anew since.
      if (record?.value.at === at) deletions.push(this.#answers.delete(name, record.version));
    }
    await this.#store.write(deletions);
    return old.length;
  }

  async #find(name: string, fingerprint: string): Promise<RenderedAnswer | undefined> {
    const record = await this.#answers.get(name);
    if (record === undefined) return undefined;
    const { at, status, headers, body, fingerprint: first } = record.value;
    if (Date.parse(at) + ANSWER_LIFETIME < this.#clock().getTime()) return undefined;
    if (first !== fingerprint) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
    return { status, headers, body: fromBase64url(body) ?? new Uint8Array() };
  }

  async #keep(name: string, fingerprint: string, { status, headers, body }: RenderedAnswer): Promise<void> {
    const at = this.#clock().toISOString();
    await this.#store.write([
      this.#answers.put(name, { schema: 1, fingerprint, at, status, headers, body: toBase64url(body) }),
      { bucket: this.#expiries, key: `${at}.${name}`, value: new Uint8Array() },
    ]);
  }
}

/** The fingerprint of a request: method, URL, content type and the exact bytes of the body. */
export function fingerprintOf(method: string, url: string, contentType: string, body: Uint8Array): string {
  const hash = createHash('sha256');
  for (const part of [method, url, contentType]) hash.update(part).update('\0');
  return hash.update(body).digest('base64url');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function asFault(error: unknown): unknown {
  return error ?? new Error('unknown');
}
