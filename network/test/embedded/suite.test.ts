import { verifyCommandProof, verifyStateProof } from '../../src/proof/index.js';
import { author, freshDirectory, openOn, provider } from '../embedded.js';
import { ledgerSuite, type LedgerProofs, type LedgerUnderTest } from '../ledger-suite.js';

for (const maxBatch of [512, 3, 1]) {
  ledgerSuite(
    `embedded, at most ${maxBatch} commands in a block`,
    async () => {
      const { directory, remove } = await freshDirectory();
      const ledger = await openOn(directory, { maxBatch });
      const proofs: LedgerProofs = {
        command: async (at) => verifyCommandProof(provider, await ledger.prove(at)).command,
        async state(collection, id) {
          const proof = await ledger.proveState(collection, id);
          return () => verifyStateProof(provider, proof).value;
        },
      };
      const record: LedgerUnderTest['record'] = async (...of) => (await proofs.state(...of))();
      return { ledger, record, proofs, remove };
    },
    author,
  );
}
