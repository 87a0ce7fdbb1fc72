import assert from 'node:assert/strict';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import {
  canonical,
  canonicalBytes,
  compareCodeUnits,
  fromBase64url,
  fromHex,
  NotCanonical,
  parseCanonical,
  toBase64url,
  toHex,
  type Json,
} from '../../src/canonical/index.js';

const utf8 = new TextEncoder();

describe('canonical JSON (RFC 8785)', () => {
  it('sorts members as section 3.2.3 shows', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = [...canonical(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(order, [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('escapes strings as section 3.2.2.2 shows', () => {
    const value = { string: '\u20ac$\u000f\nA\'B"\\\\"/' };
    assert.equal(canonical(value), '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('gives the literals and structures of section 3.2.4', () => {
    const value = { numbers: [333333333, 4, -2], literals: [null, true, false] };
    const text = '{"literals":[null,true,false],"numbers":[333333333,4,-2]}';
    assert.equal(Buffer.from(canonicalBytes(value)).toString('hex'), Buffer.from(text).toString('hex'));
  });

  it('agrees with the package canonicalize on every value that both know', () => {
    fc.assert(
      fc.property(json, (value) => {
        assert.equal(canonical(value), canonicalize(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back what it wrote, and writes what it read', () => {
    fc.assert(
      fc.property(json, (value) => {
        const bytes = canonicalBytes(value);
        const read = parseCanonical(bytes);
        assert.deepEqual(read, JSON.parse(JSON.stringify(value)));
        assert.equal(toHex(canonicalBytes(read)), toHex(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses every other encoding of a value: a changed byte is another value or none', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, mask) => {
        const bytes = canonicalBytes(value);
        const changed = Uint8Array.from(bytes);
        const place = at % bytes.length;
        changed[place] = changed[place]! ^ mask;
        let read: Json;
        try {
          read = parseCanonical(changed);
        } catch (error) {
          assert.ok(error instanceof NotCanonical);
          return;
        }
        assert.notEqual(canonical(read), canonical(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('compares by code units, never by locale', () => {
    assert.deepEqual(['ö', 'z', 'a', 'Z'].sort(compareCodeUnits), ['Z', 'a', 'z', 'ö']);
    assert.equal(compareCodeUnits('\u{1f600}', '\ufb33'), -1);
    assert.equal(compareCodeUnits('a', 'a'), 0);
  });
});

describe('values that have no canonical form', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const holes: unknown[] = [];
  holes.length = 2;
  const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
  class Thing {
    readonly a = 1;
  }
  const cases: readonly (readonly [string, unknown])[] = [
    ['undefined', undefined],
    ['a member that is undefined', { a: undefined }],
    ['a function', () => 1],
    ['a member toJSON', { toJSON: () => 1 }],
    ['a symbol', Symbol('a')],
    ['a bigint', 1n],
    ['a fraction', 0.5],
    ['NaN', NaN],
    ['infinity', Infinity],
    ['minus zero', -0],
    ['an unsafe integer', 2 ** 53],
    ['an unsafe negative integer', -(2 ** 53)],
    ['a lone high surrogate', '\ud800'],
    ['a lone low surrogate', '\udc00'],
    ['a member named by a lone surrogate', { '\ud800': 1 }],
    ['a member __proto__', JSON.parse('{"__proto__":1}')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['an object of a class', new Thing()],
    ['an array with holes', holes],
    ['a cycle', cycle],
    ['65 levels', nested(65)],
  ];
  for (const [name, value] of cases) {
    it(name, () => {
      assert.throws(() => canonical(value), NotCanonical);
      assert.throws(() => canonicalBytes({ a: [value] }), NotCanonical);
    });
  }

  it('64 levels and the largest integers have one', () => {
    assert.doesNotThrow(() => canonical(nested(64)));
    assert.equal(canonical([2 ** 53 - 1, -(2 ** 53) + 1]), '[9007199254740991,-9007199254740991]');
  });
});

describe('bytes that are not canonical', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['white space', '{"a": 1}'],
    ['white space at the end', '{"a":1}\n'],
    ['members in another order', '{"b":1,"a":2}'],
    ['a member twice', '{"a":1,"a":1}'],
    ['an escape that is not needed', '"\\u0041"'],
    ['an escaped solidus', '"\\/"'],
    ['a long escape for a short one', '"\\u000a"'],
    ['upper-case hexadecimal in an escape', '"\\u000F"'],
    ['an exponent', '1e2'],
    ['a fraction that is whole', '1.0'],
    ['minus zero', '-0'],
    ['a leading zero', '01'],
    ['an unsafe integer', '9007199254740993'],
    ['an integer that would be rounded', '9007199254740992'],
    ['a member __proto__', '{"__proto__":{}}'],
    ['two values', '1 2'],
    ['nothing', ''],
    ['a comment', '1/**/'],
    ['65 levels', '['.repeat(65) + ']'.repeat(65)],
    ['100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['an escaped lone surrogate', '"\\ud800"'],
    ['a byte order mark', '\ufeff{}'],
  ];
  for (const [name, text] of texts) {
    it(name, () => {
      assert.throws(() => parseCanonical(utf8.encode(text)), NotCanonical);
    });
  }
  const bytes: readonly (readonly [string, string])[] = [
    ['a byte that is not UTF-8', '22ff22'],
    ['an overlong encoding', '22c08022'],
    ['a surrogate in UTF-8', '22eda08022'],
    ['a code point beyond Unicode', '22f490808022'],
    ['a cut character', '22e282'],
    ['UTF-16', 'fffe7b007d00'],
  ];
  for (const [name, hex] of bytes) {
    it(name, () => {
      assert.throws(() => parseCanonical(fromHex(hex)!), NotCanonical);
    });
  }
});

describe('base64url and hexadecimal', () => {
  it('agree with Node and read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url');
        assert.equal(toBase64url(bytes), text);
        assert.deepEqual(fromBase64url(text), bytes);
        assert.equal(toHex(bytes), Buffer.from(bytes).toString('hex'));
        assert.deepEqual(fromHex(toHex(bytes)), bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it('have one text for one value', () => {
    for (const text of ['A', 'AB', 'AAB', 'AA==', 'A A', 'AA\n', 'A+AA', 'A/AA', 'AAAAA', 'Ａ']) {
      assert.equal(fromBase64url(text), undefined, text);
    }
    for (const text of ['0', '0g', 'AB', ' 00', '00\n']) assert.equal(fromHex(text), undefined, text);
  });
});

/** JSON values of the floor: safe integers, well-formed strings, no member `__proto__`. */
const { value: json } = fc.letrec<{ value: Json }>((tie) => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const whole = fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n));
  return {
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constant(null),
      fc.boolean(),
      whole,
      text,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 5 }).map(withoutProto),
    ),
  };
});

function withoutProto(value: Record<string, Json>): Json {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '__proto__'));
}
