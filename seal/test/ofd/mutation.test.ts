import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attack, corpus, mutatedOfd } from './attack.js';

/** The long run is `node seal/dist/test/ofd/fuzz.js SECONDS`. */
describe('OFDs that were tampered with at random', function () {
  this.timeout(120_000);
  const kept = corpus();

  it('the whole corpus answers with codes', () => {
    assert.ok(kept.length >= 10);
    for (const bytes of kept) attack(bytes);
  });

  it('and so does whatever comes of it', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: kept.length - 1 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
        (i, stream) => {
          const random = (): number => stream.next().value as number;
          attack(mutatedOfd(kept[i] ?? new Uint8Array(), kept, random));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
