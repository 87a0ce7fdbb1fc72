import protos from '@hyperledger/fabric-protos';

/** What a transaction reads and writes of the chaincode's records. */
export interface TouchedKeys {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** The keys in an endorsed transaction (`gateway.PreparedTransaction`): Fabric refuses it when one that was read has changed. */
export function keysOf(prepared: Uint8Array, chaincode: string): TouchedKeys {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const envelope = protos.gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
  const payload = protos.common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
  const transaction = protos.peer.Transaction.deserializeBinary(payload.getData_asU8());
  for (const action of transaction.getActionsList()) {
    const { ChaincodeActionPayload, ProposalResponsePayload, ChaincodeAction } = protos.peer;
    const endorsed = ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
    const response = ProposalResponsePayload.deserializeBinary(
      endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
    );
    const results = ChaincodeAction.deserializeBinary(response.getExtension_asU8()).getResults_asU8();
    const { TxReadWriteSet, kvrwset } = protos.ledger.rwset;
    for (const space of TxReadWriteSet.deserializeBinary(results).getNsRwsetList()) {
      if (space.getNamespace() !== chaincode) continue;
      const set = kvrwset.KVRWSet.deserializeBinary(space.getRwset_asU8());
      for (const read of set.getReadsList()) reads.add(read.getKey());
      for (const write of set.getWritesList()) writes.add(write.getKey());
    }
  }
  return { reads, writes };
}

/** Whether two transactions are the same in either order: neither reads or writes what the other writes. */
export function areApart(a: TouchedKeys, b: TouchedKeys): boolean {
  return !(meets(a.reads, b.writes) || meets(a.writes, b.writes) || meets(a.writes, b.reads));
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const key of small) if (large.has(key)) return true;
  return false;
}
