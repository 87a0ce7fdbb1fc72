import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findBinaries, type Binaries } from './binaries.js';
import { awaitLeader, heightOf, joinOrderers, joinPeers, leaderOf } from './channel.js';
import { startChaincode } from './chaincode-process.js';
import { readChange } from './change.js';
import { readDeployment } from './deployment.js';
import { writeAnchor } from './anchor.js';
import { writeConnections } from './connections.js';
import { configure, generate } from './generation.js';
import { checkIdentities } from './identities.js';
import { layoutOf, orderersOf, processNames, type Layout } from './layout.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { ordererEnvironment } from './orderer-config.js';
import { peerEnvironment } from './peer-config.js';
import { assertPortsFree } from './ports.js';
import { statusOf, type NetworkStatus } from './status.js';
import { Supervisor } from './supervisor.js';
import { defaultTopology, parseTopology, type Topology, type TopologyWish } from './topology.js';
import { writeJson } from './written-files.js';

export interface StartOptions {
  /** Where everything of the network lies; made when it is not there. */
  readonly directory: string;
  /** Of a network that does not exist yet; one that does keeps its `topology.json`. */
  readonly topology?: Topology;
  /** What is asked of the default topology, when none is given. */
  readonly wish?: TopologyWish;
  /** Fabric's programs; without them those of `FABRIC_BIN` or the PATH. */
  readonly binaries?: Binaries;
  /** The program of the chaincode, for a network on which the rules are deployed already. */
  readonly chaincodeMain?: string;
  readonly onProgress?: (step: string) => void;
}

/** A network of plain processes on this machine. They outlive the process that started them. */
export interface Network {
  readonly directory: string;
  readonly topology: Topology;
  /** For each organisation the file that its gateway is given. */
  readonly connections: Readonly<Record<string, string>>;
  /** The file of the channel's trust anchor. */
  readonly anchor: string;
  /** Names of everything that was started and not stopped. */
  readonly processes: readonly string[];
  status(): Promise<NetworkStatus>;
  /** The name of the orderer that leads, undefined while none does. */
  leader(): Promise<string | undefined>;
  /** How many blocks an organisation's peer has. */
  height(organisation: string): Promise<number | undefined>;
  pidOf(name: string): Promise<number | undefined>;
  /** Ends a process without warning. */
  kill(name: string): Promise<void>;
  /** Starts a process again, as it was started before. */
  restart(name: string): Promise<void>;
  /** Ends every process that was started here, and nothing else. */
  stop(): Promise<void>;
  /** For a process that ends and cannot wait: ends at once what it started itself. */
  killNow(): void;
  /** What `deploy` needs. */
  readonly means: Means;
}

/**
 * Starts a network: identities, configuration and channel where there are none yet, then orderers, peers and, when the
 * rules are deployed, their processes. What was left of a half-started network is ended first. When anything fails,
 * everything that was started is ended again.
 * @throws NetworkError
 */
export async function startNetwork(options: StartOptions): Promise<Network> {
  const { onProgress = () => undefined } = options;
  const layout = layoutOf(resolve(options.directory));
  const binaries = options.binaries ?? (await findBinaries(process.env));
  const topology = await settledTopology(layout, binaries, options);
  const supervisor = await Supervisor.open(layout);
  await endRemains(supervisor, onProgress);
  await assertPortsFree(topology);
  // Only now: a topology whose ports are taken is not kept, so that others can be asked for.
  await writeJson(layout.topologyFile, topology);
  const means: Means = { layout, binaries, topology, supervisor };
  if (await isMade(layout)) {
    await configure(layout, topology);
  } else {
    onProgress('identities, configuration, channel');
    await generate(layout, binaries, topology);
  }
  await checkIdentities(layout, topology, new Date());
  await writeConnections(layout, topology);
  try {
    await startProcesses(means, options.chaincodeMain, onProgress);
    await writeAnchor(means);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return networkOf(means);
}

/**
 * A network that was started before, as it stands.
 * @throws NetworkError FABRIC_NOT_UP when there is none in this directory, or it was stopped
 */
export async function openNetwork(directory: string): Promise<Network> {
  const layout = layoutOf(resolve(directory));
  const text = await readFile(layout.appliedTopologyFile, 'utf8').catch(() => undefined);
  if (text === undefined) throw new NetworkError('FABRIC_NOT_UP', { directory: layout.directory });
  const supervisor = await Supervisor.open(layout);
  if (supervisor.names.length === 0) throw new NetworkError('FABRIC_NOT_UP', { directory: layout.directory });
  const topology = parseTopology(text, layout.appliedTopologyFile);
  return networkOf({ layout, binaries: await findBinaries(process.env), topology, supervisor });
}

/** Ends what was started in a directory. Needs none of Fabric's programs; answers how many processes it ended. */
export async function stopNetwork(directory: string): Promise<number> {
  const supervisor = await Supervisor.open(layoutOf(resolve(directory)));
  const alive = await Promise.all(supervisor.names.map((name) => supervisor.pidOf(name)));
  await supervisor.stop();
  return alive.filter((pid) => pid !== undefined).length;
}

function networkOf(means: Means): Network {
  const { layout, topology, supervisor } = means;
  return {
    directory: layout.directory,
    topology,
    connections: Object.fromEntries(topology.organisations.map(({ id }) => [id, layout.connectionFile(id)])),
    anchor: layout.anchorFile,
    get processes() {
      return supervisor.names;
    },
    status: () => statusOf(means),
    leader: async () => (await leaderOf(layout, topology))?.name,
    height: (organisation) => heightOf(layout, topology, organisation),
    pidOf: (name) => supervisor.pidOf(name),
    kill: (name) => supervisor.kill(name),
    restart: (name) => supervisor.restart(name),
    stop: () => supervisor.stop(),
    killNow: () => supervisor.killNow(),
    means,
  };
}

/**
 * The topology that the directory has, or for an empty one what is asked for.
 * @throws NetworkError FABRIC_TOPOLOGY_CHANGED when another is asked for than there is
 */
async function settledTopology(
  layout: Layout,
  binaries: Binaries,
  { wish = {}, topology: given, onProgress = () => undefined }: StartOptions,
): Promise<Topology> {
  const [text, applied] = await Promise.all(
    [layout.topologyFile, layout.appliedTopologyFile].map((file) =>
      readFile(file, 'utf8').catch(() => undefined),
    ),
  );
  if (text === undefined) {
    const found = await readdir(layout.directory).catch(() => []);
    if (found.length > 0) throw new NetworkError('FABRIC_DIRECTORY_FOREIGN', { directory: layout.directory });
    const topology = given ?? defaultTopology(possible(wish, binaries, onProgress));
    assertPossible(topology, binaries);
    return topology;
  }
  // What a change has written into the operator's file before it was interrupted is not the channel's yet.
  const unfinished = (await readChange(layout)) !== undefined && applied !== undefined;
  const topology = parseTopology(unfinished ? applied : text, layout.topologyFile);
  assertPossible(topology, binaries);
  const asked =
    given ??
    (Object.keys(wish).length > 0 ? defaultTopology(possible(wish, binaries, onProgress)) : topology);
  assertSameChannel(asked, topology, layout);
  if (applied !== undefined)
    assertSameChannel(topology, parseTopology(applied, layout.appliedTopologyFile), layout);
  return topology;
}

/** Fabric 2.5 has no BFT: nobody asked for it by name, so Raft serves, with a warning. */
function possible(
  wish: TopologyWish,
  { bft, version }: Binaries,
  onProgress: (step: string) => void,
): TopologyWish {
  if (bft || wish.consensus !== undefined) return wish;
  onProgress(`Fabric ${version}: raft; a block carries one orderer's signature`);
  return { ...wish, consensus: 'raft' };
}

function assertPossible({ consensus }: Topology, { bft, version }: Binaries): void {
  if (consensus === 'bft' && !bft)
    throw new NetworkError('FABRIC_VERSION_UNSUPPORTED', { found: version, supported: '3 for BFT' });
}

/** What the channel was made of cannot be edited in a file. */
function assertSameChannel(topology: Topology, applied: Topology, layout: Layout): void {
  const settled = ({ channel, chaincode, consensus, organisations }: Topology): string =>
    JSON.stringify([channel, chaincode, consensus, organisations]);
  if (settled(topology) !== settled(applied)) {
    throw new NetworkError('FABRIC_TOPOLOGY_CHANGED', {
      file: layout.topologyFile,
      channel: layout.appliedTopologyFile,
    });
  }
}

async function isMade(layout: Layout): Promise<boolean> {
  return (await readFile(layout.appliedTopologyFile, 'utf8').catch(() => undefined)) !== undefined;
}

/** @throws NetworkError FABRIC_RUNNING when all processes live; what is left of a half-started network is ended */
async function endRemains(supervisor: Supervisor, onProgress: (step: string) => void): Promise<void> {
  const { names } = supervisor;
  const pids = await Promise.all(names.map((name) => supervisor.pidOf(name)));
  const alive = pids.filter((pid) => pid !== undefined).length;
  if (alive > 0 && alive === names.length)
    throw new NetworkError('FABRIC_RUNNING', { processes: String(alive) });
  if (alive > 0) onProgress(`ending ${alive} processes of a half-started network`);
  await supervisor.stop();
}

async function startProcesses(
  means: Means,
  chaincodeMain: string | undefined,
  onProgress: (step: string) => void,
): Promise<void> {
  const { layout, binaries, topology, supervisor } = means;
  onProgress(
    `${orderersOf(topology).length} orderers (${topology.consensus}), ${topology.organisations.length} peers`,
  );
  for (const place of orderersOf(topology)) {
    const env = ordererEnvironment(layout, place);
    await supervisor.start(place.name, { path: binaries.path.orderer, args: [], env });
  }
  for (const { id } of topology.organisations) {
    const env = peerEnvironment(layout, id);
    await supervisor.start(processNames.peer(id), { path: binaries.path.peer, args: ['node', 'start'], env });
  }
  await Promise.all([joinOrderers(means), joinPeers(means)]);
  onProgress('waiting for a leader');
  await awaitLeader(means);
  const deployed = await readDeployment(means);
  if (deployed === undefined || chaincodeMain === undefined) return;
  onProgress(`chaincode ${deployed.label}`);
  const pack = { id: deployed.packageId, label: deployed.label };
  await Promise.all(
    topology.organisations.map((each) =>
      startChaincode(means, each, pack, deployed.sequence, { chaincodeMain }),
    ),
  );
}
