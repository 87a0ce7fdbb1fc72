import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChaincodeSettings } from '../chaincode/chaincode-settings.js';
import type { ChaincodePackage } from './chaincode-package.js';
import { processNames } from './layout.js';
import type { Means } from './means.js';
import { listens } from './ports.js';
import type { TopologyOrganisation } from './topology.js';
import { until } from './waiting.js';
import { writeJson } from './written-files.js';

const STEP_MS = 60_000;

/** The programs that host the rules: `node <program> <settings.json>`, one process for each organisation. */
export interface ChaincodePrograms {
  readonly chaincodeMain: string;
  /** Programs of single organisations that run another one. */
  readonly mains?: Readonly<Record<string, string>>;
}

/** Starts an organisation's chaincode process, when it does not run, and waits until it listens. */
export async function startChaincode(
  means: Means,
  { id, peer }: TopologyOrganisation,
  pack: Pick<ChaincodePackage, 'id' | 'label'>,
  sequence: number,
  { chaincodeMain, mains = {} }: ChaincodePrograms,
): Promise<void> {
  const { layout, topology, supervisor } = means;
  const name = processNames.chaincode(id, sequence);
  if ((await supervisor.pidOf(name)) !== undefined) return;
  const place = layout.organisation(id);
  const port = portOf(peer, sequence);
  const address = `${topology.host}:${port}`;
  await writeChaincodeConnection(means, { id, peer }, pack.label, sequence);
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

/** Writes what the external builder tells the organisation's peer of its chaincode process. @returns the file */
export async function writeChaincodeConnection(
  { layout, topology }: Means,
  { id, peer }: Pick<TopologyOrganisation, 'id' | 'peer'>,
  label: string,
  sequence: number,
): Promise<string> {
  const place = layout.organisation(id);
  const [key, certificate, root] = await Promise.all(
    [place.peer.tls.keyFile, place.peer.tls.certificateFile, place.tlsCaFile].map((file) =>
      readFile(file, 'utf8'),
    ),
  );
  await mkdir(place.chaincodeConnections, { recursive: true, mode: 0o700 });
  const file = join(place.chaincodeConnections, `${label}.json`);
  await writeJson(file, {
    address: `${topology.host}:${portOf(peer, sequence)}`,
    dial_timeout: '5s',
    tls_required: true,
    client_auth_required: true,
    client_key: key,
    client_cert: certificate,
    root_cert: root,
  });
  return file;
}

/** The next sequence starts while the old one serves. */
function portOf({ chaincodePorts }: TopologyOrganisation['peer'], sequence: number): number {
  return chaincodePorts[sequence % 2 === 1 ? 0 : 1];
}
