import type { CallbackContext, Jwk, JwtSigner } from '@openid4vc/oauth2';
import { clientAuthenticationAnonymous, clientAuthenticationNone } from '@openid4vc/oauth2';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { jwkOf, signJws } from '@renxin/credentials/jose';
import type { Activation, Signer } from '@renxin/seal/signer';
import { createHash, randomBytes } from 'node:crypto';

/** How a wallet's requests go out: it refuses what they may not reach. */
export type Fetch = (url: string, request?: RequestInit) => Promise<Response>;

export interface ClientOptions {
  readonly fetch: Fetch;
  /** The client's own key (P-256), to which tokens are bound (RFC 9449): a new one for each issuer. */
  readonly clientKey: Signer;
  readonly activation: () => Activation;
  /** Name of the client; without it nobody asks for one. */
  readonly client?: string;
}

/** What the OpenID libraries are given: our fetch, our keys, and nothing that decrypts or believes. */
export function callbacksOf({ fetch, clientKey, activation, client }: ClientOptions): CallbackContext {
  return {
    fetch: (input, request) => fetch(urlOf(input), { ...request, redirect: 'error' }),
    hash: (data, algorithm) =>
      new Uint8Array(
        createHash(HASHES[algorithm] ?? 'sha256')
          .update(data)
          .digest(),
      ),
    generateRandom: (length) => new Uint8Array(randomBytes(length)),
    signJwt: async (_signer: JwtSigner, { header, payload }) => {
      const { alg: _alg, ...said } = plain(header);
      const jwt = await signJws({ header: said, payload: plain(payload) }, clientKey, activation());
      return { jwt, signerJwk: jwkOf(clientKey.key) };
    },
    clientAuthentication:
      client === undefined ? clientAuthenticationAnonymous() : clientAuthenticationNone({ clientId: client }),
    verifyJwt: () => ({ verified: false }),
    decryptJwe: () => ({ decrypted: false }),
    encryptJwe: () => {
      throw new TypeError('not asked for');
    },
  };
}

/** The signer of DPoP proofs, as the libraries name it. */
export function dpopSigner({ clientKey }: Pick<ClientOptions, 'clientKey'>) {
  return { method: 'jwk' as const, alg: 'ES256', publicJwk: jwkOf(clientKey.key) as Jwk };
}

const HASHES: Readonly<Record<string, string>> = {
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
};

function urlOf(input: string | URL | { readonly url: string }): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : input.url;
}

/** Without members that are undefined. */
function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
