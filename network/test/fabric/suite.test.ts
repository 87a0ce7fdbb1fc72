import { readFile } from 'node:fs/promises';
import {
  fabricAnchor,
  standBehind,
  verifyFabricCommandProof,
  verifyFabricStateProof,
} from '../../src/proof/index.js';
import { author, provider } from '../embedded.js';
import { ledgerSuite, type LedgerProofs, type LedgerUnderTest } from '../ledger-suite.js';
import { skipWithoutFabric, startNotesNetwork } from './network-under-test.js';

for (const maxBatch of skipWithoutFabric('the ledger suite on Fabric') ? [] : [512]) {
  ledgerSuite(
    `Fabric, at most ${maxBatch} commands in a transaction`,
    async (): Promise<LedgerUnderTest> => {
      const { network, open, remove } = await startNotesNetwork({ organisations: 3 });
      const ledger = await open('mohrss', { maxBatch });
      const anchor = fabricAnchor.parse(JSON.parse(await readFile(network.anchor, 'utf8')));
      const proofs: LedgerProofs = {
        async command(at) {
          const evidence = verifyFabricCommandProof(provider, await ledger.prove(at));
          standBehind(provider, anchor, evidence);
          return evidence.command;
        },
        async state(collection, id) {
          const proof = await ledger.proveState(collection, id);
          return () => {
            const evidence = verifyFabricStateProof(provider, proof);
            standBehind(provider, anchor, evidence);
            return evidence.value;
          };
        },
      };
      const record: LedgerUnderTest['record'] = async ({ name }, id) =>
        (await ledger.record(`${name}:${id}`)) ?? null;
      return { ledger, record, proofs, remove };
    },
    author,
    { timeout: 180_000, runs: 5 },
  );
}
