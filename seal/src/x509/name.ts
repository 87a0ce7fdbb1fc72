import { toHex } from '@renxin/chaincode/canonical';
import { DerError, membersOf, oidOf, readDer, TAG, utf8Of, type Value } from '../asn1/index.js';

/** Parts of a subject that we write, in the order in which they are written. */
export interface DistinguishedName {
  readonly country?: string;
  readonly stateOrProvince?: string;
  readonly locality?: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  /** Unified social credit code and the like (X.520 organizationIdentifier). */
  readonly organizationIdentifier?: string;
  readonly commonName: string;
  /** Tells apart holders of one name (X.520 serialNumber): a pairwise identifier, never a citizen number. */
  readonly serialNumber?: string;
}

export const NAME_PARTS: readonly {
  readonly part: keyof DistinguishedName;
  readonly oid: string;
  readonly short: string;
}[] = [
  { part: 'country', oid: '2.5.4.6', short: 'C' },
  { part: 'stateOrProvince', oid: '2.5.4.8', short: 'ST' },
  { part: 'locality', oid: '2.5.4.7', short: 'L' },
  { part: 'organization', oid: '2.5.4.10', short: 'O' },
  { part: 'organizationalUnit', oid: '2.5.4.11', short: 'OU' },
  { part: 'organizationIdentifier', oid: '2.5.4.97', short: 'organizationIdentifier' },
  { part: 'commonName', oid: '2.5.4.3', short: 'CN' },
  { part: 'serialNumber', oid: '2.5.4.5', short: 'serialNumber' },
];

/** Checks that the value is a Name (RFC 5280 4.1.2.4) and gives back its DER: names are compared byte by byte. */
export function nameOf(value: Value): Uint8Array {
  attributesOf(value);
  return value.encoded;
}

/** A Name as people read it: RFC 4514, the last part first. */
export function nameText(name: Uint8Array): string {
  return attributesOf(readDer(name))
    .map((rdn) => rdn.map(({ oid, value }) => `${shortOf(oid)}=${textOf(value)}`).join('+'))
    .reverse()
    .join(',');
}

/** The parts of a Name that {@link DistinguishedName} knows; undefined when it has others, or one twice, or no common name. */
export function distinguishedNameOf(name: Uint8Array): DistinguishedName | undefined {
  const parts: { -readonly [K in keyof DistinguishedName]?: string } = {};
  for (const rdn of attributesOf(readDer(name))) {
    const [only, another] = rdn;
    const known = NAME_PARTS.find((each) => each.oid === only?.oid);
    if (only === undefined || another !== undefined || known === undefined || known.part in parts)
      return undefined;
    parts[known.part] = plainText(only.value);
  }
  const { commonName } = parts;
  return commonName === undefined ? undefined : { ...parts, commonName };
}

/** Every organizational unit (X.520 2.5.4.11) of a Name, in its order. */
export function organizationalUnitsOf(name: Uint8Array): string[] {
  return attributesOf(readDer(name))
    .flat()
    .filter(({ oid }) => oid === '2.5.4.11')
    .map(({ value }) => plainText(value));
}

function attributesOf(name: Value): { oid: string; value: Value }[][] {
  return membersOf(name)
    .rest(TAG.set)
    .map((rdn) => {
      const attributes = membersOf(rdn, TAG.set).rest(TAG.sequence);
      if (attributes.length === 0) throw new DerError('FORMAT', 'an empty part of a name');
      return attributes.map((attribute) => {
        const members = membersOf(attribute);
        const pair = { oid: oidOf(members.next(TAG.oid)), value: members.any() };
        members.end();
        return pair;
      });
    });
}

function shortOf(oid: string): string {
  return NAME_PARTS.find((each) => each.oid === oid)?.short ?? oid;
}

function textOf(value: Value): string {
  const text = plainText(value);
  return TEXT_TAGS.includes(value.tag) ? text.replace(/[\\,+"<>;=]|^[ #]| $/g, '\\$&') : text;
}

const TEXT_TAGS: readonly number[] = [
  TAG.utf8String,
  TAG.printableString,
  TAG.ia5String,
  TAG.numericString,
  TAG.visibleString,
];

function plainText(value: Value): string {
  return TEXT_TAGS.includes(value.tag) ? utf8Of(value, value.tag) : `#${toHex(value.encoded)}`;
}
