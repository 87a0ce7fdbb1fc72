import {
  booleanOf,
  constructed,
  DerError,
  membersOf,
  octetsOf,
  oidOf,
  TAG,
  type Members,
  type Value,
} from '../asn1/index.js';

/** ExtData (GB/T 38540-2020 7.2.6): what a seal or a signature says besides. */
export interface ExtensionData {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

const MAX_EXTENSIONS = 16;

/**
 * ExtensionDatas at the end of a structure, absent or in any of the three taggings that implementations use: SEQUENCE OF,
 * [0] EXPLICIT and [0] IMPLICIT. No OID twice.
 * @throws DerError NOT_DER, FORMAT
 */
export function extensionDatasOf(members: Members): ExtensionData[] {
  if (members.done) return [];
  const extensions = listed(members.any()).map(extensionDataOf);
  if (new Set(extensions.map((each) => each.oid)).size !== extensions.length)
    throw new DerError('FORMAT', 'an extension twice');
  return extensions;
}

function listed(value: Value): Value[] {
  if (value.tag !== constructed(0)) return bounded(membersOf(value));
  const tagged = membersOf(value, constructed(0)).rest(TAG.sequence);
  const [only, another] = tagged;
  if (only === undefined || another !== undefined) return bounded(membersOf(value, constructed(0)));
  // EXPLICIT: the one member is the list. IMPLICIT: it is the one extension, which begins with an OID.
  return only.content[0] === TAG.oid ? tagged : bounded(membersOf(only));
}

function bounded(members: Members): Value[] {
  const values = members.rest(TAG.sequence);
  if (values.length > MAX_EXTENSIONS) throw new DerError('FORMAT', 'too many extensions');
  return values;
}

function extensionDataOf(value: Value): ExtensionData {
  const members = membersOf(value);
  const oid = oidOf(members.next(TAG.oid));
  const flag = members.optional(TAG.boolean);
  const octets = octetsOf(members.next(TAG.octetString));
  members.end();
  // DER leaves the default out (X.690 11.5), ofdrw and what follows it never do: both are read.
  return { oid, critical: flag !== undefined && booleanOf(flag), value: octets };
}
