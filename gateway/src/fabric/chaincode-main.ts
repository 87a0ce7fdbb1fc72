import { contracts } from '@renxin/chaincode/contracts';
import { serveChaincode } from '@renxin/network/chaincode-server';

/** `node chaincode-main.js <settings.json>`: hosts the rules for one organisation's peer. */
serveChaincode(contracts, process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
