import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, type Binaries } from './binaries.js';
import { packageChaincode } from './chaincode-package.js';
import type { ChaincodeSettings } from './chaincode-settings.js';
import { awaitLeader, heightOf, joinOrderers, joinPeers, leaderOf } from './channel.js';
import { runFabric } from './fabric-command.js';
import { writeAnchor, writeConnections } from './gateway-files.js';
import { generate } from './generation.js';
import { checkIdentities } from './identities.js';
import { layoutOf, orderersOf, processNames, type Layout } from './layout.js';
import { ordererEnvironment } from './orderer-config.js';
import { adminEnvironment, peerEnvironment } from './peer-config.js';
import { Supervisor } from './supervisor.js';
import type { Topology } from './topology.js';
import { writeJson, writeWhole } from './written-files.js';

export interface NetworkOptions {
  /** Where everything of the network lies; empty or of a network of the same topology. */
  readonly directory: string;
  readonly topology: Topology;
  /** Without them those of `FABRIC_BIN` or the PATH. */
  readonly binaries?: Binaries;
}

/** A running network of plain processes. */
export interface Network {
  /** The file of each organisation's connection. */
  readonly connections: Readonly<Record<string, string>>;
  /** The file of the channel's trust anchor. */
  readonly anchor: string;
  readonly topology: Topology;
  readonly processes: readonly string[];
  /** The name of the orderer that leads, undefined while none does. */
  leader(): Promise<string | undefined>;
  /** How many blocks an organisation's peer has. */
  height(organisation: string): Promise<number | undefined>;
  pidOf(process: string): Promise<number | undefined>;
  kill(process: string): Promise<void>;
  restart(process: string): Promise<void>;
  stop(): Promise<void>;
  /** What `deploy` needs. */
  readonly means: { layout: Layout; binaries: Binaries; topology: Topology; supervisor: Supervisor };
}

/**
 * Generates what is missing, starts every process and lets all join the channel. What was started is stopped when it fails.
 * @throws NetworkError
 */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const { directory, topology } = options;
  const layout = layoutOf(directory);
  const binaries = options.binaries ?? (await findBinaries(process.env));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await generate(layout, binaries, topology);
  await checkIdentities(layout, topology, new Date());
  await writeConnections(layout, topology);
  await writeAnchor(layout, topology);
  const supervisor = await Supervisor.open(layout);
  const means = { layout, binaries, topology, supervisor };
  try {
    for (const place of orderersOf(topology)) {
      const env = ordererEnvironment(layout, place);
      await supervisor.start(place.name, { path: binaries.path.orderer, args: [], env });
    }
    for (const { id } of topology.organisations) {
      const env = peerEnvironment(layout, id);
      const command = { path: binaries.path.peer, args: ['node', 'start'], env };
      await supervisor.start(processNames.peer(id), command);
    }
    await joinOrderers(means);
    await joinPeers(means);
    await awaitLeader(means);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    connections: Object.fromEntries(topology.organisations.map(({ id }) => [id, layout.connectionFile(id)])),
    anchor: layout.anchorFile,
    topology,
    get processes() {
      return supervisor.names;
    },
    leader: async () => (await leaderOf(layout, topology))?.name,
    height: (organisation) => heightOf(layout, topology, organisation),
    pidOf: (name) => supervisor.pidOf(name),
    kill: (name) => supervisor.kill(name),
    restart: (name) => supervisor.restart(name),
    stop: () => supervisor.stop(),
    means,
  };
}

export interface Deployment {
  /** The program that hosts the rules, started with a settings file for each organisation (chaincode-settings.ts). */
  readonly chaincodeMain: string;
  /** Another program for some organisations: each runs what it trusts. */
  readonly mains?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly sequence?: number;
}

/** Packages, installs, approves and commits the chaincode, and starts a process of it for each organisation. */
export async function deploy({ means }: Network, deployment: Deployment): Promise<void> {
  const { layout, binaries, topology, supervisor } = means;
  const { chaincodeMain, mains = {}, version = '1', sequence = 1 } = deployment;
  const made = packageChaincode(topology.chaincode, version, sequence);
  const file = join(layout.directory, `${made.label}.tgz`);
  await writeWhole(file, made.bytes);
  const [orderer] = orderersOf(topology);
  const [first] = topology.organisations;
  if (orderer === undefined || first === undefined)
    throw new Error('a topology has orderers and organisations');
  const ordering = [
    ...['-o', `${topology.host}:${orderer.ports.port}`, '--tls'],
    ...['--cafile', layout.organisation(orderer.organisation).tlsCaFile],
    ...['--channelID', topology.channel, '--name', topology.chaincode],
    ...['--version', version, '--sequence', String(sequence)],
  ];
  const at = ({ id, peer }: (typeof topology.organisations)[number]) => [
    ...['--peerAddresses', `${topology.host}:${peer.port}`],
    ...['--tlsRootCertFiles', layout.organisation(id).tlsCaFile],
  ];
  const lifecycle = (id: string, args: string[]) =>
    runFabric(binaries.path.peer, ['lifecycle', 'chaincode', ...args], { env: adminEnvironment(layout, id) });
  await Promise.all(
    topology.organisations.map(async (each) => {
      const { id, peer } = each;
      const place = layout.organisation(id);
      const address = `${topology.host}:${peer.chaincodePorts[(sequence - 1) % 2]}`;
      const pem = (path: string) => readFile(path, 'utf8');
      await writeJson(join(place.chaincodeConnections, `${made.label}.json`), {
        address,
        dial_timeout: '5s',
        tls_required: true,
        client_auth_required: true,
        client_key: await pem(place.peer.tls.keyFile),
        client_cert: await pem(place.peer.tls.certificateFile),
        root_cert: await pem(place.tlsCaFile),
      });
      const settings = join(place.chaincode.directory, `settings-${sequence}.json`);
      await writeJson(settings, {
        schema: 1,
        channel: topology.channel,
        organisation: id,
        chaincodeId: made.id,
        address,
        tls: {
          keyFile: place.chaincode.tls.keyFile,
          certificateFile: place.chaincode.tls.certificateFile,
          clientRootFile: place.tlsCaFile,
        },
        maxClockSkewSeconds: topology.maxClockSkewSeconds,
      } satisfies ChaincodeSettings);
      const command = { path: process.execPath, args: [mains[id] ?? chaincodeMain, settings], env: {} };
      await supervisor.start(processNames.chaincode(id, sequence), command);
      await lifecycle(id, ['install', file]);
      await lifecycle(id, ['approveformyorg', ...ordering, '--package-id', made.id, ...at(each)]);
    }),
  );
  await lifecycle(first.id, ['commit', ...ordering, ...topology.organisations.flatMap(at)]);
}
