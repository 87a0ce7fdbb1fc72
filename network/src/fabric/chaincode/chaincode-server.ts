import type { Contracts } from '@renxin/chaincode/kernel';
import { nativeProvider } from '@renxin/seal/native';
import shim from 'fabric-shim';
import { readFile } from 'node:fs/promises';
import { readChaincodeSettings } from './chaincode-settings.js';
import { RulesChaincode } from './rules-chaincode.js';

/**
 * Serves the rules to one organisation's peer, as a settings file says (chaincode-settings.ts), until SIGTERM or SIGINT.
 * Resolves when it listens. In a process of its own: the shim takes over what happens to uncaught errors.
 * @throws ZodError or a system error for settings that cannot be read, an error when the address is taken
 */
export async function serveChaincode(contracts: Contracts, settingsFile: string): Promise<void> {
  const { chaincodeId, address, tls, maxClockSkewSeconds } = await readChaincodeSettings(settingsFile);
  const [key, cert, clientCACerts] = await Promise.all([
    readFile(tls.keyFile),
    readFile(tls.certificateFile),
    readFile(tls.clientRootFile),
  ]);
  const clock = () => new Date();
  const chaincode = new RulesChaincode({ contracts, provider: nativeProvider, clock, maxClockSkewSeconds });
  quieten();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  await shim.Shim.server(chaincode, {
    ccid: chaincodeId,
    address,
    tlsProps: { key, cert, clientCACerts },
  }).start();
}

/**
 * The shim formats a line for every message before it drops it: with hundreds of reads and writes in a transaction that
 * takes longer than the rules. Warnings and errors are still written.
 */
function quieten(): void {
  for (const name of ['lib/handler.js', 'lib/stub.js', 'lib/server.js', 'lib/chaincode.js']) {
    const quiet = () => undefined;
    Object.assign(shim.Shim.newLogger(name), { debug: quiet, info: quiet });
  }
}
