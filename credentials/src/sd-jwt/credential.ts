import type { JsonObject } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { keyOfMultikey, multikeyOf, readDateTime, type VerificationMethod } from '../data-integrity/index.js';
import { isJwsKey, isSignedBy, jwkOf, keyOfJwk } from '../jose/index.js';
import { namedSchemas, type NamedSchema } from '../schema/index.js';
import { SdJwtError } from './codes.js';
import { disclosed, readSdJwt, signSdJwt, type SdJwt, type SdJwtOptions } from './sd-jwt.js';

/** Certificates as SD-JWT VCs: docs/formats/sd-jwt-vc.md. */

export const SD_JWT_TYPE = 'dc+sd-jwt';

/** The type as `vct`: with its version, for ever. */
export function vctOf({ definition }: Pick<NamedSchema, 'definition'>): string {
  return `urn:renxin:vct:${definition.word}:${String(definition.version)}`;
}

/**
 * Signs what an unsigned credential of VC Data Model 2.0 says as an SD-JWT VC: about the key that its subject's `did:key`
 * names, each member of the subject disclosed by itself.
 * @throws SdJwtError SD_JWT_MALFORMED for a credential that is not of a known type, or not about a key
 */
export async function issueSdJwt(
  unsigned: JsonObject,
  key: SdJwtOptions & { readonly verificationMethod: string },
): Promise<string> {
  const { issuer, validFrom, validUntil, id, type, credentialStatus, credentialSubject } = unsigned;
  const schema = namedSchemas().findLast(
    ({ definition }) => Array.isArray(type) && (type as readonly unknown[]).includes(definition.type),
  );
  const { id: subject, ...claims } = credentialSubject as JsonObject;
  const holder = typeof subject === 'string' ? keyOfDid(subject) : undefined;
  const [from, until] = [secondsOf(validFrom), secondsOf(validUntil)];
  if (schema === undefined || holder === undefined || from === undefined || until === undefined)
    throw new SdJwtError('SD_JWT_MALFORMED');
  const payload: JsonObject = {
    iss: issuer ?? '',
    iat: from,
    nbf: from,
    exp: until,
    vct: vctOf(schema),
    id: id ?? '',
    credentialStatus: credentialStatus ?? [],
    cnf: { jwk: jwkOf(holder) },
  };
  return signSdJwt({ typ: SD_JWT_TYPE, kid: key.verificationMethod }, payload, claims, key);
}

/** An SD-JWT VC whose signature holds: what it says, in the words of VC Data Model 2.0. */
export interface VerifiedSdJwt {
  readonly sdJwt: SdJwt;
  readonly issuer: string;
  readonly method: VerificationMethod;
  readonly schema: NamedSchema;
  /** The key that it is bound to. */
  readonly holder: VerificationKey;
  /** As a credential without its proofs; its subject has what is disclosed. */
  readonly credential: JsonObject;
}

/** Since 1970, up to the year 9999. */
const seconds = z.int().min(0).max(253_402_300_799);

const claimsForm = z.object({
  iss: z.string().startsWith('did:'),
  iat: seconds,
  nbf: seconds,
  exp: seconds,
  vct: z.string(),
  id: z.string(),
  credentialStatus: z.array(z.record(z.string(), z.json())),
  cnf: z.strictObject({ jwk: z.record(z.string(), z.json()) }),
});

/** Members that are the credential's own, so that no disclosure takes their place. */
const OWN = new Set([...Object.keys(claimsForm.shape), '_sd_alg']);

/** @throws SdJwtError */
export async function verifySdJwt(
  compact: string,
  {
    provider,
    methodOf,
  }: {
    readonly provider: CryptoProvider;
    readonly methodOf: (url: string) => Promise<VerificationMethod | undefined>;
  },
): Promise<VerifiedSdJwt> {
  const sdJwt = readSdJwt(compact);
  const { jwt } = sdJwt;
  const claims = claimsForm.safeParse(jwt.payload);
  if (!claims.success || jwt.header['typ'] !== SD_JWT_TYPE) throw new SdJwtError('SD_JWT_MALFORMED');
  const { iss, nbf, exp, vct, id, credentialStatus, cnf } = claims.data;
  const { kid } = jwt.header;
  const method = typeof kid === 'string' && kid.startsWith(`${iss}#`) ? await methodOf(kid) : undefined;
  const isTheirs = method?.controller === iss && method.purposes.includes('assertionMethod');
  if (method === undefined || !isTheirs || !isJwsKey(method.key)) throw new SdJwtError('SD_JWT_KEY_UNKNOWN');
  if (!isSignedBy(jwt, method.key, provider)) throw new SdJwtError('SD_JWT_SIGNATURE');
  const schema = namedSchemas().find((each) => vctOf(each) === vct);
  const holder = keyOfJwk(cnf.jwk);
  if (schema === undefined || holder === undefined) throw new SdJwtError('SD_JWT_MALFORMED');
  const shown = Object.entries(disclosed(sdJwt, provider)).filter(([name]) => !OWN.has(name));
  const credential: JsonObject = {
    id,
    type: ['VerifiableCredential', schema.definition.type],
    issuer: iss,
    validFrom: new Date(nbf * 1000).toISOString(),
    validUntil: new Date(exp * 1000).toISOString(),
    credentialStatus: credentialStatus,
    credentialSubject: { ...Object.fromEntries(shown), id: `did:key:${multikeyOf(holder)}` },
  };
  return { sdJwt, issuer: iss, method, schema, holder, credential };
}

/** The key of a `did:key`. */
export function keyOfDid(did: string): VerificationKey | undefined {
  return did.startsWith('did:key:') ? keyOfMultikey(did.slice('did:key:'.length)) : undefined;
}

function secondsOf(dateTime: unknown): number | undefined {
  const milliseconds = typeof dateTime === 'string' ? readDateTime(dateTime) : undefined;
  return milliseconds === undefined ? undefined : Math.floor(milliseconds / 1000);
}
