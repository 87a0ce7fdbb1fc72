import { DerError, membersOf, octetsOf, sameBytes, serialOf, TAG, type Value } from '../asn1/index.js';
import { SHA256 } from '../asn1/oids.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { algorithmIdentifier, algorithmOf, hashOf, nameOf, type Certificate } from '../x509/index.js';
import { constructed, readDer } from '../asn1/index.js';

/**
 * SigningCertificateV2 (RFC 5035): true when its first ESSCertIDv2 is this certificate; undefined when its hash function
 * is not accepted. Further ones name issuers and are not used.
 * @throws DerError FORMAT
 */
export function namesCertificate(
  value: Value,
  certificate: Certificate,
  provider: CryptoProvider,
): boolean | undefined {
  const outer = membersOf(value);
  const first = membersOf(outer.next(TAG.sequence)).next(TAG.sequence);
  const members = membersOf(first);
  const algorithm = algorithmOf(members.optional(TAG.sequence) ?? readDer(algorithmIdentifier(SHA256)));
  const digest = octetsOf(members.next(TAG.octetString));
  const issuerSerial = members.optional(TAG.sequence);
  members.end();
  const hash = hashOf(algorithm);
  if (hash === undefined) return undefined;
  if (issuerSerial !== undefined && !isIssuerSerial(issuerSerial, certificate)) return false;
  return sameBytes(digest, provider.hash(hash, certificate.der));
}

/** IssuerSerial { GeneralNames, serialNumber } (RFC 5035) with one directoryName [4]. */
function isIssuerSerial(value: Value, certificate: Certificate): boolean {
  const members = membersOf(value);
  const names = membersOf(members.next(TAG.sequence));
  const directory = membersOf(names.next(constructed(4)), constructed(4));
  const issuer = nameOf(directory.next(TAG.sequence));
  directory.end();
  names.end();
  const serial = serialOf(members.next(TAG.integer));
  if (!members.done) throw new DerError('FORMAT', 'IssuerSerial');
  return sameBytes(issuer, certificate.issuer) && serial === certificate.serial;
}
