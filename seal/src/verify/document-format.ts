import { toBase64url } from '@renxin/chaincode/canonical';
import {
  DerError,
  membersOf,
  octetsOf,
  oidOf,
  smallIntegerOf,
  TAG,
  utf8Of,
  x509TimeOf,
  type Value,
} from '../asn1/index.js';
import {
  ATTRIBUTE_ACTIVATION,
  ATTRIBUTE_CHECKPOINT,
  ATTRIBUTE_CONTENT_TYPE,
  ATTRIBUTE_MESSAGE_DIGEST,
  ATTRIBUTE_SHOWN,
  ATTRIBUTE_SIGNING_CERTIFICATE_V2,
  ATTRIBUTE_SIGNING_TIME,
  ID_DATA,
} from '../asn1/oids.js';
import type { Checkpoint } from '../cms/sign-detached.js';
import { carriedPath, type CarriedPath } from './carried-path.js';
import { readSignedData, type SignedData } from './signed-data.js';

/** What the signer signed beside the document. */
export interface SignedClaims {
  /** Milliseconds since 1970, by the signer's own clock. */
  readonly signingTime: number;
  readonly checkpoint: Checkpoint;
  /** base64url. */
  readonly shown: string;
  readonly activation: string;
}

/** A document signature as it was read. */
export interface DocumentFormat {
  readonly signedData: SignedData;
  readonly carried: CarriedPath;
  readonly messageDigest: Uint8Array;
  readonly signingCertificate: Value;
  readonly claims: SignedClaims;
}

/**
 * Reads a document signature: docs/formats/document-signature.md.
 * @throws DerError NOT_DER, FORMAT
 */
export function readDocumentSignature(der: Uint8Array): DocumentFormat {
  const signedData = readSignedData(der);
  const { version, contentType, content, ordered, signer } = signedData;
  if (version !== 1 || contentType !== ID_DATA || content !== undefined)
    throw new DerError('FORMAT', 'not a detached signature');
  if (!ordered) throw new DerError('NOT_DER', 'certificates or CRLs out of order');
  const { attributes } = signer;
  if (attributes.size !== ATTRIBUTES.length) throw new DerError('FORMAT', 'signed attributes');
  const value = (oid: string): Value => {
    const found = attributes.get(oid);
    if (found === undefined) throw new DerError('FORMAT', 'a signed attribute is missing');
    return found;
  };
  if (oidOf(value(ATTRIBUTE_CONTENT_TYPE)) !== ID_DATA) throw new DerError('FORMAT', 'content type');
  return {
    signedData,
    carried: carriedPath(signedData),
    messageDigest: digestOf(value(ATTRIBUTE_MESSAGE_DIGEST)),
    signingCertificate: value(ATTRIBUTE_SIGNING_CERTIFICATE_V2),
    claims: {
      signingTime: x509TimeOf(value(ATTRIBUTE_SIGNING_TIME)),
      checkpoint: checkpointOf(value(ATTRIBUTE_CHECKPOINT)),
      shown: toBase64url(digestOf(value(ATTRIBUTE_SHOWN))),
      activation: textOf(value(ATTRIBUTE_ACTIVATION)),
    },
  };
}

const ATTRIBUTES = [
  ATTRIBUTE_CONTENT_TYPE,
  ATTRIBUTE_MESSAGE_DIGEST,
  ATTRIBUTE_SIGNING_TIME,
  ATTRIBUTE_SIGNING_CERTIFICATE_V2,
  ATTRIBUTE_CHECKPOINT,
  ATTRIBUTE_SHOWN,
  ATTRIBUTE_ACTIVATION,
];

function checkpointOf(value: Value): Checkpoint {
  const members = membersOf(value);
  const ledger = textOf(members.next(TAG.utf8String));
  const height = smallIntegerOf(members.next(TAG.integer));
  const header = toBase64url(digestOf(members.next(TAG.octetString)));
  members.end();
  return { ledger, height, header };
}

function digestOf(value: Value): Uint8Array {
  const digest = octetsOf(value);
  if (digest.length !== 32) throw new DerError('FORMAT', 'a digest is 32 bytes');
  return digest;
}

function textOf(value: Value): string {
  const text = utf8Of(value);
  if (text === '' || text.length > 128) throw new DerError('FORMAT', 'a text that is empty or too long');
  return text;
}
