import { Oauth2Client } from '@openid4vc/oauth2';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { multikeyOf, type CredentialSigner } from '@renxin/credentials/data-integrity';
import { holderProof } from '@renxin/credentials/openid4vci';
import { OpenidError } from '../openid/codes.js';
import { callbacksOf, dpopSigner, type ClientOptions } from '../openid/library.js';
import { asking } from './asking.js';
import type { Offer, OfferedConfiguration } from './offer.js';

/** A key of the wallet to which a credential gets bound. */
export interface BindingKey {
  readonly signer: CredentialSigner;
  /** URL of the key in a DID document; without it the key is its own name. */
  readonly verificationMethod?: string;
}

export interface ReceiveOptions extends ClientOptions {
  readonly clock: () => Date;
  /** A credential for each of them. */
  readonly keys: readonly [BindingKey, ...BindingKey[]];
  /** Which of the offered configurations; the first when left out. */
  readonly configuration?: string;
}

export interface Received {
  readonly format: string;
  /** In the order of the keys. */
  readonly credentials: readonly (JsonObject | string)[];
}

/** The issuer has not signed yet. */
export interface Awaited {
  readonly interval: number;
  /**
   * Asks again; undefined as long as it has not.
   * @param access the token that came after the one with which it was asked first
   * @throws OpenidError
   */
  later(access?: Access): Promise<Received | undefined>;
}

/** A token of the issuer's, by whatever grant it came. */
export interface Access {
  readonly token: string;
  /** With which {@link refreshed} gets another one, when the issuer gave it. */
  readonly refresh?: string;
}

/**
 * Takes an offer up with the transaction code that the holder was given another way.
 * @throws OpenidError TRANSACTION_CODE_NEEDED, ISSUER_REFUSED, ISSUER_ANSWER_INVALID
 */
export async function accessByCode(
  offer: Offer,
  transactionCode: string | undefined,
  options: ClientOptions,
): Promise<Access> {
  if (offer.needsTransactionCode && transactionCode === undefined)
    throw new OpenidError('TRANSACTION_CODE_NEEDED');
  const client = new Openid4vciClient({ callbacks: callbacksOf(options) });
  const { accessTokenResponse } = await asking(() =>
    client.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer: offer.object,
      issuerMetadata: offer.metadata,
      ...(transactionCode !== undefined && { txCode: transactionCode }),
      dpop: { signer: dpopSigner(options) },
    }),
  );
  return accessOf(accessTokenResponse);
}

/** @param response the answer of a token endpoint */
export function accessOf(response: {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
}): Access {
  const { access_token: token, refresh_token: refresh } = response;
  return { token, ...(refresh !== undefined && { refresh }) };
}

/**
 * Another token for one that has ended: the issuer took longer than it lived.
 * @throws OpenidError TOKEN_NOT_RENEWABLE, ISSUER_REFUSED, ISSUER_ANSWER_INVALID
 */
export async function refreshed(offer: Offer, { refresh }: Access, options: ClientOptions): Promise<Access> {
  const [server] = offer.metadata.authorizationServers;
  if (refresh === undefined || server === undefined) throw new OpenidError('TOKEN_NOT_RENEWABLE');
  const { accessTokenResponse } = await asking(() =>
    new Oauth2Client({ callbacks: callbacksOf(options) }).retrieveRefreshTokenAccessToken({
      authorizationServerMetadata: server,
      refreshToken: refresh,
      dpop: { signer: dpopSigner(options) },
    }),
  );
  return { refresh, ...accessOf(accessTokenResponse) };
}

/**
 * Fetches what the token is good for, bound to the wallet's keys, and tells the issuer that it came.
 * @throws OpenidError ISSUER_REFUSED, ISSUER_ANSWER_INVALID, CREDENTIAL_OTHER_KEY, CONFIGURATION_NOT_OFFERED
 */
export async function receive(
  offer: Offer,
  { token }: Access,
  options: ReceiveOptions,
): Promise<Received | Awaited> {
  const configuration = chosen(offer, options.configuration);
  const client = new Openid4vciClient({ callbacks: callbacksOf(options) });
  const { metadata: issuerMetadata } = offer;
  const dpop = { signer: dpopSigner(options) };
  const jwt = await proofsOf(client, offer, options);
  const { credentialResponse } = await asking(() =>
    client.retrieveCredentials({
      issuerMetadata,
      credentialConfigurationId: configuration.id,
      proofs: { jwt },
      accessToken: token,
      dpop,
    }),
  );
  const { transaction_id: transactionId, interval = 5 } = credentialResponse;
  const finish = async (
    answer: { readonly credentials?: unknown; readonly notification_id?: string | undefined },
    accessToken = token,
  ): Promise<Received> => {
    const credentials = credentialsOf(answer.credentials);
    const isBound = credentials.length === options.keys.length;
    if (!isBound || !credentials.every((each, i) => isAbout(each, options.keys[i])))
      throw new OpenidError('CREDENTIAL_OTHER_KEY');
    const { notification_id: notificationId } = answer;
    if (notificationId !== undefined && issuerMetadata.credentialIssuer.notification_endpoint !== undefined)
      // What came, came: an issuer that does not hear of it changes nothing.
      await client
        .sendNotification({
          issuerMetadata,
          accessToken,
          dpop,
          notification: { notificationId, event: 'credential_accepted' },
        })
        .catch(() => undefined);
    return { format: configuration.format, credentials };
  };
  if (transactionId === undefined) return finish(credentialResponse);
  return {
    interval,
    later: async ({ token: accessToken } = { token }) => {
      const { deferredCredentialResponse: answer } = await asking(() =>
        client.retrieveDeferredCredentials({ issuerMetadata, accessToken, transactionId, dpop }),
      );
      return answer.credentials === undefined ? undefined : finish(answer, accessToken);
    },
  };
}

function chosen(offer: Offer, id: string | undefined): OfferedConfiguration {
  const found = offer.configurations.find((each) => id === undefined || each.id === id);
  if (found === undefined) throw new OpenidError('CONFIGURATION_NOT_OFFERED');
  return found;
}

async function proofsOf(
  client: Openid4vciClient,
  { issuer, metadata }: Offer,
  { keys, clock, activation, client: name }: ReceiveOptions,
): Promise<[string, ...string[]]> {
  const { c_nonce: nonce } = await asking(() => client.requestNonce({ issuerMetadata: metadata }));
  const [first, ...more] = keys.map(({ signer, verificationMethod }) =>
    holderProof({
      issuer,
      nonce,
      now: clock(),
      signer,
      activation: activation(),
      ...(name !== undefined && { client: name }),
      ...(verificationMethod !== undefined && { verificationMethod }),
    }),
  );
  return Promise.all([first ?? Promise.reject(new TypeError('no key')), ...more]);
}

function credentialsOf(value: unknown): readonly (JsonObject | string)[] {
  if (!Array.isArray(value)) throw new OpenidError('ISSUER_ANSWER_INVALID');
  return value.map((each: unknown) => {
    const credential =
      typeof each === 'object' && each !== null && 'credential' in each ? each.credential : each;
    const isOne = typeof credential === 'string' || (typeof credential === 'object' && credential !== null);
    if (!isOne) throw new OpenidError('ISSUER_ANSWER_INVALID');
    return credential as JsonObject | string;
  });
}

/** A document is about the DID of the key; other formats name the key itself and are read where they are verified. */
function isAbout(credential: JsonObject | string, key: BindingKey | undefined): boolean {
  if (key === undefined) return false;
  if (typeof credential === 'string') return true;
  const did = key.verificationMethod?.split('#')[0] ?? `did:key:${multikeyOf(key.signer.key)}`;
  const { credentialSubject: subject } = credential;
  return typeof subject === 'object' && subject !== null && 'id' in subject && subject.id === did;
}
