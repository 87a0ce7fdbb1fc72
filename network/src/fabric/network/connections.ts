import { relative } from 'node:path';
import type { Connection } from '../ledger/connection.js';
import type { Layout } from './layout.js';
import type { Topology } from './topology.js';
import { writeJson } from './written-files.js';

/** Writes what each organisation's gateway is told: `connections/<organisation>.json`, its own peer first. */
export async function writeConnections(layout: Layout, topology: Topology): Promise<void> {
  for (const { id } of topology.organisations) {
    const file = layout.connectionFile(id);
    const from = (path: string) => relative(`${layout.directory}/connections`, path);
    const { gateway } = layout.organisation(id);
    const own = topology.organisations.filter((each) => each.id === id);
    const others = topology.organisations.filter((each) => each.id !== id);
    const connection: Connection = {
      schema: 1,
      channel: topology.channel,
      chaincode: topology.chaincode,
      organisation: id,
      identity: { certificateFile: from(gateway.certificateFile), keyFile: from(gateway.keyFile) },
      peers: [...own, ...others].map(({ id: organisation, peer }) => ({
        organisation,
        endpoint: `${topology.host}:${peer.port}`,
        serverName: layout.organisation(organisation).peer.commonName,
        tlsRootFile: from(layout.organisation(organisation).tlsCaFile),
      })),
    };
    await writeJson(file, connection);
  }
}
