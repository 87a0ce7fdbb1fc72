import { serveChaincode } from '@renxin/network/chaincode-server';
import { contracts } from './contract.js';

/** `node chaincode-main.js <settings.json>`: the benchmark's contract on one organisation's peer. */
serveChaincode(contracts, process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
