import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify, type CryptoKey } from 'jose';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Refusal, type SessionCode } from '../problem/index.js';
import { Recent } from './recent.js';
import { SeenOnce } from './seen-once.js';

/** What a proof has to be about. */
export interface ProvenRequest {
  readonly method: string;
  /** The request's URL without query and fragment (`htu`), by the gateway's public address. */
  readonly url: string;
  /** The access token that goes with it; absent while a session is being opened. */
  readonly token?: string;
}

interface ProofKey {
  readonly key: CryptoKey;
  readonly thumbprint: string;
}

const PAST = 60;
const FUTURE = 10;

const proofHeader = z.object({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string().length(43),
    y: z.string().length(43),
    kid: z.exactOptional(z.string()),
    alg: z.exactOptional(z.literal('ES256')),
    use: z.exactOptional(z.literal('sig')),
    key_ops: z.exactOptional(z.array(z.literal('verify'))),
    ext: z.exactOptional(z.boolean()),
  }),
  crit: z.exactOptional(z.never()),
});

const proofClaims = z.object({
  htm: z.string(),
  htu: z.url(),
  iat: z.int(),
  jti: z.string().regex(/^[A-Za-z0-9._~-]{8,128}$/),
  ath: z.exactOptional(z.string()),
});

/** Checks DPoP proofs (RFC 9449 section 4.3), each good for one request. ES256 alone. */
export class DpopProofs {
  readonly #clock: () => Date;
  readonly #since: number;
  readonly #seen: SeenOnce;
  readonly #keys = new Recent<ProofKey>(4096);

  constructor(clock: () => Date) {
    this.#clock = clock;
    // What was seen before a restart is forgotten, so proofs made before it are refused.
    this.#since = Math.floor(clock().getTime() / 1000);
    this.#seen = new SeenOnce((PAST + FUTURE + 1) * 1000, clock);
  }

  /**
   * The JWK thumbprint (RFC 7638, SHA-256, base64url) of the key that proved itself. The proof counts as used only once
   * `use` is called: after everything else about the request's sender holds.
   * @throws Refusal DPOP_*
   */
  async verify(
    proof: string | undefined,
    request: ProvenRequest,
  ): Promise<{ thumbprint: string; use: () => void }> {
    if (proof === undefined) throw dpopRefusal('DPOP_MISSING');
    if (proof.length > 4096) throw dpopRefusal('DPOP_INVALID');
    const { claims, thumbprint } = await this.#open(proof);
    const now = this.#clock().getTime() / 1000;
    if (claims.iat < now - PAST || claims.iat > now + FUTURE || claims.iat < this.#since)
      throw dpopRefusal('DPOP_TIME');
    if (claims.htm !== request.method || !sameUrl(claims.htu, request.url))
      throw dpopRefusal('DPOP_OTHER_REQUEST');
    if (claims.ath !== (request.token === undefined ? undefined : tokenDigest(request.token)))
      throw dpopRefusal('DPOP_OTHER_REQUEST');
    const use = (): void => {
      if (!this.#seen.add(`${thumbprint}.${claims.jti}`)) throw dpopRefusal('DPOP_REPLAYED');
    };
    return { thumbprint, use };
  }

  async #open(proof: string): Promise<{ claims: z.infer<typeof proofClaims>; thumbprint: string }> {
    try {
      const { jwk } = proofHeader.parse(decodeProtectedHeader(proof));
      const { key, thumbprint } = await this.#keyOf(jwk);
      // The window of iat is checked above against the clock that was handed in.
      const { payload } = await jwtVerify(proof, key, {
        algorithms: ['ES256'],
        typ: 'dpop+jwt',
        currentDate: this.#clock(),
      });
      return { claims: proofClaims.parse(payload), thumbprint };
    } catch (cause) {
      throw dpopRefusal('DPOP_INVALID', cause);
    }
  }

  async #keyOf({ kty, crv, x, y }: z.infer<typeof proofHeader>['jwk']): Promise<ProofKey> {
    const name = `${x}.${y}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = await importJWK({ kty, crv, x, y }, 'ES256');
    if (key instanceof Uint8Array) throw new TypeError('not a public key');
    return this.#keys.keep(name, {
      key,
      thumbprint: await calculateJwkThumbprint({ kty, crv, x, y }, 'sha256'),
    });
  }
}

/** `ath` (RFC 9449 section 4.2): base64url of SHA-256 of the token. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token, 'ascii').digest('base64url');
}

function sameUrl(htu: string, url: string): boolean {
  const [claimed, ours] = [new URL(htu), new URL(url)];
  return claimed.origin === ours.origin && claimed.pathname === ours.pathname;
}

/** RFC 9449 section 7.1: which error the challenge names. */
function dpopRefusal(code: SessionCode, cause?: unknown): Refusal {
  const headers = { 'WWW-Authenticate': 'DPoP error="invalid_dpop_proof", algs="ES256"' };
  return new Refusal(code, { headers }, cause === undefined ? undefined : { cause });
}
