import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider, HashAlgorithm } from '@renxin/seal/crypto';
import { timeStampRequest } from '@renxin/seal/tsa';
import { verifyTimeStampToken } from '@renxin/seal/verify';
import { z } from 'zod';
import { JsonRecords, StoreError, type RecordStore } from '../store/index.js';

const pending = z.strictObject({
  schema: z.literal(1),
  algorithm: z.enum(['SM3', 'SHA-256']),
  /** base64url */
  digest: z.base64url(),
  since: z.iso.datetime(),
  /** The response, once there is one: kept until its owner has put it where it belongs. */
  token: z.exactOptional(z.base64url()),
});

/** What is to be stamped: a digest under a name that its owner knows it by. */
export interface ToBeStamped {
  readonly name: string;
  readonly algorithm: HashAlgorithm;
  readonly digest: Uint8Array;
}

export interface LaterStampsOptions {
  readonly store: RecordStore;
  readonly organisation: string;
  /** Sends a TimeStampReq (DER) to the authority; throws or refuses while it is out. */
  readonly ask: (request: Uint8Array) => Promise<Uint8Array>;
  /** Puts a token where it belongs (into the document). It may be called again after a crash, with the same token. */
  readonly made: (name: string, token: Uint8Array) => Promise<void>;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/**
 * Time-stamps that are made up later when the authority is out: the signature stands at a lower level meanwhile and is not
 * lost. What is to be stamped is on the disk before the authority is asked, so a crash loses none; a token is kept until its
 * owner has it.
 */
export class LaterStamps {
  readonly #options: LaterStampsOptions;
  readonly #pending: JsonRecords<typeof pending>;

  constructor(options: LaterStampsOptions) {
    this.#options = options;
    this.#pending = new JsonRecords(options.store, `${options.organisation}/pending-time-stamp`, pending);
  }

  /**
   * The token (DER of TimeStampResp), or undefined when the authority is out: then it comes later through `made`. The same
   * name again is the same stamp.
   */
  async stampOrLater({ name, algorithm, digest }: ToBeStamped): Promise<Uint8Array | undefined> {
    const token = await this.#ask(algorithm, digest);
    if (token !== undefined) return token;
    const since = this.#options.clock().toISOString();
    const record = { schema: 1 as const, algorithm, digest: toBase64url(digest), since };
    try {
      await this.#options.store.write([this.#pending.put(name, record, 0)]);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'STORE_CONFLICT') throw error;
    }
    return undefined;
  }

  /** Names of what still waits, oldest names first, at most 1,000. */
  async waiting(): Promise<readonly string[]> {
    const { records } = await this.#pending.list({ limit: 1000 });
    return records.map(({ key }) => key);
  }

  /** Makes up what waits, until the authority is out again; to be called at the start and from time to time. @returns how many */
  async makeUp(): Promise<number> {
    let count = 0;
    const { records } = await this.#pending.list({ limit: 1000 });
    for (const { key, value, version } of records) {
      const kept = value.token === undefined ? undefined : fromBase64url(value.token);
      const token =
        kept ?? (await this.#ask(value.algorithm, fromBase64url(value.digest) ?? new Uint8Array()));
      if (token === undefined) return count;
      let latest = version;
      if (kept === undefined) {
        await this.#options.store.write([
          this.#pending.put(key, { ...value, token: toBase64url(token) }, version),
        ]);
        latest = (await this.#pending.get(key))?.version ?? version;
      }
      await this.#options.made(key, token);
      await this.#options.store.write([this.#pending.delete(key, latest)]);
      count++;
    }
    return count;
  }

  /** A token over the digest, or undefined for a refusal, a failure, or an answer that is not about it. */
  async #ask(algorithm: HashAlgorithm, digest: Uint8Array): Promise<Uint8Array | undefined> {
    const { ask, random, provider, clock } = this.#options;
    const nonce = random(8);
    const request = timeStampRequest({ digest, algorithm, nonce, certReq: true });
    let token: Uint8Array;
    try {
      token = await ask(request);
    } catch {
      return undefined;
    }
    // Whom to trust is the reader's affair; here only that it is a token for this request.
    const report = verifyTimeStampToken({
      token,
      stamped: { algorithm, digest },
      roots: undefined,
      now: clock(),
      nonce,
      provider,
    });
    return report.verdict === 'invalid' ? undefined : token;
  }
}
