import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, addMonths, isCalendarDate, lastsMonths, wholeMonths } from '../../src/labor-law/index.js';

describe('calendar', () => {
  for (const [text, real] of [
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2026-04-31', false],
    ['2026-00-10', false],
    ['2026-13-10', false],
    ['2026-01-00', false],
    ['2026-1-1', false],
    ['0999-01-01', false],
    ['2026-01-01\n', false],
  ] as const)
    it(`${JSON.stringify(text)} is ${real ? 'a' : 'no'} date`, () =>
      assert.equal(isCalendarDate(text), real));

  for (const [date, months, expected] of [
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-12-01', 1, '2027-01-01'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -13, '2024-12-15'],
    ['2026-05-20', 0, '2026-05-20'],
  ] as const)
    it(`${date} and ${String(months)} months is ${expected}`, () =>
      assert.equal(addMonths(date, months), expected));

  it('refuses what is no date and what leaves the calendar', () => {
    assert.throws(() => addMonths('2026-02-30', 1), RangeError);
    assert.throws(() => addMonths('9999-12-31', 1), RangeError);
    assert.throws(() => addDays('1000-01-01', -1), RangeError);
  });

  const day = fc
    .integer({ min: 0, max: 200_000 })
    .map((n) => new Date(-1e12 + n * 86_400_000).toISOString().slice(0, 10));
  it('adds days as the Gregorian calendar does', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: -2000, max: 2000 }), (date, n) =>
        assert.equal(
          addDays(date, n),
          new Date(Date.parse(date) + n * 86_400_000).toISOString().slice(0, 10),
        ),
      ),
    ));
  it('counts whole months as the inverse of adding them', () =>
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [from, to] = a <= b ? [a, b] : [b, a];
        const n = wholeMonths(from, to);
        assert.ok(addMonths(from, n) <= to && to < addMonths(from, n + 1));
      }),
    ));

  for (const [first, last, months, lasts] of [
    ['2026-01-01', '2026-12-31', 12, true],
    ['2026-01-01', '2026-12-30', 12, false],
    ['2026-01-31', '2026-04-29', 3, true],
    ['2026-01-31', '2026-04-28', 3, false],
    ['2024-02-29', '2025-02-27', 12, true],
    ['2024-02-29', '2025-02-26', 12, false],
  ] as const)
    it(`${first} to ${last} ${lasts ? 'lasts' : 'does not last'} ${String(months)} months`, () =>
      assert.equal(lastsMonths(first, last, months), lasts));
});
