import type { JsonObject } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { z } from 'zod';
import {
  multikeyOf,
  readDateTime,
  type CredentialSigner,
  type VerificationMethod,
} from '../data-integrity/index.js';
import {
  isJwsKey,
  isSignedBy,
  jwkOf,
  jwsAlgorithms,
  keyOfJwk,
  readJws,
  signJws,
  type Jws,
} from '../jose/index.js';
import { HolderProofError } from './codes.js';

/** Key proofs of type `jwt` (OpenID4VCI 1.0 appendix F.1): the wallet shows that it holds the key that is bound. */

export const HOLDER_PROOF_TYPE = 'openid4vci-proof+jwt';

export interface HolderProofOptions {
  /** The credential issuer's identifier. */
  readonly issuer: string;
  readonly nonce: string;
  /** The OAuth client, where it has a name. */
  readonly client?: string;
  readonly now: Date;
  readonly signer: CredentialSigner;
  readonly activation: Activation;
  /** URL of the key in a DID document; without it the key itself stands in the proof. */
  readonly verificationMethod?: string;
  /** What whoever answers for the wallet says about this key and others. */
  readonly attestation?: string;
}

/** @returns the compact JWT */
export function holderProof(options: HolderProofOptions): Promise<string> {
  const { issuer, nonce, client, now, signer, activation, verificationMethod: kid, attestation } = options;
  const header: JsonObject = {
    typ: HOLDER_PROOF_TYPE,
    ...(kid === undefined ? { jwk: jwkOf(signer.key) } : { kid }),
    ...(attestation !== undefined && { key_attestation: attestation }),
  };
  const payload: JsonObject = {
    ...(client !== undefined && { iss: client }),
    aud: issuer,
    iat: Math.floor(now.getTime() / 1000),
    nonce,
  };
  return signJws({ header, payload }, signer, activation);
}

export interface VerifyHolderProofOptions {
  readonly issuer: string;
  readonly client?: string;
  readonly provider: CryptoProvider;
  readonly now: Date;
  /** The key of a DID URL; undefined when it is not known. */
  readonly methodOf: (url: string) => Promise<VerificationMethod | undefined>;
}

/** A key that its holder has shown to hold. */
export interface ProvenHolder {
  /** The DID to which a credential is bound: of the proof's `kid`, or `did:key` of its `jwk`. */
  readonly did: string;
  readonly key: VerificationKey;
  /** The attestation of this key and of others that stood in the proof, unread. */
  readonly attestation?: string;
  /** The nonce that was answered; that it is one's own and answered once is for whoever keeps the nonces. */
  readonly nonce: string;
}

/** @throws HolderProofError */
export async function verifyHolderProof(
  compact: string,
  options: VerifyHolderProofOptions,
): Promise<ProvenHolder> {
  const jws = readJws(compact, LONGEST);
  const header = proofHeader.safeParse(jws?.header);
  const claims = proofClaims.safeParse(jws?.payload);
  if (jws === undefined || !header.success || !claims.success)
    throw new HolderProofError('HOLDER_PROOF_MALFORMED');
  const { did, key } = await boundKey(header.data, options);
  requireSignature(jws, key, options.provider);
  const { aud, iat, iss, nonce } = claims.data;
  if (aud !== options.issuer) throw new HolderProofError('HOLDER_PROOF_AUDIENCE');
  if (iss !== undefined && options.client !== undefined && iss !== options.client)
    throw new HolderProofError('HOLDER_PROOF_CLIENT');
  const age = options.now.getTime() / 1000 - iat;
  if (age > OLDEST || age < -SKEW) throw new HolderProofError('HOLDER_PROOF_TIME');
  if (nonce === undefined) throw new HolderProofError('HOLDER_PROOF_NONCE');
  const { key_attestation: attestation } = header.data;
  return { did, key, nonce, ...(attestation !== undefined && { attestation }) };
}

const LONGEST = 32_768;
/** Seconds. */
const OLDEST = 300;
const SKEW = 60;

const proofHeader = z.strictObject({
  typ: z.literal(HOLDER_PROOF_TYPE),
  alg: z.string(),
  kid: z.exactOptional(z.string().max(512)),
  jwk: z.exactOptional(z.record(z.string(), z.unknown())),
  key_attestation: z.exactOptional(z.string()),
});
const proofClaims = z.object({
  iss: z.exactOptional(z.string()),
  aud: z.string(),
  iat: z.number(),
  nonce: z.exactOptional(z.string().max(512)),
});

async function boundKey(
  { alg, kid, jwk }: z.infer<typeof proofHeader>,
  { methodOf, now }: VerifyHolderProofOptions,
): Promise<{ did: string; key: VerificationKey }> {
  if ((kid === undefined) === (jwk === undefined)) throw new HolderProofError('HOLDER_PROOF_MALFORMED');
  if (!Object.values<string>(jwsAlgorithms).includes(alg))
    throw new HolderProofError('HOLDER_PROOF_ALGORITHM');
  if (jwk !== undefined) {
    const key = keyOfJwk(jwk);
    if (key === undefined) throw new HolderProofError('HOLDER_PROOF_KEY_UNKNOWN');
    return { did: `did:key:${multikeyOf(key)}`, key };
  }
  const method = await methodOf(methodUrl(kid ?? ''));
  const isGood =
    method !== undefined &&
    method.purposes.includes('authentication') &&
    (method.until === undefined || (readDateTime(method.until) ?? 0) > now.getTime());
  if (!isGood) throw new HolderProofError('HOLDER_PROOF_KEY_UNKNOWN');
  const { controller: did, key } = method;
  if (!isJwsKey(key)) throw new HolderProofError('HOLDER_PROOF_ALGORITHM');
  return { did, key };
}

/** Some wallets name a `did:key` without its one key. */
function methodUrl(kid: string): string {
  const [, multikey] = /^did:key:(z[1-9A-HJ-NP-Za-km-z]+)$/.exec(kid) ?? [];
  return multikey === undefined ? kid : `${kid}#${multikey}`;
}

function requireSignature(jws: Jws, key: VerificationKey, provider: CryptoProvider): void {
  if (jws.header['alg'] !== jwsAlgorithms[key.algorithm])
    throw new HolderProofError('HOLDER_PROOF_ALGORITHM');
  if (!isSignedBy(jws, key, provider)) throw new HolderProofError('HOLDER_PROOF_SIGNATURE');
}
