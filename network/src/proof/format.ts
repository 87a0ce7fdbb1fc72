import type { CommandRecord } from './command-record.js';
import type { Json } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import type {
  FabricCommandProof,
  FabricConsistencyProof,
  FabricStateProof,
  SignedFabricHeader,
} from './fabric/format.js';

export type { CommandRecord } from './command-record.js';

/**
 * Formats of the embedded ledger's proofs, and what stands for both kinds of ledger; the letter is in
 * docs/formats/ledger.md and docs/formats/fabric-proofs.md. Digests are base64url of SM3.
 */

/** Shows that a command was committed. */
export type LedgerProof = EmbeddedCommandProof | FabricCommandProof;
/** Shows a record, or its absence (`value: null`), as of a header or of a read. */
export type StateProof = EmbeddedStateProof | FabricStateProof;
/** Shows that the later header extends the earlier one. */
export type ConsistencyProof = EmbeddedConsistencyProof | FabricConsistencyProof;
/** A header with the signatures of those who made the block. */
export type AnySignedHeader = SignedHeader | SignedFabricHeader;

/** One block's header. Its hash is SM3 of its canonical bytes. */
export type BlockHeader = {
  readonly schema: 1;
  readonly ledger: string;
  /** 0 for the first block. */
  readonly height: number;
  /** Hash of the header before; 32 zero bytes at height 0. */
  readonly previous: string;
  readonly time: string;
  readonly txId: string;
  /** RFC 9162 tree (hash SM3) over the block's command records. */
  readonly commands: { readonly count: number; readonly root: string };
  /** Root of the authenticated map over all records after this block. */
  readonly state: string;
  /** RFC 9162 tree (hash SM3) over the hashes of all earlier headers: any later header proves that it extends this one. */
  readonly history: string;
};

/** A header with its operator's signature over the header's canonical bytes. */
export type SignedHeader = {
  readonly header: BlockHeader;
  readonly operator: PublicKey;
  readonly signature: string;
};

/** Shows that a command was committed. */
export type EmbeddedCommandProof = {
  readonly kind: 'renxin-embedded-command-proof';
  readonly schema: 1;
  readonly signed: SignedHeader;
  readonly command: CommandRecord;
  /** Sibling hashes, lowest first (RFC 9162 section 2.1.3). */
  readonly path: readonly string[];
};

/** Shows a record, or its absence (`value: null`), as of a header. */
export type EmbeddedStateProof = {
  readonly kind: 'renxin-embedded-state-proof';
  readonly schema: 1;
  readonly signed: SignedHeader;
  readonly collection: string;
  readonly id: string;
  /** SM3 of `collection:id`: where the pages lead to. A slip in the name would else show another record's absence. */
  readonly keyHash: string;
  readonly value: Json;
  /** base64url of the map's pages from the root downwards; see docs/formats/ledger.md. */
  readonly pages: readonly string[];
};

/** Shows that the later header extends the earlier one. */
export type EmbeddedConsistencyProof = {
  readonly kind: 'renxin-embedded-consistency-proof';
  readonly schema: 1;
  readonly earlier: SignedHeader;
  readonly later: SignedHeader;
  /** Inclusion path of the earlier header's hash in the later header's history tree; empty when they are the same header. */
  readonly path: readonly string[];
};
