import type { Json } from '@renxin/chaincode/canonical';
import type { CommandRecord } from '../command-record.js';

/**
 * Formats of the proofs of a Fabric channel; the letter is in docs/formats/fabric-proofs.md. Bytes of Fabric stand as
 * base64url of exactly what it signed or hashed.
 */

/** What the hash of a block covers, and the channel that it is said to be of (which the hash does not cover). */
export type FabricBlockHeader = {
  readonly schema: 1;
  readonly ledger: string;
  readonly height: number;
  /** SHA-256 of the header before; empty for block 0. */
  readonly previous: string;
  /** SHA-256 of the block's envelopes, one after another. */
  readonly data: string;
};

/** A header with what the orderers signed about it. */
export type SignedFabricHeader = {
  readonly header: FabricBlockHeader;
  /** The block's metadata at index SIGNATURES, `common.Metadata`. */
  readonly metadata: string;
};

/** One action of a transaction or a read that was endorsed: the parts that the endorsers signed. */
export type EndorsedAction = {
  readonly channelHeader: string;
  readonly signatureHeader: string;
  /** `peer.ChaincodeProposalPayload` */
  readonly proposal: string;
  /** `peer.ProposalResponsePayload` */
  readonly response: string;
  readonly endorsements: readonly { readonly endorser: string; readonly signature: string }[];
};

/** Shows that a command was committed. */
export type FabricCommandProof = {
  readonly kind: 'renxin-fabric-command-proof';
  readonly schema: 1;
  readonly signed: SignedFabricHeader;
  /** Every envelope of the block, `common.Envelope`. */
  readonly envelopes: readonly string[];
  /** Which envelope holds the command, counted from 0. */
  readonly transaction: number;
  readonly command: CommandRecord;
  /** An endorsed read of the transaction's marker: the transaction was valid. */
  readonly committed: EndorsedAction;
};

/** Shows a record, or its absence (`value: null`), at the time of a read. */
export type FabricStateProof = {
  readonly kind: 'renxin-fabric-state-proof';
  readonly schema: 1;
  /** A header of the ledger that stood when the record was read; what the record was then, the read alone says. */
  readonly signed: SignedFabricHeader;
  readonly collection: string;
  readonly id: string;
  readonly value: Json;
  /** The time of the read. */
  readonly time: string;
  readonly read: EndorsedAction;
};

/** Shows that the later header extends the earlier one. */
export type FabricConsistencyProof = {
  readonly kind: 'renxin-fabric-consistency-proof';
  readonly schema: 1;
  readonly earlier: { readonly header: FabricBlockHeader };
  /** `data` of every header between the two, in order. */
  readonly between: readonly string[];
  readonly later: SignedFabricHeader;
};
