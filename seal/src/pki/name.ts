import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import { NAME_PARTS, type DistinguishedName } from '../x509/index.js';
import { PkiError } from './error.js';

const PRINTABLE: readonly (keyof DistinguishedName)[] = ['country', 'serialNumber'];

/** A Name in our order of parts, UTF8String except where X.520 wants PrintableString (country, serialNumber). */
export function nameFor(subject: DistinguishedName): Name {
  const given = NAME_PARTS.flatMap(({ part, oid }) => {
    const text = subject[part];
    return text === undefined ? [] : [{ part, oid, text }];
  });
  if (given.some(({ text }) => text.trim() === '' || text.length > 200)) throw new PkiError('NAME_EMPTY');
  return new Name(
    given.map(({ part, oid, text }) => {
      const value = new AttributeValue(
        PRINTABLE.includes(part) ? { printableString: text } : { utf8String: text },
      );
      return new RelativeDistinguishedName([new AttributeTypeAndValue({ type: oid, value })]);
    }),
  );
}
