import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { concat } from '../../src/asn1/index.js';
import { crc32, PNG_SIGNATURE } from '../../src/picture/png.js';
import { readPng } from '../../src/picture/read-png.js';

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

describe('points of a PNG', () => {
  it('of a palette with transparency, several in a byte', () => {
    const { colours, opacity } = readPng(
      png({ width: 3, height: 1, depth: 4, colour: 3 }, [0, 0x01, 0x20], {
        PLTE: [...RED, ...BLUE, 1, 2, 3],
        tRNS: [0, 128],
      }),
    );
    assert.deepEqual([...colours], [...RED, ...BLUE, 1, 2, 3]);
    assert.deepEqual([...(opacity ?? [])], [0, 128, 255]);
  });

  it('of grey, in 1, 8 and 16 bits; tRNS names the value that is clear', () => {
    const bits = readPng(png({ width: 4, height: 1, depth: 1, colour: 0 }, [0, 0b1010_0000]));
    assert.deepEqual([bits.colours[0], bits.colours[3], bits.opacity], [255, 0, undefined]);
    const bytes = readPng(png({ width: 2, height: 1, depth: 8, colour: 0 }, [0, 7, 9], { tRNS: [0, 9] }));
    assert.deepEqual([...bytes.colours], [7, 7, 7, 9, 9, 9]);
    assert.deepEqual([...(bytes.opacity ?? [])], [255, 0]);
    const words = readPng(png({ width: 1, height: 1, depth: 16, colour: 4 }, [0, 0x12, 0xff, 0x80, 0x01]));
    assert.deepEqual([...words.colours, ...(words.opacity ?? [])], [0x12, 0x12, 0x12, 0x80]);
  });

  it('through each filter', () => {
    const rows = [
      [1, 10, 20, 30, 5, 5, 5],
      [2, 1, 1, 1, 1, 1, 1],
      [3, 0, 0, 0, 0, 0, 0],
      [4, 0, 0, 0, 0, 0, 0],
    ];
    const { colours } = readPng(png({ width: 2, height: 4, depth: 8, colour: 2 }, rows.flat()));
    assert.deepEqual(
      [...colours],
      [10, 20, 30, 15, 25, 35, 11, 21, 31, 16, 26, 36, 5, 10, 15, 10, 18, 25, 5, 10, 15, 10, 18, 25],
    );
  });

  it('in the order of an interlaced one', () => {
    // Two by two: the first pass has the first point, the sixth the one beside it, the seventh the row below.
    const data = [0, 1, 0, 2, 0, 3, 4];
    const { colours } = readPng(png({ width: 2, height: 2, depth: 8, colour: 0, interlace: 1 }, data));
    assert.deepEqual(
      [...colours].filter((_, i) => i % 3 === 0),
      [1, 2, 3, 4],
    );
  });

  it('none of half a picture', () => {
    assert.throws(() => readPng(png({ width: 2, height: 2, depth: 8, colour: 0 }, [0, 1, 2])), {
      code: 'PICTURE_DAMAGED',
    });
  });
});

function png(
  header: {
    readonly width: number;
    readonly height: number;
    readonly depth: number;
    readonly colour: number;
    readonly interlace?: number;
  },
  data: readonly number[],
  more: Readonly<Record<string, readonly number[]>> = {},
): Uint8Array {
  const { width, height, depth, colour, interlace = 0 } = header;
  return concat(
    PNG_SIGNATURE,
    chunk('IHDR', [0, 0, 0, width, 0, 0, 0, height, depth, colour, 0, 0, interlace]),
    ...Object.entries(more).map(([type, bytes]) => chunk(type, bytes)),
    chunk('IDAT', deflateSync(Uint8Array.from(data))),
    chunk('IEND', []),
  );
}

function chunk(type: string, data: Iterable<number>): Uint8Array {
  const named = concat(new TextEncoder().encode(type), Uint8Array.from(data));
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, named.length - 4);
  ends.setUint32(4, crc32(named));
  const bytes = new Uint8Array(ends.buffer);
  return concat(bytes.subarray(0, 4), named, bytes.subarray(4));
}
