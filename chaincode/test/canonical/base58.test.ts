import fc from 'fast-check';
import assert from 'node:assert/strict';
import { fromBase58, fromHex, toBase58 } from '../../src/canonical/index.js';

/** https://datatracker.ietf.org/doc/html/draft-msporny-base58-03 section 5, and zeros at the front. */
const EXAMPLES = [
  ['48656c6c6f20576f726c6421', '2NEpo7TZRRrLZSi2U'],
  [
    '54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e',
    'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
  ],
  ['0000287fb4cd', '11233QC4'],
  ['', ''],
  ['00', '1'],
] as const;

describe('base58btc', () => {
  it('is that of the published examples', () => {
    for (const [hex, text] of EXAMPLES) {
      const bytes = fromHex(hex) ?? assert.fail();
      assert.equal(toBase58(bytes), text);
      assert.deepEqual(fromBase58(text), bytes);
    }
  });

  it('comes back as the same bytes, and as the same text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(5), (bytes, zeros) => {
        const padded = Uint8Array.of(...new Uint8Array(zeros), ...bytes);
        assert.deepEqual(fromBase58(toBase58(padded)), padded);
      }),
      { numRuns: 1000 },
    );
    const letters = fc.constantFrom(...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 90 }), (text) => {
        assert.equal(toBase58(fromBase58(text) ?? assert.fail()), text);
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused with any other character', () => {
    for (const text of ['0', 'O', 'I', 'l', '2 ', '-', 'é', '１']) assert.equal(fromBase58(text), undefined);
  });
});
