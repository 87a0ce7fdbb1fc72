import { deploy, NetworkError, startNetwork, type Network } from '@renxin/network/fabric';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { guangdong } from '../demonstration/organisations.js';

/** The program that hosts the rules for one organisation. */
export const CHAINCODE = fileURLToPath(new URL('./chaincode-main.js', import.meta.url));

export interface PrivateNetwork {
  /** What a gateway is told to use it. */
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A network of its own for one demonstration, with the rules deployed; stopped when that ends. */
export async function startPrivateNetwork(
  directory: string,
  onProgress: (step: string) => void,
): Promise<PrivateNetwork> {
  const network = await startOnFreePorts(directory, onProgress);
  // Its processes outlive this one unless they are ended: also when it is interrupted.
  const onExit = (): void => network.killNow();
  const onSignal = (): never => process.exit(130);
  process.once('exit', onExit).once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const stop = async (): Promise<void> => {
    await network.stop();
    process.off('exit', onExit).off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
  try {
    await deploy(network, { chaincodeMain: CHAINCODE, onProgress });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    settings: {
      RENXIN_LEDGER: 'fabric',
      RENXIN_FABRIC_CONNECTION: network.connections[guangdong.id] ?? '',
      RENXIN_FABRIC_ANCHOR: network.anchor,
    },
    stop,
  };
}

/** Tries a few ranges: somebody else's ports are no reason to fail. */
async function startOnFreePorts(directory: string, onProgress: (step: string) => void): Promise<Network> {
  for (let attempt = 1; ; attempt++) {
    const firstPort = 20_000 + 200 * randomInt(50);
    try {
      return await startNetwork({ directory: `${directory}-${attempt}`, wish: { firstPort }, onProgress });
    } catch (error) {
      const taken = error instanceof NetworkError && error.code === 'FABRIC_PORT_TAKEN';
      if (!taken || attempt === 5) throw error;
    }
  }
}
