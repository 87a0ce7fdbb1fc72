import type { SignatureScheme } from '../crypto/certificate-key.js';
import {
  concat,
  constructed,
  DerError,
  inSetOrder,
  membersOf,
  octetsOf,
  oidOf,
  readDer,
  serialOf,
  smallIntegerOf,
  TAG,
  type Members,
  type Value,
} from '../asn1/index.js';
import { GM_SIGNED_DATA, GM_SM2_SIGNATURE, ID_SIGNED_DATA, RSA_ENCRYPTION } from '../asn1/oids.js';
import type { Dialect } from '../cms/make.js';
import {
  algorithmOf,
  certificateOf,
  hashOf,
  nameOf,
  requireSame,
  revocationListOf,
  signatureSchemeOf,
  type AlgorithmIdentifier,
  type Certificate,
  type RevocationList,
} from '../x509/index.js';

/** SignedData with exactly one signer (RFC 5652 section 5) as it was read; nothing about it has been verified. */
export interface SignedData {
  readonly dialect: Dialect;
  readonly version: number;
  readonly contentType: string;
  /** Undefined for a detached signature. */
  readonly content: Uint8Array | undefined;
  /** As carried, in their order. */
  readonly certificates: readonly Certificate[];
  readonly crls: readonly RevocationList[];
  /** Certificates and CRLs stand in DER order. */
  readonly ordered: boolean;
  readonly signer: SignerInfo;
}

export interface SignerInfo {
  readonly issuer: Uint8Array;
  readonly serial: string;
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** How the signature was made; undefined for an algorithm that is not accepted. */
  readonly scheme: SignatureScheme | undefined;
  /** DER of SEQUENCE { r, s }, or the octets of RSA. */
  readonly signature: Uint8Array;
  /** The one value of each signed attribute, by OID. */
  readonly attributes: ReadonlyMap<string, Value>;
  /** The same of the unsigned attributes; nobody signed them. */
  readonly unsigned: ReadonlyMap<string, Value>;
  /** The signed bytes: DER of the attributes as an explicit SET OF (RFC 5652 5.4). */
  readonly signedBytes: Uint8Array;
}

/**
 * Reads ContentInfo { SignedData } strictly: one DER value with no byte after it, one digest algorithm which is also the
 * signer's, one signer named by issuer and serial number, every signed attribute once with one value in DER order, no
 * unsigned attribute, the names of RFC 5652.
 * @throws DerError NOT_DER, FORMAT
 */
export function readSignedData(der: Uint8Array): SignedData {
  return requirePlain(signedDataOf(readDer(der)));
}

/**
 * The same, with unsigned attributes when there are any, each once, and with the names of either dialect.
 * @throws DerError NOT_DER, FORMAT
 */
export function readEmbeddedSignedData(der: Uint8Array): SignedData {
  return signedDataOf(readDer(der));
}

/** {@link readSignedData} for a value inside another structure. */
export function plainSignedDataOf(contentInfo: Value): SignedData {
  return requirePlain(signedDataOf(contentInfo));
}

function requirePlain(signedData: SignedData): SignedData {
  if (signedData.dialect !== 'RFC 5652') throw new DerError('FORMAT', 'not SignedData');
  if (signedData.signer.unsigned.size > 0) throw new DerError('FORMAT', 'an unsigned attribute');
  return signedData;
}

function signedDataOf(contentInfo: Value): SignedData {
  const outer = membersOf(contentInfo);
  const dialect = DIALECTS.get(oidOf(outer.next(TAG.oid)));
  if (dialect === undefined) throw new DerError('FORMAT', 'not SignedData');
  const wrapped = membersOf(outer.next(constructed(0)), constructed(0));
  outer.end();
  const members = membersOf(wrapped.next(TAG.sequence));
  wrapped.end();

  const version = smallIntegerOf(members.next(TAG.integer));
  const digestAlgorithm = algorithmOf(only(members.next(TAG.set), TAG.set));
  const { contentType, content } = encapsulatedOf(members.next(TAG.sequence));
  const certificates = carriedOf(members, 0);
  const crls = carriedOf(members, 1);
  const signer = signerInfoOf(only(members.next(TAG.set), TAG.set), dialect);
  members.end();
  requireSame(digestAlgorithm, signer.digestAlgorithm);
  return {
    dialect,
    version,
    contentType,
    content,
    certificates: certificates.map(certificateOf),
    crls: crls.map(revocationListOf),
    ordered: inSetOrder(certificates) && inSetOrder(crls),
    signer,
  };
}

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  [ID_SIGNED_DATA, 'RFC 5652'],
  [GM_SIGNED_DATA, 'GM/T 0010'],
]);

function encapsulatedOf(value: Value): { contentType: string; content: Uint8Array | undefined } {
  const members = membersOf(value);
  const contentType = oidOf(members.next(TAG.oid));
  const wrapped = members.optional(constructed(0));
  members.end();
  return {
    contentType,
    content: wrapped === undefined ? undefined : octetsOf(only(wrapped, constructed(0))),
  };
}

/** certificates [0] or crls [1]: absent or not empty; only X.509 certificates and complete CRLs (RFC 5652 10.2). */
function carriedOf(members: Members, n: number): Value[] {
  const set = members.optional(constructed(n));
  if (set === undefined) return [];
  const values = membersOf(set, constructed(n)).rest(TAG.sequence);
  if (values.length === 0 || values.length > 16) throw new DerError('FORMAT', 'carried certificates or CRLs');
  return values;
}

function signerInfoOf(value: Value, dialect: Dialect): SignerInfo {
  const members = membersOf(value);
  if (smallIntegerOf(members.next(TAG.integer)) !== 1)
    throw new DerError('FORMAT', 'not issuerAndSerialNumber');
  const id = membersOf(members.next(TAG.sequence));
  const issuer = nameOf(id.next(TAG.sequence));
  const serial = serialOf(id.next(TAG.integer));
  id.end();
  const digestAlgorithm = algorithmOf(members.next(TAG.sequence));
  const signed = members.next(constructed(0));
  const signatureAlgorithm = algorithmOf(members.next(TAG.sequence));
  const signature = octetsOf(members.next(TAG.octetString));
  const unsigned = members.optional(constructed(1));
  members.end();
  return {
    issuer,
    serial,
    digestAlgorithm,
    scheme:
      dialect === 'GM/T 0010' && signatureAlgorithm.oid === GM_SM2_SIGNATURE
        ? 'SM2'
        : schemeOf(signatureAlgorithm, digestAlgorithm),
    signature,
    attributes: attributesOf(signed, 0),
    unsigned: unsigned === undefined ? new Map() : attributesOf(unsigned, 1),
    signedBytes: concat(Uint8Array.of(TAG.set), signed.encoded.subarray(1)),
  };
}

/** RSA may name the key alone (RFC 3370 3.2): then the digest algorithm says the rest. */
function schemeOf(signature: AlgorithmIdentifier, digest: AlgorithmIdentifier): SignatureScheme | undefined {
  if (signature.oid !== RSA_ENCRYPTION) return signatureSchemeOf(signature);
  const hash = hashOf(digest);
  if (signature.parameters !== 'null' || hash === undefined || hash === 'SM3') return undefined;
  return hash === 'SHA-256' ? 'RSA' : `RSA ${hash}`;
}

/** Attributes [n]. */
function attributesOf(set: Value, n: number): ReadonlyMap<string, Value> {
  const values = membersOf(set, constructed(n)).rest(TAG.sequence);
  if (!inSetOrder(values)) throw new DerError('NOT_DER', 'attributes out of order');
  const attributes = new Map<string, Value>();
  for (const value of values) {
    const members = membersOf(value);
    const type = oidOf(members.next(TAG.oid));
    const content = only(members.next(TAG.set), TAG.set);
    members.end();
    if (attributes.has(type)) throw new DerError('FORMAT', 'an attribute twice');
    attributes.set(type, content);
  }
  return attributes;
}

function only(value: Value, tag: number): Value {
  const members = membersOf(value, tag);
  const one = members.any();
  members.end();
  return one;
}
