import {
  bitsOf,
  constructed,
  DerError,
  membersOf,
  readDer,
  serialOf,
  smallIntegerOf,
  TAG,
  x509TimeOf,
  type Value,
} from '../asn1/index.js';
import { algorithmOf, requireSame, signatureSchemeOf } from './algorithm.js';
import { certificateExtensionsOf, extensionsOf, type CertificateExtensions } from './extensions.js';
import { nameOf } from './name.js';
import {
  certificateKeyOfSpki,
  type CertificateKey,
  type SignatureScheme,
} from '../crypto/certificate-key.js';

/** A certificate as it was read; nothing about it has been verified. */
export interface Certificate extends CertificateExtensions {
  readonly der: Uint8Array;
  /** The signed bytes. */
  readonly tbs: Uint8Array;
  /** Lower-case hexadecimal without leading zeros. */
  readonly serial: string;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Milliseconds since 1970; both ends belong to the period. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Undefined for a kind of key that is not accepted (another curve, a point that is not on its curve, a short modulus). */
  readonly key: CertificateKey | undefined;
  /** What it was signed with; undefined for an algorithm that is not accepted (SHA-1, MD5, ...). */
  readonly signedWith: SignatureScheme | undefined;
  readonly signatureOid: string;
  /** DER of SEQUENCE { r, s }, or the octets of RSA. */
  readonly signature: Uint8Array;
}

/**
 * Reads an X.509 version 3 certificate (RFC 5280 4.1), strictly in DER.
 * @throws DerError NOT_DER, FORMAT
 */
export function readCertificate(der: Uint8Array): Certificate {
  return certificateOf(readDer(der));
}

/** The same for a value inside another structure. */
export function certificateOf(value: Value): Certificate {
  const outer = membersOf(value);
  const tbs = outer.next(TAG.sequence);
  const algorithm = algorithmOf(outer.next(TAG.sequence));
  const signature = bitsOf(outer.next(TAG.bitString));
  outer.end();

  const members = membersOf(tbs);
  requireVersion3(members.next(constructed(0)));
  const serial = serialOf(members.next(TAG.integer));
  requireSame(algorithmOf(members.next(TAG.sequence)), algorithm);
  const issuer = nameOf(members.next(TAG.sequence));
  const validity = membersOf(members.next(TAG.sequence));
  const notBefore = x509TimeOf(validity.any());
  const notAfter = x509TimeOf(validity.any());
  validity.end();
  const subject = nameOf(members.next(TAG.sequence));
  const key = certificateKeyOfSpki(members.next(TAG.sequence).encoded);
  const wrapped = membersOf(members.next(constructed(3)), constructed(3));
  const extensions = extensionsOf(wrapped.next(TAG.sequence));
  wrapped.end();
  members.end();

  return {
    der: value.encoded,
    tbs: tbs.encoded,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    key,
    signedWith: signatureSchemeOf(algorithm),
    signatureOid: algorithm.oid,
    signature,
    ...certificateExtensionsOf(extensions),
  };
}

function requireVersion3(value: Value): void {
  const members = membersOf(value, constructed(0));
  if (smallIntegerOf(members.next(TAG.integer)) !== 2)
    throw new DerError('FORMAT', 'not a version 3 certificate');
  members.end();
}
