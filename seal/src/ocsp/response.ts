import {
  bitsOf,
  constructed,
  DerError,
  membersOf,
  octetsOf,
  oidOf,
  primitive,
  readDer,
  smallIntegerOf,
  TAG,
  timeOf,
  type Value,
} from '../asn1/index.js';
import { ID_OCSP_BASIC } from '../asn1/oids.js';
import { integer, sequence } from '../asn1/write.js';
import type { SignatureScheme } from '../crypto/certificate-key.js';
import {
  algorithmOf,
  certificateOf,
  extensionsOf,
  nameOf,
  signatureSchemeOf,
  type Certificate,
  type Revocation,
} from '../x509/index.js';
import { certificateIdOf, type CertificateId } from './certificate-id.js';
import { nonceIn } from './request.js';

/** OCSPResponseStatus (RFC 6960 4.2.1). */
export const RESPONSE_STATUS = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const;
export type ResponseStatus = keyof typeof RESPONSE_STATUS;

/** The responder names itself by its subject or by SHA-1 of its key. */
export type ResponderId = { readonly name: Uint8Array } | { readonly keySha1: Uint8Array };

/** What a response says of one certificate. */
export interface SingleResponse {
  readonly id: CertificateId;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revocation: Revocation | undefined;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  /** OIDs that must be understood and are not. */
  readonly unsupported: readonly string[];
}

/** A basic response as it was read; nothing about it has been verified. */
export interface OcspResponse {
  readonly der: Uint8Array;
  /** The signed bytes. */
  readonly tbs: Uint8Array;
  readonly responder: ResponderId;
  readonly producedAt: number;
  readonly singles: readonly SingleResponse[];
  readonly nonce: Uint8Array | undefined;
  readonly signedWith: SignatureScheme | undefined;
  readonly signature: Uint8Array;
  readonly certificates: readonly Certificate[];
}

/** The responder gave no answer; `status` says why. */
export class OcspUnsuccessful extends Error {
  readonly status: number;
  constructor(status: number) {
    super('no answer');
    this.status = status;
  }
}

/** DER of OCSPResponse without an answer. */
export function unsuccessfulResponse(status: Exclude<ResponseStatus, 'successful'>): Uint8Array {
  return sequence(integer(RESPONSE_STATUS[status], TAG.enumerated));
}

/**
 * Reads OCSPResponse with a BasicOCSPResponse inside, strictly in DER.
 * @throws DerError NOT_DER, FORMAT; OcspUnsuccessful
 */
export function readOcspResponse(der: Uint8Array): OcspResponse {
  const outer = membersOf(readDer(der));
  const status = smallIntegerOf(outer.next(TAG.enumerated), TAG.enumerated);
  if (status !== RESPONSE_STATUS.successful) throw new OcspUnsuccessful(status);
  const wrapped = membersOf(outer.next(constructed(0)), constructed(0));
  outer.end();
  const bytes = membersOf(wrapped.next(TAG.sequence));
  wrapped.end();
  if (oidOf(bytes.next(TAG.oid)) !== ID_OCSP_BASIC) throw new DerError('FORMAT', 'not a basic response');
  const basic = membersOf(readDer(octetsOf(bytes.next(TAG.octetString))));
  bytes.end();

  const tbs = basic.next(TAG.sequence);
  const algorithm = algorithmOf(basic.next(TAG.sequence));
  const signature = bitsOf(basic.next(TAG.bitString));
  const certificates = basic.optional(constructed(0));
  basic.end();

  const members = membersOf(tbs);
  // Version 1 is the default and so not written.
  const responder = responderOf(members.any());
  const producedAt = timeOf(members.next(TAG.generalizedTime));
  const singles = membersOf(members.next(TAG.sequence)).rest(TAG.sequence).map(singleOf);
  const extensions = members.optional(constructed(1));
  members.end();
  if (singles.length === 0 || singles.length > 64) throw new DerError('FORMAT', 'how many are answered');
  return {
    der,
    tbs: tbs.encoded,
    responder,
    producedAt,
    singles,
    nonce: extensions === undefined ? undefined : nonceIn(extensions, 1),
    signedWith: signatureSchemeOf(algorithm),
    signature,
    certificates: certificates === undefined ? [] : carriedOf(certificates),
  };
}

function responderOf(value: Value): ResponderId {
  const byName = value.tag === constructed(1);
  const members = membersOf(value, byName ? constructed(1) : constructed(2));
  const id = byName
    ? { name: nameOf(members.next(TAG.sequence)) }
    : { keySha1: octetsOf(members.next(TAG.octetString)) };
  members.end();
  return id;
}

function singleOf(value: Value): SingleResponse {
  const members = membersOf(value);
  const id = certificateIdOf(members.next(TAG.sequence));
  const { status, revocation } = statusOf(members.any());
  const thisUpdate = timeOf(members.next(TAG.generalizedTime));
  const next = members.optional(constructed(0));
  const listed = members.optional(constructed(1));
  members.end();
  const extensions = listed === undefined ? [] : extensionsOf(only(listed, 1));
  return {
    id,
    status,
    revocation,
    thisUpdate,
    nextUpdate: next === undefined ? undefined : timeOf(only(next, 0)),
    unsupported: extensions.filter(({ critical }) => critical).map(({ oid }) => oid),
  };
}

function statusOf(value: Value): Pick<SingleResponse, 'status' | 'revocation'> {
  if (value.tag === primitive(0) && value.content.length === 0)
    return { status: 'good', revocation: undefined };
  if (value.tag === primitive(2) && value.content.length === 0)
    return { status: 'unknown', revocation: undefined };
  const members = membersOf(value, constructed(1));
  const at = timeOf(members.next(TAG.generalizedTime));
  const reason = members.optional(constructed(0));
  members.end();
  return {
    status: 'revoked',
    revocation: {
      at,
      reason: reason === undefined ? undefined : smallIntegerOf(only(reason, 0), TAG.enumerated),
      invalidSince: undefined,
    },
  };
}

function carriedOf(value: Value): Certificate[] {
  const members = membersOf(value, constructed(0));
  const list = membersOf(members.next(TAG.sequence)).rest(TAG.sequence);
  members.end();
  if (list.length > 8) throw new DerError('FORMAT', 'carried certificates');
  return list.map(certificateOf);
}

function only(value: Value, n: number): Value {
  const members = membersOf(value, constructed(n));
  const one = members.any();
  members.end();
  return one;
}
