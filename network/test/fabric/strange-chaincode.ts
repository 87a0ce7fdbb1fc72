import shim from 'fabric-shim';
import { readFile } from 'node:fs/promises';
import { readChaincodeSettings } from '../../src/fabric/chaincode/chaincode-settings.js';

/** Answers everything with something that no rules answer, under the name of the rules. */
const strange = {
  Init: () => Promise.resolve(shim.success()),
  Invoke: () => Promise.resolve(shim.success(Buffer.from('"strange"'))),
};

const { chaincodeId, address, tls } = await readChaincodeSettings(process.argv[2] ?? '');
const [key, cert, clientCACerts] = await Promise.all([
  readFile(tls.keyFile),
  readFile(tls.certificateFile),
  readFile(tls.clientRootFile),
]);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
await shim.Shim.server(strange, {
  ccid: chaincodeId,
  address,
  tlsProps: { key, cert, clientCACerts },
}).start();
