import grpc from '@grpc/grpc-js';
import protos from '@hyperledger/fabric-protos';
import { readFile } from 'node:fs/promises';
import type { Chaincode } from './chaincode.js';
import type { ChaincodeSettings } from './chaincode-settings.js';
import { Conversation } from './conversation.js';

/** What a peer sends in one message: a call, or a thousand records. */
const MAX_MESSAGE = 100 * 1024 * 1024;

/**
 * Lets the peer of the settings' organisation call a chaincode: Fabric's chaincode as a service, where the peer is the
 * client. Resolves when it listens.
 * @throws a system error for keys that cannot be read, an error when the address is taken
 */
export async function listen(
  chaincode: Chaincode,
  { chaincodeId, address, tls }: Pick<ChaincodeSettings, 'chaincodeId' | 'address' | 'tls'>,
): Promise<void> {
  const [key, certificate, clientRoot] = await Promise.all([
    readFile(tls.keyFile),
    readFile(tls.certificateFile),
    readFile(tls.clientRootFile),
  ]);
  const server = new grpc.Server({
    'grpc.max_receive_message_length': MAX_MESSAGE,
    'grpc.max_send_message_length': MAX_MESSAGE,
  });
  const service: protos.peer.IChaincodeServer = {
    connect: (stream) => void new Conversation(stream, chaincode, chaincodeId),
  };
  server.addService(protos.peer.ChaincodeService, service);
  const pair = { private_key: key, cert_chain: certificate };
  const credentials = grpc.ServerCredentials.createSsl(clientRoot, [pair], true);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(address, credentials, (error) => (error === null ? resolve() : reject(error)));
  });
}
