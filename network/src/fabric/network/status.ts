import { heightOf, leaderOf } from './channel.js';
import { readDeployment, type Deployment } from './deployment.js';
import { orderersOf, processNames } from './layout.js';
import type { Means } from './means.js';
import { residentBytes } from './process-identity.js';
import type { Topology } from './topology.js';

/** One process of the network. */
export interface ProcessStatus {
  readonly name: string;
  readonly kind: 'orderer' | 'peer' | 'chaincode';
  readonly organisation: string;
  readonly pid: number | undefined;
  /** Blocks of the channel, for a living peer. */
  readonly height: number | undefined;
  readonly leads: boolean;
  readonly residentBytes: number | undefined;
}

export interface NetworkStatus {
  readonly directory: string;
  readonly version: string;
  readonly channel: string;
  readonly consensus: Topology['consensus'];
  readonly deployment: Deployment | undefined;
  readonly processes: readonly ProcessStatus[];
}

/** Every process that belongs to the network, running or not. */
export async function statusOf(means: Means): Promise<NetworkStatus> {
  const { layout, topology, binaries, supervisor } = means;
  const leader = await leaderOf(layout, topology);
  const deployment = await readDeployment(means);
  const wanted = [
    ...orderersOf(topology).map(({ name, organisation }) => ({
      name,
      organisation,
      kind: 'orderer' as const,
    })),
    ...topology.organisations.map(({ id }) => ({
      name: processNames.peer(id),
      organisation: id,
      kind: 'peer' as const,
    })),
    ...(deployment === undefined ? [] : topology.organisations).map(({ id }) => ({
      name: processNames.chaincode(id, deployment?.sequence ?? 0),
      organisation: id,
      kind: 'chaincode' as const,
    })),
  ];
  const processes = await Promise.all(
    wanted.map(async ({ name, organisation, kind }): Promise<ProcessStatus> => {
      const pid = await supervisor.pidOf(name);
      return {
        name,
        kind,
        organisation,
        pid,
        height:
          kind === 'peer' && pid !== undefined ? await heightOf(layout, topology, organisation) : undefined,
        leads: name === leader?.name,
        residentBytes: pid === undefined ? undefined : await residentBytes(pid),
      };
    }),
  );
  const { channel, consensus } = topology;
  return {
    directory: layout.directory,
    version: binaries.version,
    channel,
    consensus,
    deployment,
    processes,
  };
}
