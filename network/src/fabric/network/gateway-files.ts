import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Connection } from '../ledger/connection.js';
import { orderersOf, type Layout } from './layout.js';
import { NetworkError } from './network-error.js';
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

/** Writes the channel's trust anchor, `anchor.json`: what somebody who verifies offline must know of the channel. */
export async function writeAnchor(layout: Layout, topology: Topology): Promise<void> {
  const der = async (file: string) => new X509Certificate(await readFile(file)).raw.toString('base64');
  await writeJson(layout.anchorFile, {
    channel: topology.channel,
    genesis: genesisHash(await readFile(layout.genesisFile), layout.genesisFile),
    consensus: topology.consensus,
    organisations: await Promise.all(
      topology.organisations.map(async ({ id }) => ({
        id,
        roots: [await der(layout.organisation(id).caFile)],
      })),
    ),
    orderers: await Promise.all(
      orderersOf(topology).map(async ({ consenterId, organisation, number }) => ({
        consenterId,
        organisation,
        certificate: await der(layout.organisation(organisation).orderer(number).certificateFile),
      })),
    ),
  });
}

/**
 * The hash of the first block's header: SHA-256 of the DER of SEQUENCE { number 0, empty previous hash, data hash }. In
 * the block (protobuf) the header is the first member and holds nothing but the data hash, its third.
 */
function genesisHash(block: Uint8Array, file: string): string {
  const head = Buffer.from([0x0a, 34, 0x1a, 32]);
  if (!Buffer.from(block.subarray(0, 4)).equals(head)) {
    throw new NetworkError('FABRIC_CHANNEL_EXISTS', { file, why: 'not the first block of a channel' });
  }
  const dataHash = block.subarray(4, 36);
  const header = Buffer.concat([Buffer.from([0x30, 39, 0x02, 1, 0, 0x04, 0, 0x04, 32]), dataHash]);
  return createHash('sha256').update(header).digest('base64url');
}
