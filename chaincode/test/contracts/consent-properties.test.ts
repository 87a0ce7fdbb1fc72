import assert from 'node:assert/strict';
import fc from 'fast-check';
import { consent } from '../../src/contracts/index.js';
import type { Json } from '../../src/canonical/index.js';
import type { Outcome, Request } from '../../src/kernel/index.js';
import { ConsentStory } from '../world/consent-story.js';
import { foundedFastWorld } from '../world/world.js';

/** Random commands in random batches: what must hold after each of them. */

const RUNS = { numRuns: 80, seed: 20260303 };
const { operations } = consent;

describe('consent, whatever comes', () => {
  const name = fc.integer({ min: 1, max: 6 }).map((n) => `a-${String(n)}`);
  const step = fc.oneof(
    { weight: 8, arbitrary: name.map((authorisation) => ({ kind: 'use' as const, authorisation })) },
    { weight: 2, arbitrary: name.map((authorisation) => ({ kind: 'forged' as const, authorisation })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'revoke' as const }) },
  );
  const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 });

  it('is never used more often than granted, nor once after it was revoked', async () => {
    let [uses, revocations, deferred] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), batches, async (count, rounds) => {
        const story = await (await new ConsentStory(await foundedFastWorld()).prepared()).granted({ count });
        const inputs = new Map<string, Json>();
        let waiting: Request[] = [];
        let isRevoked = false;
        const counted = new Set<string>();
        for (let round = 0; round < rounds.length || waiting.length > 0; round++) {
          const fresh = (rounds[round] ?? []).map((each) => requestOf(story, each, inputs));
          const batch = [...waiting, ...fresh];
          const outcomes = await story.world.ledger.batch(batch);
          waiting = batch.filter((_, i) => outcomes[i]!.kind === 'deferred');
          deferred += waiting.length;
          // Within a batch the order of done commands is the order of effect.
          outcomes.forEach((outcome, i) => {
            if (outcome.kind !== 'done') return;
            const request = batch[i]!;
            if (request.operation === 'revoke') {
              if (outcome.writes.length > 0) revocations++;
              isRevoked = true;
              return;
            }
            assert.ok(!isRevoked, 'a use after the revocation');
            if (outcome.writes.length > 0) counted.add(authorisationOf(outcome));
          });
          const record = await story.record();
          assert.ok(record.used <= count && record.used === counted.size);
          assert.equal(
            record.state === 'USED_UP' || record.state === 'REVOKED',
            isRevoked || record.used === count,
          );
        }
        uses += counted.size;
      }),
      RUNS,
    );
    assert.ok(uses > 60 && revocations > 20 && deferred > 60, `${String([uses, revocations, deferred])}`);
  }).timeout(60_000);
});

type Step = { readonly kind: 'use' | 'forged'; readonly authorisation: string } | { readonly kind: 'revoke' };

/** The same step is the same input: what comes again is the same content. */
function requestOf(story: ConsentStory, step: Step, known: Map<string, Json>): Request {
  const name = step.kind === 'revoke' ? 'revoke' : `${step.kind} ${step.authorisation}`;
  const input = known.get(name) ?? inputOf(story, step);
  known.set(name, input);
  const operation = step.kind === 'revoke' ? operations.revoke : operations.use;
  return { contract: operation.contract, operation: operation.name, input };
}

function inputOf(story: ConsentStory, step: Step): Json {
  if (step.kind === 'revoke') {
    const body = { consent: story.consent, subject: story.citizen, at: story.now };
    return story.signed('consent/revoke', body, story.citizen);
  }
  const by = step.kind === 'forged' ? { recipient: 'employer', source: story.source } : undefined;
  return story.fetched(step.authorisation, {}, {}, by);
}

function authorisationOf(outcome: Outcome & { kind: 'done' }): string {
  return (outcome.result as { authorisation: string }).authorisation;
}
