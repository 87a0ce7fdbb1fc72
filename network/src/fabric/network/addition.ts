import { beginChange, finishChange } from './change.js';
import { joinPeers } from './channel.js';
import type { ChaincodePrograms } from './chaincode-process.js';
import { groupOf } from './configuration.js';
import { groupsOf, policiesOf } from './configuration-group.js';
import { describeUpdate, updateConfiguration, type Change } from './configuration-update.js';
import { serveDeployed } from './deployment.js';
import { ENDORSEMENT } from './configtx.js';
import { configure } from './generation.js';
import { checkIdentities, makeIdentities } from './identities.js';
import { processNames } from './layout.js';
import type { Means } from './means.js';
import { peerEnvironment } from './peer-config.js';
import { assertPortsFree } from './ports.js';
import {
  organisationOf,
  parseTopology,
  portsOf,
  PORTS,
  withPorts,
  type Topology,
  type TopologyOrganisation,
} from './topology.js';

export interface Addition extends ChaincodePrograms {
  /** The organisation's identifier in the registry; its MSP id as well. */
  readonly id: string;
  /** Its first port; without it the next range. */
  readonly firstPort?: number;
  readonly onProgress?: (step: string) => void;
}

/**
 * Adds an organisation with a peer to a channel that runs: identities (where it brings none), an update of the channel's
 * configuration that a majority signs, its peer, its chaincode process and its approval of the rules that serve. When it
 * was interrupted, the same call again finishes it; for an organisation that is there it does nothing.
 * @returns whether there was something to do
 * @throws NetworkError FABRIC_TOPOLOGY_INVALID, FABRIC_PORT_TAKEN, FABRIC_CHANGE_UNFINISHED, FABRIC_IDENTITY_INVALID,
 *   FABRIC_COMMAND_FAILED, FABRIC_TIMEOUT
 */
export async function addOrganisation(
  { means }: { readonly means: Means },
  addition: Addition,
): Promise<boolean> {
  const { id, onProgress = () => undefined } = addition;
  const { layout, binaries, supervisor } = means;
  if (means.topology.organisations.some((each) => each.id === id)) return false;
  const topology = await beginChange(
    layout,
    `add-organisation ${id}`,
    withOrganisation(means.topology, addition),
  );
  const wanted: Means = { ...means, topology };
  const organisation = organisationOf(topology, id);
  const peer = processNames.peer(id);
  const runs = (await supervisor.pidOf(peer)) !== undefined;
  if (!runs) await assertPortsFree(topology, [organisation]);
  onProgress('identities');
  await prepare(wanted, organisation);
  onProgress('configuration of the channel');
  await updateConfiguration(means, { topology }, addingOf(id));
  onProgress('peer');
  if (!runs) {
    const env = peerEnvironment(layout, id);
    await supervisor.start(peer, { path: binaries.path.peer, args: ['node', 'start'], env });
  }
  await joinPeers(wanted, [organisation]);
  onProgress('chaincode');
  await serveDeployed(wanted, organisation, addition);
  await finishChange(wanted);
  return true;
}

/**
 * The update of the channel's configuration that adding an organisation would send, as JSON; undefined when the channel has
 * it. Makes the organisation's identities, which the update names, and changes nothing else.
 * @throws NetworkError as `addOrganisation`
 */
export async function describeAddition(
  { means }: { readonly means: Means },
  addition: Pick<Addition, 'id' | 'firstPort'>,
): Promise<string | undefined> {
  const topology = withOrganisation(means.topology, addition);
  await makeIdentities(means.layout, means.binaries, topology, [organisationOf(topology, addition.id)]);
  return describeUpdate(means, { topology }, addingOf(addition.id));
}

function withOrganisation(
  topology: Topology,
  { id, firstPort }: Pick<Addition, 'id' | 'firstPort'>,
): Topology {
  if (topology.organisations.some((each) => each.id === id)) return topology;
  const last = Math.max(...topology.organisations.map(({ peer }) => peer.port));
  const highest = Math.max(...topology.organisations.flatMap(portsOf));
  // The first of a range stays free, as everywhere.
  const next = last - 1 + PORTS * Math.ceil((highest - last + 2) / PORTS);
  const organisation = withPorts(id, firstPort ?? next, { orderers: 0, firstConsenter: 1 });
  const wanted = { ...topology, organisations: [...topology.organisations, organisation] };
  return parseTopology(JSON.stringify(wanted), `with ${id}`);
}

async function prepare(
  { layout, binaries, topology }: Means,
  organisation: TopologyOrganisation,
): Promise<void> {
  await makeIdentities(layout, binaries, topology, [organisation]);
  await configure(layout, topology);
  await checkIdentities(layout, { ...topology, organisations: [organisation] }, new Date());
}

/** The organisation's group, and in the same update the majority that counts it. */
function addingOf(id: string): Change {
  return (config, target) => {
    const [now, wanted] = [groupOf(config, 'Application'), groupOf(target, 'Application')];
    const group = groupsOf(wanted).get(id);
    const policy = policiesOf(wanted).get(ENDORSEMENT);
    if (groupsOf(now).has(id) || group === undefined || policy === undefined) return;
    groupsOf(now).set(id, group);
    policiesOf(now).set(ENDORSEMENT, policy);
  };
}
