import assert from 'node:assert/strict';
import { recognition } from '../../src/contracts/index.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { refused } from '../world/memory-ledger.js';

const { operations } = recognition;

async function story(): Promise<CertificateStory> {
  return new CertificateStory(await certificateWorld());
}

async function ask(of: CertificateStory, change: object = {}) {
  return of.world.ledger.query(operations.recognised, {
    by: 'province-31',
    of: 'province-44',
    type: 'vocational-skill-level',
    on: '2026-03-02',
    ...change,
  });
}

async function withdraw(from: CertificateStory, change: object = {}, signer?: string) {
  const body = { recognition: 'rec-1', by: 'province-31', from: '2026-06-01', reason: 'review', ...change };
  const signature = from.sign('recognition/withdraw', body, signer ?? body.by);
  return from.world.ledger.submit(operations.withdraw, { body, signature });
}

describe('recognition', () => {
  it('is by a province of another’s certificates, from a day to a day', async () => {
    const of = await story();
    assert.deepEqual(await ask(of), { recognised: false, reason: 'NONE' });
    await of.recognise();
    assert.deepEqual(await ask(of), { recognised: true, recognition: 'rec-1' });
    assert.deepEqual(await ask(of, { on: '2025-12-31' }), { recognised: false, reason: 'NOT_YET' });
    assert.deepEqual(await ask(of, { on: '2027-01-01' }), { recognised: false, reason: 'EXPIRED' });
    assert.deepEqual(await ask(of, { type: 'professional-title' }), { recognised: false, reason: 'NONE' });
    assert.deepEqual(await ask(of, { by: 'province-44', of: 'province-31' }), {
      recognised: false,
      reason: 'NONE',
    });
    await refused(ask(of, { by: 'nobody' }), 'ORGANISATION_UNKNOWN');
    assert.equal(
      (await of.world.ledger.query(operations.recognition, { recognition: 'rec-1' })).recognition.by,
      'province-31',
    );
    await refused(
      of.world.ledger.query(operations.recognition, { recognition: 'r9' }),
      'RECOGNITION_UNKNOWN',
    );
  });

  it('can be of certain levels', async () => {
    const of = await story();
    await of.recognise({ levels: ['3', '2'] });
    assert.equal((await ask(of, { level: '3' })).recognised, true);
    assert.deepEqual(await ask(of, { level: '1' }), { recognised: false, reason: 'OTHER_LEVEL' });
    assert.deepEqual(await ask(of), { recognised: false, reason: 'OTHER_LEVEL' });
  });

  it('by the ministry is good in every province', async () => {
    const of = await story();
    await of.recognise({ by: 'ministry' });
    assert.equal((await ask(of)).recognised, true);
    assert.equal((await ask(of, { by: 'province-51' })).recognised, true);
  });

  it('needs the signature of a province or the ministry, about another province', async () => {
    const of = await story();
    await refused(of.recognise({ by: 'assessor' }), 'NOT_ENTITLED');
    await refused(of.recognise({}, 'province-44'), 'SIGNATURE_INVALID');
    await refused(of.recognise({ of: 'assessor' }), 'ORGANISATION_UNKNOWN');
    await refused(of.recognise({ of: 'province-31' }), 'ORGANISATION_UNKNOWN');
    await refused(of.recognise({ from: '2027-01-01' }), 'RECOGNITION_PERIOD_INVALID');
    await of.recognise();
    await refused(of.recognise({ levels: ['1'] }), 'RECOGNITION_EXISTS');
  });

  it('ends from today on, never backwards, and a new one can follow', async () => {
    const of = await story();
    await refused(withdraw(of), 'RECOGNITION_UNKNOWN');
    await of.recognise();
    await refused(withdraw(of, { by: 'province-44' }), 'NOT_ENTITLED');
    await refused(withdraw(of, {}, 'province-44'), 'SIGNATURE_INVALID');
    await refused(withdraw(of, { from: '2026-03-01' }), 'RECOGNITION_PERIOD_INVALID');
    const done = await withdraw(of);
    assert.deepEqual(await withdraw(of), done);
    assert.equal((await ask(of, { on: '2026-05-31' })).recognised, true);
    assert.deepEqual(await ask(of, { on: '2026-06-01' }), { recognised: false, reason: 'WITHDRAWN' });
    await refused(withdraw(of, { from: '2026-07-01' }), 'RECOGNITION_PERIOD_INVALID');
    await of.recognise({ recognition: 'rec-2', from: '2026-09-01' });
    assert.deepEqual(await ask(of, { on: '2026-09-01' }), { recognised: true, recognition: 'rec-2' });
    assert.equal((await ask(of, { on: '2026-05-31' })).recognised, true);
  });

  it('is listed by who said it, and answers as of a past time', async () => {
    const of = await story();
    await of.recognise();
    await of.recognise({ recognition: 'rec-2', type: 'professional-title' });
    const before = of.now;
    of.passDays(1);
    await withdraw(of, { from: '2026-06-01' });
    const between = of.now;
    of.passDays(1);
    await withdraw(of, { from: '2026-05-01' });
    const page = await of.world.ledger.query(operations.recognitions, { by: 'province-31', limit: 1 });
    assert.deepEqual([page.recognitions[0]?.recognition.recognition, page.next], ['rec-2', 'rec-1']);
    const rest = await of.world.ledger.query(operations.recognitions, {
      by: 'province-31',
      from: 'rec-1',
      limit: 1,
    });
    assert.deepEqual(
      rest.recognitions[0]?.withdrawnBefore?.map(({ from }) => from),
      ['2026-06-01'],
    );
    assert.equal(rest.next, undefined);
    const on = '2026-06-01';
    assert.equal((await ask(of, { on, asOf: before })).recognised, true);
    assert.equal((await ask(of, { on, asOf: between })).recognised, false);
    assert.equal((await ask(of, { on: '2026-05-01', asOf: between })).recognised, true);
    assert.equal((await ask(of, { on: '2026-05-01' })).recognised, false);
    assert.deepEqual(await ask(of, { on, asOf: '2020-01-01T00:00:00.000Z' }), {
      recognised: false,
      reason: 'NONE',
    });
    await refused(
      of.world.ledger.query(operations.recognitions, { by: 'province-31', from: 'rec-9', limit: 1 }),
      'RECOGNITION_UNKNOWN',
    );
  });
});
