import {
  defaultTopology,
  deploy,
  openFabricLedger,
  startNetwork,
  type FabricLedger,
  type FabricLedgerOptions,
  type Network,
} from '@renxin/network/fabric';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIRST_PORT = 21_000;

/** A network of so many organisations with four BFT orderers and the shipped block settings, that runs the benchmark's contract. */
export class BenchNetwork {
  readonly network: Network;
  readonly #directory: string;

  private constructor(network: Network, directory: string) {
    this.network = network;
    this.#directory = directory;
  }

  static async start(organisations: number): Promise<BenchNetwork> {
    const directory = await mkdtemp(join(tmpdir(), 'renxin-bench-fabric-'));
    const topology = defaultTopology({ channel: 'bench-ledger', organisations, firstPort: FIRST_PORT });
    const network = await startNetwork({ directory, topology });
    const chaincodeMain = fileURLToPath(new URL('./chaincode-main.js', import.meta.url));
    await deploy(network, { chaincodeMain });
    return new BenchNetwork(network, directory);
  }

  open(organisation: string, options: Partial<FabricLedgerOptions> = {}): Promise<FabricLedger> {
    const connection = this.network.connections[organisation] ?? '';
    return openFabricLedger({ connection, clock: () => new Date(), ...options });
  }

  /** Resident memory of all processes, in MiB. */
  async memory(): Promise<number> {
    const { processes } = await this.network.status();
    return processes.reduce((sum, each) => sum + (each.residentBytes ?? 0), 0) / 2 ** 20;
  }

  async remove(): Promise<void> {
    await this.network.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
