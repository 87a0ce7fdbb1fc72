import type { AnyHash, HashAlgorithm } from '../crypto/provider.js';
import {
  booleanOf,
  constructed,
  DerError,
  membersOf,
  octetsOf,
  oidOf,
  readDer,
  smallIntegerOf,
  TAG,
  type Value,
} from '../asn1/index.js';
import { booleanTrue, integer, octetString, oid, sequence } from '../asn1/write.js';
import {
  algorithmIdentifier,
  algorithmOf,
  hashOf,
  hashOid,
  type AlgorithmIdentifier,
} from '../x509/index.js';

/** DER of TimeStampReq (RFC 3161 2.4.1) over a digest. `nonce`: random bytes, at most 20, that the token must repeat. */
export function timeStampRequest(request: {
  readonly digest: Uint8Array;
  readonly algorithm: HashAlgorithm;
  readonly nonce?: Uint8Array;
  /** Whether the token shall carry the certificates that verify it. */
  readonly certReq: boolean;
  readonly policy?: string;
}): Uint8Array {
  const { digest, nonce, policy } = request;
  if (digest.length !== 32) throw new RangeError('a digest is 32 bytes');
  return sequence(
    integer(1),
    sequence(algorithmIdentifier(hashOid(request.algorithm)), octetString(digest)),
    ...(policy === undefined ? [] : [oid(policy)]),
    ...(nonce === undefined ? [] : [integer(nonceNumber(nonce))]),
    ...(request.certReq ? [booleanTrue()] : []),
  );
}

/** The number that stands in a request and its token for these nonce bytes. */
export function nonceNumber(nonce: Uint8Array): bigint {
  if (nonce.length === 0 || nonce.length > 20) throw new RangeError('a nonce is 1 to 20 bytes');
  return nonce.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** A request as it was read; whether it is granted is the authority's affair. */
export interface TimeStampRequest {
  readonly version: number;
  readonly imprint: {
    readonly algorithm: AlgorithmIdentifier;
    readonly hash: AnyHash | undefined;
    readonly digest: Uint8Array;
  };
  readonly policy: string | undefined;
  /** DER of the INTEGER, to be repeated as it stands. */
  readonly nonce: Uint8Array | undefined;
  readonly certReq: boolean;
  readonly hasExtensions: boolean;
}

/** @throws DerError NOT_DER, FORMAT */
export function readTimeStampRequest(der: Uint8Array): TimeStampRequest {
  const members = membersOf(readDer(der));
  const version = smallIntegerOf(members.next(TAG.integer));
  const imprint = imprintOf(members.next(TAG.sequence));
  const policy = members.optional(TAG.oid);
  const nonce = members.optional(TAG.integer);
  const certReq = members.optional(TAG.boolean);
  const extensions = members.optional(constructed(0));
  members.end();
  if (certReq !== undefined && !booleanOf(certReq))
    throw new DerError('NOT_DER', 'a default value written out');
  if ((nonce?.content.length ?? 0) > 32) throw new DerError('FORMAT', 'a nonce that is too long');
  return {
    version,
    imprint,
    policy: policy === undefined ? undefined : oidOf(policy),
    nonce: nonce?.encoded,
    certReq: certReq !== undefined,
    hasExtensions: extensions !== undefined,
  };
}

/** MessageImprint (RFC 3161 2.4.1). */
export function imprintOf(value: Value): TimeStampRequest['imprint'] {
  const members = membersOf(value);
  const algorithm = algorithmOf(members.next(TAG.sequence));
  const digest = octetsOf(members.next(TAG.octetString));
  members.end();
  return { algorithm, hash: hashOf(algorithm), digest };
}
