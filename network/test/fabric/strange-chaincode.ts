import { readChaincodeSettings } from '../../src/fabric/chaincode/chaincode-settings.js';
import { listen } from '../../src/fabric/chaincode/peer-server.js';

/** Answers everything with something that no rules answer, under the name of the rules. */
const strange = {
  invoke: async () => ({ kind: 'answered', payload: Buffer.from('"strange"') }) as const,
};

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
await listen(strange, await readChaincodeSettings(process.argv[2] ?? ''));
