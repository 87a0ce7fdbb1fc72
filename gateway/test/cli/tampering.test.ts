import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { stories } from '../../src/story/index.js';
import { playThrough } from '../../src/story/play-through.js';
import { openInstance } from '../story/instance.js';
import { CHANGES, neverValid, verifiedTogether } from './changed-bytes.js';

describe('one byte changed', function () {
  this.timeout(300_000);
  const artefacts = new Map<string, Uint8Array>();
  let trust: Uint8Array;
  let now: Date;

  before(async () => {
    const instance = await openInstance();
    try {
      const { playhouse, composed } = instance.running;
      for (const { id } of stories)
        for await (const { step, result } of playThrough(playhouse, id))
          assert.equal(result.came, step.expected, step.id);
      for (const [name, bytes] of playhouse.artefacts()) artefacts.set(name, bytes);
      trust = await composed.trust();
      artefacts.set('trust.json', trust);
      now = new Date();
    } finally {
      await instance.stop();
    }
  });

  for (const [name, beside] of verifiedTogether)
    it(`of ${name} is never valid, ${CHANGES} times`, () =>
      neverValid(artefacts, name, beside, { provider: nativeProvider, now, trust }));
});
