import assert from 'node:assert/strict';
import { exitCodeOf, verify, type Report, type VerifyOptions } from '../src/verify/index.js';
import { makeBundle, tellStory, trustFor, type Story } from './fixture.js';
import { provider } from './pki.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
let story: Story;
let bundle: Uint8Array;
let trust: Uint8Array;

before(async function () {
  this.timeout(30_000);
  story = await tellStory();
  bundle = await makeBundle(story);
  trust = await trustFor(story);
});

after(() => story.test.close());

async function report(bytes: Uint8Array, more: Partial<VerifyOptions> = {}): Promise<Report> {
  const [found] = await verify([{ name: 'contract.evidence.zip', bytes }], {
    provider,
    now: NOW,
    trust,
    ...more,
  });
  assert.ok(found);
  return found;
}

describe('verify: an evidence bundle', () => {
  it('is valid', async () => {
    const found = await report(bundle);
    assert.equal(
      found.verdict,
      'valid',
      JSON.stringify(
        found.steps.filter(({ outcome }) => outcome !== 'pass'),
        null,
        1,
      ),
    );
    assert.equal(exitCodeOf([found]), 0);
  });
});
