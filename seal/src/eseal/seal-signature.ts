import {
  bitsOf,
  constructed,
  DerError,
  membersOf,
  octetsOf,
  oidOf,
  readDer,
  smallIntegerOf,
  TAG,
  timeOf,
  utf8Of,
  type Members,
  type Value,
} from '../asn1/index.js';
import type { Certificate } from '../x509/index.js';
import { knownCertificate } from './given.js';
import { extensionDatasOf, type ExtensionData } from './extension-data.js';
import { MAX_SEAL_BYTES, sealOf, type Seal, type SealVersion } from './seal.js';
import { SealVersionError } from './seal-error.js';

/** A signature with an e-seal (SES_Signature) as it was read; nothing about it has been verified. */
export interface SealSignature {
  readonly version: SealVersion;
  readonly der: Uint8Array;
  readonly seal: Seal;
  /** Milliseconds since 1970 by the signer's own clock; undefined when a V1 signature holds something else there. */
  readonly claimedAt: number | undefined;
  /** SM3 of what is sealed. */
  readonly dataHash: Uint8Array;
  /** Where that stands: in an OFD the absolute path of Signature.xml. */
  readonly propertyInfo: string;
  readonly extensions: readonly ExtensionData[];
  readonly signer: Certificate;
  readonly signatureOid: string;
  /** What the signer signed: DER of TBS_Sign. */
  readonly signedBytes: Uint8Array;
  /** DER of SEQUENCE { r, s }; a time-stamp covers these bytes. */
  readonly signature: Uint8Array;
  /** RFC 3161 token or response. */
  readonly timeStamp: Uint8Array | undefined;
}

const MAX_BYTES = MAX_SEAL_BYTES + 2 ** 18;

/**
 * Reads a signature with an e-seal of GM/T 0031-2014 (V1) or GB/T 38540-2020 (V4), strictly in DER:
 * docs/formats/seal-signature.md.
 * @throws DerError NOT_DER, FORMAT; SealVersionError VERSION_MISMATCH
 */
export function readSealSignature(der: Uint8Array): SealSignature {
  if (der.length > MAX_BYTES) throw new DerError('FORMAT', 'too large');
  const value = readDer(der);
  const outer = membersOf(value);
  const tbs = outer.next(TAG.sequence);
  const members = membersOf(tbs);
  const version = smallIntegerOf(members.next(TAG.integer));
  const seal = sealOf(members.next(TAG.sequence));
  if (version !== seal.version) throw new SealVersionError(version);
  const common = { version: seal.version, der: value.encoded, seal, signedBytes: tbs.encoded };
  const read = seal.version === 1 ? firstVersion(members, outer) : fourthVersion(members, outer);
  members.end();
  outer.end();
  return { ...common, ...read };
}

type Read = Omit<SealSignature, 'version' | 'der' | 'seal' | 'signedBytes'>;

/** SES_Signature = { toSign, signature }; TBS_Sign ends with certificate and algorithm. */
function firstVersion(members: Members, outer: Members): Read {
  const claimedAt = claimedTimeOf(members.next(TAG.bitString));
  const { dataHash, propertyInfo } = subjectOf(members);
  const signer = knownCertificate(octetsOf(members.next(TAG.octetString)));
  const signatureOid = oidOf(members.next(TAG.oid));
  const signature = bitsOf(outer.next(TAG.bitString));
  return {
    claimedAt,
    dataHash,
    propertyInfo,
    extensions: [],
    signer,
    signatureOid,
    signature,
    timeStamp: undefined,
  };
}

function fourthVersion(members: Members, outer: Members): Read {
  const claimedAt = timeOf(members.next(TAG.generalizedTime));
  const { dataHash, propertyInfo } = subjectOf(members);
  const extensions = extensionDatasOf(members);
  const signer = knownCertificate(octetsOf(outer.next(TAG.octetString)));
  const signatureOid = oidOf(outer.next(TAG.oid));
  const signature = bitsOf(outer.next(TAG.bitString));
  const timeStamp = timeStampOf(outer);
  return { claimedAt, dataHash, propertyInfo, extensions, signer, signatureOid, signature, timeStamp };
}

function subjectOf(members: Members): { dataHash: Uint8Array; propertyInfo: string } {
  const dataHash = bitsOf(members.next(TAG.bitString));
  const propertyInfo = utf8Of(members.next(TAG.ia5String), TAG.ia5String);
  if (dataHash.length !== 32) throw new DerError('FORMAT', 'dataHash is 32 bytes');
  if (propertyInfo.length > 1024) throw new DerError('FORMAT', 'propertyInfo');
  return { dataHash, propertyInfo };
}

/** [0] EXPLICIT BIT STRING. */
function timeStampOf(outer: Members): Uint8Array | undefined {
  const wrapped = outer.optional(constructed(0));
  if (wrapped === undefined) return undefined;
  const members = membersOf(wrapped, constructed(0));
  const token = bitsOf(members.next(TAG.bitString));
  members.end();
  return token;
}

/** timeInfo of V1 is a BIT STRING over whatever says the time; a UTCTime or GeneralizedTime inside is read. */
function claimedTimeOf(value: Value): number | undefined {
  try {
    return timeOf(readDer(bitsOf(value)));
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
