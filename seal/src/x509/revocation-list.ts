import type { SignatureScheme } from '../crypto/certificate-key.js';
import {
  bitsOf,
  constructed,
  DerError,
  membersOf,
  readDer,
  serialOf,
  smallIntegerOf,
  TAG,
  timeOf,
  unsignedOf,
  x509TimeOf,
  type Members,
  type Value,
} from '../asn1/index.js';
import {
  AUTHORITY_KEY_IDENTIFIER,
  CRL_NUMBER,
  CRL_REASON,
  EXPIRED_CERTS_ON_CRL,
  INVALIDITY_DATE,
} from '../asn1/oids.js';
import { algorithmOf, requireSame, signatureSchemeOf } from './algorithm.js';
import { authorityKeyOf, extensionsOf, type Extension } from './extensions.js';
import { nameOf } from './name.js';

/** One revocation: since when, and why (RFC 5280 5.3.1; 0 when no reason is given there). */
export interface Revocation {
  readonly at: number;
  readonly reason: number | undefined;
  /** When the key was already in doubt (RFC 5280 5.3.2). */
  readonly invalidSince: number | undefined;
}

/** A CRL as it was read; nothing about it has been verified. */
export interface RevocationList {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  readonly issuer: Uint8Array;
  readonly authorityKeyIdentifier: Uint8Array | undefined;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** Lower-case hexadecimal. */
  readonly number: string;
  /** By serial number in lower-case hexadecimal. */
  readonly revoked: ReadonlyMap<string, Revocation>;
  /** Expired certificates stay on the list since then. */
  readonly keepsExpiredSince: number | undefined;
  readonly signedWith: SignatureScheme | undefined;
  readonly signatureOid: string;
  readonly signature: Uint8Array;
  /** OIDs that must be understood and are not (delta lists, indirect or partial lists): the list proves nothing. */
  readonly unsupported: readonly string[];
}

/**
 * Reads a version 2 CRL (RFC 5280 5.1), strictly in DER.
 * @throws DerError NOT_DER, FORMAT
 */
export function readRevocationList(der: Uint8Array): RevocationList {
  return revocationListOf(readDer(der));
}

/** The same for a value inside another structure. */
export function revocationListOf(value: Value): RevocationList {
  const outer = membersOf(value);
  const tbs = outer.next(TAG.sequence);
  const algorithm = algorithmOf(outer.next(TAG.sequence));
  const signature = bitsOf(outer.next(TAG.bitString));
  outer.end();

  const members = membersOf(tbs);
  if (smallIntegerOf(members.next(TAG.integer)) !== 1) throw new DerError('FORMAT', 'not a version 2 CRL');
  requireSame(algorithmOf(members.next(TAG.sequence)), algorithm);
  const issuer = nameOf(members.next(TAG.sequence));
  const thisUpdate = x509TimeOf(members.any());
  const nextUpdate = x509TimeOf(members.any());
  const entries = entriesOf(members);
  const extensions = listExtensionsOf(members);
  members.end();

  const find = (oid: string): Value | undefined => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found === undefined ? undefined : readDer(found.value);
  };
  const number = find(CRL_NUMBER);
  if (number === undefined) throw new DerError('FORMAT', 'a CRL without a number');
  const authority = find(AUTHORITY_KEY_IDENTIFIER);
  const keeps = find(EXPIRED_CERTS_ON_CRL);
  return {
    der: value.encoded,
    tbs: tbs.encoded,
    issuer,
    authorityKeyIdentifier: authority === undefined ? undefined : authorityKeyOf(authority),
    thisUpdate,
    nextUpdate,
    number: unsignedOf(number),
    revoked: new Map(entries.map((entry) => [entry.serial, entry.revocation])),
    keepsExpiredSince: keeps === undefined ? undefined : timeOf(keeps),
    signedWith: signatureSchemeOf(algorithm),
    signatureOid: algorithm.oid,
    signature,
    unsupported: [
      ...extensions
        .filter((extension) => isUnsupported(extension, LIST_UNDERSTOOD))
        .map((extension) => extension.oid),
      ...entries.flatMap((entry) => entry.unsupported),
    ],
  };
}

interface Entry {
  readonly serial: string;
  readonly revocation: Revocation;
  readonly unsupported: readonly string[];
}

function entriesOf(members: Members): Entry[] {
  const list = members.optional(TAG.sequence);
  if (list === undefined) return [];
  const entries = membersOf(list).rest(TAG.sequence).map(entryOf);
  const serials = new Set(entries.map((entry) => entry.serial));
  if (entries.length === 0 || serials.size !== entries.length)
    throw new DerError('FORMAT', 'revoked certificates');
  return entries;
}

function entryOf(value: Value): Entry {
  const members = membersOf(value);
  const serial = serialOf(members.next(TAG.integer));
  const at = x509TimeOf(members.any());
  const listed = members.optional(TAG.sequence);
  members.end();
  const extensions = listed === undefined ? [] : extensionsOf(listed);
  const find = (oid: string): Value | undefined => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found === undefined ? undefined : readDer(found.value);
  };
  const reason = find(CRL_REASON);
  const since = find(INVALIDITY_DATE);
  return {
    serial,
    revocation: {
      at,
      reason: reason === undefined ? undefined : smallIntegerOf(reason, TAG.enumerated),
      invalidSince: since === undefined ? undefined : timeOf(since),
    },
    unsupported: extensions
      .filter((extension) => isUnsupported(extension, ENTRY_UNDERSTOOD))
      .map((extension) => extension.oid),
  };
}

function listExtensionsOf(members: Members): Extension[] {
  const wrapped = membersOf(members.next(constructed(0)), constructed(0));
  const extensions = extensionsOf(wrapped.next(TAG.sequence));
  wrapped.end();
  return extensions;
}

const DELTA_CRL_INDICATOR = '2.5.29.27';
const ISSUING_DISTRIBUTION_POINT = '2.5.29.28';
const CERTIFICATE_ISSUER = '2.5.29.29';
const LIST_UNDERSTOOD: readonly string[] = [CRL_NUMBER, AUTHORITY_KEY_IDENTIFIER, EXPIRED_CERTS_ON_CRL];
const ENTRY_UNDERSTOOD: readonly string[] = [CRL_REASON, INVALIDITY_DATE];

/** These change what a list means, marked critical or not. */
function isUnsupported(extension: Extension, understood: readonly string[]): boolean {
  const changes = [DELTA_CRL_INDICATOR, ISSUING_DISTRIBUTION_POINT, CERTIFICATE_ISSUER].includes(
    extension.oid,
  );
  return changes || (extension.critical && !understood.includes(extension.oid));
}
