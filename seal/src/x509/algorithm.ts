import { schemeParts, type CertificateKey, type SignatureScheme } from '../crypto/certificate-key.js';
import type { AnyHash, HashAlgorithm } from '../crypto/provider.js';
import { DIGEST_LENGTH } from '../crypto/hashes.js';
import {
  constructed,
  DerError,
  membersOf,
  oidOf,
  readDer,
  sameBytes,
  smallIntegerOf,
  TAG,
  type Value,
} from '../asn1/index.js';
import {
  ECDSA_WITH_SHA256,
  ECDSA_WITH_SHA384,
  ECDSA_WITH_SHA512,
  ID_MGF1,
  RSASSA_PSS,
  SHA256,
  SHA256_WITH_RSA,
  SHA384,
  SHA384_WITH_RSA,
  SHA512,
  SHA512_WITH_RSA,
  SM2_WITH_SM3,
  SM3,
} from '../asn1/oids.js';
import { oid, sequence, tagged } from '../asn1/write.js';

export type KeyAlgorithm = CertificateKey['algorithm'];

/** The suites; a key, its hash function and the signature algorithm with which it signs always go together. */
export const SUITE: Record<
  KeyAlgorithm,
  { readonly hash: HashAlgorithm; readonly hashOid: string; readonly signatureOid: string }
> = {
  SM2: { hash: 'SM3', hashOid: SM3, signatureOid: SM2_WITH_SM3 },
  'P-256': { hash: 'SHA-256', hashOid: SHA256, signatureOid: ECDSA_WITH_SHA256 },
  RSA: { hash: 'SHA-256', hashOid: SHA256, signatureOid: SHA256_WITH_RSA },
};

/** An AlgorithmIdentifier: its OID, and whether it has parameters other than absent ones. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: 'absent' | 'null' | 'other';
  readonly encoded: Uint8Array;
}

export function algorithmOf(value: Value): AlgorithmIdentifier {
  const members = membersOf(value);
  const id = oidOf(members.next(TAG.oid));
  const parameters = members.done ? undefined : members.any();
  members.end();
  const kind = parameters === undefined ? 'absent' : parameters.tag === TAG.null ? 'null' : 'other';
  return { oid: id, parameters: kind, encoded: value.encoded };
}

/**
 * How a signature algorithm signs, or undefined when it is not accepted. Parameters must be absent for SM2 and ECDSA
 * (RFC 5758 3.2, GB/T 33560), NULL for RSA PKCS#1 v1.5 (RFC 4055 5), and those of one hash function throughout for RSA-PSS.
 */
export function signatureSchemeOf(algorithm: AlgorithmIdentifier): SignatureScheme | undefined {
  if (algorithm.oid === RSASSA_PSS) return pssOf(algorithm);
  const scheme = SCHEMES[algorithm.oid];
  if (scheme === undefined) return undefined;
  return algorithm.parameters === (scheme.startsWith('RSA') ? 'null' : 'absent') ? scheme : undefined;
}

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  [SM2_WITH_SM3]: 'SM2',
  [ECDSA_WITH_SHA256]: 'P-256',
  [ECDSA_WITH_SHA384]: 'P-256 SHA-384',
  [ECDSA_WITH_SHA512]: 'P-256 SHA-512',
  [SHA256_WITH_RSA]: 'RSA',
  [SHA384_WITH_RSA]: 'RSA SHA-384',
  [SHA512_WITH_RSA]: 'RSA SHA-512',
};

/** The kind of key that signs like this. */
export function keyAlgorithmOf(scheme: SignatureScheme): KeyAlgorithm {
  return schemeParts(scheme).algorithm;
}

/** The hash function of a digest algorithm (parameters absent or NULL: RFC 5754 2), or undefined when it is not accepted. */
export function hashOf(algorithm: AlgorithmIdentifier): AnyHash | undefined {
  return algorithm.parameters === 'other' ? undefined : HASHES[algorithm.oid];
}

const HASHES: Readonly<Record<string, AnyHash>> = {
  [SM3]: 'SM3',
  [SHA256]: 'SHA-256',
  [SHA384]: 'SHA-384',
  [SHA512]: 'SHA-512',
};

/** The digest of a signature: the hash function that it names, which must be the one of its scheme; a mixture is refused. */
export function digestOf(scheme: SignatureScheme, digest: AlgorithmIdentifier): AnyHash | undefined {
  const hash = hashOf(digest);
  return hash === schemeParts(scheme).hash ? hash : undefined;
}

/** DER of an AlgorithmIdentifier without parameters. */
export function algorithmIdentifier(id: string): Uint8Array {
  return sequence(oid(id));
}

/** DER of the AlgorithmIdentifier with which such a key signs. */
export function signatureIdentifier(algorithm: KeyAlgorithm): Uint8Array {
  const id = oid(SUITE[algorithm].signatureOid);
  return algorithm === 'RSA' ? sequence(id, tagged(TAG.null)) : sequence(id);
}

export function hashOid(hash: HashAlgorithm): string {
  return hash === 'SM3' ? SM3 : SHA256;
}

/** @throws DerError FORMAT */
export function requireSame(a: AlgorithmIdentifier, b: AlgorithmIdentifier): void {
  if (!sameBytes(a.encoded, b.encoded)) throw new DerError('FORMAT', 'two algorithm identifiers that differ');
}

/** RSASSA-PSS-params (RFC 4055 3.1): one hash function, MGF1 with the same, as much salt, each written out. */
function pssOf(algorithm: AlgorithmIdentifier): SignatureScheme | undefined {
  const outer = membersOf(readDer(algorithm.encoded));
  outer.next(TAG.oid);
  const parameters = outer.optional(TAG.sequence);
  if (parameters === undefined) return undefined;
  const members = membersOf(parameters);
  const hash = members.optional(constructed(0));
  const mask = members.optional(constructed(1));
  const salt = members.optional(constructed(2));
  if (hash === undefined || mask === undefined || salt === undefined || !members.done) return undefined;
  const name = hashOf(algorithmOf(only(hash, 0)));
  if (name === undefined || name === 'SM3') return undefined;
  const generator = membersOf(only(mask, 1));
  if (oidOf(generator.next(TAG.oid)) !== ID_MGF1) return undefined;
  if (hashOf(algorithmOf(generator.next(TAG.sequence))) !== name) return undefined;
  generator.end();
  if (smallIntegerOf(only(salt, 2)) !== DIGEST_LENGTH[name]) return undefined;
  return name === 'SHA-256' ? 'RSA-PSS' : `RSA-PSS ${name}`;
}

function only(value: Value, n: number): Value {
  const members = membersOf(value, constructed(n));
  const one = members.any();
  members.end();
  return one;
}
