import { runFabric } from './fabric-command.js';
import { ask, metric } from './internal-service.js';
import { orderersOf, processNames, type Layout, type OrdererPlace } from './layout.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { adminEnvironment } from './peer-config.js';
import { listens } from './ports.js';
import type { Topology, TopologyOrganisation } from './topology.js';
import { until } from './waiting.js';

const STEP_MS = 60_000;

/** Waits until every orderer's administration answers and lets those join the channel that are not in it yet. */
export async function joinOrderers(means: Means, places = orderersOf(means.topology)): Promise<void> {
  const { layout, binaries, topology, supervisor } = means;
  await Promise.all(
    places.map(async (place) => {
      let known = false;
      await until(
        `${place.name} to answer`,
        STEP_MS,
        async () => {
          const { status } = await channelAt(layout, topology, place);
          known = status === 200;
          return status === 200 || status === 404;
        },
        () => supervisor.assertAlive(place.name),
      );
      if (known) return;
      const { tlsCaFile, admin } = layout.organisation(place.organisation);
      await runFabric(binaries.path.osnadmin, [
        ...['channel', 'join', '--channelID', topology.channel, '--config-block', layout.genesisFile],
        ...['-o', `${topology.host}:${place.ports.adminPort}`, '--ca-file', tlsCaFile],
        ...['--client-cert', admin.tls.certificateFile, '--client-key', admin.tls.keyFile],
      ]);
      // osnadmin ends with 0 whatever the orderer answered.
      const { status, text } = await channelAt(layout, topology, place);
      if (status !== 200)
        throw new NetworkError('FABRIC_COMMAND_FAILED', { command: 'osnadmin join', said: text });
    }),
  );
}

/** What an orderer says of the channel: 404 when it has not joined it. */
export function channelAt(
  layout: Layout,
  topology: Topology,
  place: OrdererPlace,
): Promise<{ status: number; text: string }> {
  const path = `/participation/v1/channels/${topology.channel}`;
  return ask(layout.organisation(place.organisation), topology.host, place.ports.adminPort, path);
}

/** Waits until a majority of the orderers knows a leader. */
export async function awaitLeader(means: Means): Promise<void> {
  const { layout, topology, supervisor } = means;
  const places = orderersOf(topology);
  const names = places.map(({ name }) => name);
  try {
    await until(
      'a leader',
      STEP_MS,
      async () => (await leaderOf(layout, topology)) !== undefined,
      async () => {
        for (const name of names) await supervisor.assertAlive(name);
      },
    );
  } catch (cause) {
    if (cause instanceof NetworkError && cause.code === 'FABRIC_TIMEOUT') {
      throw new NetworkError('FABRIC_NO_LEADER', { orderers: names.join(', ') }, { cause });
    }
    throw cause;
  }
}

/** The orderer that leads, by its own word; `undefined` when none does. */
export async function leaderOf(layout: Layout, topology: Topology): Promise<OrdererPlace | undefined> {
  const name = topology.consensus === 'bft' ? 'consensus_BFT_is_leader' : 'consensus_etcdraft_is_leader';
  const says = await Promise.all(
    orderersOf(topology).map(async (place) => {
      const organisation = layout.organisation(place.organisation);
      const answer = await ask(organisation, topology.host, place.ports.operationsPort, '/metrics').catch(
        () => undefined,
      );
      const leads = metric(answer?.text ?? '', name, `channel="${topology.channel}"`) === 1;
      return leads ? place : undefined;
    }),
  );
  return says.find((place) => place !== undefined);
}

/** The orderer that leads, or the first, as `peer` is told of it. */
export async function ordererArguments({ layout, topology }: Means): Promise<string[]> {
  const place = (await leaderOf(layout, topology)) ?? orderersOf(topology)[0];
  if (place === undefined) throw new NetworkError('FABRIC_NO_LEADER', { orderers: 'none' });
  const { tlsCaFile } = layout.organisation(place.organisation);
  return ['-o', `${topology.host}:${place.ports.port}`, '--tls', '--cafile', tlsCaFile];
}

/** Waits until each peer answers and lets those join the channel that are not in it yet. */
export async function joinPeers(
  means: Means,
  organisations: readonly TopologyOrganisation[] = means.topology.organisations,
): Promise<void> {
  const { layout, binaries, topology } = means;
  await Promise.all(
    organisations.map(async (organisation) => {
      await awaitPeer(means, organisation);
      const { id } = organisation;
      if ((await heightOf(layout, topology, id)) !== undefined) return;
      const env = adminEnvironment(layout, id);
      try {
        await runFabric(binaries.path.peer, ['channel', 'join', '-b', layout.genesisFile], { env });
      } catch (error) {
        // A peer that has just started again answers before it says that it holds the channel.
        const said = error instanceof NetworkError ? (error.detail['said'] ?? '') : '';
        if (!said.includes('already exists with state [ACTIVE]')) throw error;
      }
    }),
  );
  await Promise.all(organisations.map((organisation) => awaitChannel(means, organisation)));
}

/** Waits until a peer answers. */
export async function awaitPeer(means: Means, { id, peer }: TopologyOrganisation): Promise<void> {
  const { layout, topology, supervisor } = means;
  const name = processNames.peer(id);
  await until(
    `${name} to answer`,
    STEP_MS,
    async () => {
      const { status } = await ask(layout.organisation(id), topology.host, peer.operationsPort, '/healthz');
      // Its operations answer a moment before its own port does.
      return status === 200 && (await listens(topology.host, peer.port));
    },
    () => supervisor.assertAlive(name),
  );
}

/** Waits until a peer has the channel with as many blocks at least. */
export async function awaitChannel(
  { layout, topology, supervisor }: Means,
  { id }: TopologyOrganisation,
  blocks = 1,
): Promise<void> {
  const name = processNames.peer(id);
  await until(
    `${blocks} blocks at ${name}`,
    STEP_MS,
    async () => ((await heightOf(layout, topology, id)) ?? 0) >= blocks,
    () => supervisor.assertAlive(name),
  );
}

/** How many blocks a peer has; `undefined` when it has not joined the channel or does not answer. */
export async function heightOf(layout: Layout, topology: Topology, id: string): Promise<number | undefined> {
  const found = topology.organisations.find((each) => each.id === id);
  if (found === undefined) return undefined;
  const place = layout.organisation(id);
  const answer = await ask(place, topology.host, found.peer.operationsPort, '/metrics').catch(
    () => undefined,
  );
  return metric(answer?.text ?? '', 'ledger_blockchain_height', `channel="${topology.channel}"`);
}
