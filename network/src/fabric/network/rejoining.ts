import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitChannel, awaitPeer, heightOf, joinPeers } from './channel.js';
import type { ChaincodePrograms } from './chaincode-process.js';
import { deploy, readDeployment } from './deployment.js';
import { runFabric } from './fabric-command.js';
import { processNames } from './layout.js';
import type { Means } from './means.js';
import { adminEnvironment, peerEnvironment } from './peer-config.js';
import { organisationOf, type TopologyOrganisation } from './topology.js';
import { until } from './waiting.js';

const SNAPSHOT_MS = 300_000;

export interface Rejoining extends ChaincodePrograms {
  /** The organisation whose peer begins anew. */
  readonly id: string;
  /** The organisation whose peer's snapshot it begins with; without it with the first block. */
  readonly snapshotOf?: string;
  readonly onProgress?: (step: string) => void;
}

/**
 * Lets a peer begin anew: its data is removed, it joins with the first block and fetches every block, or with a snapshot of
 * another organisation's peer, whose state it then believes and whose earlier blocks it does not have. Keys stay. Then the
 * next sequence of the rules is deployed: with the data went what the organisation had approved. When it was interrupted,
 * the same call again does it.
 * @throws NetworkError FABRIC_PROCESS_UNKNOWN, FABRIC_COMMAND_FAILED, FABRIC_TIMEOUT
 */
export async function rejoinPeer(
  { means }: { readonly means: Means },
  { id, snapshotOf, onProgress = () => undefined, ...programs }: Rejoining,
): Promise<void> {
  const { layout, binaries, topology, supervisor } = means;
  const organisation = organisationOf(topology, id);
  const others = topology.organisations.filter((each) => each.id !== id);
  const other = organisationOf({ organisations: others }, snapshotOf ?? others[0]?.id ?? '');
  // Before anything is removed.
  const blocks = (await heightOf(layout, topology, other.id)) ?? 1;
  if (snapshotOf !== undefined) onProgress(`snapshot of peer-${other.id}`);
  const snapshot = snapshotOf === undefined ? undefined : await takeSnapshot(means, other, blocks);
  const name = processNames.peer(id);
  onProgress(name);
  await supervisor.stop([name]);
  const { dataDirectory } = layout.organisation(id).peer;
  await rm(dataDirectory, { recursive: true, force: true });
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const env = peerEnvironment(layout, id);
  await supervisor.start(name, { path: binaries.path.peer, args: ['node', 'start'], env });
  await awaitPeer(means, organisation);
  if (snapshot !== undefined) {
    const args = ['channel', 'joinbysnapshot', '--snapshotpath', snapshot];
    await runFabric(binaries.path.peer, args, { env: adminEnvironment(layout, id) });
  } else {
    await joinPeers(means, [organisation]);
  }
  await awaitChannel(means, organisation, blocks);
  // What the organisation approved lay with this peer alone: it approves, and so endorses, from the next sequence on.
  if ((await readDeployment(means)) !== undefined) await deploy({ means }, { ...programs, onProgress });
}

/** Asks a peer for a snapshot of what it has now. @returns where it lies */
async function takeSnapshot(
  { layout, binaries, topology }: Means,
  { id, peer }: TopologyOrganisation,
  blocks: number,
): Promise<string> {
  const place = layout.organisation(id);
  const completed = join(place.peer.dataDirectory, 'snapshots', 'completed', topology.channel);
  const latest = async (): Promise<number> =>
    Math.max(-1, ...(await readdir(completed).catch(() => [])).map(Number));
  if ((await latest()) < blocks - 1) {
    await runFabric(
      binaries.path.peer,
      [
        ...['snapshot', 'submitrequest', '-c', topology.channel, '-b', '0'],
        ...['--peerAddress', `${topology.host}:${peer.port}`, '--tlsRootCertFile', place.tlsCaFile],
      ],
      { env: adminEnvironment(layout, id) },
    );
  }
  await until(`a snapshot of peer-${id}`, SNAPSHOT_MS, async () => (await latest()) >= blocks - 1);
  return join(completed, String(await latest()));
}
