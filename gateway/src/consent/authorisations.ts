import { toHex } from '@renxin/chaincode/canonical';
import { Refusal } from '../problem/index.js';

interface Issued {
  readonly consent: string;
  readonly recipient: string;
  readonly thumbprint: string;
  readonly until: number;
  /** The signature of the fetch that used it. */
  used?: string;
}

/** How long an authorisation can be used, in milliseconds. */
const LIFETIME = 60_000;
const MOST = 100_000;

/**
 * Names for one fetch each: random, good for a minute, for this consent, this recipient and this client's key. They live
 * in memory: a restart ends those that were not used, and what was used stands on the ledger.
 */
export class Authorisations {
  readonly #issued = new Map<string, Issued>();
  readonly #clock: () => Date;
  readonly #random: (length: number) => Uint8Array;

  constructor(clock: () => Date, random: (length: number) => Uint8Array) {
    this.#clock = clock;
    this.#random = random;
  }

  issue(about: Pick<Issued, 'consent' | 'recipient' | 'thumbprint'>): {
    authorisation: string;
    expiresAt: string;
  } {
    const now = this.#clock().getTime();
    this.#forget(now);
    if (this.#issued.size >= MOST) throw new Refusal('OVERLOADED');
    const authorisation = `a-${toHex(this.#random(16))}`;
    const { consent, recipient, thumbprint } = about;
    this.#issued.set(authorisation, { consent, recipient, thumbprint, until: now + LIFETIME });
    return { authorisation, expiresAt: new Date(now + LIFETIME).toISOString() };
  }

  /**
   * Uses an authorisation for one fetch; the same fetch can come again.
   * @throws Refusal AUTHORISATION_INVALID, AUTHORISATION_OTHER_KEY, AUTHORISATION_USED
   */
  use(
    fetch: { readonly authorisation: string; readonly consent: string; readonly recipient: string },
    thumbprint: string,
    signature: string,
  ): void {
    const issued = this.#issued.get(fetch.authorisation);
    const isGood =
      issued !== undefined &&
      issued.until > this.#clock().getTime() &&
      issued.consent === fetch.consent &&
      issued.recipient === fetch.recipient;
    if (!isGood) throw new Refusal('AUTHORISATION_INVALID');
    if (issued.thumbprint !== thumbprint) throw new Refusal('AUTHORISATION_OTHER_KEY');
    if (issued.used !== undefined && issued.used !== signature) throw new Refusal('AUTHORISATION_USED');
    issued.used = signature;
  }

  /** In the order in which they were given, so that the old ones stand first. */
  #forget(now: number): void {
    for (const [name, { until }] of this.#issued) {
      if (until > now) return;
      this.#issued.delete(name);
    }
  }
}
