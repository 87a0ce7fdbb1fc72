import { serveChaincode } from '../../src/fabric/chaincode/chaincode-server.js';
import { contracts } from '../notes.js';

/** `node notes-chaincode.js <settings.json>`: the contracts of notes.ts on one organisation's peer. */
serveChaincode(contracts, process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
