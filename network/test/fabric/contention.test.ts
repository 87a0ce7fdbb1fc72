import assert from 'node:assert/strict';
import type { FabricLedger } from '../../src/fabric/index.js';
import type { LedgerEvent } from '../../src/index.js';
import { ledgerError } from '../ledger-suite.js';
import { notebook } from '../notes.js';
import { skipWithoutFabric, startNotesNetwork, type NetworkUnderTest } from './network-under-test.js';

if (!skipWithoutFabric('several gateways on a Fabric channel')) {
  describe('fabric: several gateways', function () {
    this.timeout(120_000);
    let under: NetworkUnderTest;
    let ledgers: FabricLedger[];

    before(async () => {
      under = await startNotesNetwork({ organisations: 3 });
      ledgers = await Promise.all(['mohrss', 'gd', 'gd-court'].map((id) => under.open(id)));
    });
    after(async () => {
      await Promise.all(ledgers.map((ledger) => ledger.close()));
      await under.remove();
    });

    it('contend for one record, and nothing is lost or done twice', async () => {
      const answers = await Promise.all(
        ledgers.flatMap((ledger) =>
          Array.from({ length: 4 }, () => ledger.submit(notebook.add, { counter: 'contended', by: 1 })),
        ),
      );
      assert.deepEqual(
        answers.map(({ result }) => result.value).sort((a, b) => a - b),
        Array.from({ length: 12 }, (_, i) => i + 1),
      );
    });

    it('do not hinder each other on records of their own', async () => {
      const before = conflictsOf(ledgers);
      await Promise.all(
        ledgers.flatMap((ledger, i) =>
          Array.from({ length: 100 }, (_, k) =>
            ledger.submit(notebook.add, { counter: `own-${i}-${k}`, by: 1 }),
          ),
        ),
      );
      assert.equal(conflictsOf(ledgers), before);
    });

    it('see the same events in the same places', async () => {
      const [first = [], ...others] = await Promise.all(ledgers.map((ledger) => firstEvents(ledger, 30)));
      for (const events of others) assert.deepEqual(events, first);
      const [, , third] = first;
      assert.ok(third !== undefined);
      const [later] = await firstEvents(ledgers[1]!, 1, third.position);
      assert.deepEqual(later, first[3]);
    });

    it('refuses a gateway whose clock is apart', async () => {
      const clock = () => new Date(Date.now() + 120_000);
      await assert.rejects(under.open('mohrss', { clock }), ledgerError('LEDGER_CLOCK'));
    });
  });
}

function conflictsOf(ledgers: readonly FabricLedger[]): number {
  return ledgers.reduce((sum, ledger) => sum + ledger.stats().conflicts, 0);
}

async function firstEvents(
  ledger: FabricLedger,
  count: number,
  after?: LedgerEvent['position'],
): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for await (const event of ledger.events(after)) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}
