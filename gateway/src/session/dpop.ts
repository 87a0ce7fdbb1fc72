import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { isOnCurve, type PublicKey } from '@renxin/chaincode/messages';
import { calculateJwkThumbprint } from 'jose';
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
  /** `ath` of the access token that goes with it ({@link tokenDigest}); absent while a session is being opened. */
  readonly tokenDigest?: string;
}

interface ProofKey {
  readonly key: PublicKey;
  readonly thumbprint: string;
}

/** A head that says no more than it has to is shorter; longer ones are read anew each time. */
const LONGEST_HEAD = 512;
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
  htu: z.string(),
  iat: z.int(),
  jti: z.string().regex(/^[A-Za-z0-9._~-]{8,128}$/),
  ath: z.exactOptional(z.string()),
  exp: z.exactOptional(z.number()),
  nbf: z.exactOptional(z.number()),
});

type Verify = (key: PublicKey, message: Uint8Array, signature: Uint8Array) => boolean;

/** Checks DPoP proofs (RFC 9449 section 4.3), each good for one request. ES256 alone. */
export class DpopProofs {
  readonly #clock: () => Date;
  readonly #verify: Verify;
  readonly #since: number;
  readonly #seen: SeenOnce;
  /** By the head of a proof, which is the same in all of a client's. */
  readonly #keys = new Recent<ProofKey>(4096);

  /** @param verify `CryptoProvider.verify` of seal */
  constructor(clock: () => Date, verify: Verify) {
    this.#clock = clock;
    this.#verify = verify;
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
    if (claims.ath !== request.tokenDigest) throw dpopRefusal('DPOP_OTHER_REQUEST');
    const use = (): void => {
      if (!this.#seen.add(`${thumbprint}.${claims.jti}`)) throw dpopRefusal('DPOP_REPLAYED');
    };
    return { thumbprint, use };
  }

  async #open(proof: string): Promise<{ claims: z.infer<typeof proofClaims>; thumbprint: string }> {
    try {
      const [head = '', payload = '', signature = '', ...more] = proof.split('.');
      if (more.length > 0) throw new TypeError('not a compact JWS');
      const known = this.#keys.get(head);
      const { key, thumbprint } = known ?? (await keyOf(head));
      const signed = Buffer.from(`${head}.${payload}`, 'latin1');
      if (!this.#verify(key, signed, bytesOf(signature))) throw new TypeError('the signature does not hold');
      if (known === undefined && head.length <= LONGEST_HEAD) this.#keys.keep(head, { key, thumbprint });
      const claims = proofClaims.parse(jsonOf(payload));
      this.#requireCurrent(claims);
      return { claims, thumbprint };
    } catch (cause) {
      throw dpopRefusal('DPOP_INVALID', cause);
    }
  }

  /** RFC 7519 sections 4.1.4 and 4.1.5. The window of `iat` is checked by itself. */
  #requireCurrent({ exp, nbf }: z.infer<typeof proofClaims>): void {
    const now = Math.floor(this.#clock().getTime() / 1000);
    if ((exp !== undefined && exp <= now) || (nbf !== undefined && nbf > now))
      throw new TypeError('the proof is not in force');
  }
}

/** The key that a proof's head names. @throws what says that it is no head of a proof */
async function keyOf(head: string): Promise<ProofKey> {
  const { kty, crv, x, y } = proofHeader.parse(jsonOf(head)).jwk;
  const point = toBase64url(Uint8Array.of(4, ...bytesOf(x), ...bytesOf(y)));
  const key: PublicKey = { algorithm: 'P-256', point };
  if (!isOnCurve(key)) throw new TypeError('not a public key');
  return { key, thumbprint: await calculateJwkThumbprint({ kty, crv, x, y }, 'sha256') };
}

/** @throws TypeError, SyntaxError for what is not base64url of JSON in UTF-8 */
function jsonOf(text: string): unknown {
  return JSON.parse(utf8.decode(bytesOf(text)));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new TypeError('not base64url');
  return bytes;
}

/** `ath` (RFC 9449 section 4.2): base64url of SHA-256 of the token. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token, 'ascii').digest('base64url');
}

function sameUrl(htu: string, url: string): boolean {
  if (htu === url) return true;
  if (!URL.canParse(htu)) throw dpopRefusal('DPOP_INVALID');
  const [claimed, ours] = [new URL(htu), new URL(url)];
  return claimed.origin === ours.origin && claimed.pathname === ours.pathname;
}

/** RFC 9449 section 7.1: which error the challenge names. */
function dpopRefusal(code: SessionCode, cause?: unknown): Refusal {
  const headers = { 'WWW-Authenticate': 'DPoP error="invalid_dpop_proof", algs="ES256"' };
  return new Refusal(code, { headers }, cause === undefined ? undefined : { cause });
}
