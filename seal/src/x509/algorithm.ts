import type { PublicKey } from '@renxin/chaincode/messages';
import type { HashAlgorithm } from '../crypto/provider.js';
import { DerError, membersOf, oidOf, sameBytes, TAG, type Value } from '../asn1/index.js';
import { ECDSA_WITH_SHA256, SHA256, SM2_WITH_SM3, SM3 } from '../asn1/oids.js';
import { oid, sequence } from '../asn1/write.js';

export type KeyAlgorithm = PublicKey['algorithm'];

/** The two suites; a key, its hash function and its signature algorithm always go together. */
export const SUITE: Record<
  KeyAlgorithm,
  { readonly hash: HashAlgorithm; readonly hashOid: string; readonly signatureOid: string }
> = {
  SM2: { hash: 'SM3', hashOid: SM3, signatureOid: SM2_WITH_SM3 },
  'P-256': { hash: 'SHA-256', hashOid: SHA256, signatureOid: ECDSA_WITH_SHA256 },
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

/** The suite of a signature algorithm (parameters must be absent: RFC 5758 3.2, GB/T 33560), or undefined when it is not accepted. */
export function signatureSuiteOf(algorithm: AlgorithmIdentifier): KeyAlgorithm | undefined {
  if (algorithm.parameters !== 'absent') return undefined;
  return (['SM2', 'P-256'] as const).find((name) => SUITE[name].signatureOid === algorithm.oid);
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

export function hashOid(hash: HashAlgorithm): string {
  return hash === 'SM3' ? SM3 : SHA256;
}

/** @throws DerError FORMAT */
export function requireSame(a: AlgorithmIdentifier, b: AlgorithmIdentifier): void {
  if (!sameBytes(a.encoded, b.encoded)) throw new DerError('FORMAT', 'two algorithm identifiers that differ');
}
