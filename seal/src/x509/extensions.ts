import {
  booleanOf,
  DerError,
  membersOf,
  namedBitsOf,
  octetsOf,
  oidOf,
  primitive,
  readDer,
  smallIntegerOf,
  TAG,
  type Value,
} from '../asn1/index.js';
import {
  AUTHORITY_KEY_IDENTIFIER,
  BASIC_CONSTRAINTS,
  CERTIFICATE_POLICIES,
  CRL_DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
  NAME_CONSTRAINTS,
  OCSP_NO_CHECK,
  SUBJECT_KEY_IDENTIFIER,
} from '../asn1/oids.js';

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Bits of KeyUsage (RFC 5280 4.2.1.3). */
export const KEY_USAGE_BIT = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 } as const;

/** What a certificate says about its own use. */
export interface CertificateExtensions {
  readonly ca: boolean;
  readonly pathLength: number | undefined;
  readonly keyUsage: ReadonlySet<number> | undefined;
  readonly extendedKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | undefined;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  readonly authorityKeyIdentifier: Uint8Array | undefined;
  readonly policies: readonly string[];
  /** The status of this certificate is not asked for (id-pkix-ocsp-nocheck, RFC 6960 4.2.2.2.1). */
  readonly ocspNoCheck: boolean;
  /** OIDs that must be understood and are not: the certificate is then of no use. */
  readonly unsupported: readonly string[];
}

/** Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension; none twice. */
export function extensionsOf(value: Value): Extension[] {
  const extensions = membersOf(value).rest(TAG.sequence).map(extensionOf);
  const oids = new Set(extensions.map((extension) => extension.oid));
  if (extensions.length === 0 || oids.size !== extensions.length) throw new DerError('FORMAT', 'extensions');
  return extensions;
}

export function certificateExtensionsOf(extensions: readonly Extension[]): CertificateExtensions {
  const find = (oid: string): Extension | undefined => extensions.find((extension) => extension.oid === oid);
  const open = <T>(oid: string, read: (value: Value) => T): T | undefined => {
    const extension = find(oid);
    return extension === undefined ? undefined : read(readDer(extension.value));
  };
  const basic = open(BASIC_CONSTRAINTS, basicConstraintsOf);
  const purposes = open(EXTENDED_KEY_USAGE, (value) => membersOf(value).rest(TAG.oid).map(oidOf));
  return {
    ca: basic?.ca ?? false,
    pathLength: basic?.pathLength,
    keyUsage: open(KEY_USAGE, namedBitsOf),
    extendedKeyUsage:
      purposes === undefined
        ? undefined
        : { critical: find(EXTENDED_KEY_USAGE)?.critical ?? false, purposes },
    subjectKeyIdentifier: open(SUBJECT_KEY_IDENTIFIER, (value) => octetsOf(value)),
    authorityKeyIdentifier: open(AUTHORITY_KEY_IDENTIFIER, authorityKeyOf),
    policies: open(CERTIFICATE_POLICIES, policiesOf) ?? [],
    ocspNoCheck: open(OCSP_NO_CHECK, requireNull) ?? false,
    unsupported: extensions.filter(isUnsupported).map((extension) => extension.oid),
  };
}

/** AuthorityKeyIdentifier.keyIdentifier; issuer and serial number may follow and are not used. */
export function authorityKeyOf(value: Value): Uint8Array | undefined {
  return membersOf(value).optional(primitive(0))?.content;
}

function extensionOf(value: Value): Extension {
  const members = membersOf(value);
  const oid = oidOf(members.next(TAG.oid));
  const flag = members.optional(TAG.boolean);
  const octets = octetsOf(members.next(TAG.octetString));
  members.end();
  if (flag !== undefined && !booleanOf(flag)) throw new DerError('NOT_DER', 'a default value written out');
  return { oid, critical: flag !== undefined, value: octets };
}

function basicConstraintsOf(value: Value): { ca: boolean; pathLength: number | undefined } {
  const members = membersOf(value);
  const flag = members.optional(TAG.boolean);
  const length = members.optional(TAG.integer);
  members.end();
  if (flag !== undefined && !booleanOf(flag)) throw new DerError('NOT_DER', 'a default value written out');
  if (flag === undefined && length !== undefined) throw new DerError('FORMAT', 'a path length without a CA');
  return { ca: flag !== undefined, pathLength: length === undefined ? undefined : smallIntegerOf(length) };
}

function policiesOf(value: Value): string[] {
  return membersOf(value)
    .rest(TAG.sequence)
    .map((policy) => oidOf(membersOf(policy).next(TAG.oid)));
}

function requireNull(value: Value): true {
  if (value.tag !== TAG.null) throw new DerError('FORMAT', 'id-pkix-ocsp-nocheck');
  return true;
}

const UNDERSTOOD: readonly string[] = [
  BASIC_CONSTRAINTS,
  KEY_USAGE,
  EXTENDED_KEY_USAGE,
  SUBJECT_KEY_IDENTIFIER,
  AUTHORITY_KEY_IDENTIFIER,
  CRL_DISTRIBUTION_POINTS,
  CERTIFICATE_POLICIES,
  OCSP_NO_CHECK,
];

/** Name constraints bind even when somebody forgot to mark them critical. */
function isUnsupported(extension: Extension): boolean {
  return extension.oid === NAME_CONSTRAINTS || (extension.critical && !UNDERSTOOD.includes(extension.oid));
}
