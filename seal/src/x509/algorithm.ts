import type { CertificateKey, SignatureScheme } from '../crypto/certificate-key.js';
import type { HashAlgorithm } from '../crypto/provider.js';
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
  ID_MGF1,
  RSASSA_PSS,
  SHA256,
  SHA256_WITH_RSA,
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
 * (RFC 5758 3.2, GB/T 33560), NULL for RSA PKCS#1 v1.5 (RFC 4055 5), and those of SHA-256 throughout for RSA-PSS.
 */
export function signatureSchemeOf(algorithm: AlgorithmIdentifier): SignatureScheme | undefined {
  if (algorithm.oid === RSASSA_PSS) return isPssWithSha256(algorithm) ? 'RSA-PSS' : undefined;
  const name = (['SM2', 'P-256', 'RSA'] as const).find((each) => SUITE[each].signatureOid === algorithm.oid);
  if (name === undefined) return undefined;
  return algorithm.parameters === (name === 'RSA' ? 'null' : 'absent') ? name : undefined;
}

/** The kind of key that signs like this. */
export function keyAlgorithmOf(scheme: SignatureScheme): KeyAlgorithm {
  return scheme === 'RSA-PSS' ? 'RSA' : scheme;
}

/** The hash function of a digest algorithm (parameters absent or NULL: RFC 5754 2), or undefined when it is not accepted. */
export function hashOf(algorithm: AlgorithmIdentifier): HashAlgorithm | undefined {
  if (algorithm.parameters === 'other') return undefined;
  return { [SM3]: 'SM3' as const, [SHA256]: 'SHA-256' as const }[algorithm.oid];
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

/** RSASSA-PSS-params (RFC 4055 3.1): SHA-256, MGF1 with SHA-256, 32 octets of salt, each written out. */
function isPssWithSha256(algorithm: AlgorithmIdentifier): boolean {
  const outer = membersOf(readDer(algorithm.encoded));
  outer.next(TAG.oid);
  const parameters = outer.optional(TAG.sequence);
  if (parameters === undefined) return false;
  const members = membersOf(parameters);
  const hash = members.optional(constructed(0));
  const mask = members.optional(constructed(1));
  const salt = members.optional(constructed(2));
  if (hash === undefined || mask === undefined || salt === undefined || !members.done) return false;
  if (hashOf(algorithmOf(only(hash, 0))) !== 'SHA-256') return false;
  const generator = membersOf(only(mask, 1));
  if (oidOf(generator.next(TAG.oid)) !== ID_MGF1) return false;
  if (hashOf(algorithmOf(generator.next(TAG.sequence))) !== 'SHA-256') return false;
  generator.end();
  return smallIntegerOf(only(salt, 2)) === 32;
}

function only(value: Value, n: number): Value {
  const members = membersOf(value, constructed(n));
  const one = members.any();
  members.end();
  return one;
}
