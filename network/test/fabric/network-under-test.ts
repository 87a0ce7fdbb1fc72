import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  defaultTopology,
  deploy,
  openFabricLedger,
  startNetwork,
  type FabricLedger,
  type FabricLedgerOptions,
  type Network,
  type TopologyWish,
} from '../../src/fabric/index.js';

/** Fabric's programs are there; `npm run test:fabric` fails without them. */
export const hasFabric = (process.env['FABRIC_BIN'] ?? '') !== '';

/** Says in one line that a suite is left out, or fails when Fabric is asked for. */
export function skipWithoutFabric(what: string): boolean {
  if (hasFabric) return false;
  if (process.env['REQUIRE_FABRIC'] === '1') {
    throw new Error(`${what}: FABRIC_BIN does not say where Fabric's programs are`);
  }
  console.log(`skipped: ${what} — Fabric's programs not found (FABRIC_BIN)`);
  return true;
}

export const notesMain = mainOf('./notes-chaincode.js');

export function mainOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** A running network with the contracts of notes.ts, in a directory that is gone after the test. */
export interface NetworkUnderTest {
  readonly network: Network;
  open(organisation: string, more?: Partial<FabricLedgerOptions>): Promise<FabricLedger>;
  remove(): Promise<void>;
}

export async function startNotesNetwork(
  wish: TopologyWish,
  mains: Readonly<Record<string, string>> = {},
): Promise<NetworkUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-fabric-'));
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
  let network: Network | undefined;
  try {
    const topology = defaultTopology({ channel: 'test-ledger', firstPort: freePorts(), ...wish });
    const started = await startNetwork({ directory, topology });
    network = started;
    await deploy(started, { chaincodeMain: notesMain, mains });
    return {
      network: started,
      open(organisation, more = {}) {
        const connection = started.connections[organisation] ?? '';
        return openFabricLedger({ connection, clock: () => new Date(), ...more });
      },
      async remove() {
        await started.stop();
        await removeDirectory();
      },
    };
  } catch (error) {
    await network?.stop();
    await removeDirectory();
    throw error;
  }
}

const FIRST = Number(process.env['FABRIC_TEST_PORT'] ?? 18_000);
let networks = 0;

/** Another range for each network of a run: ports of one that was just stopped may still be held. */
function freePorts(): number {
  return FIRST + 200 * (networks++ % 4);
}
