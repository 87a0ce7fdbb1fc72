import protos from '@hyperledger/fabric-protos';

/** Who proposes a transaction, and when by its own clock. The peer has checked the signature. @throws when it is none */
export function readProposal(signed: protos.peer.SignedProposal | undefined): {
  organisation: string;
  time: Date;
} {
  const { common, msp, peer } = protos;
  const proposal = peer.Proposal.deserializeBinary(signed?.getProposalBytes_asU8() ?? new Uint8Array());
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const creator = common.SignatureHeader.deserializeBinary(
    header.getSignatureHeader_asU8(),
  ).getCreator_asU8();
  // google-protobuf comes without types.
  const timestamp = channelHeader.getTimestamp() as unknown as { toDate(): Date } | undefined;
  if (timestamp === undefined) throw new Error('a proposal without a time');
  return {
    organisation: msp.SerializedIdentity.deserializeBinary(creator).getMspid(),
    time: timestamp.toDate(),
  };
}
