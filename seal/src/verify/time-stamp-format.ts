import {
  booleanOf,
  constructed,
  DerError,
  membersOf,
  octetsOf,
  oidOf,
  primitive,
  readDer,
  sameBytes,
  serialOf,
  smallIntegerOf,
  TAG,
  timeOf,
  type Value,
} from '../asn1/index.js';
import {
  ATTRIBUTE_CONTENT_TYPE,
  ATTRIBUTE_MESSAGE_DIGEST,
  ATTRIBUTE_SIGNING_CERTIFICATE_V2,
  ID_TST_INFO,
} from '../asn1/oids.js';
import { imprintOf, type TimeStampRequest } from '../tsa/request.js';
import { extensionsOf, nameOf, type Certificate } from '../x509/index.js';
import { carriedPath, type CarriedPath } from './carried-path.js';
import { plainSignedDataOf, type SignedData } from './signed-data.js';

/** TSTInfo (RFC 3161 2.4.2). */
export interface TimeStampInfo {
  readonly policy: string;
  readonly imprint: TimeStampRequest['imprint'];
  /** Lower-case hexadecimal. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly genTime: number;
  /** Milliseconds to either side, rounded up; 0 when nothing is said. */
  readonly accuracy: number;
  /** DER of the INTEGER. */
  readonly nonce: Uint8Array | undefined;
}

/** A time-stamp token as it was read. */
export interface TimeStampFormat {
  /** DER of the token alone. */
  readonly token: Uint8Array;
  readonly signedData: SignedData;
  readonly carried: CarriedPath;
  readonly info: TimeStampInfo;
  /** DER of TSTInfo. */
  readonly content: Uint8Array;
  readonly messageDigest: Uint8Array;
  /** Undefined when only the old SHA-1 attribute, or none, is there. */
  readonly signingCertificate: Value | undefined;
}

/** The authority refused, or said more than "granted". */
export class NotGranted extends Error {}

/**
 * Reads a TimeStampResp with status granted and nothing else in its status, or a bare token: docs/formats/time-stamp.md.
 * `certificates` are used only when the token carries none.
 * @throws DerError NOT_DER, FORMAT; NotGranted
 */
export function readTimeStamp(der: Uint8Array, certificates: readonly Certificate[]): TimeStampFormat {
  const token = tokenOf(readDer(der));
  const signedData = plainSignedDataOf(token);
  const { version, contentType, content, signer } = signedData;
  if (version !== 3 || contentType !== ID_TST_INFO || content === undefined)
    throw new DerError('FORMAT', 'not a time-stamp token');
  const type = signer.attributes.get(ATTRIBUTE_CONTENT_TYPE);
  const digest = signer.attributes.get(ATTRIBUTE_MESSAGE_DIGEST);
  if (type === undefined || digest === undefined || oidOf(type) !== ID_TST_INFO)
    throw new DerError('FORMAT', 'signed attributes');
  const carried = carriedPath(signedData, certificates);
  return {
    token: token.encoded,
    signedData,
    carried,
    info: timeStampInfoOf(readDer(content), carried.leaf),
    content,
    messageDigest: octetsOf(digest),
    signingCertificate: signer.attributes.get(ATTRIBUTE_SIGNING_CERTIFICATE_V2),
  };
}

/**
 * DER of the token in a TimeStampResp, or the token itself when it stands alone.
 * @throws DerError NOT_DER, FORMAT; NotGranted
 */
export function timeStampTokenOf(der: Uint8Array): Uint8Array {
  return tokenOf(readDer(der)).encoded;
}

function tokenOf(value: Value): Value {
  const members = membersOf(value);
  const status = members.optional(TAG.sequence);
  if (status === undefined) return value;
  const parts = membersOf(status);
  if (smallIntegerOf(parts.next(TAG.integer)) !== 0 || !parts.done) throw new NotGranted();
  const token = members.next(TAG.sequence);
  members.end();
  return token;
}

function timeStampInfoOf(value: Value, signer: Certificate): TimeStampInfo {
  const members = membersOf(value);
  if (smallIntegerOf(members.next(TAG.integer)) !== 1) throw new DerError('FORMAT', 'version of TSTInfo');
  const policy = oidOf(members.next(TAG.oid));
  const imprint = imprintOf(members.next(TAG.sequence));
  const serial = serialOf(members.next(TAG.integer));
  const genTime = timeOf(members.next(TAG.generalizedTime));
  const accuracy = members.optional(TAG.sequence);
  const ordering = members.optional(TAG.boolean);
  const nonce = members.optional(TAG.integer);
  const authority = members.optional(constructed(0));
  const extensions = members.optional(constructed(1));
  members.end();
  if (ordering !== undefined && !booleanOf(ordering))
    throw new DerError('NOT_DER', 'a default value written out');
  if (authority !== undefined) requireAuthority(authority, signer);
  if (extensions !== undefined) requireNothingCritical(extensions);
  return {
    policy,
    imprint,
    serial,
    genTime,
    accuracy: accuracy === undefined ? 0 : accuracyOf(accuracy),
    nonce: nonce?.encoded,
  };
}

/** At most a day; milli- and microseconds 1 to 999. */
function accuracyOf(value: Value): number {
  const members = membersOf(value);
  const seconds = members.optional(TAG.integer);
  const millis = members.optional(primitive(0));
  const micros = members.optional(primitive(1));
  members.end();
  const whole = seconds === undefined ? 0 : smallIntegerOf(seconds);
  const accuracy = whole * 1000 + thousandthsOf(millis, 0) + Math.ceil(thousandthsOf(micros, 1) / 1000);
  if (accuracy > 86_400_000) throw new DerError('FORMAT', 'accuracy');
  return accuracy;
}

function thousandthsOf(value: Value | undefined, n: number): number {
  if (value === undefined) return 0;
  const number = smallIntegerOf(value, primitive(n));
  if (number < 1 || number > 999) throw new DerError('FORMAT', 'accuracy');
  return number;
}

/** tsa [0] GeneralName: when it is there, it must be the signer's subject (RFC 3161 2.4.2). */
function requireAuthority(value: Value, signer: Certificate): void {
  const directory = membersOf(membersOf(value, constructed(0)).next(constructed(4)), constructed(4));
  if (!sameBytes(nameOf(directory.next(TAG.sequence)), signer.subject))
    throw new DerError('FORMAT', 'another authority');
}

/** extensions [1] IMPLICIT. */
function requireNothingCritical(value: Value): void {
  const extensions = extensionsOf({ ...value, tag: TAG.sequence });
  if (extensions.some((extension) => extension.critical))
    throw new DerError('FORMAT', 'a critical extension');
}
