import { toBase64url } from '@renxin/chaincode/canonical';
import { PRE_AUTHORISED } from '@renxin/credentials/openid4vci';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../problem/index.js';
import { tokenDigest } from '../session/dpop.js';
import { tokenRefusal } from '../session/tokens.js';
import type { JsonRecord } from '../store/index.js';
import type { IssuanceDesk } from './desk.js';
import { MOST_TRIES, type Grant } from './grant.js';
import { preAuthorisedCode } from './offering.js';

/** Seconds. */
const TOKEN_LIFETIME = 600;
/** Milliseconds: an issuer that has to sign may take days. */
const REFRESHED_FOR = 7 * 86_400_000;

/** The request that a token or a call comes with: what a DPoP proof has to be about. */
export interface Proven {
  readonly method: string;
  readonly url: string;
  readonly proof: string | undefined;
}

export interface TokenRequest {
  readonly grant_type: string;
  readonly 'pre-authorized_code'?: string | undefined;
  readonly tx_code?: string | undefined;
  readonly code?: string | undefined;
  readonly code_verifier?: string | undefined;
  readonly redirect_uri?: string | undefined;
  readonly client_id?: string | undefined;
  readonly refresh_token?: string | undefined;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'DPoP';
  readonly expires_in: number;
  readonly refresh_token: string;
}

/**
 * A code for a token that is bound to the client's key (RFC 9449): each code once. Wrong transaction codes are counted,
 * durably, before they are answered. A refresh token is good as often as its client comes, for seven days, by the same key
 * alone (RFC 9700 section 4.14.2); each new token ends the one before.
 * @throws Refusal GRANT_*, TRANSACTION_CODE_*, CODE_VERIFIER_WRONG, CLIENT_MISMATCH, REDIRECT_URI_MISMATCH, DPOP_*
 */
export async function exchanged(
  desk: IssuanceDesk,
  request: TokenRequest,
  proven: Proven,
): Promise<TokenAnswer> {
  const kind = kinds[request.grant_type];
  if (kind === undefined) throw new Refusal('GRANT_TYPE_UNSUPPORTED');
  const given = request[kind] ?? '';
  const name = secretName(given);
  if (name === undefined) throw new Refusal('GRANT_UNKNOWN');
  const { thumbprint, use } = await desk.dpop.verify(proven.proof, proven);
  return desk.certificates.turns.take(`grant ${name}`, async () => {
    const known = await desk.grants.get(name);
    if (known === undefined) throw new Refusal('GRANT_UNKNOWN');
    switch (kind) {
      case 'pre-authorized_code':
        await requirePreAuthorised(desk, known, given, request.tx_code);
        break;
      case 'code':
        await requireAuthorised(desk, known, given, request);
        break;
      case 'refresh_token':
        requireRefresh(desk, known.value, given, { thumbprint, client: request.client_id });
    }
    use();
    const fresh = (): string => `${name}.${toBase64url(desk.certificates.random(32))}`;
    const token = fresh();
    const refresh = kind === 'refresh_token' ? given : fresh();
    const now = desk.certificates.clock().getTime();
    const value = {
      ...known.value,
      token: { digest: sha256(token), thumbprint, expires: after(now, TOKEN_LIFETIME * 1000) },
      ...(kind !== 'refresh_token' && { refresh: sha256(refresh), expires: after(now, REFRESHED_FOR) }),
    };
    await desk.certificates.store.write([desk.grants.put(name, value, known.version)]);
    return {
      access_token: token,
      token_type: 'DPoP',
      expires_in: TOKEN_LIFETIME,
      refresh_token: refresh,
    };
  });
}

/** By which member of the request each grant type asks. */
const kinds: Readonly<Record<string, 'pre-authorized_code' | 'code' | 'refresh_token'>> = {
  [PRE_AUTHORISED]: 'pre-authorized_code',
  authorization_code: 'code',
  refresh_token: 'refresh_token',
};

/** The grant that a code or a token names in front of its secret. */
function secretName(text: string): string | undefined {
  return /^([a-z0-9-]{10,64})\.[A-Za-z0-9_-]{43}$/.exec(text)?.[1];
}

function after(now: number, milliseconds: number): string {
  return new Date(now + milliseconds).toISOString();
}

/**
 * The grant of an access token.
 * @throws Refusal TOKEN_*, DPOP_*
 */
export async function grantOf(
  desk: IssuanceDesk,
  authorization: string | undefined,
  proven: Proven,
): Promise<JsonRecord<Grant>> {
  const token = /^DPoP ([A-Za-z0-9._-]{1,256})$/i.exec(authorization ?? '')?.[1];
  if (token === undefined)
    throw tokenRefusal(authorization === undefined ? 'TOKEN_MISSING' : 'TOKEN_INVALID');
  const name = secretName(token);
  const known = name === undefined ? undefined : await desk.grants.get(name);
  const held = known?.value.token;
  if (known === undefined || held === undefined || known.value.revoked === true)
    throw tokenRefusal('TOKEN_INVALID');
  if (!isSame(held.digest, sha256(token))) throw tokenRefusal('TOKEN_INVALID');
  if (held.expires <= desk.certificates.clock().toISOString()) throw tokenRefusal('TOKEN_EXPIRED');
  const { thumbprint, use } = await desk.dpop.verify(proven.proof, {
    ...proven,
    tokenDigest: tokenDigest(token),
  });
  if (thumbprint !== held.thumbprint) throw tokenRefusal('TOKEN_KEY_MISMATCH');
  use();
  return known;
}

async function requirePreAuthorised(
  desk: IssuanceDesk,
  { value, version }: JsonRecord<Grant>,
  code: string,
  transactionCode: string | undefined,
): Promise<void> {
  const { grant: name, transactionCode: kept } = value;
  if (kept === undefined || !isSame(code, preAuthorisedCode(desk, name))) throw new Refusal('GRANT_UNKNOWN');
  if (value.token !== undefined) throw new Refusal('GRANT_USED');
  requireTime(desk, value);
  if (kept.tries >= MOST_TRIES) throw new Refusal('GRANT_CLOSED');
  if (transactionCode === undefined) throw new Refusal('TRANSACTION_CODE_MISSING');
  if (isSame(kept.digest, desk.keyed(`transaction ${name} ${transactionCode}`))) return;
  const counted = { ...value, transactionCode: { ...kept, tries: kept.tries + 1 } };
  await desk.certificates.store.write([desk.grants.put(name, counted, version)]);
  throw new Refusal('TRANSACTION_CODE_WRONG');
}

/** A code that comes again ends what the first one gave (RFC 6749 section 4.1.2): one of the two was not its client. */
async function requireAuthorised(
  desk: IssuanceDesk,
  { value, version }: JsonRecord<Grant>,
  code: string,
  { client_id, redirect_uri, code_verifier = '' }: TokenRequest,
): Promise<void> {
  const { client } = value;
  if (client === undefined || !isSame(client.code, sha256(code))) throw new Refusal('GRANT_UNKNOWN');
  if (value.token !== undefined) {
    const revoked = { ...value, revoked: true as const };
    await desk.certificates.store.write([desk.grants.put(value.grant, revoked, version)]);
    throw new Refusal('GRANT_USED');
  }
  requireTime(desk, value);
  if (client_id !== client.id) throw new Refusal('CLIENT_MISMATCH');
  if (redirect_uri !== client.redirectUri) throw new Refusal('REDIRECT_URI_MISMATCH');
  const isVerifier = /^[A-Za-z0-9._~-]{43,128}$/.test(code_verifier);
  if (!isVerifier || !isSame(client.challenge, sha256(code_verifier)))
    throw new Refusal('CODE_VERIFIER_WRONG');
}

/** Only the client that has the key: whoever finds the token gets nothing for it. */
function requireRefresh(
  desk: IssuanceDesk,
  value: Grant,
  given: string,
  by: { readonly thumbprint: string; readonly client: string | undefined },
): void {
  const { refresh, token, client, revoked } = value;
  const isKnown = refresh !== undefined && isSame(refresh, sha256(given)) && revoked !== true;
  if (!isKnown || token === undefined) throw new Refusal('GRANT_UNKNOWN');
  requireTime(desk, value);
  if (by.thumbprint !== token.thumbprint) throw new Refusal('GRANT_KEY_MISMATCH');
  if (by.client !== undefined && client !== undefined && by.client !== client.id)
    throw new Refusal('CLIENT_MISMATCH');
}

function requireTime(desk: IssuanceDesk, { expires }: Grant): void {
  if (expires <= desk.certificates.clock().toISOString()) throw new Refusal('GRANT_EXPIRED');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
