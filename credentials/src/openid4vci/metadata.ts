import type { JsonObject } from '@renxin/chaincode/canonical';
import { Oauth2AuthorizationServer } from '@openid4vc/oauth2';
import { Openid4vciIssuer } from '@openid4vc/openid4vci';
import { libraryCallbacks } from './library.js';
import { configurationsSupported } from './configurations.js';

/** How many keys one request may name: as many copies of the credential come back. */
export const BATCH = 10;

/** Endpoints below an issuer's identifier. */
export const endpoints = {
  offer: '/openid4vci/offers',
  nonce: '/openid4vci/nonce',
  credential: '/openid4vci/credential',
  deferred: '/openid4vci/deferred-credential',
  notification: '/openid4vci/notification',
  token: '/oauth/token',
  push: '/oauth/par',
  authorize: '/oauth/authorize',
} as const;

/**
 * Credential issuer metadata (OpenID4VCI 1.0 section 12.2).
 * @param issuer the credential issuer's identifier: the organisation's base URL
 */
export function issuerMetadata(issuer: string, name: string): JsonObject {
  const metadata = {
    credential_issuer: issuer,
    authorization_servers: [issuer],
    credential_endpoint: issuer + endpoints.credential,
    nonce_endpoint: issuer + endpoints.nonce,
    deferred_credential_endpoint: issuer + endpoints.deferred,
    notification_endpoint: issuer + endpoints.notification,
    batch_credential_issuance: { batch_size: BATCH },
    display: [{ name, locale: 'zh-CN' }],
    credential_configurations_supported: configurationsSupported(),
  };
  // The library says whether it is metadata as wallets read it.
  new Openid4vciIssuer({ callbacks: libraryCallbacks }).createCredentialIssuerMetadata(
    structuredClone(metadata) as never,
  );
  return metadata;
}

/** Metadata of the authorization server (RFC 8414), which every issuer is for itself. */
export function authorizationServerMetadata(issuer: string): JsonObject {
  const metadata = {
    issuer,
    authorization_endpoint: issuer + endpoints.authorize,
    pushed_authorization_request_endpoint: issuer + endpoints.push,
    require_pushed_authorization_requests: true,
    token_endpoint: issuer + endpoints.token,
    token_endpoint_auth_methods_supported: ['none'],
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', PRE_AUTHORISED, 'refresh_token'],
    'pre-authorized_grant_anonymous_access_supported': true,
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
    scopes_supported: Object.values(configurationsSupported()).map(({ scope }) => scope as string),
  };
  new Oauth2AuthorizationServer({ callbacks: libraryCallbacks }).createAuthorizationServerMetadata(metadata);
  return metadata;
}

export const PRE_AUTHORISED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
