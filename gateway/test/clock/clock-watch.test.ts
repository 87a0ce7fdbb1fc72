import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ClockWatch, type ClockWatchOptions } from '../../src/clock/clock-watch.js';

const START = Date.parse('2026-03-01T00:00:00.000Z');

/** A machine whose two clocks are moved by hand. */
function machine(options: Partial<ClockWatchOptions> = {}) {
  const state = {
    wall: START,
    monotonic: 0,
    ledger: undefined as number | undefined,
    synchronised: undefined as boolean | undefined,
  };
  const watch = new ClockWatch({
    clock: () => new Date(state.wall),
    monotonic: () => state.monotonic,
    ledgerTime: async () => state.ledger,
    synchronised: async () => state.synchronised,
    mustBeSynchronised: false,
    ...options,
  });
  const pass = (milliseconds: number): void => {
    state.wall += milliseconds;
    state.monotonic += milliseconds;
  };
  return { state, watch, pass };
}

describe('the watch over the clock', () => {
  it('is sure of a clock that runs evenly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100_000_000), { maxLength: 20 }), async (steps) => {
        const { watch, pass } = machine();
        for (const step of steps) {
          pass(step);
          assert.equal(await watch.doubt(), undefined);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('CLOCK_STEPPED after every step of more than a second, back or forward', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1_001, max: 10 ** 9 }), fc.boolean(), async (size, back) => {
        const { state, watch, pass } = machine();
        pass(5_000);
        state.wall += back ? -size : size;
        assert.equal(await watch.doubt(), 'CLOCK_STEPPED');
        pass(1_000);
        assert.equal(await watch.doubt(), 'CLOCK_STEPPED');
      }),
      { numRuns: 50 },
    );
  });

  it('is sure again after ten minutes without a step, or when the system says that it is synchronised', async () => {
    const { state, watch, pass } = machine();
    state.wall += 5_000;
    assert.equal(await watch.doubt(), 'CLOCK_STEPPED');
    pass(599_000);
    assert.equal(await watch.doubt(), 'CLOCK_STEPPED');
    pass(1_000);
    assert.equal(await watch.doubt(), undefined);
    state.wall -= 5_000;
    assert.equal(await watch.doubt(), 'CLOCK_STEPPED');
    state.synchronised = true;
    assert.equal(await watch.doubt(), undefined);
  });

  it('CLOCK_BEHIND_LEDGER: turned back while nothing ran', async () => {
    const { state, watch, pass } = machine();
    state.ledger = START + 1_001;
    assert.equal(await watch.doubt(), 'CLOCK_BEHIND_LEDGER');
    pass(20_000);
    assert.equal(await watch.doubt(), undefined);
  });

  it('CLOCK_NOT_SYNCHRONISED: only where that is asked', async () => {
    const strict = machine({ mustBeSynchronised: true });
    assert.equal(await strict.watch.doubt(), 'CLOCK_NOT_SYNCHRONISED');
    strict.state.synchronised = true;
    strict.pass(20_000);
    assert.equal(await strict.watch.doubt(), undefined);
    strict.state.synchronised = false;
    strict.pass(20_000);
    assert.equal(await strict.watch.doubt(), 'CLOCK_NOT_SYNCHRONISED');
    const loose = machine();
    loose.state.synchronised = false;
    assert.equal(await loose.watch.doubt(), undefined);
  });
});
