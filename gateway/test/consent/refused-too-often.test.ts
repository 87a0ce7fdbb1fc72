import assert from 'node:assert/strict';
import { MOST_REFUSED, RefusedTooOften } from '../../src/consent/refused-too-often.js';

describe('who is refused too often', () => {
  it('is not looked at for the rest of the hour, and nobody else', () => {
    let now = Date.parse('2026-03-01T00:00:00.000Z');
    const often = new RefusedTooOften(() => new Date(now));
    for (let i = 0; i < MOST_REFUSED; i++) {
      assert.ok(!often.isTooOften('bank'));
      often.refused('bank');
      now += 1000;
    }
    assert.ok(often.isTooOften('bank'));
    assert.ok(!often.isTooOften('another-bank'));
    const waits = often.waits('bank');
    assert.equal(waits, 3_600_000 - MOST_REFUSED * 1000);
    now += waits;
    assert.ok(!often.isTooOften('bank'));
    often.refused('bank');
    assert.ok(often.isTooOften('bank'), 'one place is free for each second that passes');
  });

  it('is forgotten first when it was refused longest ago', () => {
    const often = new RefusedTooOften(() => new Date(0));
    for (let i = 0; i < MOST_REFUSED; i++) often.refused('first');
    for (let i = 0; i < 10_000; i++) often.refused(`other-${i}`);
    assert.ok(!often.isTooOften('first'));
  });
});
