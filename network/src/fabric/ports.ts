import { createServer } from 'node:net';
import { NetworkError } from './network-error.js';
import { portsOf, type Topology, type TopologyOrganisation } from './topology.js';

/**
 * Listens for a moment on every port that the network needs.
 * @throws NetworkError FABRIC_PORT_TAKEN with all that are in use
 */
export async function assertPortsFree(
  topology: Topology,
  organisations: readonly TopologyOrganisation[] = topology.organisations,
): Promise<void> {
  const taken: number[] = [];
  for (const port of organisations.flatMap(portsOf)) {
    if (!(await isFree(topology.host, port))) taken.push(port);
  }
  if (taken.length > 0) {
    throw new NetworkError('FABRIC_PORT_TAKEN', { ports: taken.join(', '), host: topology.host });
  }
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
