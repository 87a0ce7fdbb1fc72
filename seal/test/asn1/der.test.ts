import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '@renxin/chaincode/canonical';
import {
  bitsOf,
  membersOf,
  namedBitsOf,
  oidOf,
  parseTime,
  readDer,
  serialOf,
  smallIntegerOf,
  TAG,
  timeOf,
  utf8Of,
  x509TimeOf,
} from '../../src/asn1/index.js';
import {
  bitString,
  generalizedTime,
  integer,
  oid,
  octetString,
  sequence,
  setOf,
  utf8String,
  x509Time,
} from '../../src/asn1/write.js';

const bytes = (hex: string): Uint8Array => fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array();

describe('DER', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 1n << 150n }),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ maxLength: 300 }),
        (n, text, octets) => {
          const members = membersOf(
            readDer(sequence(integer(n), utf8String(text), octetString(octets), bitString(octets))),
          );
          const number = members.next(TAG.integer);
          if (n > 0n) assert.equal(BigInt(`0x${serialOf(number)}`), n);
          assert.equal(utf8Of(members.next(TAG.utf8String)), text);
          assert.deepEqual(members.next(TAG.octetString).content, octets);
          assert.deepEqual(bitsOf(members.next(TAG.bitString)), octets);
          members.end();
        },
      ),
    );
  });

  it('reads and writes object identifiers, also of UUIDs', () => {
    for (const text of [
      '1.2.156.10197.1.501',
      '2.5.29.15',
      '0.9.2342',
      '2.999.3',
      '2.25.100802971538071368105966641398632200196.1.1',
    ]) {
      assert.equal(oidOf(readDer(oid(text))), text);
    }
    assert.equal(toHex(oid('1.2.156.10197.1.501')), '06082a811ccf55018375');
  });

  it('reads and writes times', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('1950-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (time) => {
          assert.equal(timeOf(readDer(generalizedTime(time))), time.getTime());
          assert.equal(x509TimeOf(readDer(x509Time(time))), Math.floor(time.getTime() / 1000) * 1000);
        },
      ),
    );
    assert.equal(readDer(x509Time(new Date('2049-12-31T23:59:59Z'))).tag, TAG.utcTime);
    assert.equal(readDer(x509Time(new Date('2050-01-01T00:00:00Z'))).tag, TAG.generalizedTime);
  });

  it('writes SET OF in order', () => {
    assert.equal(
      toHex(setOf([integer(300), integer(2), integer(1)])),
      '310a 020101 020102 0202012c'.replaceAll(' ', ''),
    );
  });

  const refused: readonly [string, string][] = [
    ['nothing', ''],
    ['a tag alone', '30'],
    ['cut short', '3003 0201'],
    ['a byte after', '020101 00'],
    ['indefinite length', '3080 020101 0000'],
    ['a long form that could be short', '0281 01 01'],
    ['a length with a leading zero', '048200 80'.concat('00'.repeat(128))],
    ['a length of five octets', '0485 0000000001 00'],
    ['a high tag number', '1f81 00 00'],
    ['BOOLEAN 1', '010101'],
    ['BOOLEAN of two octets', '0102ffff'],
    ['INTEGER without content', '0200'],
    ['INTEGER with a superfluous zero', '02020001'],
    ['INTEGER with a superfluous ff', '0202ff80'],
    ['BIT STRING without content', '0300'],
    ['BIT STRING with 8 unused bits', '03020800'],
    ['BIT STRING whose unused bits are set', '03020701'],
    ['BIT STRING that is empty with unused bits', '030101'],
    ['NULL with content', '050100'],
    ['OBJECT IDENTIFIER without content', '0600'],
    ['OBJECT IDENTIFIER with a leading 80', '06032a8001'],
    ['OBJECT IDENTIFIER cut short', '06022a81'],
    ['UTF8String that is not UTF-8', '0c02c328'],
    ['UTF8String with a surrogate', '0c03eda080'],
    ['PrintableString with @', '130140'],
    ['IA5String with 80', '160180'],
    ['UTCTime without seconds', '170b 323630333031303030305a'],
    ['UTCTime with an offset', '1711 3236303330313030303030302b30383030'],
    ['UTCTime with a letter in the year', '170d 4136303330313030303030305a'],
    ['GeneralizedTime with a letter in the year', '180f 32304136303330313030303030305a'],
    ['GeneralizedTime with a letter in the fraction', '1811 32303236303330313030303030302e615a'],
    ['UTCTime on 29 February of no leap year', '170d 3236303232393030303030305a'],
    ['UTCTime on 30 February', '170d 3236303233303030303030305a'],
    ['GeneralizedTime with a trailing zero', '1811 32303236303330313030303030302e305a'],
    ['GeneralizedTime with a comma', '1811 32303236303330313030303030302c315a'],
    ["GeneralizedTime at 24 o'clock", '180f 32303236303330313234303030305a'],
    ['a constructed OCTET STRING', '2403 040100'],
    ['SEQUENCE with a primitive tag', '1003 020101'],
    ['SET out of order', '3106 020102 020101'],
    ['a type that does not stand here', '0901 00'],
    ['an application tag', '6003 020101'],
    ['too deep', nested(30)],
  ];
  for (const [what, hex] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readDer(bytes(hex)), { code: 'NOT_DER' });
    });
  }

  it('refuses numbers and bit lists out of their range', () => {
    assert.throws(() => serialOf(readDer(bytes('020100'))), { code: 'FORMAT' });
    assert.throws(() => serialOf(readDer(bytes('0201ff'))), { code: 'FORMAT' });
    assert.throws(() => serialOf(readDer(bytes(`0215${'01'.repeat(21)}`))), { code: 'FORMAT' });
    assert.throws(() => smallIntegerOf(readDer(bytes('0201ff'))), { code: 'FORMAT' });
    assert.throws(() => namedBitsOf(readDer(bytes('03020480'))), { code: 'NOT_DER' });
    assert.deepEqual([...namedBitsOf(readDer(bytes('03020106')))], [5, 6]);
    assert.throws(() => x509TimeOf(readDer(generalizedTime(new Date('2026-03-01T00:00:00Z')))), {
      code: 'FORMAT',
    });
    assert.equal(
      parseTime(TAG.utcTime, new TextEncoder().encode('991231235959Z')),
      Date.parse('1999-12-31T23:59:59Z'),
    );
  });

  it('either refuses arbitrary bytes with a code, or they are the one encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
        try {
          assert.deepEqual(readDer(input).encoded, input);
        } catch (error) {
          assert.equal((error as { code?: unknown }).code, 'NOT_DER');
        }
      }),
      { numRuns: 2000 },
    );
  });
});

/** SEQUENCEs, one inside the other. */
function nested(depth: number): string {
  return depth === 0 ? '' : toHex(sequence(bytes(nested(depth - 1))));
}
