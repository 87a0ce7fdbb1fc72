import { fromBase64url } from '@renxin/chaincode/canonical';
import {
  isSignatureBytes,
  messageBytes,
  type PublicKey,
  type SessionOpening,
} from '@renxin/chaincode/messages';
import { Refusal } from '../problem/index.js';
import { DpopProofs, type ProvenRequest } from './dpop.js';
import { Nonces } from './nonces.js';
import type { KeyOf, RegisteredParty, SessionParty } from './party.js';
import { keyDigest, TOKEN_LIFETIME, tokenRefusal, Tokens } from './tokens.js';

export interface SessionOptions {
  /** The ledger's name: part of the signed opening. */
  readonly ledger: string;
  /** Base URL of the organisation's gateway, without a trailing slash. */
  readonly audience: () => string;
  readonly keyOf: KeyOf;
  /** `CryptoProvider.verify` of seal. */
  readonly verify: (key: PublicKey, message: Uint8Array, signature: Uint8Array) => boolean;
  /** 32 bytes, kept from others, one per organisation. */
  readonly tokenKey: Uint8Array;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/** Milliseconds that an opening's `at` may be off. */
const SKEW = 120_000;
const NONCE_LIFETIME = 120_000;

/**
 * Sessions of parties with one organisation's gateway (docs/formats/session.md): a party proves its registry key once and
 * from then on, for ten minutes, the key of its client (DPoP, RFC 9449) in every call.
 */
export class Sessions {
  readonly #options: SessionOptions;
  readonly #nonces: Nonces;
  readonly #proofs: DpopProofs;
  readonly #tokens: Tokens;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#nonces = new Nonces({ random: options.random, clock: options.clock, lifetime: NONCE_LIFETIME });
    this.#proofs = new DpopProofs(options.clock, options.verify);
    this.#tokens = new Tokens({ ...options, key: options.tokenKey });
  }

  nonce(): string {
    return this.#nonces.issue();
  }

  /**
   * Opens a session. `bases` are the URLs under which the organisation is reached.
   * @throws Refusal NONCE_*, SESSION_*, PARTY_*, DPOP_*, TOKEN_KEY_MISMATCH
   */
  async open(opening: {
    body: SessionOpening;
    signature: string;
    proof: string | undefined;
    request: ProvenRequest;
    bases: readonly string[];
  }): Promise<{ token: string; expiresIn: number; party: RegisteredParty }> {
    const { body, signature, proof, request, bases } = opening;
    this.#nonces.assertOurs(body.nonce);
    if (!bases.includes(body.audience)) throw new Refusal('SESSION_AUDIENCE');
    const offset = Date.parse(body.at) - this.#options.clock().getTime();
    if (Math.abs(offset) > SKEW) throw new Refusal('SESSION_TIME');
    const { thumbprint, use } = await this.#proofs.verify(proof, request);
    if (thumbprint !== body.thumbprint) throw tokenRefusal('TOKEN_KEY_MISMATCH');
    const party = await this.#activeParty(body.identifier);
    if (!this.#signed(party.key, body, signature)) throw new Refusal('SESSION_SIGNATURE_INVALID');
    // Only now: nobody else than the party uses its nonce and its proof up.
    this.#nonces.use(body.nonce);
    use();
    return { token: await this.#tokens.issue(party, thumbprint), expiresIn: TOKEN_LIFETIME, party };
  }

  /**
   * Who sends a request, from its `Authorization` and `DPoP` header fields.
   * @throws Refusal TOKEN_*, DPOP_*, PARTY_*
   */
  async authenticate(
    authorization: string | undefined,
    proof: string | undefined,
    request: Omit<ProvenRequest, 'tokenDigest'>,
  ): Promise<SessionParty> {
    const token = /^DPoP ([A-Za-z0-9_.-]{1,4096})$/i.exec(authorization ?? '')?.[1];
    if (token === undefined)
      throw tokenRefusal(authorization === undefined ? 'TOKEN_MISSING' : 'TOKEN_INVALID');
    const { claims, digest: tokenDigest } = await this.#tokens.open(token);
    const { thumbprint, use } = await this.#proofs.verify(proof, { ...request, tokenDigest });
    if (thumbprint !== claims.cnf.jkt) throw tokenRefusal('TOKEN_KEY_MISMATCH');
    const party = await this.#activeParty(claims.sub);
    if (keyDigest(party.key) !== claims.key) throw tokenRefusal('TOKEN_KEY_REPLACED');
    use();
    return { ...party, thumbprint };
  }

  async #activeParty(identifier: string): Promise<RegisteredParty> {
    const party = await this.#options.keyOf(identifier);
    if (party === undefined) throw new Refusal('PARTY_UNKNOWN');
    if (party.state === 'suspended') throw new Refusal('PARTY_SUSPENDED');
    if (party.state !== 'active') throw new Refusal('PARTY_REVOKED');
    return party;
  }

  #signed(key: PublicKey, body: SessionOpening, signature: string): boolean {
    const bytes = fromBase64url(signature);
    if (bytes === undefined || !isSignatureBytes(key.algorithm, bytes)) return false;
    return this.#options.verify(key, messageBytes('session/open', this.#options.ledger, body), bytes);
  }
}
