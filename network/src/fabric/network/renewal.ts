import { copyFile, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeAnchor } from './anchor.js';
import { writeChaincodeConnection } from './chaincode-process.js';
import { awaitChannel, awaitPeer, channelAt, heightOf, joinOrderers } from './channel.js';
import { updateConfiguration } from './configuration-update.js';
import { isThere, runCryptogen } from './cryptogen.js';
import { readDeployment } from './deployment.js';
import { checkSigning, checkTls } from './identities.js';
import { orderersOf, processNames, type NodeLayout, type OrdererPlace } from './layout.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { orderingChange } from './ordering-change.js';
import { organisationOf, type TopologyOrganisation } from './topology.js';
import { until } from './waiting.js';

const STEP_MS = 60_000;

export interface Renewal {
  /** The organisation. */
  readonly id: string;
  /**
   * Where its authority put the new keys and certificates, under the same names as in the organisation's directory
   * (`peer/msp/signcerts/…`); what is not there is not renewed. Without it `cryptogen` issues all but the administrator's.
   */
  readonly from?: string;
  readonly onProgress?: (step: string) => void;
}

/**
 * Gives an organisation's processes new keys and certificates of the same authority, one process after another; each is
 * started again and has caught up before the next one's turn. The channel's configuration names orderers' certificates, so
 * each of them is an update that a majority signs. When it was interrupted, the same call again finishes it.
 * @throws NetworkError FABRIC_PROCESS_UNKNOWN, FABRIC_IDENTITY_INVALID and FABRIC_IDENTITY_EXPIRED before anything is
 *   replaced, FABRIC_COMMAND_FAILED, FABRIC_TIMEOUT
 */
export async function renewCertificates(
  { means }: { readonly means: Means },
  { id, from, onProgress = () => undefined }: Renewal,
): Promise<void> {
  const { layout, topology, supervisor } = means;
  const organisation = organisationOf(topology, id);
  const place = layout.organisation(id);
  if (!(await isThere(place.renewalDirectory))) await stage(means, organisation, from);
  for (const node of [place.admin, place.gateway]) await replace(place.renewed(node), node);
  if (await replace(place.renewed(place.chaincode), place.chaincode)) {
    const deployed = await readDeployment(means);
    const name = processNames.chaincode(id, deployed?.sequence ?? 0);
    onProgress(name);
    if (supervisor.names.includes(name)) await supervisor.restart(name);
  }
  if (await replace(place.renewed(place.peer), place.peer)) {
    onProgress(processNames.peer(id));
    await restartPeer(means, organisation);
  }
  for (const orderer of orderersOf(topology).filter((each) => each.organisation === id)) {
    onProgress(orderer.name);
    await renewOrderer(means, orderer);
  }
  await rm(place.renewalDirectory, { recursive: true, force: true });
  await writeAnchor(means);
}

/** Puts all that is new beside what is in use, checked; complete or not there. */
async function stage(means: Means, organisation: TopologyOrganisation, from?: string): Promise<void> {
  const { layout, binaries, topology } = means;
  const place = layout.organisation(organisation.id);
  const staging = `${place.renewalDirectory}.new`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  if (from !== undefined) {
    await cp(from, staging, { recursive: true });
  } else {
    if (!(await isThere(join(dirname(place.caFile), 'priv_sk')))) {
      const why = 'the key of the authority is not here: bring what it issued';
      throw new NetworkError('FABRIC_IDENTITY_INVALID', { file: dirname(place.caFile), why });
    }
    const [issued] = await runCryptogen(layout, binaries, topology, [organisation]);
    for (const { node, from: made } of issued?.nodes ?? []) {
      if (await isThere(made)) await rename(made, join(staging, basename(node.directory)));
    }
    await rm(join(staging, basename(place.chaincode.directory), 'msp'), { recursive: true, force: true });
  }
  await rename(staging, place.renewalDirectory);
  try {
    await checkStaged(means, organisation);
  } catch (error) {
    await rm(place.renewalDirectory, { recursive: true, force: true });
    throw error;
  }
}

async function checkStaged({ layout }: Means, { id, orderers }: TopologyOrganisation): Promise<void> {
  const place = layout.organisation(id);
  const ordering = orderers.map(({ number }) => place.orderer(number));
  const nodes = [place.admin, place.gateway, place.chaincode, place.peer, ...ordering];
  let found = 0;
  for (const node of nodes.map((each) => place.renewed(each))) {
    if (await isThere(node.mspDirectory)) {
      await checkSigning(place, node, new Date());
      found++;
    }
    if (await isThere(dirname(node.tls.certificateFile))) {
      await checkTls(place, node, new Date());
      found++;
    }
  }
  if (found === 0) {
    throw new NetworkError('FABRIC_IDENTITY_INVALID', {
      file: place.renewalDirectory,
      why: 'no certificate',
    });
  }
}

/** @returns whether there was something new */
async function replace(renewed: NodeLayout, node: NodeLayout): Promise<boolean> {
  if (!(await isThere(renewed.directory))) return false;
  const files: [from: string, to: string][] = [
    [renewed.keyFile, node.keyFile],
    [renewed.certificateFile, node.certificateFile],
    [renewed.tls.keyFile, node.tls.keyFile],
    [renewed.tls.certificateFile, node.tls.certificateFile],
  ];
  for (const [from, to] of files) if (await isThere(from)) await rename(from, to);
  return true;
}

/** The peer shows its TLS certificate to its chaincode process as well, which its installed package was told. */
async function restartPeer(means: Means, organisation: TopologyOrganisation): Promise<void> {
  const { layout, supervisor, topology } = means;
  const { id } = organisation;
  const place = layout.organisation(id);
  const deployed = await readDeployment(means);
  if (deployed !== undefined) {
    const connection = await writeChaincodeConnection(means, organisation, deployed.label, deployed.sequence);
    const builds = join(place.peer.dataDirectory, 'externalbuilder', 'builds');
    for (const build of await readdir(builds).catch(() => [])) {
      const told = join(builds, build, 'release', 'chaincode', 'server', 'connection.json');
      if (build.startsWith(`${deployed.label}-`) && (await isThere(told))) await copyFile(connection, told);
    }
  }
  const other = topology.organisations.find((each) => each.id !== id);
  const blocks = (other && (await heightOf(layout, topology, other.id))) ?? 1;
  await supervisor.restart(processNames.peer(id));
  await awaitPeer(means, organisation);
  await awaitChannel(means, organisation, blocks);
  await rm(place.renewed(place.peer).directory, { recursive: true, force: true });
}

async function renewOrderer(means: Means, orderer: OrdererPlace): Promise<void> {
  const { layout, topology, supervisor } = means;
  const place = layout.organisation(orderer.organisation);
  const node = place.orderer(orderer.number);
  const renewed = place.renewed(node);
  if (!(await isThere(renewed.directory))) return;
  if (await isThere(renewed.tls.certificateFile)) {
    const ordererNode = (each: OrdererPlace): NodeLayout =>
      each.name === orderer.name ? renewed : layout.organisation(each.organisation).orderer(each.number);
    await updateConfiguration(means, { topology, ordererNode }, orderingChange);
  }
  await replace(renewed, node);
  await supervisor.restart(orderer.name);
  await joinOrderers(means, [orderer]);
  const others = orderersOf(topology).filter(({ name }) => name !== orderer.name);
  const blocks = Math.max(...(await Promise.all(others.map((each) => blocksAt(means, each)))));
  await until(`${blocks} blocks at ${orderer.name}`, STEP_MS, async () => {
    return (await blocksAt(means, orderer)) >= blocks;
  });
  await rm(renewed.directory, { recursive: true, force: true });
}

/** How many blocks an orderer has; 0 when it does not answer. */
async function blocksAt({ layout, topology }: Means, place: OrdererPlace): Promise<number> {
  try {
    const { text } = await channelAt(layout, topology, place);
    return Number((JSON.parse(text) as { height?: unknown }).height ?? 0);
  } catch {
    return 0;
  }
}
