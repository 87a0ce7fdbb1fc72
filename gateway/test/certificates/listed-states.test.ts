import assert from 'node:assert/strict';
import { ListedStates } from '../../src/certificates/listed-states.js';

describe('what status lists say', () => {
  it('is the latest state of each place, by purpose and list', () => {
    const states = new ListedStates();
    const place = { list: 2, index: 77 };
    assert.equal(states.has(2), false);
    const bits = () => [states.bits(2, 'revocation').get(77), states.bits(2, 'suspension').get(77)];
    assert.deepEqual(bits(), [false, false]);
    for (const [state, revoked, suspended] of [
      ['VALID', false, false],
      ['SUSPENDED', false, true],
      ['VALID', false, false],
      ['SET_ASIDE', false, true],
      ['VALID', false, false],
      ['TRANSFERRING', false, true],
      ['TRANSFERRED', true, false],
      ['REVOKED', true, false],
      ['REPLACED', true, false],
      ['CANCELLED', true, false],
    ] as const) {
      states.set(place, state);
      assert.deepEqual(bits(), [revoked, suspended], state);
    }
    assert.equal(states.has(2), true);
    assert.equal(states.bits(2, 'revocation').get(76), false);
    assert.equal(states.bits(1, 'revocation').get(77), false);
  });

  it('takes no more memory for more certificates of a list', () => {
    const states = new ListedStates();
    states.set({ list: 1, index: 0 }, 'VALID');
    globalThis.gc?.();
    const before = process.memoryUsage();
    for (let index = 0; index < 131_072; index++)
      states.set({ list: 1, index }, index % 3 === 0 ? 'REVOKED' : 'VALID');
    globalThis.gc?.();
    const after = process.memoryUsage();
    assert.ok(after.arrayBuffers - before.arrayBuffers < 1 << 16);
    assert.equal(states.bits(1, 'revocation').get(131_070), true);
  });
});
