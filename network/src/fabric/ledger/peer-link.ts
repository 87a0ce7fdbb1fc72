import grpc from '@grpc/grpc-js';
import { connect, hash, signers, type Gateway } from '@hyperledger/fabric-gateway';
import { readFile } from 'node:fs/promises';
import type { PeerConnection } from './connection.js';
import { ConnectionError } from './connection-error.js';
import type { GatewayIdentity } from './identity.js';

/** A peer that may be asked. The connection is made when it is first used and again whenever it was lost. */
export interface PeerLink {
  readonly organisation: string;
  readonly endpoint: string;
  readonly gateway: Gateway;
  /** Whether it is connected: the peer is there and is whom it should be. */
  isReady(): boolean;
  close(): void;
}

/** A batch may be large; what a peer sends is bounded by its own settings. */
const MAX_MESSAGE = 100 * 1024 * 1024;

/** @throws ConnectionError CONNECTION_IDENTITY when the peer's TLS root cannot be read */
export async function openPeerLink(
  { organisation, endpoint, serverName, tlsRootFile }: PeerConnection,
  identity: GatewayIdentity,
): Promise<PeerLink> {
  const root = await readFile(tlsRootFile).catch((cause: unknown) => {
    throw new ConnectionError('CONNECTION_IDENTITY', `${tlsRootFile} cannot be read`, { cause });
  });
  const client = new grpc.Client(endpoint, grpc.credentials.createSsl(root), {
    'grpc.ssl_target_name_override': serverName,
    'grpc.default_authority': serverName,
    'grpc.max_receive_message_length': MAX_MESSAGE,
    'grpc.max_send_message_length': MAX_MESSAGE,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1000,
  });
  const gateway = connect({
    client,
    identity: { mspId: identity.organisation, credentials: identity.certificate },
    signer: signers.newPrivateKeySigner(identity.key),
    hash: hash.sha256,
  });
  return {
    organisation,
    endpoint,
    gateway,
    isReady: () => client.getChannel().getConnectivityState(false) === grpc.connectivityState.READY,
    close() {
      gateway.close();
      client.close();
    },
  };
}
