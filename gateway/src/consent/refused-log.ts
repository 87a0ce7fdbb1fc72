import { canonicalBytes, toBase64url, toHex } from '@renxin/chaincode/canonical';
import { consent } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { consentMessages as messages, digest, identifier, instant, word } from '@renxin/chaincode/messages';
import type { Ledger } from '@renxin/network';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import { z } from 'zod';
import { JsonRecords, type RecordStore } from '../store/index.js';
import { signedBySource } from './sign.js';

/** An attempt that was refused: docs/formats/consent.md. */
export const attempt = z.strictObject({
  kind: z.literal('renxin-refused-attempt'),
  schema: z.literal(1),
  source: identifier,
  subject: identifier,
  by: identifier,
  consent: messages.consentId,
  basis: messages.basis,
  purpose: word,
  fields: z.array(word).max(32),
  code: z.string(),
  at: instant,
});
export type Attempt = z.infer<typeof attempt>;

const kept = z.strictObject({ attempt, salt: digest, batch: z.exactOptional(z.int().min(1)) });
const batch = z.strictObject({
  salt: digest,
  commitments: z.array(digest).min(1).max(256),
  /** Keys of the attempts, in the same order. */
  attempts: z.array(z.string()),
  message: z.strictObject({ body: messages.refusedBatch, signature: z.string() }),
  isLogged: z.boolean(),
});

export interface LoggedAttempt {
  readonly attempt: Attempt;
  readonly batch?: {
    readonly sequence: number;
    readonly salt: string;
    readonly commitments: string[];
    readonly entry: number;
  };
}

interface Options {
  readonly source: string;
  readonly ledger: Ledger;
  readonly store: RecordStore;
  readonly signer: Signer;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

const MOST = 256;

/**
 * The data source's log of refused attempts. Each is kept durably before it is answered; then a batch commits to all that
 * wait, on the ledger. The batch is kept before its command, so that after a crash the same one is handed in again.
 */
export class RefusedLog {
  readonly #options: Options;
  readonly #attempts: JsonRecords<typeof kept>;
  readonly #waitingList: JsonRecords<typeof kept>;
  readonly #batches: JsonRecords<typeof batch>;
  #waiting: string[] = [];
  #logging: Promise<void> | undefined;
  #isRead = false;

  constructor(options: Options) {
    this.#options = options;
    const { store, source } = options;
    this.#attempts = new JsonRecords(store, `${source}/consent-attempt`, kept);
    this.#waitingList = new JsonRecords(store, `${source}/consent-attempt-waiting`, kept);
    this.#batches = new JsonRecords(store, `${source}/consent-attempt-batch`, batch);
  }

  async append(about: Omit<Attempt, 'kind' | 'schema' | 'source' | 'at'>): Promise<void> {
    const { source, clock, random, store } = this.#options;
    const at = clock().toISOString();
    const value = attempt.parse({ kind: 'renxin-refused-attempt', schema: 1, source, at, ...about });
    const key = `${value.subject}:${at}:${toHex(random(8))}`;
    const entry = { attempt: value, salt: toBase64url(random(32)) };
    await store.write([this.#attempts.put(key, entry, 0), this.#waitingList.put(key, entry, 0)]);
    this.#waiting.push(key);
    // Nobody waits for the ledger here; whoever reads the log does.
    void this.flush().catch(() => undefined);
  }

  /** Commits to everything that waits. */
  async flush(): Promise<void> {
    while (this.#logging !== undefined) await this.#logging;
    this.#logging = this.#logAll();
    try {
      await this.#logging;
    } finally {
      this.#logging = undefined;
    }
  }

  async of(subject: string): Promise<LoggedAttempt[]> {
    await this.flush();
    const all: LoggedAttempt[] = [];
    let after: string | undefined;
    do {
      const page = await this.#attempts.list({
        prefix: `${subject}:`,
        limit: 1000,
        ...(after !== undefined && { after }),
      });
      for (const { key, value } of page.records) all.push(await this.#logged(key, value));
      after = page.next;
    } while (after !== undefined);
    return all;
  }

  async #logged(
    key: string,
    { attempt: entry, batch: sequence }: z.infer<typeof kept>,
  ): Promise<LoggedAttempt> {
    if (sequence === undefined) return { attempt: entry };
    const found = (await this.#batches.get(name(sequence)))?.value;
    if (found?.isLogged !== true) return { attempt: entry };
    const { salt, commitments, attempts } = found;
    return { attempt: entry, batch: { sequence, salt, commitments, entry: attempts.indexOf(key) } };
  }

  async #logAll(): Promise<void> {
    if (!this.#isRead) await this.#readWaiting();
    while (this.#waiting.length > 0) await this.#logBatch(this.#waiting.slice(0, MOST));
  }

  /** After a start: what waited, and the batch that may not have reached the ledger. */
  async #readWaiting(): Promise<void> {
    const { records } = await this.#batches.list({ limit: 1000 });
    const open = records.find(({ value }) => !value.isLogged);
    if (open !== undefined) await this.#hand(open.value);
    const waiting = await this.#waitingList.list({ limit: 1000 });
    this.#waiting = waiting.records.map(({ key }) => key);
    this.#isRead = true;
  }

  async #logBatch(keys: readonly string[]): Promise<void> {
    const { provider, random, clock, source } = this.#options;
    const entries = await Promise.all(keys.map(async (key) => this.#attempts.get(key)));
    const found = entries.filter((each) => each !== undefined);
    const commitments = found.map(({ value }) => {
      const digestOf = provider.hash('SM3', canonicalBytes(value.attempt));
      return commitment(provider, bytesOf(value.salt), digestOf);
    });
    const salt = random(32);
    const sequence = await this.#next();
    const body = {
      source,
      sequence,
      count: commitments.length,
      attempts: commitment(provider, salt, provider.hash('SM3', canonicalBytes(commitments))),
      at: clock().toISOString(),
    };
    const message = await signedBySource(this.#options, 'consent/log-refused', body);
    const value = {
      salt: toBase64url(salt),
      commitments,
      attempts: found.map(({ key }) => key),
      message,
      isLogged: false,
    };
    await this.#options.store.write([
      this.#batches.put(name(sequence), value, 0),
      ...found.map(({ key, value: entry }) => this.#attempts.put(key, { ...entry, batch: sequence })),
    ]);
    await this.#hand(value);
    this.#waiting = this.#waiting.filter((key) => !keys.includes(key));
  }

  /** Hands a kept batch in: the ledger takes the same one once. */
  async #hand(value: z.infer<typeof batch>): Promise<void> {
    await this.#options.ledger.submit(consent.operations['log-refused'], value.message); // the commit point
    await this.#options.store.write([
      this.#batches.put(name(value.message.body.sequence), { ...value, isLogged: true }),
      ...value.attempts.map((key) => this.#waitingList.delete(key)),
    ]);
  }

  async #next(): Promise<number> {
    const { ledger, source } = this.#options;
    for (let sequence = this.#last + 1; ; sequence++) {
      try {
        await ledger.evaluate(consent.operations['refused-batch'], { source, sequence });
        this.#last = sequence;
      } catch (error) {
        if (error instanceof ContractError && error.code === 'LOG_OUT_OF_SEQUENCE') return sequence;
        throw error;
      }
    }
  }
  #last = 0;
}

function name(sequence: number): string {
  return String(sequence).padStart(12, '0');
}

function bytesOf(salt: string): Uint8Array {
  return new Uint8Array(Buffer.from(salt, 'base64url'));
}
