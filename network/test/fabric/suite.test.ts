import { author } from '../embedded.js';
import { ledgerSuite, type LedgerUnderTest } from '../ledger-suite.js';
import { skipWithoutFabric, startNotesNetwork } from './network-under-test.js';

for (const maxBatch of skipWithoutFabric('the ledger suite on Fabric') ? [] : [512]) {
  ledgerSuite(
    `Fabric, at most ${maxBatch} commands in a transaction`,
    async (): Promise<LedgerUnderTest> => {
      const { open, remove } = await startNotesNetwork({ organisations: 3 });
      const ledger = await open('mohrss', { maxBatch });
      return {
        ledger,
        record: async ({ name }, id) => (await ledger.record(`${name}:${id}`)) ?? null,
        remove,
      };
    },
    author,
    { timeout: 180_000, runs: 5 },
  );
}
