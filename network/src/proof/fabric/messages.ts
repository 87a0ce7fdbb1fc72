import { ProofError } from '../error.js';
import { readMessage, type Message } from './protobuf.js';

/** The messages of Fabric (hyperledger/fabric-protos) that a proof holds, each read strictly. */

export const readBlock = (bytes: Uint8Array) =>
  readMessage(bytes, { header: [1, 'bytes'], data: [2, 'bytes'], metadata: [3, 'bytes'] });
export const readBlockHeader = (bytes: Uint8Array) =>
  readMessage(bytes, { number: [1, 'number'], previousHash: [2, 'bytes'], dataHash: [3, 'bytes'] });
export const readBlockData = (bytes: Uint8Array) => readMessage(bytes, { data: [1, 'many'] });
export const readBlockMetadata = (bytes: Uint8Array) => readMessage(bytes, { metadata: [1, 'many'] });

/** `common.Metadata`, what stands in a block's metadata at index SIGNATURES. */
export const readMetadata = (bytes: Uint8Array) =>
  readMessage(bytes, { value: [1, 'bytes'], signatures: [2, 'many'] });
export const readMetadataSignature = (bytes: Uint8Array) =>
  readMessage(bytes, {
    signatureHeader: [1, 'bytes'],
    signature: [2, 'bytes'],
    identifierHeader: [3, 'bytes'],
  });
export const readIdentifierHeader = (bytes: Uint8Array) =>
  readMessage(bytes, { identifier: [1, 'number'], nonce: [2, 'bytes'] });
export const readOrdererBlockMetadata = (bytes: Uint8Array) =>
  readMessage(bytes, { lastConfig: [1, 'bytes'], consenterMetadata: [2, 'bytes'] });

export const readEnvelope = (bytes: Uint8Array) =>
  readMessage(bytes, { payload: [1, 'bytes'], signature: [2, 'bytes'] });
export const readPayload = (bytes: Uint8Array) =>
  readMessage(bytes, { header: [1, 'bytes'], data: [2, 'bytes'] });
export const readHeader = (bytes: Uint8Array) =>
  readMessage(bytes, { channelHeader: [1, 'bytes'], signatureHeader: [2, 'bytes'] });
export const readChannelHeader = (bytes: Uint8Array) =>
  readMessage(bytes, {
    type: [1, 'number'],
    version: [2, 'number'],
    timestamp: [3, 'bytes'],
    channelId: [4, 'text'],
    txId: [5, 'text'],
    epoch: [6, 'number'],
    extension: [7, 'bytes'],
    tlsCertHash: [8, 'bytes'],
  });
export const readSignatureHeader = (bytes: Uint8Array) =>
  readMessage(bytes, { creator: [1, 'bytes'], nonce: [2, 'bytes'] });
export const readSerializedIdentity = (bytes: Uint8Array) =>
  readMessage(bytes, { mspid: [1, 'text'], idBytes: [2, 'bytes'] });

export const readTransaction = (bytes: Uint8Array) => readMessage(bytes, { actions: [1, 'many'] });
export const readTransactionAction = (bytes: Uint8Array) =>
  readMessage(bytes, { header: [1, 'bytes'], payload: [2, 'bytes'] });
export const readChaincodeActionPayload = (bytes: Uint8Array) =>
  readMessage(bytes, { proposal: [1, 'bytes'], action: [2, 'bytes'] });
export const readEndorsedAction = (bytes: Uint8Array) =>
  readMessage(bytes, { response: [1, 'bytes'], endorsements: [2, 'many'] });
export const readEndorsement = (bytes: Uint8Array) =>
  readMessage(bytes, { endorser: [1, 'bytes'], signature: [2, 'bytes'] });

export const readChaincodeHeaderExtension = (bytes: Uint8Array) =>
  readMessage(bytes, { chaincodeId: [2, 'bytes'] });
/** `transientMap` never stands in a transaction; a field 2 here is refused. */
export const readProposalPayload = (bytes: Uint8Array) => readMessage(bytes, { input: [1, 'bytes'] });
export const readInvocationSpec = (bytes: Uint8Array) => readMessage(bytes, { spec: [1, 'bytes'] });
export const readChaincodeSpec = (bytes: Uint8Array) =>
  readMessage(bytes, {
    type: [1, 'number'],
    chaincodeId: [2, 'bytes'],
    input: [3, 'bytes'],
    timeout: [4, 'number'],
  });
export const readChaincodeId = (bytes: Uint8Array) =>
  readMessage(bytes, { path: [1, 'text'], name: [2, 'text'], version: [3, 'text'] });
export const readChaincodeInput = (bytes: Uint8Array) =>
  readMessage(bytes, { args: [1, 'many'], decorations: [2, 'many'], isInit: [3, 'number'] });

export const readProposalResponsePayload = (bytes: Uint8Array) =>
  readMessage(bytes, { proposalHash: [1, 'bytes'], extension: [2, 'bytes'] });
export const readChaincodeAction = (bytes: Uint8Array) =>
  readMessage(bytes, {
    results: [1, 'bytes'],
    events: [2, 'bytes'],
    response: [3, 'bytes'],
    chaincodeId: [4, 'bytes'],
  });
export const readResponse = (bytes: Uint8Array) =>
  readMessage(bytes, { status: [1, 'number'], message: [2, 'text'], payload: [3, 'bytes'] });
export const readChaincodeEvent = (bytes: Uint8Array) =>
  readMessage(bytes, {
    chaincodeId: [1, 'text'],
    txId: [2, 'text'],
    eventName: [3, 'text'],
    payload: [4, 'bytes'],
  });

export const readTxReadWriteSet = (bytes: Uint8Array) =>
  readMessage(bytes, { dataModel: [1, 'number'], nsRwset: [2, 'many'] });
export const readNsReadWriteSet = (bytes: Uint8Array) =>
  readMessage(bytes, { namespace: [1, 'text'], rwset: [2, 'bytes'], collections: [3, 'many'] });
export const readKvRwset = (bytes: Uint8Array) =>
  readMessage(bytes, {
    reads: [1, 'many'],
    rangeQueries: [2, 'many'],
    writes: [3, 'many'],
    metadataWrites: [4, 'many'],
  });
export const readKvRead = (bytes: Uint8Array) =>
  readMessage(bytes, { key: [1, 'text'], version: [2, 'maybe'] });
export const readKvWrite = (bytes: Uint8Array) =>
  readMessage(bytes, { key: [1, 'text'], isDelete: [2, 'number'], value: [3, 'bytes'] });
export const readVersion = (bytes: Uint8Array): Message<typeof VERSION> => readMessage(bytes, VERSION);

const VERSION = { block: [1, 'number'], transaction: [2, 'number'] } as const;

const TIMESTAMP = { seconds: [1, 'number'], nanos: [2, 'number'] } as const;

/** `google.protobuf.Timestamp` as ISO 8601 with milliseconds, the rest cut off. @throws ProofError PROOF_FORMAT */
export function readTimestamp(bytes: Uint8Array): string {
  const { seconds, nanos } = readMessage(bytes, TIMESTAMP);
  if (nanos > 999_999_999 || seconds > 253_402_300_799) throw new ProofError('PROOF_FORMAT');
  return new Date(seconds * 1000 + Math.floor(nanos / 1_000_000)).toISOString();
}
