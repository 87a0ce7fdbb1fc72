import assert from 'node:assert/strict';
import fc from 'fast-check';
import { breakLines, widthOf, type Piece } from '../../src/labor-contract/document/line-breaking.js';

const SIZE = 1000;
const piece = (text: string): Piece => ({ text, weight: 'regular', style: {} });
const lines = (text: string, ems: number, indent = 0) =>
  breakLines([piece(text)], SIZE, ems * SIZE, indent).map((line) =>
    line.map((placed) => placed.text).join(''),
  );

describe('line breaking of Chinese text', () => {
  it('breaks between any two characters', () =>
    assert.deepEqual(lines('用人单位劳动者', 3), ['用人单', '位劳动', '者']));
  it('begins no line with a closing mark', () => {
    assert.deepEqual(lines('用人单位，劳动者', 4), ['用人单', '位，劳动', '者']);
    assert.deepEqual(lines('（用人单位）。', 5), ['（用人单', '位）。']);
  });
  it('ends no line with an opening mark', () =>
    assert.deepEqual(lines('用人单（位）', 4), ['用人单', '（位）']));
  it('keeps a dash whole', () => assert.deepEqual(lines('用人单——位', 4), ['用人', '单——位']));
  it('keeps words, numbers and units whole', () => {
    assert.deepEqual(lines('自2026年12月1日起', 5.5), ['自2026年', '12月1日起']);
    assert.deepEqual(lines('使用 GitLab 办公', 5), ['使用', 'GitLab 办', '公']);
    assert.deepEqual(lines('月工资10,000.00元', 6), ['月工资', '10,000.00元']);
  });
  it('indents the first line only', () =>
    assert.deepEqual(lines('用人单位劳动者', 4, 2000), ['用人', '单位劳动', '者']));
  it('drops spaces at both ends of a line', () => assert.deepEqual(lines('abcd efgh', 3), ['abcd', 'efgh']));
  it('parts a word that is wider than the line', () => {
    const parted = lines('x'.repeat(100), 10);
    assert.ok(parted.length > 1);
    assert.equal(parted.join(''), 'x'.repeat(100));
  });
  it('makes no line of no text', () => assert.deepEqual(lines('', 10), []));

  const text = fc.string({
    unit: fc.constantFrom(...'甲乙丙丁，。（）《》“”、；：一二三2026年 abc12.5%——…'),
    maxLength: 200,
  });
  it('loses nothing, overlaps nothing and stays within the width', () =>
    fc.assert(
      fc.property(text, fc.integer({ min: 9, max: 40 }), (whole, ems) => {
        const placed = breakLines([piece(whole)], SIZE, ems * SIZE);
        const read = placed
          .flat()
          .map((one) => one.text)
          .join('');
        assert.equal(read.replaceAll(' ', ''), whole.replaceAll(' ', ''));
        for (const line of placed) {
          let end = 0;
          for (const { x, width } of line) {
            assert.ok(x >= end && Number.isInteger(x) && Number.isInteger(width));
            end = x + width;
          }
        }
      }),
    ));
  it('spreads full lines to the width and leaves the last one', () => {
    const broken = breakLines(
      [piece('用人单位应当按照约定，及时足额支付劳动报酬。'.repeat(4))],
      SIZE,
      10_200,
    );
    for (const line of broken.slice(0, -1)) {
      const last = line.at(-1);
      assert.equal((last?.x ?? 0) + (last?.width ?? 0), 10_200);
    }
    const last = broken.at(-1)?.at(-1);
    assert.equal(last?.width, widthOf(last?.text ?? '', SIZE, 'regular'));
  });
});
