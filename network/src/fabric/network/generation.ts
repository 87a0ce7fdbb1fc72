import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Binaries } from './binaries.js';
import { configtx, PROFILE } from './configtx.js';
import { runFabric } from './fabric-command.js';
import { makeIdentities } from './identities.js';
import { orderersOf, type Layout } from './layout.js';
import { ordererConfig } from './orderer-config.js';
import { peerConfig } from './peer-config.js';
import type { Topology } from './topology.js';
import { writeJson, writeWhole, writeYaml } from './written-files.js';

/** The external builder's three scripts, as they lie in this package. */
const builder = fileURLToPath(new URL('../../../../builder', import.meta.url));

/** Everything that comes before the first process: identities where there are none, configuration, the first block. */
export async function generate(layout: Layout, binaries: Binaries, topology: Topology): Promise<void> {
  await makeIdentities(layout, binaries, topology, topology.organisations);
  await configure(layout, topology);
  await writeYaml(join(layout.configtxDirectory, 'configtx.yaml'), configtx(layout, topology));
  await runFabric(binaries.path.configtxgen, [
    ...['-profile', PROFILE, '-channelID', topology.channel],
    ...['-outputBlock', layout.genesisFile, '-configPath', layout.configtxDirectory],
  ]);
  // Last: with it the channel is settled, and another topology is refused.
  await writeJson(layout.appliedTopologyFile, topology);
}

/** Configuration of every process. Written at each start, so that settings outside the channel may be edited. */
export async function configure(layout: Layout, topology: Topology): Promise<void> {
  await mkdir(join(layout.directory, 'logs'), { recursive: true, mode: 0o700 });
  await cp(builder, layout.builderDirectory, { recursive: true });
  const running = topology.organisations.filter(({ orderers }) => orderers.length > 0);
  const roots = await Promise.all(
    running.map(({ id }) => readFile(layout.organisation(id).tlsCaFile, 'utf8')),
  );
  await writeWhole(layout.ordererRootsFile, roots.join(''));
  for (const each of topology.organisations) {
    const { peer } = layout.organisation(each.id);
    await mkdir(peer.dataDirectory, { recursive: true, mode: 0o700 });
    await writeYaml(join(peer.configDirectory, 'core.yaml'), peerConfig(layout, topology, each));
  }
  for (const place of orderersOf(topology)) {
    const node = layout.organisation(place.organisation).orderer(place.number);
    await mkdir(node.dataDirectory, { recursive: true, mode: 0o700 });
    await writeYaml(join(node.configDirectory, 'orderer.yaml'), ordererConfig(layout, topology, place));
  }
}
