import assert from 'node:assert/strict';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import {
  checkPicture,
  drawSeal,
  PictureError,
  type GlyphOutline,
  type SealDesign,
} from '../../src/picture/index.js';
import { crc32 } from '../../src/picture/png.js';

/** A square and a hole in it: enough of a font to see where characters stand. */
const square: GlyphOutline = {
  unitsPerEm: 1000,
  advance: 1000,
  commands: [
    { command: 'moveTo', args: [50, -70] },
    { command: 'lineTo', args: [950, -70] },
    { command: 'lineTo', args: [950, 830] },
    { command: 'lineTo', args: [50, 830] },
    { command: 'closePath', args: [] },
  ],
};
const draw = (design: SealDesign) =>
  drawSeal(design, (character) => (character === '口' ? undefined : square));
const round: SealDesign = {
  shape: 'round',
  name: '演示科技有限公司',
  line: '合同专用章',
  number: '4401000000001',
};

describe('pictures of seals', () => {
  it('have the size of their kind, as SVG and as PNG', () => {
    for (const [design, size] of [
      [round, 40],
      [{ shape: 'square', name: '演示公司印' }, 24],
      [{ shape: 'name', name: '张三' }, 18],
    ] as const) {
      const { svg, png, width, height } = draw(design);
      assert.deepEqual([width, height], [size, size]);
      assert.deepEqual(checkPicture(png), { width: size * 12, height: size * 12 });
      assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+mm"/);
    }
  });

  it('are the same at every drawing', () => {
    assert.deepEqual(draw(round), draw(round));
  });

  it('a round one: rim, star and nothing outside; symmetric, whatever the length of the name', () => {
    for (const length of [2, 3, 8, 13, 20, 30]) {
      const { png } = draw({ shape: 'round', name: '章'.repeat(length) });
      const at = pointsOf(png);
      assert.equal(at(20, 0.6), 15, 'rim');
      assert.equal(at(20, 20), 15, 'star');
      assert.equal(at(0.5, 0.5), 0, 'corner');
      assert.equal(at(20, 1.6), 0, 'air inside the rim');
      for (let y = 2; y < 38; y += 0.5)
        for (let x = 2; x < 20; x += 0.5)
          assert.ok(Math.abs(at(x + HALF, y) - at(40 - HALF - x, y)) <= 4, `${length}: ${x}, ${y}`);
    }
  });

  it('a name takes 印 or 之印 to fill the square', () => {
    const asked: string[] = [];
    const outlines = (character: string) => {
      asked.push(character);
      return square;
    };
    for (const name of ['李四', '张三丰', '欧阳修文', '王']) drawSeal({ shape: 'name', name }, outlines);
    assert.equal(asked.join(''), '李四之印张三丰印欧阳修文王');
  });

  it('a text that cannot be drawn: PICTURE_TEXT', () => {
    for (const design of [
      { shape: 'round', name: '' },
      { shape: 'round', name: '章'.repeat(31) },
      { shape: 'round', name: '演示 公司' },
      { shape: 'round', name: '有口无图' },
      { shape: 'round', name: '演示公司', line: '' },
      { shape: 'round', name: '演示公司', number: '44-01' },
      { shape: 'name', name: '张'.repeat(10) },
    ] as const)
      assert.throws(() => draw(design), { code: 'PICTURE_TEXT' });
  });
});

describe('pictures that are handed in', () => {
  const genuine = draw({ shape: 'name', name: '张三' }).png;
  const code = (png: Uint8Array): string => {
    try {
      checkPicture(png);
      return 'OK';
    } catch (error) {
      if (error instanceof PictureError) return error.code;
      throw error;
    }
  };

  it('what is no PNG, or more than one', () => {
    assert.equal(code(new Uint8Array()), 'PICTURE_NOT_PNG');
    assert.equal(
      code(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      'PICTURE_NOT_PNG',
    );
    assert.equal(code(Uint8Array.of(...genuine, 0)), 'PICTURE_DAMAGED');
    assert.equal(code(genuine.subarray(0, -1)), 'PICTURE_DAMAGED');
    assert.equal(code(Uint8Array.of(...genuine, ...genuine.subarray(8))), 'PICTURE_DAMAGED');
  });

  it('too large: bytes, points, and what unpacks to more than it says', () => {
    assert.equal(code(new Uint8Array(2 ** 18 + 1)), 'PICTURE_TOO_LARGE');
    assert.equal(code(png(2049, 1, new Uint8Array(2050))), 'PICTURE_TOO_LARGE');
    assert.equal(code(png(16, 16, new Uint8Array(16 * 17))), 'OK');
    const bomb = png(16, 16, new Uint8Array(100 << 20));
    assert.ok(bomb.length < 2 ** 18);
    const start = process.cpuUsage();
    assert.equal(code(bomb), 'PICTURE_TOO_LARGE');
    assert.ok(process.cpuUsage(start).user < 1_000_000);
    assert.equal(code(png(16, 16, new Uint8Array(16 * 17 - 1))), 'PICTURE_DAMAGED');
  });

  it('animation, text and chunks that nobody knows are left outside', () => {
    for (const type of ['acTL', 'tEXt', 'iTXt', 'iCCP', 'ABCD', 'eXIf'])
      assert.equal(code(png(1, 1, new Uint8Array(2), [type, new Uint8Array(4)])), 'PICTURE_DAMAGED');
    assert.equal(code(png(1, 1, new Uint8Array(2), ['gAMA', new Uint8Array(4)])), 'OK');
  });

  it('a filter that is none', () => {
    assert.equal(code(png(1, 1, Uint8Array.of(5, 0))), 'PICTURE_DAMAGED');
  });

  it('no byte can change without notice', () => {
    fc.assert(
      fc.property(fc.nat({ max: genuine.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Uint8Array.from(genuine);
        altered[at] = (altered[at] ?? 0) ^ change;
        assert.notEqual(code(altered), 'OK');
      }),
      { numRuns: 500 },
    );
  });
});

/** Half a point in millimetres. */
const HALF = 1 / 24;

/** Degree of opacity (0 to 15) at a place in millimetres. */
function pointsOf(png: Uint8Array): (x: number, y: number) => number {
  const view = new DataView(png.buffer, png.byteOffset);
  const width = view.getUint32(16);
  for (let at = 8; ;) {
    const length = view.getUint32(at);
    if (String.fromCharCode(...png.subarray(at + 4, at + 8)) !== 'IDAT') {
      at += 12 + length;
      continue;
    }
    const rows = inflateSync(png.subarray(at + 8, at + 8 + length));
    return (x, y) => {
      const [column, row] = [Math.floor(x * 12), Math.floor(y * 12)];
      const byte = rows[row * (1 + width / 2) + 1 + (column >> 1)] ?? 0;
      return column % 2 === 0 ? byte >> 4 : byte & 15;
    };
  }
}

/** A grey PNG with these rows. */
function png(
  width: number,
  height: number,
  rows: Uint8Array,
  more?: readonly [string, Uint8Array],
): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Uint8Array => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return new Uint8Array(
    Buffer.concat([
      genuineSignature,
      chunk('IHDR', header),
      ...(more === undefined ? [] : [chunk(...more)]),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', new Uint8Array()),
    ]),
  );
}

const genuineSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
