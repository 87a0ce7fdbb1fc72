import { AsnConvert } from '@peculiar/asn1-schema';
import {
  Certificate,
  Extensions,
  Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { certificateSpkiOf, sameKey, type CertificateKey } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import { KEY_USAGE_BIT, readCertificate, type DistinguishedName } from '../x509/index.js';
import { PkiError } from './error.js';
import { extensionsFor, keyIdentifier, type Addresses } from './extensions.js';
import { nameFor } from './name.js';
import { PROFILE, type Profile } from './profiles.js';
import { arrayBuffer, signatureAlgorithm, signStructure } from './sign.js';

/** A certificate authority's key with its certificate (DER). */
export interface Issuer {
  readonly signer: CertificateSigner;
  readonly certificate: Uint8Array;
}

/** What every certificate needs. Times are cut to whole seconds. */
export interface Issuance {
  readonly subject: DistinguishedName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** OIDs of certificatePolicies; `POLICY_TEST` marks test certificates. At least one. */
  readonly policies: readonly string[];
  /** Cryptographically strong random bytes; serial numbers come from here. */
  readonly random: (length: number) => Uint8Array;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}

/**
 * A self-signed root. @returns DER
 * @throws PkiError VALIDITY_EMPTY, POLICY_MISSING, NAME_EMPTY
 */
export async function issueRoot(
  issuance: Issuance & { readonly signer: CertificateSigner; readonly pathLength?: number },
): Promise<Uint8Array> {
  const { signer, provider } = issuance;
  const own = keyIdentifier(provider, signer.key);
  return make(issuance, {
    signer,
    key: signer.key,
    issuerName: nameFor(issuance.subject),
    ca: true,
    pathLength: issuance.pathLength ?? 1,
    keyUsage: CA_USAGE,
    extendedKeyUsage: [],
    authorityKey: own,
    addresses: {},
    policies: issuance.policies,
  });
}

/**
 * An intermediate authority (a province's) under `issuer`. @returns DER
 * @throws PkiError also SIGNER_KEY_MISMATCH, ISSUER_NOT_CA, ISSUER_PATH_LENGTH, VALIDITY_OUTSIDE_ISSUER
 */
export async function issueCertificateAuthority(
  issuance: Issuance &
    Addresses & {
      readonly issuer: Issuer;
      readonly key: CertificateKey;
      /** How many further authorities may stand below; 0 unless given. */
      readonly pathLength?: number;
    },
): Promise<Uint8Array> {
  const pathLength = issuance.pathLength ?? 0;
  return issueUnder(issuance, {
    ca: true,
    pathLength,
    keyUsage: CA_USAGE,
    extendedKeyUsage: [],
    policies: issuance.policies,
  });
}

/**
 * A certificate for somebody who issues none: docs/formats/certificates.md. @returns DER
 * @throws PkiError as {@link issueCertificateAuthority}
 */
export async function issueCertificate(
  issuance: Issuance &
    Addresses & {
      readonly issuer: Issuer;
      readonly key: CertificateKey;
      readonly profile: Profile;
    },
): Promise<Uint8Array> {
  const { keyUsage, extendedKeyUsage, policy, ocspNoCheck = false } = PROFILE[issuance.profile];
  return issueUnder(issuance, {
    ca: false,
    keyUsage,
    extendedKeyUsage,
    ocspNoCheck,
    policies: [policy, ...issuance.policies],
  });
}

const CA_USAGE = [KEY_USAGE_BIT.keyCertSign, KEY_USAGE_BIT.crlSign];

interface Use {
  readonly ca: boolean;
  readonly pathLength?: number;
  readonly keyUsage: readonly number[];
  readonly extendedKeyUsage: readonly string[];
  readonly ocspNoCheck?: boolean;
  readonly policies: readonly string[];
}

interface Making extends Use {
  readonly signer: CertificateSigner;
  readonly key: CertificateKey;
  readonly issuerName: Name;
  readonly authorityKey: Uint8Array;
  readonly addresses: Addresses;
}

async function issueUnder(
  issuance: Issuance & Addresses & { readonly issuer: Issuer; readonly key: CertificateKey },
  use: Use,
): Promise<Uint8Array> {
  const { signer } = issuance.issuer;
  const issuer = readIssuer(issuance.issuer);
  if (issuer.pathLength !== undefined && use.ca && (use.pathLength ?? Infinity) >= issuer.pathLength) {
    throw new PkiError('ISSUER_PATH_LENGTH');
  }
  if (seconds(issuance.notBefore) < issuer.notBefore || seconds(issuance.notAfter) > issuer.notAfter) {
    throw new PkiError('VALIDITY_OUTSIDE_ISSUER');
  }
  return make(issuance, {
    ...use,
    signer,
    key: issuance.key,
    issuerName: AsnConvert.parse(issuer.subject, Name),
    authorityKey: issuer.subjectKeyIdentifier ?? keyIdentifier(issuance.provider, signer.key),
    addresses: issuance,
  });
}

/** @throws PkiError SIGNER_KEY_MISMATCH, ISSUER_NOT_CA */
export function readIssuer(issuer: Issuer): ReturnType<typeof readCertificate> {
  const certificate = readCertificate(issuer.certificate);
  if (!sameKey(certificate.key, issuer.signer.key)) throw new PkiError('SIGNER_KEY_MISMATCH');
  if (!certificate.ca) throw new PkiError('ISSUER_NOT_CA');
  return certificate;
}

async function make(issuance: Issuance, making: Making): Promise<Uint8Array> {
  const notBefore = new Date(seconds(issuance.notBefore));
  const notAfter = new Date(seconds(issuance.notAfter));
  if (!(notBefore < notAfter)) throw new PkiError('VALIDITY_EMPTY');
  if (making.policies.length === 0 || issuance.policies.length === 0) throw new PkiError('POLICY_MISSING');
  const algorithm = signatureAlgorithm(making.signer.key);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: arrayBuffer(serialFrom(issuance.random(16))),
    signature: algorithm,
    issuer: making.issuerName,
    validity: new Validity({ notBefore, notAfter }),
    subject: nameFor(issuance.subject),
    subjectPublicKeyInfo: AsnConvert.parse(certificateSpkiOf(making.key), SubjectPublicKeyInfo),
    extensions: new Extensions(
      extensionsFor({ ...making, subjectKey: keyIdentifier(issuance.provider, making.key) }),
    ),
  });
  const tbs = AsnConvert.serialize(tbsCertificate);
  const signatureValue = await signStructure(making.signer, tbs, issuance.activation);
  return new Uint8Array(
    AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue })),
  );
}

/** 16 octets, positive, always of the same length: 126 random bits (the CA/Browser rules ask for 64). */
function serialFrom(random: Uint8Array): Uint8Array {
  if (random.length !== 16) throw new RangeError('16 random bytes are needed');
  const serial = Uint8Array.from(random);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000) * 1000;
}
