import { toBase64url, toHex } from '@renxin/chaincode/canonical';
import type { IssuerKey } from '@renxin/credentials/credential';
import { multikeyOf } from '@renxin/credentials/data-integrity';
import { queryFor, requestLink, signedRequest, type Asked } from '@renxin/credentials/openid4vp';
import { schemaOf } from '@renxin/credentials/schema';
import { didOf } from '@renxin/wallets/e-certificate';
import type { presentationAsking, PresentationResult } from '@renxin/wallets/api';
import type { z } from 'zod';
import type { Asker } from '../certificates/desk.js';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';
import { outlived, type JsonRecord } from '../store/index.js';
import type { AskedPresentation } from './asked-presentation.js';
import type { PresentationDesk } from './desk.js';
import { encryptionKeyOf } from './encryption.js';

/** Milliseconds that a request can be answered. */
const LIFETIME = 600_000;
/** What was shown and never read is forgotten after a day. */
const KEPT = 86_400_000;

/**
 * Somebody registered asks a holder, whoever it is, to show certificates.
 * @throws Refusal QUERY_MALFORMED for a type or a member that there is not, REDIRECT_URI_INVALID
 */
export async function presentationAsked(
  desk: PresentationDesk,
  asker: Asker,
  { purpose, credentials, mode, returnTo, identifiedBy }: z.infer<typeof presentationAsking>,
): Promise<{ request: string; link: string; expires: string }> {
  credentials.forEach(requireKnown);
  if (returnTo !== undefined) requireReturn(returnTo);
  const { random, clock, store } = desk.certificates;
  const request = `q-${toHex(random(16))}`;
  const expires = new Date(clock().getTime() + LIFETIME).toISOString();
  const verifier = await verifierOf(desk, identifiedBy);
  const fresh: AskedPresentation = {
    schema: 1,
    request,
    by: asker.identifier,
    verifier,
    purpose,
    query: queryFor(credentials),
    mode,
    nonce: toBase64url(random(32)),
    state: toBase64url(random(16)),
    expires,
    ...(returnTo !== undefined && { returnTo }),
  };
  const over = await outlived(desk.asked, new Date(clock().getTime() - KEPT));
  await store.write([desk.asked.put(request, fresh, 0), ...over]);
  const link = requestLink(verifier, `${desk.certificates.base()}/openid4vp/requests/${request}`);
  return { request, link, expires };
}

/** The signed request object. @throws Refusal PRESENTATION_REQUEST_* */
export async function requestObject(desk: PresentationDesk, request: string): Promise<string> {
  const { value } = await openRequest(desk, request);
  const { verifier, purpose, mode, nonce, state, query, expires } = value;
  const now = desk.certificates.clock();
  return signedRequest(
    {
      verifier,
      name: desk.name,
      purpose,
      responseUri: `${desk.certificates.base()}/openid4vp/responses/${request}`,
      mode,
      nonce,
      state,
      query,
      ...(mode === 'direct_post.jwt' && { encryptionKey: encryptionKeyOf(desk, request) }),
    },
    await keyOf(desk, verifier),
    {
      now,
      lifetime: Math.ceil((Date.parse(expires) - now.getTime()) / 1000),
      activation: unattended('presentation-request', now),
    },
  );
}

/**
 * What came: what was shown once, and only to whoever asked.
 * @throws Refusal PRESENTATION_REQUEST_UNKNOWN, PRESENTATION_RESULT_READ, RESPONSE_CODE_WRONG
 */
export async function resultOf(
  desk: PresentationDesk,
  asker: Asker,
  request: string,
  responseCode: string | undefined,
): Promise<PresentationResult> {
  return desk.certificates.turns.take(`presentation ${request}`, async () => {
    const known = await desk.asked.get(request);
    if (known === undefined || known.value.by !== asker.identifier)
      throw new Refusal('PRESENTATION_REQUEST_UNKNOWN');
    const { value, version } = known;
    const now = desk.certificates.clock().toISOString();
    const { outcome } = value;
    if (outcome === undefined) return { outcome: value.expires <= now ? 'expired' : 'waiting' };
    if (outcome.outcome === 'read') throw new Refusal('PRESENTATION_RESULT_READ');
    if (outcome.outcome === 'declined') return { outcome: 'declined' };
    if (outcome.outcome === 'refused') return { outcome: 'refused', code: outcome.code };
    // The browser that comes back is the one that went: nobody is made to read what another holder showed.
    if (outcome.responseCode !== responseCode) throw new Refusal('RESPONSE_CODE_WRONG');
    const read: AskedPresentation = { ...value, outcome: { outcome: 'read', at: now } };
    await desk.certificates.store.write([desk.asked.put(request, read, version)]);
    return { outcome: 'shown', at: outcome.at, credentials: outcome.credentials };
  });
}

/** A request that can be answered. @throws Refusal PRESENTATION_REQUEST_UNKNOWN, _ANSWERED, _EXPIRED */
export async function openRequest(
  desk: PresentationDesk,
  request: string,
): Promise<JsonRecord<AskedPresentation>> {
  const known = await desk.asked.get(request);
  if (known === undefined) throw new Refusal('PRESENTATION_REQUEST_UNKNOWN');
  if (known.value.outcome !== undefined) throw new Refusal('PRESENTATION_REQUEST_ANSWERED');
  if (known.value.expires <= desk.certificates.clock().toISOString())
    throw new Refusal('PRESENTATION_REQUEST_EXPIRED');
  return known;
}

/** The organisation on the ledger, or its assertion key by itself. */
async function verifierOf(
  { certificates, requestKey }: PresentationDesk,
  by: 'did:renxin' | 'did:key',
): Promise<string> {
  if (by === 'did:renxin') return didOf(certificates.ledger.name, certificates.organisation);
  return `did:key:${multikeyOf((await requestKey()).signer.key)}`;
}

async function keyOf({ requestKey }: PresentationDesk, verifier: string): Promise<IssuerKey> {
  const key = await requestKey();
  if (!verifier.startsWith('did:key:')) return key;
  return { ...key, verificationMethod: `${verifier}#${verifier.slice('did:key:'.length)}` };
}

function requireKnown({ type, claims }: Asked): void {
  let fields: object;
  try {
    fields = schemaOf(type).definition.fields;
  } catch (cause) {
    throw new Refusal('QUERY_MALFORMED', {}, { cause });
  }
  if (!claims.every((name) => Object.hasOwn(fields, name))) throw new Refusal('QUERY_MALFORMED');
}

/** https, or this machine. */
export function requireReturn(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(parsed?.hostname ?? '');
  const isPlain = parsed?.username === '' && parsed.password === '' && !url.includes('#');
  const isGood = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback);
  if (!isPlain || !isGood) throw new Refusal('REDIRECT_URI_INVALID');
}
