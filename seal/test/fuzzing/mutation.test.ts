import assert from 'node:assert/strict';
import fc from 'fast-check';
import { targets } from './targets.js';

/** The long run is `npm run fuzz -- SECONDS`. */
for (const { name, corpus, mutate, attack, runs } of targets) {
  describe(`inputs that were tampered with at random: ${name}`, function () {
    this.timeout(180_000);
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
            attack(mutate(kept[i] ?? new Uint8Array(), kept, random));
          },
        ),
        { numRuns: runs },
      );
    });
  });
}
