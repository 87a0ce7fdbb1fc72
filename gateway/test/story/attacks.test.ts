import assert from 'node:assert/strict';
import type { AttackReport, Playbill } from '../../src/play/format.js';
import { playThrough } from '../../src/story/play-through.js';
import { openInstance, type Instance } from './instance.js';

/** The attacks of the start page, as it asks for them: each is refused, by its name, and leaves the platform as it was. */
describe('the attacks of the start page', function () {
  this.timeout(120_000);
  let instance: Instance;

  before(async () => {
    instance = await openInstance();
  });
  after(() => instance.stop());

  const attack = async (name: string): Promise<{ status: number; report: AttackReport }> => {
    const response = await fetch(`${instance.running.url}/play/attacks/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    return { status: response.status, report: (await response.json()) as AttackReport };
  };
  const standings = async (): Promise<string[]> => {
    const bill = (await (await fetch(`${instance.running.url}/play`)).json()) as Playbill;
    return bill.attacks.map(({ standing }) => standing);
  };

  it('wait until there is something to attack', async () => {
    assert.deepEqual(new Set(await standings()), new Set(['waiting']));
    assert.equal((await attack('stolen-token')).status, 404);
    assert.equal((await attack('rewrite-ledger')).status, 404);
  });

  it('are refused, each by its name: a proof from before a revocation', async () => {
    const { playhouse } = instance.running;
    for await (const { step } of playThrough(playhouse, 'consent')) if (step.id === 'revoke') break;
    const { report } = await attack('revoked-proof');
    assert.ok(report.steps.every(({ refused }) => refused));
    assert.deepEqual(
      report.steps.map(({ code }) => code),
      ['STATUS_TOO_OLD', 'REVOKED', 'CONSENT_REVOKED'],
    );
  });

  it('are refused, each by its name: what is tried against a concluded contract', async () => {
    for await (const { step } of playThrough(instance.running.playhouse, 'labor-contract'))
      if (step.id === 'employer-seals') break;
    const codes = async (name: string): Promise<string[]> => {
      const { report } = await attack(name);
      assert.ok(report.steps.every(({ refused }) => refused));
      return report.steps.map(({ code }) => code);
    };
    const token = ['DPOP_MISSING', 'DPOP_REPLAYED', 'DPOP_OTHER_REQUEST', 'TOKEN_KEY_MISMATCH'];
    assert.deepEqual(await codes('stolen-token'), [...token, 'TOKEN_OTHER_ORGANISATION']);
    const log = ['CHECKPOINT_INCONSISTENT', 'LOG_FORKED', 'LOG_COSIGNATURES_TOO_FEW'];
    assert.deepEqual(await codes('rewrite-log'), log);
    assert.deepEqual((await codes('rewrite-ledger')).slice(0, 2), ['LEDGER_FORKED', 'LEDGER_FORKED']);
  });

  it('leave the stories as they were: they go on to their end', async () => {
    assert.equal((await fetch(`${instance.running.url}/readyz`)).status, 200, 'no alarm about the true log');
    for (const story of ['labor-contract', 'consent'] as const)
      for await (const { step, result } of playThrough(instance.running.playhouse, story))
        assert.equal(result.came, step.expected, step.id);
  });
});
