import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Refusal } from '../problem/index.js';
import { SeenOnce } from './seen-once.js';

const RANDOM = 16;
const EXPIRY = 6;
const TAG = 16;

/**
 * One-time values. A nonce carries its expiry and an authentication code under a key of this process, so that nothing is
 * kept for those who only ask, and a restart ends all that are out.
 */
export class Nonces {
  readonly #key: KeyObject;
  readonly #random: (length: number) => Uint8Array;
  readonly #clock: () => Date;
  readonly #lifetime: number;
  readonly #used: SeenOnce;

  constructor(options: {
    random: (length: number) => Uint8Array;
    clock: () => Date;
    /** Milliseconds. */
    lifetime: number;
  }) {
    this.#key = createSecretKey(options.random(32));
    this.#random = options.random;
    this.#clock = options.clock;
    this.#lifetime = options.lifetime;
    this.#used = new SeenOnce(options.lifetime, options.clock);
  }

  issue(): string {
    const bytes = new Uint8Array(RANDOM + EXPIRY + TAG);
    bytes.set(this.#random(RANDOM));
    const expiry = BigInt(this.#clock().getTime() + this.#lifetime);
    for (let i = 0; i < EXPIRY; i++)
      bytes[RANDOM + i] = Number((expiry >> BigInt(8 * (EXPIRY - 1 - i))) & 255n);
    bytes.set(this.#tag(bytes.subarray(0, RANDOM + EXPIRY)), RANDOM + EXPIRY);
    return toBase64url(bytes);
  }

  /** @throws Refusal NONCE_INVALID when it is not ours or too old. */
  assertOurs(nonce: string): void {
    const bytes = fromBase64url(nonce);
    if (bytes?.length !== RANDOM + EXPIRY + TAG) throw new Refusal('NONCE_INVALID');
    const tag = this.#tag(bytes.subarray(0, RANDOM + EXPIRY));
    if (!timingSafeEqual(tag, bytes.subarray(RANDOM + EXPIRY))) throw new Refusal('NONCE_INVALID');
    const expiry = bytes.subarray(RANDOM, RANDOM + EXPIRY).reduce((time, byte) => time * 256 + byte, 0);
    if (this.#clock().getTime() > expiry) throw new Refusal('NONCE_INVALID');
  }

  /** Counts a nonce as used. @throws Refusal NONCE_USED */
  use(nonce: string): void {
    if (!this.#used.add(nonce)) throw new Refusal('NONCE_USED');
  }

  #tag(bytes: Uint8Array): Uint8Array {
    return createHmac('sha256', this.#key).update(bytes).digest().subarray(0, TAG);
  }
}
