import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError } from './network-error.js';
import { portsOf, type Topology, type TopologyOrganisation } from './topology.js';

const WAIT_MS = 3000;

/**
 * Listens for a moment on every port that the network needs; waits a little for those that an ended process still holds.
 * @throws NetworkError FABRIC_PORT_TAKEN with all that are in use
 */
export async function assertPortsFree(
  topology: Topology,
  organisations: readonly TopologyOrganisation[] = topology.organisations,
): Promise<void> {
  const until = Date.now() + WAIT_MS;
  let taken = await takenOf(topology.host, organisations.flatMap(portsOf));
  while (taken.length > 0 && Date.now() < until) {
    await sleep(100);
    taken = await takenOf(topology.host, taken);
  }
  if (taken.length > 0) {
    throw new NetworkError('FABRIC_PORT_TAKEN', { ports: taken.join(', '), host: topology.host });
  }
}

async function takenOf(host: string, ports: readonly number[]): Promise<number[]> {
  const taken: number[] = [];
  for (const port of ports) {
    if (!(await isFree(host, port))) taken.push(port);
  }
  return taken;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Whether somebody listens there. */
export function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
