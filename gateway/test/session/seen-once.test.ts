import assert from 'node:assert/strict';
import { Refusal } from '../../src/problem/index.js';
import { SeenOnce } from '../../src/session/seen-once.js';

describe('values seen once', () => {
  let now = 0;
  const seen = new SeenOnce(1000, () => new Date(now));

  it('are remembered for the whole window, wherever it begins', () => {
    for (now = 0; now < 20_000; now += 97) {
      assert.equal(seen.add(String(now)), true);
      for (let past = now; past > Math.max(-1, now - 1000); past -= 97)
        assert.equal(seen.add(String(past)), false);
    }
  });

  it('are forgotten after two windows', () => {
    now += 2001;
    assert.equal(seen.add('0'), true);
  });

  it('are refused rather than forgotten when there are too many', () => {
    for (let i = 1; i < 500_000; i++) seen.add(`n${i}`);
    assert.throws(
      () => seen.add('one more'),
      (error) => error instanceof Refusal && error.code === 'OVERLOADED',
    );
    assert.equal(seen.add('n1'), false);
  });
});
