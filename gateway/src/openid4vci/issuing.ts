import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { toBase64url } from '@renxin/chaincode/canonical';
import { configurationNamed, type Configuration } from '@renxin/credentials/openid4vci';
import { didOf } from '@renxin/wallets/e-certificate';
import type { CopyFile } from '../certificates/certificate-file.js';
import { copied, copyNamed } from '../certificates/copying.js';
import { load } from '../certificates/desk.js';
import { heldBy } from '../certificates/holding.js';
import { Refusal } from '../problem/index.js';
import type { JsonRecord } from '../store/index.js';
import { boundKeys, type KeyProofs } from './bound-keys.js';
import type { IssuanceDesk } from './desk.js';
import type { Grant } from './grant.js';

/** The credential endpoint and the deferred one (OpenID4VCI 1.0 sections 8 and 9). */

export interface CredentialRequest {
  readonly credential_configuration_id?: string | undefined;
  readonly credential_identifier?: string | undefined;
  readonly proofs?: KeyProofs | undefined;
}

export type CredentialAnswer =
  | { readonly credentials: readonly { readonly credential: Json }[]; readonly notification_id?: string }
  | { readonly transaction_id: string; readonly interval: number };

/** Seconds after which a wallet asks again for what its issuer has not signed. */
const INTERVAL = 2;

/**
 * The certificate itself to the key that is registered for its holder; to any other key a copy bound to it.
 * @throws Refusal CONFIGURATION_UNKNOWN, CREDENTIAL_IDENTIFIER_UNKNOWN, HOLDER_PROOF_*, NONCE_*, HOLDER_MISMATCH,
 *   BATCH_TOO_LARGE and what {@link copied} refuses
 */
export async function requested(
  desk: IssuanceDesk,
  { value: grant }: JsonRecord<Grant>,
  request: CredentialRequest,
): Promise<CredentialAnswer> {
  const configuration = configurationOf(grant, request);
  const holders = await boundKeys(desk, grant, request.proofs ?? {});
  const registered = didOf(desk.certificates.ledger.name, grant.holder);
  const own = holders.filter(({ did }) => did === registered);
  if (holders.some(({ did }) => !did.startsWith('did:key:') && did !== registered))
    throw new Refusal('HOLDER_MISMATCH');
  if (own.length > 0) {
    if (holders.length > 1 || configuration.format !== 'ldp_vc') throw new Refusal('HOLDER_PROOF_DOUBLED');
    return issuedAnswer(desk, grant.grant, [await originalOf(desk, grant)]);
  }
  const subjects = holders.map(({ did }) => did);
  const copies = await copied(desk.certificates, grant.certificate, subjects, configuration.format);
  const signed = copies.flatMap(({ credential }) => (credential === undefined ? [] : [credential]));
  if (signed.length === copies.length) return issuedAnswer(desk, grant.grant, signed);
  return deferredAnswer(desk, grant.grant, copies);
}

/**
 * What a transaction waits for, once all of it is signed; it is handed out once.
 * @throws Refusal TRANSACTION_UNKNOWN
 */
export async function fetchedLater(
  desk: IssuanceDesk,
  { value }: JsonRecord<Grant>,
  transaction: string,
): Promise<CredentialAnswer> {
  const waiting = value.deferred.find((each) => each.transaction === transaction);
  if (waiting === undefined) throw new Refusal('TRANSACTION_UNKNOWN');
  const copies = await Promise.all(
    waiting.copies.map((copy) => copyNamed(desk.certificates, value.certificate, copy)),
  );
  const signed = copies.flatMap((copy) => (copy?.credential === undefined ? [] : [copy.credential]));
  if (signed.length < copies.length) return { transaction_id: transaction, interval: INTERVAL };
  return desk.certificates.turns.take(`grant ${value.grant}`, async () => {
    const known = await desk.grants.get(value.grant);
    const left = known?.value.deferred.filter((each) => each.transaction !== transaction) ?? [];
    if (known === undefined || left.length === known.value.deferred.length)
      throw new Refusal('TRANSACTION_UNKNOWN');
    const change = desk.grants.put(value.grant, { ...known.value, deferred: left }, known.version);
    await desk.certificates.store.write([change]);
    // No notification: @openid4vc 0.4.6 and the wallets on it refuse a deferred answer that has one.
    return answerOf(signed);
  });
}

/** What the wallet says became of what it got (section 11). @throws Refusal NOTIFICATION_UNKNOWN */
export async function notified(
  desk: IssuanceDesk,
  name: string,
  notification: string,
  event: string,
): Promise<void> {
  await desk.certificates.turns.take(`grant ${name}`, async () => {
    const known = await desk.grants.get(name);
    if (known?.value.notifications.some((each) => each.notification === notification) !== true)
      throw new Refusal('NOTIFICATION_UNKNOWN');
    const notifications = known.value.notifications.map((each) =>
      each.notification === notification ? { notification, event } : each,
    );
    const value = { ...known.value, notifications };
    await desk.certificates.store.write([desk.grants.put(name, value, known.version)]);
  });
}

function configurationOf(
  grant: Grant,
  { credential_configuration_id: id, credential_identifier: identifier }: CredentialRequest,
): Configuration {
  if (identifier !== undefined)
    throw new Refusal(id === undefined ? 'CREDENTIAL_IDENTIFIER_UNKNOWN' : 'CREDENTIAL_REQUEST_INVALID');
  const found = id !== undefined && grant.configurations.includes(id) ? configurationNamed(id) : undefined;
  if (found === undefined) throw new Refusal('CONFIGURATION_UNKNOWN');
  return found;
}

async function originalOf(desk: IssuanceDesk, grant: Grant): Promise<JsonObject> {
  const asker = { identifier: grant.holder, role: 'person' };
  const views = await heldBy(desk.certificates, asker);
  const view = views.find(({ certificate }) => certificate === grant.certificate);
  if (view === undefined) throw new Refusal('CERTIFICATE_UNKNOWN');
  await load(desk.certificates, grant.certificate, ({ holder }) => holder === grant.holder);
  return view.credential;
}

function issuedAnswer(
  desk: IssuanceDesk,
  name: string,
  credentials: readonly Json[],
): Promise<CredentialAnswer> {
  return desk.certificates.turns.take(`grant ${name}`, async () => {
    const known = await desk.grants.get(name);
    if (known === undefined) throw new Refusal('GRANT_UNKNOWN');
    const notification = toBase64url(desk.certificates.random(16));
    const notifications = [...known.value.notifications, { notification }].slice(-MOST_NOTIFICATIONS);
    const change = desk.grants.put(name, { ...known.value, notifications }, known.version);
    await desk.certificates.store.write([change]);
    return { ...answerOf(credentials), notification_id: notification };
  });
}

function answerOf(credentials: readonly Json[]) {
  return { credentials: credentials.map((credential) => ({ credential })) };
}

const MOST_NOTIFICATIONS = 256;
const MOST_DEFERRED = 64;

function deferredAnswer(
  desk: IssuanceDesk,
  name: string,
  copies: readonly CopyFile[],
): Promise<CredentialAnswer> {
  return desk.certificates.turns.take(`grant ${name}`, async () => {
    const known = await desk.grants.get(name);
    if (known === undefined) throw new Refusal('GRANT_UNKNOWN');
    if (known.value.deferred.length >= MOST_DEFERRED) throw new Refusal('COPIES_EXHAUSTED');
    const transaction = toBase64url(desk.certificates.random(24));
    const waiting = { transaction, copies: copies.map(({ copy }) => copy) };
    const value = { ...known.value, deferred: [...known.value.deferred, waiting] };
    await desk.certificates.store.write([desk.grants.put(name, value, known.version)]);
    return { transaction_id: transaction, interval: INTERVAL };
  });
}
