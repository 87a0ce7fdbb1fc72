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

  it('reads a long text with work that grows no faster than its length', () => {
    const long: ((n: number) => string)[] = [
      (n) => '"' + '\\n'.repeat(n / 2) + '"',
      (n) => '[' + '1,'.repeat(n / 2) + '1]',
      (n) => '"' + 'x'.repeat(n) + '"',
      (n) => '{' + Array.from({ length: n / 16 }, (_, i) => `"name${i}":${i}`).join() + '}',
      (n) => ' '.repeat(n),
      (n) => '"' + '\\'.repeat(n - 1),
      (n) => '-'.repeat(n),
      (n) => '1'.repeat(n),
    ];
    /** Processor time, not the clock: a busy machine changes nothing. */
    const cost = (text: string): number => {
      const before = process.cpuUsage();
      outcome(text);
      return process.cpuUsage(before).user;
    };
    // Quadratic work would take 256 times as much for 16 times the length.
    for (const make of long) {
      const short = Math.min(...[1, 2, 3].map(() => cost(make(65_536))));
      assert.ok(cost(make(1_048_576)) < 100 * Math.max(short, 2_000), make(16));
    }
  });
});
