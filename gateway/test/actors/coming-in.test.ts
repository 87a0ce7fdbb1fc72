import { registry } from '@renxin/chaincode/contracts';
import assert from 'node:assert/strict';
import { assessor, assessorsAccreditation, bank } from '../../src/demonstration/organisations.js';
import { openInstance, refusedAs, today, type Instance } from '../story/instance.js';

/** Clients that no story needs at first: they come in when they are first asked to act. */
describe('the bank and the assessor of the demonstration', function () {
  this.timeout(60_000);
  let instance: Instance;

  before(async () => {
    instance = await openInstance();
  });
  after(() => instance.stop());

  const organisation = (identifier: string) =>
    instance.running.composed.ledger.evaluate(registry.operations.identifier, { identifier });

  it('are not in the registry before', async () => {
    await refusedAs('IDENTIFIER_UNKNOWN', () => organisation(bank.id));
    await refusedAs('IDENTIFIER_UNKNOWN', () => organisation(assessor.id));
  });

  it('come in once, however many ask, each with its own key', async () => {
    const { troupe } = instance.running;
    const heads = await Promise.all(
      (['bank', 'assessor', 'bank', 'assessor'] as const).map((actor) => troupe.act(actor, 'head')),
    );
    assert.ok(heads.every(({ ok }) => ok));
    for (const { id, role, uscc } of [bank, assessor]) {
      const record = await organisation(id);
      assert.ok(record.kind === 'organisation');
      assert.deepEqual([record.role, record.uscc, record.keys.length], [role, uscc, 1]);
    }
  });

  it('the assessor is accredited in its province, and not in another', async () => {
    const { type } = assessorsAccreditation.accreditation;
    const asked = { organisation: assessor.id, type, on: today() };
    const { ledger } = instance.running.composed;
    const here = await ledger.evaluate(registry.operations.accredited, { ...asked, region: '44' });
    const elsewhere = await ledger.evaluate(registry.operations.accredited, { ...asked, region: '31' });
    assert.deepEqual([here.accredited, elsewhere.accredited], [true, false]);
  });
});
