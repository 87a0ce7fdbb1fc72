import protos from '@hyperledger/fabric-protos';

/** The event of one valid transaction of the chaincode. */
export interface TransactionEvent {
  readonly txId: string;
  /** The proposal's time, ISO 8601 in UTC with milliseconds. */
  readonly time: string;
  readonly payload: Uint8Array;
}

const ENDORSER_TRANSACTION = 3;
/** common.BlockMetadataIndex: one byte for each transaction, 0 for a valid one. */
const TRANSACTIONS_FILTER = 2;

/** The chaincode's events in a block, in the order of its transactions; those of invalid transactions are left out. */
export function transactionEvents(block: protos.common.Block, chaincode: string): TransactionEvent[] {
  const flags = block.getMetadata()?.getMetadataList_asU8()[TRANSACTIONS_FILTER] ?? new Uint8Array();
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  return envelopes.flatMap((bytes, i) => (flags[i] === 0 ? eventOf(bytes, chaincode) : []));
}

function eventOf(bytes: Uint8Array, chaincode: string): TransactionEvent[] {
  const { Envelope, Payload, ChannelHeader } = protos.common;
  const payload = Payload.deserializeBinary(Envelope.deserializeBinary(bytes).getPayload_asU8());
  const header = ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== ENDORSER_TRANSACTION) return [];
  // google-protobuf comes without types.
  const time = (header.getTimestamp() as unknown as { toDate(): Date }).toDate().toISOString();
  const transaction = protos.peer.Transaction.deserializeBinary(payload.getData_asU8());
  return transaction.getActionsList().flatMap((action) => {
    const { ChaincodeActionPayload, ProposalResponsePayload, ChaincodeAction, ChaincodeEvent } = protos.peer;
    const endorsed = ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
    const response = endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array();
    const extension = ProposalResponsePayload.deserializeBinary(response).getExtension_asU8();
    const event = ChaincodeEvent.deserializeBinary(
      ChaincodeAction.deserializeBinary(extension).getEvents_asU8(),
    );
    if (event.getChaincodeId() !== chaincode) return [];
    return [{ txId: header.getTxId(), time, payload: event.getPayload_asU8() }];
  });
}
