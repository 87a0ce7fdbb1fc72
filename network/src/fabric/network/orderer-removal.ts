import { beginChange, finishChange } from './change.js';
import { updateConfiguration } from './configuration-update.js';
import { runFabric } from './fabric-command.js';
import { configure } from './generation.js';
import { orderersOf, type OrdererPlace } from './layout.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { orderingChange } from './ordering-change.js';
import { parseTopology, type Topology } from './topology.js';

/**
 * Takes an orderer out of the channel: an update of the configuration that a majority signs, then it leaves the channel and
 * ends; its data stays. When it was interrupted, the same call again finishes it.
 * @throws NetworkError FABRIC_PROCESS_UNKNOWN, FABRIC_TOPOLOGY_INVALID when too few would be left,
 *   FABRIC_CHANGE_UNFINISHED, FABRIC_COMMAND_FAILED, FABRIC_TIMEOUT
 */
export async function removeOrderer(
  { means }: { readonly means: Means },
  removal: { readonly name: string; readonly onProgress?: (step: string) => void },
): Promise<void> {
  const { name, onProgress = () => undefined } = removal;
  const { layout, supervisor } = means;
  const place = placeOf(means.topology, name);
  const topology = await beginChange(layout, `remove-orderer ${name}`, without(means.topology, place));
  const wanted: Means = { ...means, topology };
  onProgress('configuration of the channel');
  await updateConfiguration(means, { topology, concerns: place.organisation }, orderingChange);
  onProgress(name);
  if ((await supervisor.pidOf(name)) !== undefined) await leave(means, place);
  await supervisor.stop([name]);
  await configure(layout, topology);
  await finishChange(wanted);
}

function placeOf(topology: Topology, name: string): OrdererPlace {
  const places = orderersOf(topology);
  const found = places.find((each) => each.name === name);
  if (found !== undefined) return found;
  const known = places.map((each) => each.name).join(', ');
  throw new NetworkError('FABRIC_PROCESS_UNKNOWN', { process: name, known });
}

function without(topology: Topology, { organisation, number, name }: OrdererPlace): Topology {
  const organisations = topology.organisations.map((each) =>
    each.id === organisation
      ? { ...each, orderers: each.orderers.filter((orderer) => orderer.number !== number) }
      : each,
  );
  return parseTopology(JSON.stringify({ ...topology, organisations }), `without ${name}`);
}

/** What the orderer answers is not asked for: it may have left before. */
async function leave({ layout, binaries, topology }: Means, place: OrdererPlace): Promise<void> {
  const { tlsCaFile, admin } = layout.organisation(place.organisation);
  await runFabric(binaries.path.osnadmin, [
    ...['channel', 'remove', '--channelID', topology.channel],
    ...['-o', `${topology.host}:${place.ports.adminPort}`, '--ca-file', tlsCaFile],
    ...['--client-cert', admin.tls.certificateFile, '--client-key', admin.tls.keyFile],
  ]);
}
