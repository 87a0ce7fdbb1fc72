import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Refusal, type SessionCode } from '../problem/index.js';
import { tokenDigest } from './dpop.js';
import { partyRole, relation, type RegisteredParty } from './party.js';
import { Recent } from './recent.js';

/** Seconds. */
export const TOKEN_LIFETIME = 600;

/** What an access token says: docs/formats/session.md. */
export const tokenClaims = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: z.string(),
  /** The party's organisation. */
  org: z.string(),
  role: partyRole,
  relation: z.exactOptional(relation),
  /** Digest of the registry key that opened the session: a replaced key ends it. */
  key: z.string(),
  cnf: z.strictObject({ jkt: z.string() }),
  iat: z.int(),
  exp: z.int(),
  jti: z.string(),
});

export type TokenClaims = z.infer<typeof tokenClaims>;

export interface OpenedToken {
  readonly claims: TokenClaims;
  /** {@link tokenDigest} of the token. */
  readonly digest: string;
}

/** Issues and opens the access tokens of one organisation. The key is this gateway's alone: only it opens what it issued. */
export class Tokens {
  readonly #key: KeyObject;
  readonly #audience: () => string;
  readonly #clock: () => Date;
  readonly #random: (length: number) => Uint8Array;
  readonly #opened = new Recent<OpenedToken>(4096);

  constructor(options: {
    /** 32 bytes, kept from others. */
    key: Uint8Array;
    /** The organisation's base URL. */
    audience: () => string;
    clock: () => Date;
    random: (length: number) => Uint8Array;
  }) {
    if (options.key.length !== 32) throw new TypeError('a token key has 32 bytes');
    this.#key = createSecretKey(options.key);
    this.#audience = options.audience;
    this.#clock = options.clock;
    this.#random = options.random;
  }

  async issue(party: RegisteredParty, thumbprint: string): Promise<string> {
    const now = Math.floor(this.#clock().getTime() / 1000);
    const claims: TokenClaims = {
      iss: this.#audience(),
      aud: this.#audience(),
      sub: party.identifier,
      org: party.organisation,
      role: party.role,
      ...(party.relation !== undefined && { relation: party.relation }),
      key: keyDigest(party.key),
      cnf: { jkt: thumbprint },
      iat: now,
      exp: now + TOKEN_LIFETIME,
      jti: toBase64url(this.#random(16)),
    };
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(this.#key);
  }

  /** @throws Refusal TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_OTHER_ORGANISATION */
  async open(token: string): Promise<OpenedToken> {
    const opened =
      this.#opened.get(token) ??
      this.#opened.keep(token, { claims: await this.#open(token), digest: tokenDigest(token) });
    if (opened.claims.exp * 1000 <= this.#clock().getTime()) throw tokenRefusal('TOKEN_EXPIRED');
    return opened;
  }

  async #open(token: string): Promise<TokenClaims> {
    try {
      // Only to name the reason: whatever the unproven claim says, the token is refused unless the key below opens it.
      if (decodeJwt(token).aud !== this.#audience()) throw tokenRefusal('TOKEN_OTHER_ORGANISATION');
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        typ: 'at+jwt',
        issuer: this.#audience(),
        audience: this.#audience(),
        currentDate: this.#clock(),
      });
      return tokenClaims.parse(payload);
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      throw tokenRefusal(cause instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', cause);
    }
  }
}

/** base64url of SHA-256 of the key's canonical JSON. */
export function keyDigest(key: PublicKey): string {
  const known = digests.get(key);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(canonicalBytes(key)).digest('base64url');
  digests.set(key, digest);
  return digest;
}

/** The ledger gives the same frozen key again while a party's record is the same. */
const digests = new WeakMap<PublicKey, string>();

/** RFC 9449 section 7.1, RFC 6750 section 3.1. */
export function tokenRefusal(code: SessionCode, cause?: unknown): Refusal {
  const error = code === 'TOKEN_MISSING' ? '' : 'error="invalid_token", ';
  const headers = { 'WWW-Authenticate': `DPoP ${error}algs="ES256"` };
  return new Refusal(code, { headers }, cause === undefined ? undefined : { cause });
}
