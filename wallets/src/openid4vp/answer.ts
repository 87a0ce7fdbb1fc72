import type { JsonObject } from '@renxin/chaincode/canonical';
import { present } from '@renxin/credentials/credential';
import { multikeyOf } from '@renxin/credentials/data-integrity';
import { clientIdOf, type PresentationRequest } from '@renxin/credentials/openid4vp';
import { bindKey } from '@renxin/credentials/sd-jwt';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { CompactEncrypt, importJWK } from 'jose';
import { OpenidError, refusalWithin } from '../openid/codes.js';
import type { Fetch } from '../openid/library.js';
import type { BindingKey } from '../openid4vci/receive.js';
import { saidBy } from './request.js';

/** What the holder agreed to show under a name of the query, with the key that it is bound to. */
export interface Chosen {
  readonly name: string;
  /** A document, or an SD-JWT VC with what the holder agreed to disclose. */
  readonly credential: JsonObject | string;
  readonly key: BindingKey;
}

export interface AnswerOptions {
  readonly fetch: Fetch;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly activation: () => Activation;
}

/**
 * Shows what was chosen, bound to this verifier and this request, encrypted where it asks for that.
 * @returns where the holder's browser goes on, when the verifier says so
 * @throws OpenidError VERIFIER_REFUSED with its reason, VERIFIER_ANSWER_INVALID
 */
export async function answer(
  request: PresentationRequest,
  chosen: readonly Chosen[],
  options: AnswerOptions,
): Promise<string | undefined> {
  const shown = await Promise.all(
    chosen.map(async ({ name, credential, key }) => [
      name,
      [await shownBy(request, credential, key, options)],
    ]),
  );
  const members = { vp_token: Object.fromEntries(shown) as JsonObject, state: request.state };
  return posted(request, await formOf(request, members), options);
}

/** The holder does not agree. */
export async function decline(request: PresentationRequest, options: AnswerOptions): Promise<void> {
  await posted(request, { error: 'access_denied', state: request.state }, options);
}

async function shownBy(
  { nonce: challenge, verifier }: PresentationRequest,
  credential: JsonObject | string,
  { signer, verificationMethod }: BindingKey,
  { provider, clock, activation }: AnswerOptions,
): Promise<JsonObject | string> {
  const domain = clientIdOf(verifier);
  if (typeof credential === 'string') {
    const by = { signer, activation: activation(), provider, now: clock() };
    return bindKey(credential, { audience: domain, nonce: challenge }, by);
  }
  const multikey = multikeyOf(signer.key);
  const method = verificationMethod ?? `did:key:${multikey}#${multikey}`;
  return present([credential], {
    provider,
    now: clock(),
    activation: activation(),
    holder: method.split('#')[0] ?? '',
    verificationMethod: method,
    signer,
    challenge,
    domain,
  });
}

async function formOf(
  { mode, encryptionKey, nonce }: PresentationRequest,
  members: { readonly vp_token: JsonObject; readonly state: string },
): Promise<Record<string, string>> {
  if (mode === 'direct_post' || encryptionKey === undefined)
    return { vp_token: JSON.stringify(members.vp_token), state: members.state };
  const { kid } = encryptionKey;
  const response = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(members)))
    .setProtectedHeader({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      ...(typeof kid === 'string' && { kid }),
      apv: Buffer.from(nonce).toString('base64url'),
    })
    .encrypt(await importJWK(encryptionKey, 'ECDH-ES'));
  return { response };
}

async function posted(
  { responseUri }: PresentationRequest,
  form: Readonly<Record<string, string>>,
  { fetch }: AnswerOptions,
): Promise<string | undefined> {
  const response = await fetch(responseUri, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    redirect: 'error',
  }).catch((cause: unknown) => {
    throw refusalWithin(cause) ?? new OpenidError('VERIFIER_ANSWER_INVALID', {}, { cause });
  });
  if (!response.ok) throw new OpenidError('VERIFIER_REFUSED', await saidBy(response));
  const said: unknown = await response.json().catch(() => ({}));
  const { redirect_uri: back } = said as { readonly redirect_uri?: unknown };
  return typeof back === 'string' && /^https?:\/\//.test(back) ? back : undefined;
}
