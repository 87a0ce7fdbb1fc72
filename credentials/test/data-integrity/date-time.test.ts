import fc from 'fast-check';
import assert from 'node:assert/strict';
import { readDateTime } from '../../src/data-integrity/index.js';

describe('reading a dateTimeStamp', () => {
  it('gives the moment, by whatever offset', () => {
    const moment = Date.UTC(2026, 1, 28, 16, 30, 5);
    assert.equal(readDateTime('2026-02-28T16:30:05Z'), moment);
    assert.equal(readDateTime('2026-03-01T00:30:05+08:00'), moment);
    assert.equal(readDateTime('2026-02-28T11:00:05-05:30'), moment);
    assert.equal(readDateTime('2026-02-28T16:30:05.25Z'), moment + 250);
    assert.equal(readDateTime('2026-03-01T06:30:05+14:00'), moment);
  });

  it('agrees with the platform on every instant', () => {
    const instants = fc.date({
      min: new Date('1000-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(instants, (date) => readDateTime(date.toISOString()) === date.getTime()));
  });

  it('refuses days that do not exist and forms that are none', () => {
    const wrong = [
      '2026-02-29T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T23:59:60Z',
      '2026-01-01T00:00:00',
      '2026-01-01',
      '2026-01-01 00:00:00Z',
      '2026-1-1T00:00:00Z',
      '2026-01-01T00:00:00+14:01',
      '2026-01-01T00:00:00Z\n',
      ' 2026-01-01T00:00:00Z',
      '２026-01-01T00:00:00Z',
      '+2026-01-01T00:00:00Z',
      20260101,
      undefined,
    ];
    for (const text of wrong) assert.equal(readDateTime(text), undefined, String(text));
  });
});
