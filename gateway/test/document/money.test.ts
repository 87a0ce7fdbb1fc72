import assert from 'node:assert/strict';
import {
  capitalAmount,
  chineseNumber,
  dateText,
  moneyText,
  monthsText,
  yuanText,
} from '../../src/labor-contract/document/money.js';

describe('amounts, numbers and dates in words', () => {
  for (const [fen, capital] of [
    [0, '零元整'],
    [5, '伍分'],
    [30, '叁角整'],
    [35, '叁角伍分'],
    [100, '壹元整'],
    [105, '壹元零伍分'],
    [1000, '壹拾元整'],
    [10_050, '壹佰元伍角整'],
    [100_500, '壹仟零伍元整'],
    [101_000, '壹仟零壹拾元整'],
    [800_050, '捌仟元伍角整'],
    [1_000_000, '壹万元整'],
    [1_000_500, '壹万零伍元整'],
    [1_050_000, '壹万零伍佰元整'],
    [10_001_000, '壹拾万零壹拾元整'],
    [100_000_000, '壹佰万元整'],
    [10_000_000_000, '壹亿元整'],
    [10_000_000_100, '壹亿零壹元整'],
    [10_000_000_000_000, '壹仟亿元整'],
    [12_345_678_901, '壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分'],
  ] as const)
    it(`${String(fen)} fen is ${capital}`, () => assert.equal(capitalAmount(fen), capital));

  it('writes yuan with two decimals and commas', () => {
    assert.equal(yuanText(1), '0.01');
    assert.equal(yuanText(100_000), '1,000.00');
    assert.equal(yuanText(123_456_789), '1,234,567.89');
    assert.equal(moneyText(1_000_000), '人民币10,000.00元（大写：壹万元整）');
  });
  it('refuses what is no amount', () => {
    for (const amount of [-1, 0.5, NaN, 100_000_000_000_000])
      assert.throws(() => capitalAmount(amount), RangeError);
  });
  it('numbers articles', () =>
    assert.deepEqual([1, 10, 11, 20, 21, 100, 101, 110].map(chineseNumber), [
      '一',
      '十',
      '十一',
      '二十',
      '二十一',
      '一百',
      '一百零一',
      '一百一十',
    ]));
  it('writes dates and periods', () => {
    assert.equal(dateText('2026-01-09'), '2026年1月9日');
    assert.deepEqual([0, 6, 12, 18].map(monthsText), ['0个月', '6个月', '1年', '1年6个月']);
  });
});
