import { verifyCommandProof, verifyStateProof } from '../../src/proof/index.js';
import { author, freshDirectory, openOn, provider } from '../embedded.js';
import { ledgerSuite } from '../ledger-suite.js';

for (const maxBatch of [512, 3, 1]) {
  ledgerSuite(
    `embedded, at most ${maxBatch} commands in a block`,
    async () => {
      const { directory, remove } = await freshDirectory();
      return {
        ledger: await openOn(directory, { maxBatch }),
        provenCommand: (proof) => verifyCommandProof(provider, proof).command,
        provenState: (proof) => verifyStateProof(provider, proof).value,
        remove,
      };
    },
    author,
  );
}
