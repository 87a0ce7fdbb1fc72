import type { Contracts } from '@renxin/chaincode/kernel';
import { nativeProvider } from '@renxin/seal/native';
import shim from 'fabric-shim';
import { readFile } from 'node:fs/promises';
import { readChaincodeSettings } from './chaincode-settings.js';
import { RulesChaincode } from './rules-chaincode.js';

/**
 * Serves the rules to one organisation's peer, as a settings file says (chaincode-settings.ts), until SIGTERM or SIGINT.
 * Resolves when it listens.
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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  await shim.Shim.server(chaincode, {
    ccid: chaincodeId,
    address,
    tlsProps: { key, cert, clientCACerts },
  }).start();
}
