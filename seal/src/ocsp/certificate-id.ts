import { sha1 } from '@noble/hashes/legacy.js';
import { fromHex } from '@renxin/chaincode/canonical';
import { DerError, membersOf, octetsOf, sameBytes, serialOf, TAG, type Value } from '../asn1/index.js';
import { SHA1, SHA256, SM3 } from '../asn1/oids.js';
import { integer, octetString, oid, sequence, tagged } from '../asn1/write.js';
import { publicKeyBits } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { algorithmOf, type Certificate } from '../x509/index.js';

/**
 * Which certificate is meant, by digests of its issuer's name and key (RFC 6960 4.1.1). SHA-1 is what most clients send;
 * it only names an issuer that is known already, and no signature rests on it.
 */
export type IdHash = 'SHA-1' | 'SHA-256' | 'SM3';

/** CertID as it was read. */
export interface CertificateId {
  readonly encoded: Uint8Array;
  /** Undefined for a hash function that is not accepted. */
  readonly hash: IdHash | undefined;
  readonly issuerName: Uint8Array;
  readonly issuerKey: Uint8Array;
  /** Lower-case hexadecimal. */
  readonly serial: string;
}

const OIDS: Record<IdHash, string> = { 'SHA-1': SHA1, 'SHA-256': SHA256, SM3 };

/** DER of CertID for a certificate of `issuer` with this serial number (lower-case hexadecimal). */
export function certificateId(
  issuer: Certificate,
  serial: string,
  hash: IdHash,
  provider: CryptoProvider,
): Uint8Array {
  const number = fromHex(serial);
  if (number === undefined || number.length === 0) throw new RangeError('not a serial number');
  const { name, key } = digestsOf(issuer, hash, provider);
  return sequence(
    sequence(oid(OIDS[hash]), tagged(TAG.null)),
    octetString(name),
    octetString(key),
    integer(BigInt(`0x${serial}`)),
  );
}

/** @throws DerError FORMAT */
export function certificateIdOf(value: Value): CertificateId {
  const members = membersOf(value);
  const algorithm = algorithmOf(members.next(TAG.sequence));
  const issuerName = octetsOf(members.next(TAG.octetString));
  const issuerKey = octetsOf(members.next(TAG.octetString));
  const serial = serialOf(members.next(TAG.integer));
  members.end();
  if (algorithm.parameters === 'other') throw new DerError('FORMAT', 'parameters of a hash function');
  const hash = (['SHA-1', 'SHA-256', 'SM3'] as const).find((each) => OIDS[each] === algorithm.oid);
  return { encoded: value.encoded, hash, issuerName, issuerKey, serial };
}

/** True when the identifier's issuer is this one. */
export function namesIssuer(id: CertificateId, issuer: Certificate, provider: CryptoProvider): boolean {
  if (id.hash === undefined) return false;
  const { name, key } = digestsOf(issuer, id.hash, provider);
  return sameBytes(id.issuerName, name) && sameBytes(id.issuerKey, key);
}

function digestsOf(
  issuer: Certificate,
  hash: IdHash,
  provider: CryptoProvider,
): { name: Uint8Array; key: Uint8Array } {
  const of = (bytes: Uint8Array): Uint8Array => (hash === 'SHA-1' ? sha1(bytes) : provider.hash(hash, bytes));
  if (issuer.key === undefined) throw new RangeError('an issuer without a key that is accepted');
  return { name: of(issuer.subject), key: of(publicKeyBits(issuer.key)) };
}
