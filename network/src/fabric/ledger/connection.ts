import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

const path = z.string().min(1);

const peer = z.strictObject({
  organisation: z.string().min(1),
  /** `host:port` of the peer. */
  endpoint: z.string().regex(/^.+:\d{1,5}$/),
  /** The name in the peer's TLS certificate. */
  serverName: z.string().min(1),
  /** PEM: the TLS root of the peer's organisation. */
  tlsRootFile: path,
});

/** What a gateway is told about the network that its organisation is part of: `<directory>/connections/<organisation>.json`. */
export const connection = z.strictObject({
  schema: z.literal(1),
  /** The channel, which is the ledger's name. */
  channel: z.string().regex(/^[a-z][a-z0-9.-]{0,248}$/),
  /** The name under which the rules are deployed. */
  chaincode: z.string().min(1),
  /** The organisation in whose name the gateway acts: its identifier in the registry and of its MSP. */
  organisation: z.string().min(1),
  /** PEM: the gateway's certificate and its private key. */
  identity: z.strictObject({ certificateFile: path, keyFile: path }),
  /** The organisation's own peer first; then those that are asked while it is away, in this order. */
  peers: z.array(peer).min(1),
});
export type Connection = z.infer<typeof connection>;
export type PeerConnection = Connection['peers'][number];

/**
 * Reads a connection's file; paths in it may be relative to it and are absolute in the answer.
 * @throws ZodError or SyntaxError for a file of another shape, a system error when it cannot be read
 */
export async function readConnection(file: string): Promise<Connection> {
  const read = connection.parse(JSON.parse(await readFile(file, 'utf8')));
  const from = (path: string) => resolve(dirname(file), path);
  const { certificateFile, keyFile } = read.identity;
  return {
    ...read,
    identity: { certificateFile: from(certificateFile), keyFile: from(keyFile) },
    peers: read.peers.map((peer) => ({ ...peer, tlsRootFile: from(peer.tlsRootFile) })),
  };
}
