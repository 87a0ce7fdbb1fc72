import type { VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { multikeyOf, type VerificationMethod } from '../data-integrity/index.js';
import { isJwsKey, isSignedBy, keyOfJwk, readJws } from '../jose/index.js';
import { HolderProofError } from './codes.js';

/** Key attestations (OpenID4VCI 1.0 appendix D): whoever answers for a wallet says which keys are in it. */

export const KEY_ATTESTATION_TYPE = 'key-attestation+jwt';

export interface VerifyKeyAttestationOptions {
  readonly provider: CryptoProvider;
  readonly now: Date;
  /** A key of somebody whose attestations are taken; undefined for anybody else's. */
  readonly attesterOf: (url: string) => Promise<VerificationMethod | undefined>;
}

export interface AttestedKeys {
  /** DID of whoever answers for them. */
  readonly attester: string;
  /** As DIDs that are their own names, in their order. */
  readonly keys: readonly { readonly did: string; readonly key: VerificationKey }[];
  /** The nonce that was answered, when one was. */
  readonly nonce: string | undefined;
}

/** @throws HolderProofError KEY_ATTESTATION_INVALID, KEY_ATTESTER_UNKNOWN */
export async function verifyKeyAttestation(
  compact: string,
  { provider, now, attesterOf }: VerifyKeyAttestationOptions,
): Promise<AttestedKeys> {
  const jws = readJws(compact, LONGEST);
  const header = attestationHeader.safeParse(jws?.header);
  const claims = attestationClaims.safeParse(jws?.payload);
  if (jws === undefined || !header.success || !claims.success)
    throw new HolderProofError('KEY_ATTESTATION_INVALID');
  const method = await attesterOf(header.data.kid);
  const isTheirs = method?.purposes.includes('assertionMethod') === true && method.until === undefined;
  if (method === undefined || !isTheirs || !isJwsKey(method.key))
    throw new HolderProofError('KEY_ATTESTER_UNKNOWN');
  const { iat, exp, nonce, attested_keys: said } = claims.data;
  const seconds = now.getTime() / 1000;
  const isInTime = iat <= seconds + SKEW && seconds < exp && isSignedBy(jws, method.key, provider);
  const keys = said.map(keyOfJwk).filter((key) => key !== undefined);
  const named = keys.map((key) => ({ did: `did:key:${multikeyOf(key)}`, key }));
  const isWhole = keys.length === said.length && new Set(named.map(({ did }) => did)).size === said.length;
  if (!isInTime || !isWhole) throw new HolderProofError('KEY_ATTESTATION_INVALID');
  return { attester: method.controller, keys: named, nonce };
}

const LONGEST = 16_384;
/** Seconds. */
const SKEW = 60;
const words = z.array(z.string().min(1).max(128)).min(1).max(16);

const attestationHeader = z.strictObject({
  typ: z.literal(KEY_ATTESTATION_TYPE),
  alg: z.string(),
  kid: z.string().max(512),
});
const attestationClaims = z.object({
  iat: z.int(),
  exp: z.int(),
  attested_keys: z.array(z.record(z.string(), z.unknown())).min(1).max(64),
  key_storage: z.exactOptional(words),
  user_authentication: z.exactOptional(words),
  nonce: z.exactOptional(z.string().max(512)),
});
