import type { VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { z } from 'zod';
import type { CredentialSigner } from '../data-integrity/index.js';
import { isSignedBy, readJws, signJws } from '../jose/index.js';
import { SdJwtError } from './codes.js';
import { digestOf, type SdJwt } from './sd-jwt.js';

/** Key bindings (RFC 9901 section 4.3): the holder shows these disclosures to this verifier, now. */

const KEY_BINDING_TYPE = 'kb+jwt';

export interface Binding {
  /** The verifier. */
  readonly audience: string;
  readonly nonce: string;
}

/** @param presented an SD-JWT up to its last `~` */
export async function bindKey(
  presented: string,
  { audience, nonce }: Binding,
  by: {
    readonly signer: CredentialSigner;
    readonly activation: Activation;
    readonly provider: CryptoProvider;
    readonly now: Date;
  },
): Promise<string> {
  const payload = {
    aud: audience,
    iat: Math.floor(by.now.getTime() / 1000),
    nonce,
    sd_hash: digestOf(presented, by.provider),
  };
  return (
    presented + (await signJws({ header: { typ: KEY_BINDING_TYPE }, payload }, by.signer, by.activation))
  );
}

const bindingClaims = z.object({ aud: z.string(), iat: z.number(), nonce: z.string(), sd_hash: z.string() });
/** Seconds. */
const OLDEST = 300;
const SKEW = 60;

/** @throws SdJwtError SD_JWT_KEY_BINDING */
export function requireBinding(
  { keyBinding, presented }: SdJwt,
  key: VerificationKey,
  { audience, nonce }: Binding,
  { provider, now }: { readonly provider: CryptoProvider; readonly now: Date },
): void {
  const jws = readJws(keyBinding ?? '', 8192);
  const claims = bindingClaims.safeParse(jws?.payload);
  const age = claims.success ? now.getTime() / 1000 - claims.data.iat : Infinity;
  const isBound =
    jws !== undefined &&
    claims.success &&
    jws.header['typ'] === KEY_BINDING_TYPE &&
    claims.data.aud === audience &&
    claims.data.nonce === nonce &&
    claims.data.sd_hash === digestOf(presented, provider) &&
    age <= OLDEST &&
    age >= -SKEW &&
    isSignedBy(jws, key, provider);
  if (!isBound) throw new SdJwtError('SD_JWT_KEY_BINDING');
}
