import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  Certificate,
  Extension,
  KeyIdentifier,
  KeyUsage,
  Name,
  SubjectPublicKeyInfo,
  Validity,
} from '@peculiar/asn1-x509';
import { namedBits, signStructure } from '../../src/pki/sign.js';
import { readCertificate } from '../../src/x509/index.js';
import { activation, type Holder } from '../world.js';

export interface Changes {
  readonly validity?: readonly [Date, Date];
  /** Numbers of the bits. */
  readonly keyUsage?: readonly number[];
  readonly notCritical?: string;
  readonly more?: readonly Extension[];
  readonly signatureOid?: string;
  /** DER of another SubjectPublicKeyInfo. */
  readonly spki?: Uint8Array;
}

/** The certificate of `of` with changes that our authority would not make, signed by `issuer` all the same. */
export async function reissue(of: Holder, issuer: Holder, changes: Changes): Promise<Uint8Array> {
  const certificate = AsnConvert.parse(of.certificate, Certificate);
  const { tbsCertificate: tbs } = certificate;
  const above = readCertificate(issuer.certificate);
  tbs.issuer = AsnConvert.parse(above.subject, Name);
  if (changes.validity !== undefined) {
    const [notBefore, notAfter] = changes.validity;
    tbs.validity = new Validity({ notBefore, notAfter });
  }
  if (changes.spki !== undefined)
    tbs.subjectPublicKeyInfo = AsnConvert.parse(changes.spki, SubjectPublicKeyInfo);
  for (const extension of tbs.extensions ?? []) {
    if (extension.extnID === changes.notCritical) extension.critical = false;
    if (extension.extnID === '2.5.29.35' && above.subjectKeyIdentifier !== undefined) {
      const keyIdentifier = new KeyIdentifier(Uint8Array.from(above.subjectKeyIdentifier).buffer);
      extension.extnValue = valueOf(new AuthorityKeyIdentifier({ keyIdentifier }));
    }
    if (extension.extnID === '2.5.29.15' && changes.keyUsage !== undefined) {
      const { octets, unused } = namedBits(changes.keyUsage);
      extension.extnValue = valueOf(new KeyUsage(octets, unused));
    }
  }
  tbs.extensions?.push(...(changes.more ?? []));
  if (changes.signatureOid !== undefined) {
    tbs.signature = new AlgorithmIdentifier({ algorithm: changes.signatureOid });
    certificate.signatureAlgorithm = tbs.signature;
  }
  certificate.signatureValue = await signStructure(issuer.signer, AsnConvert.serialize(tbs), activation);
  delete certificate.tbsCertificateRaw;
  return new Uint8Array(AsnConvert.serialize(certificate));
}

/** An extension that nobody knows. */
export function unknownExtension(critical: boolean): Extension {
  return new Extension({
    extnID: '1.2.3.4',
    critical,
    extnValue: new OctetString(Uint8Array.of(5, 0).buffer),
  });
}

function valueOf(value: object): OctetString {
  return new OctetString(AsnConvert.serialize(value));
}
