import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AccessDescription,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  PolicyInformation,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { publicKeyBits, type CertificateKey } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import {
  AD_CA_ISSUERS,
  AD_OCSP,
  AUTHORITY_INFO_ACCESS,
  AUTHORITY_KEY_IDENTIFIER,
  BASIC_CONSTRAINTS,
  CERTIFICATE_POLICIES,
  CRL_DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
  OCSP_NO_CHECK,
  SUBJECT_KEY_IDENTIFIER,
} from '../asn1/oids.js';
import { SUITE } from '../x509/index.js';
import { arrayBuffer, namedBits } from './sign.js';

/** What decides the extensions of one certificate. */
export interface ExtensionChoice {
  readonly ca: boolean;
  readonly pathLength?: number | undefined;
  readonly keyUsage: readonly number[];
  readonly extendedKeyUsage: readonly string[];
  readonly policies: readonly string[];
  readonly subjectKey: Uint8Array;
  readonly authorityKey: Uint8Array;
  readonly ocspNoCheck?: boolean;
  readonly addresses: Addresses;
}

/** Where a verifier finds the status of a certificate and its issuer's certificate. */
export interface Addresses {
  /** Distribution point of the issuer's CRL (RFC 5280 4.2.1.13). */
  readonly crlUrl?: string;
  /** The issuer's OCSP responder, and its certificate (RFC 5280 4.2.2.1). */
  readonly ocspUrl?: string;
  readonly issuerUrl?: string;
}

export function extensionsFor(choice: ExtensionChoice): Extension[] {
  const basic = new BasicConstraints({ cA: choice.ca });
  if (choice.ca && choice.pathLength !== undefined) basic.pathLenConstraint = choice.pathLength;
  const usage = namedBits(choice.keyUsage);
  return [
    extension(BASIC_CONSTRAINTS, true, basic),
    extension(KEY_USAGE, true, new KeyUsage(usage.octets, usage.unused)),
    ...(choice.extendedKeyUsage.length === 0
      ? []
      : [extension(EXTENDED_KEY_USAGE, true, new ExtendedKeyUsage([...choice.extendedKeyUsage]))]),
    extension(SUBJECT_KEY_IDENTIFIER, false, new SubjectKeyIdentifier(arrayBuffer(choice.subjectKey))),
    authorityKeyExtension(choice.authorityKey),
    extension(
      CERTIFICATE_POLICIES,
      false,
      new CertificatePolicies(
        choice.policies.map((policyIdentifier) => new PolicyInformation({ policyIdentifier })),
      ),
    ),
    ...(choice.addresses.crlUrl === undefined ? [] : [distributionPoint(choice.addresses.crlUrl)]),
    ...informationAccess(choice.addresses),
    ...(choice.ocspNoCheck === true ? [NO_CHECK] : []),
  ];
}

const NO_CHECK = new Extension({
  extnID: OCSP_NO_CHECK,
  critical: false,
  extnValue: new OctetString([0x05, 0x00]),
});

/** The first 160 bits of the key's own hash function over its bits (RFC 7093 section 2, method 1, and the same with SM3). */
export function keyIdentifier(provider: CryptoProvider, key: CertificateKey): Uint8Array {
  return provider.hash(SUITE[key.algorithm].hash, publicKeyBits(key)).slice(0, 20);
}

export function authorityKeyExtension(identifier: Uint8Array): Extension {
  const keyIdentifier = new KeyIdentifier(arrayBuffer(identifier));
  return extension(AUTHORITY_KEY_IDENTIFIER, false, new AuthorityKeyIdentifier({ keyIdentifier }));
}

export function extension(extnID: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function distributionPoint(url: string): Extension {
  const name = new DistributionPointName({ fullName: [new GeneralName({ uniformResourceIdentifier: url })] });
  return extension(
    CRL_DISTRIBUTION_POINTS,
    false,
    new CRLDistributionPoints([new DistributionPoint({ distributionPoint: name })]),
  );
}

function informationAccess({ ocspUrl, issuerUrl }: Addresses): Extension[] {
  const descriptions = [
    { method: AD_OCSP, url: ocspUrl },
    { method: AD_CA_ISSUERS, url: issuerUrl },
  ].flatMap(({ method, url }) =>
    url === undefined
      ? []
      : [
          new AccessDescription({
            accessMethod: method,
            accessLocation: new GeneralName({ uniformResourceIdentifier: url }),
          }),
        ],
  );
  return descriptions.length === 0
    ? []
    : [extension(AUTHORITY_INFO_ACCESS, false, new AuthorityInfoAccessSyntax(descriptions))];
}
