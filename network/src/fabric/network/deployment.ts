import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageChaincode, type ChaincodePackage } from './chaincode-package.js';
import type { ChaincodeSettings } from '../chaincode/chaincode-settings.js';
import { leaderOf } from './channel.js';
import { runFabric } from './fabric-command.js';
import { orderersOf, processNames } from './layout.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { adminEnvironment } from './peer-config.js';
import { listens } from './ports.js';
import type { TopologyOrganisation } from './topology.js';
import { until } from './waiting.js';
import { writeJson, writeWhole } from './written-files.js';

export interface DeployOptions {
  /** The program that hosts the rules: `node <chaincodeMain> <settings.json>`, one process for each organisation. */
  readonly chaincodeMain: string;
  /** Programs of single organisations that run another one. */
  readonly mains?: Readonly<Record<string, string>>;
  /** The sequence that is to be committed; without it the next. */
  readonly sequence?: number;
  readonly onProgress?: (step: string) => void;
}

/** What is committed on the channel, and which program serves it. */
const deployment = z.strictObject({
  schema: z.literal(1),
  sequence: z.int().min(1),
  packageId: z.string(),
  label: z.string(),
});
export type Deployment = z.infer<typeof deployment>;

const STEP_MS = 60_000;

/**
 * Packages the rules, starts one chaincode process for each organisation, lets each organisation install and approve,
 * commits; then ends the processes of the sequence before, which served until then.
 * @throws NetworkError FABRIC_SEQUENCE_OTHER when the wanted sequence is not the next, FABRIC_PROCESS_ENDED,
 * FABRIC_COMMAND_FAILED, FABRIC_TIMEOUT; then the processes of the new sequence are ended again
 */
export async function deploy(
  { means }: { readonly means: Means },
  options: DeployOptions,
): Promise<Deployment> {
  const { topology, supervisor, layout } = means;
  const { onProgress = () => undefined } = options;
  const committed = await committedSequence(means, topology.organisations[0] as TopologyOrganisation);
  const sequence = options.sequence ?? committed + 1;
  if (sequence !== committed + 1) {
    throw new NetworkError('FABRIC_SEQUENCE_OTHER', {
      wanted: String(sequence),
      committed: String(committed),
      next: String(committed + 1),
    });
  }
  const pack = packageChaincode(topology.chaincode, String(sequence), sequence);
  const file = join(layout.scratchDirectory, `${pack.label}.tar.gz`);
  await writeWhole(file, pack.bytes);
  const started = topology.organisations.map(({ id }) => processNames.chaincode(id, sequence));
  try {
    onProgress(`chaincode ${pack.label}`);
    await Promise.all(
      topology.organisations.map((each) => startChaincode(means, each, pack, sequence, options)),
    );
    onProgress('install');
    await Promise.all(topology.organisations.map(({ id }) => install(means, id, file)));
    const orderer = await ordererArguments(means);
    onProgress('approve');
    await Promise.all(topology.organisations.map((each) => approve(means, each, pack, sequence, orderer)));
    onProgress('commit');
    await commit(means, sequence, orderer);
  } catch (error) {
    await supervisor.stop(started.filter((name) => supervisor.names.includes(name)));
    throw error;
  }
  const done: Deployment = { schema: 1, sequence, packageId: pack.id, label: pack.label };
  await writeJson(layout.deploymentFile, done);
  const before = topology.organisations.map(({ id }) => processNames.chaincode(id, sequence - 1));
  await supervisor.stop(before.filter((name) => supervisor.names.includes(name)));
  return done;
}

/** What was deployed here; undefined when nothing was. */
export async function readDeployment({ layout }: Pick<Means, 'layout'>): Promise<Deployment | undefined> {
  const text = await readFile(layout.deploymentFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : deployment.parse(JSON.parse(text));
}

/** Starts an organisation's chaincode process and waits until it listens. */
export async function startChaincode(
  means: Means,
  { id, peer }: TopologyOrganisation,
  pack: Pick<ChaincodePackage, 'id' | 'label'>,
  sequence: number,
  { chaincodeMain, mains = {} }: Pick<DeployOptions, 'chaincodeMain' | 'mains'>,
): Promise<void> {
  const { layout, topology, supervisor } = means;
  const place = layout.organisation(id);
  // The next sequence starts while the old one serves.
  const port = peer.chaincodePorts[sequence % 2 === 1 ? 0 : 1];
  const address = `${topology.host}:${port}`;
  const [key, certificate, root] = await Promise.all(
    [place.peer.tls.keyFile, place.peer.tls.certificateFile, place.tlsCaFile].map((file) =>
      readFile(file, 'utf8'),
    ),
  );
  await mkdir(place.chaincodeConnections, { recursive: true, mode: 0o700 });
  await writeJson(join(place.chaincodeConnections, `${pack.label}.json`), {
    address,
    dial_timeout: '5s',
    tls_required: true,
    client_auth_required: true,
    client_key: key,
    client_cert: certificate,
    root_cert: root,
  });
  const settings: ChaincodeSettings = {
    schema: 1,
    channel: topology.channel,
    organisation: id,
    chaincodeId: pack.id,
    address,
    tls: {
      keyFile: place.chaincode.tls.keyFile,
      certificateFile: place.chaincode.tls.certificateFile,
      clientRootFile: place.tlsCaFile,
    },
    maxClockSkewSeconds: topology.maxClockSkewSeconds,
  };
  const settingsFile = join(place.chaincode.directory, `settings-${sequence}.json`);
  await writeJson(settingsFile, settings);
  const name = processNames.chaincode(id, sequence);
  await supervisor.start(name, {
    path: process.execPath,
    args: [mains[id] ?? chaincodeMain, settingsFile],
    env: { CORE_CHAINCODE_LOGGING_LEVEL: 'WARN', CORE_CHAINCODE_LOGGING_SHIM: 'WARN' },
  });
  await until(
    `${name} to listen`,
    STEP_MS,
    () => listens(topology.host, port),
    () => supervisor.assertAlive(name),
  );
}

/** The committed sequence as an organisation's peer knows it; 0 when nothing is committed. */
export async function committedSequence(
  { layout, binaries, topology }: Means,
  { id }: TopologyOrganisation,
): Promise<number> {
  const args = [
    'lifecycle',
    'chaincode',
    'querycommitted',
    '--channelID',
    topology.channel,
    '--output',
    'json',
  ];
  const { out } = await runFabric(binaries.path.peer, args, { env: adminEnvironment(layout, id) });
  const answer = committedDefinitions.parse(JSON.parse(out));
  return answer.chaincode_definitions?.find(({ name }) => name === topology.chaincode)?.sequence ?? 0;
}

const committedDefinitions = z.object({
  chaincode_definitions: z.exactOptional(z.array(z.object({ name: z.string(), sequence: z.int() }))),
});

async function install({ layout, binaries }: Means, id: string, file: string): Promise<void> {
  const env = adminEnvironment(layout, id);
  try {
    await runFabric(binaries.path.peer, ['lifecycle', 'chaincode', 'install', file], { env });
  } catch (error) {
    const said = error instanceof NetworkError ? (error.detail['said'] ?? '') : '';
    if (!said.includes('already successfully installed')) throw error;
  }
}

async function approve(
  { layout, binaries, topology }: Means,
  { id, peer }: TopologyOrganisation,
  pack: ChaincodePackage,
  sequence: number,
  orderer: readonly string[],
): Promise<void> {
  const place = layout.organisation(id);
  await runFabric(
    binaries.path.peer,
    [
      ...['lifecycle', 'chaincode', 'approveformyorg', ...orderer],
      ...['--channelID', topology.channel, '--name', topology.chaincode, '--version', String(sequence)],
      ...['--package-id', pack.id, '--sequence', String(sequence)],
      ...['--peerAddresses', `${topology.host}:${peer.port}`, '--tlsRootCertFiles', place.tlsCaFile],
    ],
    { env: adminEnvironment(layout, id) },
  );
}

async function commit(
  { layout, binaries, topology }: Means,
  sequence: number,
  orderer: readonly string[],
): Promise<void> {
  const [first] = topology.organisations;
  await runFabric(
    binaries.path.peer,
    [
      ...['lifecycle', 'chaincode', 'commit', ...orderer],
      ...['--channelID', topology.channel, '--name', topology.chaincode, '--version', String(sequence)],
      ...['--sequence', String(sequence)],
      ...topology.organisations.flatMap(({ id, peer }) => [
        ...['--peerAddresses', `${topology.host}:${peer.port}`],
        ...['--tlsRootCertFiles', layout.organisation(id).tlsCaFile],
      ]),
    ],
    { env: adminEnvironment(layout, first?.id ?? '') },
  );
}

/** The orderer that leads, or the first, as `peer` is told of it. */
async function ordererArguments({ layout, topology }: Means): Promise<string[]> {
  const place = (await leaderOf(layout, topology)) ?? orderersOf(topology)[0];
  if (place === undefined) throw new NetworkError('FABRIC_NO_LEADER', { orderers: 'none' });
  const { tlsCaFile } = layout.organisation(place.organisation);
  return ['-o', `${topology.host}:${place.ports.port}`, '--tls', '--cafile', tlsCaFile];
}
