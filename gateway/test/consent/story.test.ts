import { verify } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { consent } from '../../src/story/consent/index.js';
import { playThrough } from '../../src/story/play-through.js';
import { openInstance, type Instance } from '../story/instance.js';

describe('the story of a consent', function () {
  this.timeout(60_000);
  let instance: Instance;
  before(async () => {
    instance = await openInstance();
  });
  after(() => instance.stop());

  it('plays with citizen and bank in processes of their own, each refusal by its own code', async () => {
    const { playhouse } = instance.running;
    const came: string[] = [];
    for await (const { step, result } of playThrough(playhouse, 'consent')) {
      assert.equal(result.came, step.expected, step.id);
      assert.ok(result.calls.length > 0, step.id);
      came.push(result.came);
    }
    assert.equal(came.length, consent.steps.length);
    assert.deepEqual(
      came.filter((each) => each !== 'done'),
      ['FIELD_NOT_NECESSARY', 'CONSENT_NOT_GRANTED', 'CONSENT_USED_UP', 'CONSENT_REVOKED'],
    );
  });

  it('leaves a receipt and two proofs of the state that verify', async () => {
    const trust = await instance.running.composed.trust();
    const states: Record<string, string | null> = {};
    for (const [name, bytes] of instance.running.playhouse.artefacts()) {
      const [report] = await verify([{ name, bytes }], { provider: nativeProvider, now: new Date(), trust });
      assert.equal(report?.verdict, 'valid', `${name}: ${JSON.stringify(report?.steps)}`);
      states[name] = report?.state ?? null;
    }
    assert.deepEqual(states, {
      'consent.receipt.json': 'REVOKED',
      'grant.state-proof.json': 'GRANTED',
      'grant.revoked.state-proof.json': 'REVOKED',
    });
  });

  it('ends when the citizen refuses, and the bank does not ask again', async () => {
    const { playhouse } = instance.running;
    playhouse.reset('consent');
    for (const id of ['citizen', 'three-fields', 'request', 'fetch-before-grant'])
      await playhouse.play('consent', id, { agrees: true, seen: [] });
    const question = await playhouse.question('consent', 'grant');
    assert.ok(question.kind === 'consent' && question.fields.length === 2 && question.times === 2);
    const result = await playhouse.play('consent', 'grant', { agrees: false, reason: '暂不需要' });
    assert.equal(result.came, 'declined');
  });
});
