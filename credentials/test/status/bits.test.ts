import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { LEAST_BITS, MOST_BITS, StatusBits } from '../../src/status/index.js';
import { codeOf } from '../credential/made.js';

describe('the bits of a status list', () => {
  it('are counted from the left of the first byte, as zlib unpacks them', () => {
    const bits = new StatusBits();
    for (const index of [0, 9, LEAST_BITS - 1]) bits.set(index, true);
    const encoded = bits.encode();
    assert.ok(encoded.startsWith('uH4sI'));
    const bytes = gunzipSync(fromBase64url(encoded.slice(1)) ?? assert.fail());
    assert.equal(bytes.length, LEAST_BITS / 8);
    assert.deepEqual([bytes[0], bytes[1], bytes.at(-1)], [0x80, 0x40, 0x01]);
    assert.equal(bits.encode(), encoded, 'the same bits, the same text');
  });

  it('are those of the example of the specification: no bit set', () => {
    // Bitstring Status List 1.0, example 4, made by another gzip.
    const encoded = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA';
    const bits = StatusBits.decode(encoded);
    assert.equal(bits.length, LEAST_BITS);
    assert.ok(![0, 1, 77, LEAST_BITS - 1].some((index) => bits.get(index)));
  });

  it('come back as they were set', () => {
    const index = fc.nat(LEAST_BITS - 1);
    fc.assert(
      fc.property(fc.uniqueArray(index, { maxLength: 50 }), fc.array(index), (set, asked) => {
        const bits = new StatusBits();
        for (const each of set) bits.set(each, true);
        for (const each of set.slice(0, 5)) bits.set(each, false);
        const read = StatusBits.decode(bits.encode());
        for (const each of [...set, ...asked]) assert.equal(read.get(each), set.indexOf(each) >= 5);
      }),
      { numRuns: 50 },
    );
  });

  it('are read whatever gzip packed them, up to the longest list', () => {
    for (const length of [LEAST_BITS, 1_000_000 - (1_000_000 % 8), MOST_BITS]) {
      for (const level of [constants.Z_NO_COMPRESSION, constants.Z_BEST_COMPRESSION]) {
        const bytes = Buffer.alloc(length / 8, 0x55);
        const bits = StatusBits.decode(`u${toBase64url(gzipSync(bytes, { level }))}`);
        assert.equal(bits.length, length);
        assert.deepEqual([bits.get(0), bits.get(1), bits.get(length - 1)], [false, true, true]);
      }
    }
  });

  it('are refused in another form, too few or too many, in bounded time and memory', async () => {
    const packed = (bytes: number, level = 9) => `u${toBase64url(gzipSync(Buffer.alloc(bytes), { level }))}`;
    const good = new StatusBits().encode();
    const wrong = [
      '',
      'u',
      good.slice(1),
      `z${good.slice(1)}`,
      `${good}=`,
      good.slice(0, -8),
      `u${toBase64url(Buffer.alloc(LEAST_BITS / 8))}`,
      packed(LEAST_BITS / 8 - 1),
      packed(MOST_BITS / 8 + 1),
      packed(100_000_000),
      `u${'A'.repeat(3_000_000)}`,
    ];
    const start = process.cpuUsage();
    for (const text of wrong) {
      assert.equal(await codeOf(() => StatusBits.decode(text)), 'STATUS_LIST_INVALID', text.slice(0, 20));
    }
    const { user } = process.cpuUsage(start);
    assert.ok(user < 5_000_000, `${String(user)} microseconds, most of them for making the inputs`);
  });

  it('have no index outside the list', async () => {
    const bits = new StatusBits();
    for (const index of [-1, LEAST_BITS, 0.5, Number.NaN, 2 ** 53]) {
      assert.equal(await codeOf(() => bits.get(index)), 'STATUS_INDEX_OUT_OF_RANGE');
      assert.equal(await codeOf(() => bits.set(index, true)), 'STATUS_INDEX_OUT_OF_RANGE');
    }
    for (const length of [0, LEAST_BITS - 8, LEAST_BITS + 1, MOST_BITS + 8]) {
      assert.throws(() => new StatusBits(length), RangeError);
    }
  });
});
