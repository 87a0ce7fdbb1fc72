import { Oauth2Client } from '@openid4vc/oauth2';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { randomUUID } from 'node:crypto';
import { OpenidError } from '../openid/codes.js';
import { callbacksOf, dpopSigner, type ClientOptions } from '../openid/library.js';
import { asking } from './asking.js';
import type { Offer } from './offer.js';
import { accessOf, type Access } from './receive.js';

/** A flow through the holder's browser that has begun. */
export interface Begun {
  /** Where the browser is sent. */
  readonly url: string;
  /**
   * Goes on with the address to which the browser came back.
   * @throws OpenidError REDIRECT_MISMATCH, ISSUER_REFUSED, ISSUER_ANSWER_INVALID
   */
  finish(cameBack: string): Promise<Access>;
}

export interface BeginOptions extends ClientOptions {
  /** Name of the client: an address of its own, for instance. */
  readonly client: string;
  readonly redirectUri: string;
  /** Which of the offered configurations; the first when left out. */
  readonly configuration?: string;
}

/** Begins the authorization code flow, with PKCE, by a pushed request where the issuer takes one. */
export async function begin(offer: Offer, options: BeginOptions): Promise<Begun> {
  const { client: clientId, redirectUri, configuration } = options;
  const wallet = new Openid4vciClient({ callbacks: callbacksOf(options) });
  const chosen = offer.configurations.find(({ id }) => configuration === undefined || id === configuration);
  if (chosen === undefined) throw new OpenidError('CONFIGURATION_NOT_OFFERED');
  const known = offer.metadata.credentialIssuer.credential_configurations_supported[chosen.id];
  const state = randomUUID();
  const grant = offer.object.grants?.authorization_code;
  const servers = offer.metadata.authorizationServers;
  const server = servers.find(
    ({ issuer }) => grant?.authorization_server === undefined || issuer === grant.authorization_server,
  );
  if (grant === undefined || server === undefined) throw new OpenidError('OFFER_WITHOUT_KNOWN_GRANT');
  // Not by Openid4vciClient of 0.4.6, which leaves the state out.
  const begun = await asking(() =>
    new Oauth2Client({ callbacks: callbacksOf(options) }).initiateAuthorization({
      authorizationServerMetadata: server,
      clientId,
      redirectUri,
      state,
      resource: offer.issuer,
      ...(known?.scope !== undefined && { scope: known.scope }),
      ...(grant.issuer_state !== undefined && {
        additionalRequestPayload: { issuer_state: grant.issuer_state },
      }),
    }),
  );
  const { authorizationRequestUrl, pkce } = begun;
  return {
    url: authorizationRequestUrl,
    finish: async (cameBack) => {
      const code = codeIn(cameBack, redirectUri, state, server.issuer);
      const { accessTokenResponse } = await asking(() =>
        wallet.retrieveAuthorizationCodeAccessTokenFromOffer({
          credentialOffer: offer.object,
          issuerMetadata: offer.metadata,
          authorizationCode: code,
          redirectUri,
          ...(pkce !== undefined && { pkceCodeVerifier: pkce.codeVerifier }),
          dpop: { signer: dpopSigner(options) },
        }),
      );
      return accessOf(accessTokenResponse);
    },
  };
}

/** At the address that was named, with our state, from the server that was asked (RFC 9207). */
function codeIn(cameBack: string, redirectUri: string, state: string, issuer: string): string {
  const [url, own] = [new URL(cameBack), new URL(redirectUri)];
  const isOurs =
    url.origin === own.origin && url.pathname === own.pathname && url.searchParams.get('state') === state;
  if (!isOurs || url.searchParams.get('iss') !== issuer) throw new OpenidError('REDIRECT_MISMATCH');
  const [code, error] = [url.searchParams.get('code'), url.searchParams.get('error')];
  if (code === null) throw new OpenidError('ISSUER_REFUSED', { error: error ?? undefined });
  return code;
}
