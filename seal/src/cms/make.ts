import { signatureValueOf } from '../crypto/certificate-key.js';
import type { CryptoProvider, HashAlgorithm } from '../crypto/provider.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import { constructed } from '../asn1/index.js';
import {
  ATTRIBUTE_CONTENT_TYPE,
  ATTRIBUTE_MESSAGE_DIGEST,
  ATTRIBUTE_SIGNING_CERTIFICATE_V2,
  GM_DATA,
  GM_SIGNED_DATA,
  GM_SM2_SIGNATURE,
  ID_SIGNED_DATA,
} from '../asn1/oids.js';
import { explicit, integer, octetString, oid, sequence, setOf } from '../asn1/write.js';
import { algorithmIdentifier, hashOid, signatureIdentifier, SUITE, type Certificate } from '../x509/index.js';

/** What stands inside one SignedData with one signer (RFC 5652 section 5). */
export interface SignedDataParts {
  readonly contentType: string;
  /** The content inside; undefined for a detached signature. */
  readonly content: Uint8Array | undefined;
  /** Digest of the content with the signer's own hash function. */
  readonly digest: Uint8Array;
  /** Further signed attributes, DER of Attribute. */
  readonly attributes: readonly Uint8Array[];
  readonly signer: CertificateSigner;
  readonly certificate: Certificate;
  /** DER of what is carried inside. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly activation: Activation;
  readonly provider: CryptoProvider;
  /** RFC 5652 when nothing is said; `GM/T 0010` has names of its own for the same structures (SM2 alone). */
  readonly dialect?: Dialect;
}

export type Dialect = 'RFC 5652' | 'GM/T 0010';

/** DER of ContentInfo { SignedData }, one signer, every SET OF in order. */
export async function makeSignedData(parts: SignedDataParts): Promise<Uint8Array> {
  const { signer, certificate } = parts;
  const suite = SUITE[signer.key.algorithm];
  const contentType = parts.dialect === 'GM/T 0010' ? GM_DATA : parts.contentType;
  const attributes = [
    attribute(ATTRIBUTE_CONTENT_TYPE, oid(contentType)),
    attribute(ATTRIBUTE_MESSAGE_DIGEST, octetString(parts.digest)),
    attribute(
      ATTRIBUTE_SIGNING_CERTIFICATE_V2,
      signingCertificate(parts.provider, suite.hash, certificate.der),
    ),
    ...parts.attributes,
  ];
  const signature = await signer.sign({
    algorithm: signer.key.algorithm,
    message: setOf(attributes),
    activation: parts.activation,
  });
  const signerInfo = sequence(
    integer(1),
    sequence(certificate.issuer, integer(BigInt(`0x${certificate.serial}`))),
    algorithmIdentifier(suite.hashOid),
    setOf(attributes, constructed(0)),
    parts.dialect === 'GM/T 0010'
      ? algorithmIdentifier(GM_SM2_SIGNATURE)
      : signatureIdentifier(signer.key.algorithm),
    octetString(signatureValueOf(signer.key, signature)),
  );
  const content = parts.content === undefined ? [] : [explicit(0, octetString(parts.content))];
  const signedData = sequence(
    integer(parts.content === undefined ? 1 : 3),
    setOf([algorithmIdentifier(suite.hashOid)]),
    sequence(oid(contentType), ...content),
    ...(parts.certificates.length === 0 ? [] : [setOf(parts.certificates, constructed(0))]),
    ...(parts.crls.length === 0 ? [] : [setOf(parts.crls, constructed(1))]),
    setOf([signerInfo]),
  );
  return sequence(
    oid(parts.dialect === 'GM/T 0010' ? GM_SIGNED_DATA : ID_SIGNED_DATA),
    explicit(0, signedData),
  );
}

/** Attribute with exactly one value. */
export function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), setOf([value]));
}

/** SigningCertificateV2 with one ESSCertIDv2 (RFC 5035); SHA-256 is the default and so not written. */
function signingCertificate(provider: CryptoProvider, hash: HashAlgorithm, der: Uint8Array): Uint8Array {
  const digest = octetString(provider.hash(hash, der));
  const id = hash === 'SHA-256' ? sequence(digest) : sequence(algorithmIdentifier(hashOid(hash)), digest);
  return sequence(sequence(id));
}
