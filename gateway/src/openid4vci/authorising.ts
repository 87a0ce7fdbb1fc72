import { toBase64url, toHex } from '@renxin/chaincode/canonical';
import { configurationNamed, configurationsOf } from '@renxin/credentials/openid4vci';
import type { authorisationDecision, WalletAuthorisation } from '@renxin/wallets/api';
import { z } from 'zod';
import { load, recordOf, type Asker } from '../certificates/desk.js';
import { Refusal } from '../problem/index.js';
import { outlived, type JsonRecord } from '../store/index.js';
import type { IssuanceDesk } from './desk.js';
import type { Grant, Pushed } from './grant.js';
import { sha256 } from './tokens.js';

/**
 * The authorization code flow: a client pushes what it asks for (RFC 9126), sends its browser, and the holder decides with
 * the key that the ledger has for it, in its own app. Nothing is sent back to a client before the holder has decided.
 */

const URN = 'urn:ietf:params:oauth:request_uri:';
/** Seconds. */
const PUSHED_LIFETIME = 300;
const CODE_LIFETIME = 120;

export interface PushRequest {
  readonly client_id: string;
  readonly response_type: string;
  readonly redirect_uri: string;
  readonly code_challenge: string;
  readonly code_challenge_method: string;
  readonly scope?: string | undefined;
  readonly authorization_details?: string | undefined;
  readonly state?: string | undefined;
}

/** @throws Refusal REDIRECT_URI_INVALID, SCOPE_UNKNOWN, CODE_CHALLENGE_INVALID */
export async function pushedRequest(
  desk: IssuanceDesk,
  request: PushRequest,
): Promise<{ request_uri: string; expires_in: number }> {
  requireRedirect(request.redirect_uri);
  const isS256 =
    request.code_challenge_method === 'S256' && /^[A-Za-z0-9_-]{43}$/.test(request.code_challenge);
  if (!isS256 || request.response_type !== 'code') throw new Refusal('CODE_CHALLENGE_INVALID');
  const { random, clock, store } = desk.certificates;
  const name = `r-${toHex(random(16))}`;
  const fresh: Pushed = {
    schema: 1,
    client: request.client_id,
    redirectUri: request.redirect_uri,
    ...(request.state !== undefined && { state: request.state }),
    challenge: request.code_challenge,
    type: typeOf(request),
    expires: new Date(clock().getTime() + PUSHED_LIFETIME * 1000).toISOString(),
  };
  // Anybody may push: what is over makes room.
  await store.write([desk.pushed.put(name, fresh, 0), ...(await outlived(desk.pushed, clock()))]);
  return { request_uri: URN + name, expires_in: PUSHED_LIFETIME };
}

/** Where the browser goes, or undefined as long as the holder has not decided. @throws Refusal AUTHORISATION_UNKNOWN */
export async function authorised(
  desk: IssuanceDesk,
  { client_id: client, request_uri: uri }: { readonly client_id: string; readonly request_uri: string },
): Promise<{ request: string; asked: Pushed; location: string | undefined }> {
  const request = uri.startsWith(URN) ? uri.slice(URN.length) : '';
  const { value } = await openRequest(desk, request);
  if (value.client !== client) throw new Refusal('WALLET_AUTHORISATION_UNKNOWN');
  return { request, asked: value, location: value.location };
}

/** What the holder is shown. @throws Refusal WALLET_AUTHORISATION_UNKNOWN */
export async function authorisationOf(desk: IssuanceDesk, request: string): Promise<WalletAuthorisation> {
  const { value } = await openRequest(desk, request);
  const { client, redirectUri, type, expires } = value;
  return { request, client, redirectUri, type, expires };
}

/**
 * The holder decides: this certificate of its own into the client's wallet, or nothing.
 * @throws Refusal WALLET_AUTHORISATION_UNKNOWN, WALLET_AUTHORISATION_DECIDED, CERTIFICATE_UNKNOWN
 */
export async function decided(
  desk: IssuanceDesk,
  asker: Asker,
  request: string,
  decision: z.infer<typeof authorisationDecision>,
): Promise<{ location: string }> {
  const { certificates } = desk;
  return certificates.turns.take(`authorisation ${request}`, async () => {
    const { value, version } = await openRequest(desk, request);
    if (value.location !== undefined) throw new Refusal('WALLET_AUTHORISATION_DECIDED');
    const location = new URL(value.redirectUri);
    location.searchParams.set('iss', certificates.base());
    if (value.state !== undefined) location.searchParams.set('state', value.state);
    const changes = [];
    if (decision.decision === 'refuse') location.searchParams.set('error', 'access_denied');
    else {
      const granted = await grantFor(desk, asker, value, decision.certificate);
      location.searchParams.set('code', granted.code);
      changes.push(desk.grants.put(granted.grant.grant, granted.grant, 0));
    }
    const put = desk.pushed.put(request, { ...value, location: location.href }, version);
    await certificates.store.write([put, ...changes]);
    return { location: location.href };
  });
}

async function grantFor(
  desk: IssuanceDesk,
  asker: Asker,
  { client, redirectUri, challenge, type }: Pushed,
  certificate: string,
): Promise<{ grant: Grant; code: string }> {
  const { certificates } = desk;
  const { value } = await load(certificates, certificate, (file) => {
    return file.holder === asker.identifier && file.type === type && file.issued !== undefined;
  });
  if ((await recordOf(certificates, certificate)) === undefined) throw new Refusal('CERTIFICATE_UNKNOWN');
  const name = `a-${toHex(certificates.random(16))}`;
  const code = `${name}.${toBase64url(certificates.random(32))}`;
  const grant: Grant = {
    schema: 1,
    grant: name,
    certificate,
    holder: value.holder,
    configurations: configurationsOf(type).map(({ id }) => id),
    expires: new Date(certificates.clock().getTime() + CODE_LIFETIME * 1000).toISOString(),
    client: { id: client, redirectUri, challenge, code: sha256(code) },
    deferred: [],
    notifications: [],
  };
  return { grant, code };
}

async function openRequest(desk: IssuanceDesk, request: string): Promise<JsonRecord<Pushed>> {
  const known = /^r-[0-9a-f]{32}$/.test(request) ? await desk.pushed.get(request) : undefined;
  if (known === undefined || known.value.expires <= desk.certificates.clock().toISOString())
    throw new Refusal('WALLET_AUTHORISATION_UNKNOWN');
  return known;
}

const details = z
  .array(z.object({ type: z.literal('openid_credential'), credential_configuration_id: z.string() }))
  .length(1);

/** The one type that is asked for, by scope or by authorization details (OpenID4VCI 1.0 section 5.1). */
function typeOf({ scope, authorization_details: text }: PushRequest): string {
  if (text !== undefined) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw new Refusal('SCOPE_UNKNOWN', {}, { cause });
    }
    const parsed = details.safeParse(value);
    const id = parsed.success ? parsed.data[0]?.credential_configuration_id : undefined;
    const configuration = id === undefined ? undefined : configurationNamed(id);
    if (configuration === undefined) throw new Refusal('SCOPE_UNKNOWN');
    return configuration.type;
  }
  const types = (scope ?? '').split(' ').filter((word) => configurationNamed(word)?.type === word);
  const [type] = types;
  if (type === undefined || new Set(types).size > 1) throw new Refusal('SCOPE_UNKNOWN');
  return type;
}

/**
 * Where a code may be sent: https; this machine (RFC 8252 section 7.3); an app's own scheme, which has a dot (section 7.1).
 * No fragment, no name in front of the host, nothing that a browser would run.
 */
function requireRedirect(uri: string): void {
  const parsed = URL.canParse(uri) ? new URL(uri) : undefined;
  const isPlain =
    parsed?.username === '' && parsed.password === '' && !uri.includes('#') && !/[\s\\]/.test(uri);
  const isGood =
    parsed?.protocol === 'https:' ||
    (parsed?.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(parsed.hostname)) ||
    /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]+:$/.test(parsed?.protocol ?? '');
  if (!isPlain || !isGood) throw new Refusal('REDIRECT_URI_INVALID');
}
