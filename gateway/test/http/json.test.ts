import fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseJson } from '../../src/http/json.js';
import { Refusal } from '../../src/problem/index.js';

const parse = (text: string): unknown => parseJson(new TextEncoder().encode(text));

/** What the strict reader says: a value, or the code with which it refuses; anything else thrown fails the test. */
function outcome(text: string): { value: unknown } | { code: string } {
  try {
    return { value: parse(text) };
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return { code: error.code };
  }
}

function native(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

describe('reading JSON strictly', () => {
  it('reads what JSON.parse reads', () => {
    const values = fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        const read = outcome(spaced);
        if ('value' in read) assert.deepEqual(read.value, JSON.parse(spaced));
        else assert.match(spaced, /__proto__|constructor|prototype|\\ud[89a-f]/, read.code);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads nothing that JSON.parse does not, however a text is mangled', () => {
    const mangled = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '\\', '{', '}', ',', ':', '0', '-', 'e', '\u0000', '.', 'u'),
      )
      .map(
        ([text, at, insert]) =>
          text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(fc.oneof(mangled, fc.string({ unit: 'binary' }), fc.string()), (text) => {
        if (!text.isWellFormed()) return;
        const [read, reference] = [outcome(text), native(text)];
        if ('value' in read) assert.deepEqual(read, reference);
        else if (reference !== undefined) assert.ok(read.code.startsWith('BODY_'));
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses by code whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseJson(bytes);
        } catch (error) {
          assert.ok(error instanceof Refusal);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves the prototypes alone', () => {
    for (const text of ['{"__proto__":{"polluted":1}}', '{"a":{"constructor":{"prototype":{"polluted":1}}}}'])
      assert.deepEqual(outcome(text), { code: 'BODY_MEMBER_FORBIDDEN' });
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    const value = parse('{"toString":1,"hasOwnProperty":2}') as object;
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  it('reads a megabyte of anything within a second', () => {
    const texts = [
      '"' + '\\n'.repeat(500_000) + '"',
      '[' + '1,'.repeat(500_000) + '1]',
      '"' + 'x'.repeat(1_000_000) + '"',
    ];
    texts.push(
      '{' + Array.from({ length: 60_000 }, (_, i) => `"name${i}":${i}`).join() + '}',
      ' '.repeat(1_000_000),
    );
    texts.push('"' + '\\'.repeat(999_999), '-'.repeat(1_000_000), '1'.repeat(1_000_000));
    for (const text of texts) {
      const started = performance.now();
      outcome(text);
      assert.ok(performance.now() - started < 1000, text.slice(0, 10));
    }
  });
});
