import type { Contracts } from '@renxin/chaincode/kernel';
import { nativeProvider } from '@renxin/seal/native';
import { readChaincodeSettings } from './chaincode-settings.js';
import { listen } from './peer-server.js';
import { RulesChaincode } from './rules-chaincode.js';

/**
 * Serves the rules to one organisation's peer, as a settings file says (chaincode-settings.ts), until SIGTERM or SIGINT,
 * which end the process. Resolves when it listens.
 * @throws ZodError or a system error for settings that cannot be read, an error when the address is taken
 */
export async function serveChaincode(contracts: Contracts, settingsFile: string): Promise<void> {
  const settings = await readChaincodeSettings(settingsFile);
  const { maxClockSkewSeconds } = settings;
  const clock = () => new Date();
  const chaincode = new RulesChaincode({ contracts, provider: nativeProvider, clock, maxClockSkewSeconds });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  await listen(chaincode, settings);
}
