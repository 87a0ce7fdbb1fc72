import { toBase64url } from '@renxin/chaincode/canonical';
import { DerError, octetsOf, oidOf, sameBytes, utf8Of, type Value } from '../asn1/index.js';
import {
  ATTRIBUTE_ACTIVATION,
  ATTRIBUTE_CONTENT_TYPE,
  ATTRIBUTE_MESSAGE_DIGEST,
  ATTRIBUTE_SHOWN,
  ATTRIBUTE_SIGNING_CERTIFICATE_V2,
  ATTRIBUTE_SIGNING_TIME,
  ATTRIBUTE_TIME_STAMP_TOKEN,
  GM_DATA,
  ID_DATA,
} from '../asn1/oids.js';
import { readEmbeddedSignedData, type SignedData } from './signed-data.js';
import type { Certificate } from '../x509/index.js';

/** The CMS of a signature that stands inside a document, as it was read. */
export interface EmbeddedFormat {
  readonly signedData: SignedData;
  readonly leaf: Certificate;
  /** All other certificates that it carries. */
  readonly others: readonly Certificate[];
  readonly messageDigest: Uint8Array;
  /** Undefined when the signature does not say which certificate it was made with. */
  readonly signingCertificate: Value | undefined;
  readonly hasSigningTime: boolean;
  /** DER of the time-stamp token over the signature. */
  readonly timeStamp: Uint8Array | undefined;
  readonly claims: { readonly shown: string | null; readonly activation: string | null };
}

/**
 * Reads a detached CMS with one signer, of either dialect: one DER value.
 * @throws DerError NOT_DER, FORMAT
 */
export function readEmbeddedCms(der: Uint8Array): EmbeddedFormat {
  const signedData = readEmbeddedSignedData(der);
  const { version, contentType, content, signer, certificates, dialect } = signedData;
  const data = dialect === 'GM/T 0010' ? GM_DATA : ID_DATA;
  if (version !== 1 || contentType !== data || content !== undefined)
    throw new DerError('FORMAT', 'not a detached signature');
  const leaf = certificates.find(
    (each) => sameBytes(each.issuer, signer.issuer) && each.serial === signer.serial,
  );
  if (leaf === undefined) throw new DerError('FORMAT', "the signer's certificate is not there");
  const value = (oid: string): Value | undefined => signer.attributes.get(oid);
  const [type, digest] = [value(ATTRIBUTE_CONTENT_TYPE), value(ATTRIBUTE_MESSAGE_DIGEST)];
  if (type === undefined || digest === undefined || oidOf(type) !== data)
    throw new DerError('FORMAT', 'signed attributes');
  const [shown, activation] = [value(ATTRIBUTE_SHOWN), value(ATTRIBUTE_ACTIVATION)];
  return {
    signedData,
    leaf,
    others: certificates.filter((each) => each !== leaf),
    messageDigest: octetsOf(digest),
    signingCertificate: value(ATTRIBUTE_SIGNING_CERTIFICATE_V2),
    hasSigningTime: value(ATTRIBUTE_SIGNING_TIME) !== undefined,
    timeStamp: signer.unsigned.get(ATTRIBUTE_TIME_STAMP_TOKEN)?.encoded,
    claims: {
      shown: shown === undefined ? null : toBase64url(octetsOf(shown)),
      activation: activation === undefined ? null : utf8Of(activation),
    },
  };
}
