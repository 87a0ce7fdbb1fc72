import { DerError, membersOf, octetsOf, readDer, TAG, utf8Of } from '../asn1/index.js';
import { EXTENSION_ACTIVATION, EXTENSION_CARRIED } from '../asn1/oids.js';
import { octetString, sequence, utf8String } from '../asn1/write.js';
import { readCertificate, readRevocationList, type Certificate, type RevocationList } from '../x509/index.js';
import type { ExtensionData } from './extension-data.js';

/** What a seal or a signature carries in its extensions so that it can be checked offline, except whom to trust. */
export interface Carried {
  /** Issuers of the signing certificate, without the root. */
  readonly certificates: readonly Certificate[];
  readonly crls: readonly RevocationList[];
  /** What activated the key: a name that means nothing to strangers. */
  readonly activation: string | undefined;
}

const MAX_CARRIED = 16;

/**
 * Opens the extensions that we know; others pass when they are not critical.
 * @throws DerError NOT_DER, FORMAT
 */
export function carriedIn(extensions: readonly ExtensionData[]): Carried {
  if (extensions.some(({ critical, oid }) => critical && !KNOWN.includes(oid)))
    throw new DerError('FORMAT', 'a critical extension');
  const material = open(extensions, EXTENSION_CARRIED);
  const activation = open(extensions, EXTENSION_ACTIVATION);
  const members = material === undefined ? undefined : membersOf(material);
  const certificates =
    members === undefined ? [] : membersOf(members.next(TAG.sequence)).rest(TAG.octetString);
  const crls = members === undefined ? [] : membersOf(members.next(TAG.sequence)).rest(TAG.octetString);
  members?.end();
  if (certificates.length > MAX_CARRIED || crls.length > MAX_CARRIED)
    throw new DerError('FORMAT', 'carried certificates or CRLs');
  return {
    certificates: certificates.map((each) => readCertificate(octetsOf(each))),
    crls: crls.map((each) => readRevocationList(octetsOf(each))),
    activation: activation === undefined ? undefined : textOf(utf8Of(activation)),
  };
}

/** Carried ::= SEQUENCE { certificates SEQUENCE OF OCTET STRING, crls SEQUENCE OF OCTET STRING }, not critical. */
export function carriedExtension(
  certificates: readonly Uint8Array[],
  crls: readonly Uint8Array[],
): ExtensionData {
  const value = sequence(sequence(...certificates.map(octetString)), sequence(...crls.map(octetString)));
  return { oid: EXTENSION_CARRIED, critical: false, value };
}

/** UTF8String, 1 to 128 characters, not critical. */
export function activationExtension(id: string): ExtensionData {
  return { oid: EXTENSION_ACTIVATION, critical: false, value: utf8String(id) };
}

const KNOWN: readonly string[] = [EXTENSION_CARRIED, EXTENSION_ACTIVATION];

function open(extensions: readonly ExtensionData[], oid: string): ReturnType<typeof readDer> | undefined {
  const found = extensions.find((each) => each.oid === oid);
  return found === undefined ? undefined : readDer(found.value);
}

function textOf(text: string): string {
  if (text === '' || text.length > 128) throw new DerError('FORMAT', 'a text that is empty or too long');
  return text;
}
